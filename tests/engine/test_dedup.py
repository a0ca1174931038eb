"""Whole runs of ``dedup`` on real files: copies go, nothing is lost."""

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.engine.books import FAILURES
from cleaner.engine.corpus import comparable
from cleaner.engine.dedup import DedupSettings, DedupTotals
from cleaner.engine.dedup import run as run_jobs
from cleaner.engine.plan import plan
from cleaner.engine.restoring import restore_tree
from tests.deduplication.stories import BRIDGE, CHESS, FERRY, LIBRARY, PLUMS, cut
from tests.engine.test_run import tree

BOOKS = {"clusters.jsonl", "ledger.jsonl"}


def dedup(source: Path, out: Path, **options: Any) -> DedupTotals:
    jobs, problems = plan([str(source)], out, (), in_place=False)
    jobs, refused = comparable(jobs, [str(source)])
    assert not problems + refused
    return run_jobs(jobs, out, DedupSettings(**options))


def restored(out: Path, folder: Path) -> dict[str, bytes]:
    for _, problem in restore_tree(out, folder):
        assert problem is None
    return tree(folder)


def clusters(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "clusters.jsonl").read_bytes().splitlines()]


def results(out: Path) -> dict[str, bytes]:
    return {
        name: data
        for name, data in tree(out).items()
        if name not in BOOKS | {FAILURES} and not name.startswith(".cleaner")
    }


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


PAGE = f"{BRIDGE}\n{FERRY}\n\n{PLUMS}\n{CHESS}"
PAGES = {
    "0.txt": PAGE.encode(),
    "bom.txt": b"\xef\xbb\xbf" + PAGE.encode(),
    "utf16.txt": PAGE.encode("utf-16"),
    "crlf.txt": PAGE.replace("\n", "\r\n").encode() + b"\r\n",
    "cr.txt": PAGE.replace("\n", "\r").encode(),
    "cp1252.txt": f"{PAGE} Das Café schließt früh über der Brücke.\n".encode("cp1252"),
    "nul.txt": f"{PAGE}\na\x00b\n".encode(),
    "invalid.txt": PAGE.encode() + b"\ncaf\xe9 au lait\n",
    "sub/deep/page.md": b"# Title\n\n" + PAGE.encode() + b"\n\n\n",
    "other.txt": LIBRARY.encode(),
    "empty.txt": b"",
    "blank.txt": b"\n \n",
}


@pytest.mark.parametrize("unit", ["snippet", "paragraph", "document"])
def test_text_files_and_back(tmp_path: Path, unit: Any) -> None:
    source = fill(tmp_path / "in", PAGES)
    done = dedup(source, tmp_path / "out", unit=unit, keep="first", fewest=3)
    assert done.totals.failures == []
    left = results(tmp_path / "out")
    assert left["0.txt"] == PAGES["0.txt"]
    for name in ("other.txt", "empty.txt", "blank.txt"):
        assert left[name] == PAGES[name]
    joined = b"\n".join(data.replace(b"\0", b"") for data in left.values())
    assert joined.count(b"Growers in the upper valley") == 1
    if unit == "document":
        assert "crlf.txt" not in left
    else:
        assert b"\n" not in left["crlf.txt"].replace(b"\r\n", b"")
        assert left["bom.txt"].startswith(b"\xef\xbb\xbf")
    assert restored(tmp_path / "out", tmp_path / "back") == tree(source)


def records() -> bytes:
    return (
        json.dumps({"id": "a", "text": BRIDGE, "source": "CNN", "n": 1.50}) + "\n"
        f'{{"id":"b", "text" : {json.dumps(cut(BRIDGE, 0.7))}, "source": "BBC", "age": "2 hours ago"}}\r\n'
        f'{{"id":"c","text":{json.dumps(PLUMS)},"x":[1, 2,3]}}\n'
        "\n"
        '{"id":"d","title":"Growers count their losses after the frost","text":""}\n'
        f'{{"id":"e","text":{json.dumps(PLUMS)},"title":"Growers count their losses after the frost"}}\n'
        f'{{"id":"f","text":{json.dumps(f"{FERRY}{chr(10)}{chr(10)}{PLUMS}")}}}\n'
        f'{{"text":{json.dumps(BRIDGE.upper())}}}'
    ).encode()


@pytest.mark.parametrize("name", ["cards.jsonl", "cards.jsonl.gz"])
@pytest.mark.parametrize("unit", ["snippet", "paragraph", "document"])
def test_records_and_back(tmp_path: Path, name: str, unit: Any) -> None:
    data = gzip.compress(records(), 3) if name.endswith("gz") else records()
    source = fill(
        tmp_path / "in", {name: data, "\ufefffirst.jsonl": b'\xef\xbb\xbf{"text":"Hi"}\n'}
    )
    dedup(source, tmp_path / "out", unit=unit, keep="first", id_field="id")
    assert restored(tmp_path / "out", tmp_path / "back") == tree(source)


def test_records_that_are_copies_go_as_lines(tmp_path: Path) -> None:
    source = fill(tmp_path / "in", {"cards.jsonl": records()})
    done = dedup(source, tmp_path / "out", id_field="id")
    lines = (tmp_path / "out/cards.jsonl").read_bytes().split(b"\n")
    given_ = records().split(b"\n")
    # The last but one has all that two others say.
    assert lines == [given_[0], given_[3], given_[6], b""]
    assert (done.units, done.distinct, done.removed) == (7, 2, 5)
    first = clusters(tmp_path / "out")[0]
    assert first["representative"]["document"] == "a"
    assert first["sources"] == ["CNN", "BBC"]
    assert first["ages"] == ["2 hours ago"]
    assert [(m["document"], m["removed"]) for m in first["members"]] == [
        ("a", False),
        ("b", True),
        ("cards.jsonl:8", True),
    ]
    assert all(m["score"] > 0.9 and m["why"] and m["verdict"] for m in first["members"])


def test_a_record_is_one_snippet_whatever_its_blank_lines(tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": f"{BRIDGE}\n\n{FERRY}"}),
        json.dumps({"text": f"{FERRY}\n\n{PLUMS}"}),
    ]
    source = fill(tmp_path / "in", {"cards.jsonl": "\n".join(lines).encode()})
    assert dedup(source, tmp_path / "out").units == 2


def test_the_ledger_says_why(tmp_path: Path) -> None:
    source = fill(tmp_path / "in", {"a.txt": BRIDGE.encode(), "b.txt": cut(BRIDGE, 0.8).encode()})
    dedup(source, tmp_path / "out", unit="document")
    found = [json.loads(line) for line in (tmp_path / "out/ledger.jsonl").read_text().splitlines()]
    dropped = next(record for record in found if record.get("dropped"))
    assert dropped["target"] == "b.txt"
    assert "4-grams" in dropped["why"]
    assert "kept in a.txt at 0" in dropped["why"]


def test_what_cannot_be_read(tmp_path: Path) -> None:
    packed = gzip.compress(records(), 3)
    files = {
        "bad.jsonl": b'{"text":"a b c"}\n{"text": 3}\nnot json\n[1]\n',
        "cut.jsonl.gz": packed[: len(packed) // 2],
        "picture.txt": bytes(range(256)) * 20,
        "good.txt": PLUMS.encode(),
        "more.txt": cut(BRIDGE, 0.9).encode(),
    }
    source = fill(tmp_path / "in", files)
    done = dedup(source, tmp_path / "out")
    told = "\n".join(done.totals.failures)
    assert len(done.totals.failures) == 5
    for word in ("bad.jsonl:2", "bad.jsonl:3", "bad.jsonl:4", "cut.jsonl.gz", "picture.txt"):
        assert word in told
    # A damaged file gives no representative: its copies elsewhere stay.
    assert results(tmp_path / "out") == {k: v for k, v in files.items() if k != "cut.jsonl.gz"}
    assert restored(tmp_path / "out", tmp_path / "back") == results(tmp_path / "out")


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    source = fill(tmp_path / "in", {"a.txt": BRIDGE.encode(), "b.txt": BRIDGE.encode()})
    jobs, _ = plan([str(source)], tmp_path / "out", (), in_place=False)
    (source / "a.txt").unlink()
    done = run_jobs(jobs, tmp_path / "out", DedupSettings())
    assert len(done.totals.failures) == 1
    assert "a.txt" in done.totals.failures[0]
    assert results(tmp_path / "out") == {"b.txt": BRIDGE.encode()}


def test_a_file_that_changes_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = fill(tmp_path / "in", {"a.txt": BRIDGE.encode(), "b.txt": BRIDGE.encode()})
    from cleaner.engine import dedup as module

    judge = module.Judge

    def slowly(*arguments: Any, **options: Any) -> Any:
        (source / "b.txt").write_text("mine now")
        return judge(*arguments, **options)

    monkeypatch.setattr(module, "Judge", slowly)
    done = dedup(source, tmp_path / "out", unit="document")
    assert "b.txt: was changed while it was compared" in done.totals.failures[0]
    assert results(tmp_path / "out") == {"a.txt": BRIDGE.encode()}


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    source = fill(tmp_path / "in", PAGES)
    before = tree(tmp_path)
    index = tmp_path / "deep/seen.sqlite"
    dry = dedup(source, tmp_path / "out", write=False, index=index)
    assert tree(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]
    done = dedup(source, tmp_path / "out")
    assert (dry.units, dry.distinct, dry.removed) == (done.units, done.distinct, done.removed)
    assert dry.totals.documents == done.totals.documents == len(PAGES)


def test_running_twice(tmp_path: Path) -> None:
    source = fill(tmp_path / "in", PAGES | {"cards.jsonl": records()})
    dedup(source, tmp_path / "out", unit="document")
    first = tree(tmp_path / "out")
    dedup(source, tmp_path / "out", unit="document")
    assert tree(tmp_path / "out") == first
    dedup(source, tmp_path / "out", unit="snippet")
    assert "crlf.txt" in results(tmp_path / "out")
    assert restored(tmp_path / "out", tmp_path / "back") == tree(source)


def test_the_result_of_a_run_has_no_copies(tmp_path: Path) -> None:
    # One record has two stories, of which others have one each: alone with these it is like them.
    lines = [line for line in records().split(b"\n") if b'"id":"f"' not in line]
    source = fill(tmp_path / "in", PAGES | {"cards.jsonl": b"\n".join(lines)})
    dedup(source, tmp_path / "out")
    again = dedup(tmp_path / "out", tmp_path / "again")
    assert again.removed == 0
    assert results(tmp_path / "again") == results(tmp_path / "out")
    assert "related.jsonl" not in results(tmp_path / "again")


def test_without_ledger(tmp_path: Path) -> None:
    source = fill(tmp_path / "in", {"cards.jsonl.gz": gzip.compress(records())})
    dedup(source, tmp_path / "out", ledger=False)
    assert sorted(tree(tmp_path / "out")) == ["cards.jsonl.gz", "clusters.jsonl"]


@pytest.mark.parametrize(
    ("keep", "now", "kept"),
    [("longest", None, 1), ("first", None, 0), ("latest", None, 2), ("earliest", None, 3)],
)
def test_keep(tmp_path: Path, keep: Any, now: Any, kept: int) -> None:
    items = [
        {"text": cut(FERRY, 0.9), "age": "2 hours ago"},
        {"text": FERRY, "age": "yesterday"},
        {"text": cut(FERRY, 0.8), "age": "vor 3 Minuten"},
        {"text": cut(FERRY, 0.7), "age": "2 hours ago", "time": "2026-01-01T00:00:00Z"},
    ]
    lines = [json.dumps(item).encode() + b"\n" for item in items]
    source = fill(tmp_path / "in", {"cards.jsonl": b"".join(lines)})
    dedup(source, tmp_path / "out", keep=keep)
    assert (tmp_path / "out/cards.jsonl").read_bytes() == lines[kept]


def test_latest_of_documents_is_the_newest_file(tmp_path: Path) -> None:
    source = fill(tmp_path / "in", {"a.txt": BRIDGE.encode(), "b.txt": BRIDGE.encode()})
    os.utime(source / "a.txt", (2_000_000_000, 2_000_000_000))
    os.utime(source / "b.txt", (1_000_000_000, 1_000_000_000))
    dedup(source, tmp_path / "latest", unit="document", keep="latest")
    assert list(results(tmp_path / "latest")) == ["a.txt"]
    dedup(source, tmp_path / "earliest", unit="document", keep="earliest")
    assert list(results(tmp_path / "earliest")) == ["b.txt"]
    assert "no age could be read" in clusters(tmp_path / "earliest")[0]["kept"]


def test_index_over_several_days(tmp_path: Path) -> None:
    index = tmp_path / "seen.sqlite"
    monday = fill(tmp_path / "monday", {"mon.txt": f"{BRIDGE}\n\n{PLUMS}\n".encode()})
    tuesday = fill(tmp_path / "tuesday", {"tue.txt": f"{cut(PLUMS, 0.7)}\n\n{CHESS}\n".encode()})
    dedup(monday, tmp_path / "1", index=index)
    before = rows(index)
    done = dedup(tuesday, tmp_path / "2", index=index)
    assert done.seen == done.removed == 1
    assert results(tmp_path / "2") == {"tue.txt": f"{CHESS}\n".encode()}
    assert "seen before in mon.txt" in (tmp_path / "2/ledger.jsonl").read_text()
    assert restored(tmp_path / "2", tmp_path / "back") == tree(tuesday)
    added = rows(index)
    assert all(set(a) < set(b) for a, b in zip(before, added, strict=True))
    again = dedup(monday, tmp_path / "3", index=index)
    assert rows(index) == added
    assert results(tmp_path / "3") == results(tmp_path / "1")
    assert (again.seen, again.removed) == (2, 0)


def test_a_full_article_stays_where_its_teaser_was_seen(tmp_path: Path) -> None:
    index = tmp_path / "seen.sqlite"
    article = f"{BRIDGE} {PLUMS} {FERRY}"
    days = {"mon": cut(BRIDGE, 0.5), "tue": article, "wed": cut(article, 0.8)}
    left = {}
    for day, text in days.items():
        source = fill(tmp_path / day, {f"{day}.jsonl": json.dumps({"text": text}).encode()})
        done = dedup(source, tmp_path / f"out-{day}", index=index)
        left[day] = (len(results(tmp_path / f"out-{day}")[f"{day}.jsonl"]) > 0, done.seen)
    assert left == {"mon": (True, 0), "tue": (True, 0), "wed": (False, 1)}
    (told,) = clusters(tmp_path / "out-tue")
    assert told["members"][0]["verdict"] == "says more than what was seen before in mon.jsonl:1"
    assert "seen before in tue.jsonl:1" in (tmp_path / "out-wed/ledger.jsonl").read_text()


def test_what_could_not_be_written_is_not_remembered(tmp_path: Path) -> None:
    index = tmp_path / "seen.sqlite"
    source = fill(tmp_path / "in", {"a.txt": BRIDGE.encode(), "b.txt": PLUMS.encode()})
    fill(tmp_path / "out", {"a.txt/mine": b"a folder is in the way"})
    done = dedup(source, tmp_path / "out", index=index)
    assert len(done.totals.failures) == 1
    assert done.unwritten == {0}
    again = dedup(source, tmp_path / "out2", index=index)
    assert results(tmp_path / "out2") == tree(source)
    assert (again.seen, again.unwritten) == (1, frozenset())


def test_what_could_not_be_read_is_no_reason_to_forget_the_rest(tmp_path: Path) -> None:
    index = tmp_path / "seen.sqlite"
    source = fill(tmp_path / "in", {"bad.jsonl": records() + b"\nnot json\n"})
    done = dedup(source, tmp_path / "out", index=index)
    assert len(done.totals.failures) == 1
    assert done.unwritten == frozenset()
    assert dedup(source, tmp_path / "out2", index=index).seen == done.units


def test_index_of_paragraphs_keeps_quotations(tmp_path: Path) -> None:
    index = tmp_path / "seen.sqlite"
    first = fill(tmp_path / "1", {"1.txt": f"{PLUMS}\n{BRIDGE}\n{FERRY}\n".encode()})
    second = fill(tmp_path / "2", {"2.txt": f"{CHESS}\n{BRIDGE}\n{LIBRARY}\n".encode()})
    dedup(first, tmp_path / "out1", unit="paragraph", keep="first", index=index)
    done = dedup(second, tmp_path / "out2", unit="paragraph", keep="first", index=index)
    assert (done.seen, done.removed, done.quoted) == (1, 0, 1)
    assert results(tmp_path / "out2") == tree(second)


def many(folder: Path, count: int) -> Path:
    words = [f"{a}{b}{c}" for a in "bdfgk" for b in ("al", "em", "in", "or", "us") for c in "aeiou"]
    lines = []
    for i in range(count):
        text = " ".join(
            words[(i * 7 + k * (i % 11 + 1)) % len(words)] + chr(97 + i % 26) for k in range(25)
        )
        lines.append(json.dumps({"text": f"{text} {i}"}))
    return fill(folder, {"cards.jsonl": "\n".join([*lines, *lines[: count // 3]]).encode()})


def rows(index: Path) -> list[Any]:
    db = sqlite3.connect(index)
    try:
        return [sorted(db.execute(f"SELECT * FROM {t}")) for t in ("clusters", "texts", "shingles")]
    finally:
        db.close()


DIE = """
import os, signal, sys
from importlib import import_module
module, owner, name, when = sys.argv[1:5]
place = import_module(module)
place = getattr(place, owner) if owner else place
inner = getattr(place, name)
def dying(*arguments, **options):
    if when == "after":
        inner(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(place, name, dying)
from cleaner.cli.main import run
run(sys.argv[5:])
"""


@pytest.mark.parametrize(
    ("point", "when"),
    [
        ("cleaner.deduplication.store Store add_clusters", "after"),
        ("cleaner.deduplication.store Store add_texts", "after"),
        ("cleaner.writing Staged commit", "before"),
        ("cleaner.writing Staged commit", "after"),
        ("cleaner.engine.books  fold_in", "after"),
        ("cleaner.deduplication.store Store commit", "before"),
        ("cleaner.deduplication.store Store commit", "after"),
    ],
)
def test_kill_and_run_again(tmp_path: Path, point: str, when: str) -> None:
    source, index, out = many(tmp_path / "in", 150), tmp_path / "seen.sqlite", tmp_path / "out"
    old = fill(tmp_path / "old", {"a.txt": BRIDGE.encode()})
    dedup(old, tmp_path / "first", index=index)
    before = rows(index)
    command = [sys.executable, "-c", DIE, *point.split(" "), when]
    command += ["dedup", str(source), "-o", str(out), "--index", str(index)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    target = out / "cards.jsonl"
    there = target.read_bytes() if target.exists() else None
    if (point.split(" ")[2], when) != ("commit", "after") or "Staged" in point:
        assert rows(index) == before
    dedup(source, out, index=index)
    assert not list(tmp_path.rglob("*.tmp"))
    whole = tmp_path / "whole.sqlite"
    dedup(old, tmp_path / "first2", index=whole)
    dedup(source, tmp_path / "out2", index=whole)
    assert rows(index) == rows(whole)
    assert results(out) == results(tmp_path / "out2")
    assert there in (None, target.read_bytes())
    assert restored(out, tmp_path / "back") == tree(source)


def test_what_a_killed_run_left_is_swept_up(tmp_path: Path) -> None:
    source = fill(tmp_path / "in", {"a.txt": BRIDGE.encode()})
    names = [f".{name}.0123456789abcdef.tmp" for name in ("clusters.jsonl", "a.txt")]
    mine = {"notes.txt": b"", ".notes.txt.0123456789abcdef.tmp": b""}
    fill(tmp_path / "out", dict.fromkeys(names, b"half") | mine)
    dedup(source, tmp_path / "out")
    assert set(tree(tmp_path / "out")) == {"a.txt", *BOOKS, *mine}


def test_two_processes_on_one_index(tmp_path: Path) -> None:
    index = tmp_path / "seen.sqlite"
    sources = [many(tmp_path / "in", 200)]
    sources.append(
        fill(tmp_path / "in2", {"cards2.jsonl": (sources[0] / "cards.jsonl").read_bytes()})
    )
    processes = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "cleaner",
                "dedup",
                source,
                "-o",
                tmp_path / f"out{number}",
                "--index",
                index,
            ],
            stderr=subprocess.PIPE,
        )
        for number, source in enumerate(sources)
    ]
    told = [process.communicate()[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], told
    left = sorted(
        (tmp_path / f"out{n}/cards{s}.jsonl").read_bytes().count(b'"text"')
        for n, s in ((0, ""), (1, "2"))
    )
    # One of the two was first, and the other found everything seen.
    assert left[0] == 0
    assert left[1] > 50
    first = rows(index)
    alone = tmp_path / "alone.sqlite"
    dedup(sources[0], tmp_path / "out3", index=alone)
    assert [row[:2] for row in first[1]] == [row[:2] for row in rows(alone)[1]]


@given(
    blocks=st.lists(
        st.one_of(
            st.sampled_from([BRIDGE, PLUMS, cut(BRIDGE, 0.7), FERRY.upper()]),
            st.text("ab \n\r\ud800é", max_size=8),
        ),
        max_size=8,
    ),
    ends=st.sampled_from(["\n\n", "\r\n\r\n", "\n", "\n\n\n"]),
    unit=st.sampled_from(["snippet", "paragraph", "document"]),
    packed=st.booleans(),
)
@settings(max_examples=40)
def test_whatever_goes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, blocks: list[str], ends: str, unit: Any, packed: bool
) -> None:
    folder = tmp_path_factory.mktemp("dedup")
    text = ends.join(blocks)
    lines = b"".join(json.dumps({"text": t, "b": [1]}).encode() + b"\n" for t in [*blocks, text])
    fill(
        folder / "in",
        {
            "a.txt": text.encode("utf-8", "replace"),
            "b.txt": ends.join(reversed(blocks)).encode("utf-8", "replace"),
            "c.jsonl.gz" if packed else "c.jsonl": gzip.compress(lines) if packed else lines,
        },
    )
    dedup(folder / "in", folder / "out", unit=unit, keep="first")
    assert restored(folder / "out", folder / "back") == tree(folder / "in")
    listed = [m["document"] for c in clusters(folder / "out") for m in c["members"]]
    assert all(name.split(":")[0] in tree(folder / "in") for name in listed)
