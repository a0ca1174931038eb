"""``cleaner dedup`` as its user sees it: streams, exit codes, words."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.deduplication.stories import BRIDGE, CHESS, FERRY, PLUMS, cut
from tests.support import run


def line(**fields: str) -> str:
    return json.dumps(fields) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(f"{BRIDGE}\n\n{PLUMS}\n")
    (tmp_path / "in/b.txt").write_text(f"{cut(PLUMS, 0.7)}\n\n{CHESS}\n")
    (tmp_path / "cards.jsonl").write_text(
        line(id="17", text=BRIDGE, source="CNN")
        + line(id="18", text=cut(BRIDGE, 0.6), source="BBC", age="2 hours ago")
        + line(id="19", text=FERRY)
    )
    return tmp_path


def test_summary(folder: Path) -> None:
    done = run("dedup", "in", "cards.jsonl", "-o", "out", cwd=folder)
    assert done.returncode == 0
    assert done.stdout == b""
    told = done.stderr.decode().splitlines()
    assert told == [
        "7 snippets in 5 documents, 4 distinct; 3 copies removed",
        "2 clusters in clusters.jsonl",
    ]
    assert (folder / "out/b.txt").read_text() == f"{CHESS}\n"
    # Of two like texts the one with a source stays.
    assert (folder / "out/a.txt").read_text() == f"{PLUMS}\n"
    assert run("restore", "out", "-o", "back", cwd=folder).returncode == 0
    assert (folder / "back/cards.jsonl").read_bytes() == (folder / "cards.jsonl").read_bytes()
    assert (folder / "back/b.txt").read_bytes() == (folder / "in/b.txt").read_bytes()


def test_memory(folder: Path) -> None:
    assert run("dedup", "in", "cards.jsonl", "-o", "out", cwd=folder).returncode == 0
    done = run("dedup", "in", "cards.jsonl", "-o", "out2", "--memory", "300MB", cwd=folder)
    assert done.returncode == 0
    for path in sorted((folder / "out").iterdir()):
        assert (folder / "out2" / path.name).read_bytes() == path.read_bytes()
    for more, word in (
        (["--memory", "2MB"], "at least"),
        (["--memory", "much"], "a number and a unit"),
        (["--memory", "1GB", "--index", "seen.sqlite"], "leave one of them out"),
    ):
        refused = run("dedup", "in", "-o", "out3", *more, cwd=folder)
        assert refused.returncode == 2
        assert word in refused.stderr.decode()
    assert not (folder / "out3").exists()


def test_quiet_and_dry_run(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    done = run("dedup", "in", "--dry-run", cwd=folder)
    assert done.returncode == 0
    assert "4 snippets in 2 documents, 3 distinct; 1 copy would be removed" in done.stderr.decode()
    done = run("dedup", "in", "-o", "out", "--dry-run", "-q", "--index", "seen.sqlite", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert sorted(folder.rglob("*")) == before


def test_quotations(folder: Path) -> None:
    (folder / "in/a.txt").write_text(f"{BRIDGE}\n{FERRY}\n{PLUMS}\n")
    (folder / "in/b.txt").write_text(f"{CHESS}\n{FERRY}\nNothing else was said about it.\n")
    done = run("dedup", "in", "-o", "out", "--unit", "paragraph", cwd=folder)
    assert "1 quoted in other surroundings, kept (--quotations)" in done.stderr.decode()
    assert (folder / "out/b.txt").read_text() == (folder / "in/b.txt").read_text()
    run("dedup", "in", "-o", "out", "--unit", "paragraph", "--quotations", cwd=folder)
    assert FERRY in (folder / "out/a.txt").read_text()
    assert FERRY not in (folder / "out/b.txt").read_text()


def test_min_words_and_threshold(folder: Path) -> None:
    (folder / "in/a.txt").write_text("Hello there\n")
    (folder / "in/b.txt").write_text("Hello there\n")
    for option, copies in (["--min-words", "3"], 0), (["--min-words", "2"], 1), ([], 1):
        done = run("dedup", "in", "--dry-run", *option, cwd=folder)
        assert f"; {copies} cop" in done.stderr.decode()
    (folder / "in/a.txt").write_text(BRIDGE)
    (folder / "in/b.txt").write_text(BRIDGE[:90] + PLUMS[:150])
    for threshold, copies in ("0.4", 1), ("0.9", 0):
        done = run("dedup", "in", "--dry-run", "--threshold", threshold, cwd=folder)
        assert f"; {copies} cop" in done.stderr.decode()


def test_index(folder: Path) -> None:
    run("dedup", "in/a.txt", "-o", "out1", "--index", "seen.sqlite", cwd=folder)
    done = run("dedup", "cards.jsonl", "-o", "out2", "--index", "seen.sqlite", cwd=folder)
    assert "2 seen in earlier runs (seen.sqlite)" in done.stderr.decode()
    left = (folder / "out2/cards.jsonl").read_text()
    assert [json.loads(text)["id"] for text in left.splitlines()] == ["19"]


def explained(folder: Path, *arguments: str) -> list[str]:
    done = run("dedup", *arguments, cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().splitlines()


def test_explain(folder: Path) -> None:
    told = explained(folder, "cards.jsonl", "--id-field", "id", "--explain", "17", "18")
    assert [text.partition(":")[0] for text in told] == [
        "header of A",
        "header of B",
        "lengths",
        "candidates",
        "4-grams of the shorter text in the longer one",
        "shingles in common",
        "alike enough",
        "guard",
        "guard",
        "guard",
        "guard",
        "verdict",
        "among all 3 units",
    ]
    assert told[1].startswith("header of B: BBC, 2 hours ago")
    assert told[-2] == "verdict: copies"
    assert told[-1].startswith("among all 3 units: one cluster (A: the representative; B: ")
    told = explained(folder, "cards.jsonl", "--id-field", "id", "--explain", "17", "19")
    assert told[-2].startswith("verdict: different (no candidates")
    assert told[-1] == "among all 3 units: two clusters"
    assert sorted(path.name for path in folder.iterdir()) == ["cards.jsonl", "in"]


def test_explain_a_guard_that_looks_at_all(folder: Path) -> None:
    text = "Weather for Ulm: sunny with a high of 20 degrees and a low of 3, wind from the west at {} km"
    (folder / "weather.jsonl").write_text("".join(line(text=text.format(i)) for i in range(5)))
    told = explained(folder, "weather.jsonl", "--explain", "weather.jsonl:1", "weather.jsonl:2")
    assert told[-2] == "verdict: copies"
    assert told[-1] == "among all 5 units: two clusters (guard: numbers)"


def test_explain_texts_and_parts_of_files(folder: Path) -> None:
    told = explained(folder, "in", "--explain", "b.txt:0", f"CNN\n1 day ago\n{PLUMS}")
    assert "verdict: copies" in told
    assert told[1].startswith("header of B: CNN, 1 day ago")
    assert not told[-1].startswith("among")
    start = len(BRIDGE) + 2
    told = explained(folder, "in", "--explain", f"a.txt:{start}", "b.txt:0")
    assert told[-1].startswith("among all 4 units: one cluster")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["in"], ["-o OUT", "--dry-run", "--explain"]),
        (["in", "-o", "in/out"], ["inside the source", "beside the source"]),
        (["in/a.txt", "-o", "in"], ["take the place of its source"]),
        (["missing", "-o", "out"], ["missing"]),
        (["-", "-o", "out"], ["standard input", "save it"]),
        (["in", "-o", "out", "--unit", "word"], ["word", "snippet", "paragraph", "document"]),
        (["in", "-o", "out", "--keep", "newest"], ["newest", "latest"]),
        (["in", "-o", "out", "--threshold", "2"], ["threshold", "at most 1"]),
        (["in", "-o", "out", "--now", "tomorrow"], ["tomorrow", "ISO"]),
        (["in", "-o", "out", "--index", "in/a.txt"], ["not an index", "new file"]),
        (["in", "-o", "out", "--index", "in"], ["in", "cannot be used", "can be written"]),
        (["in", "-o", "out", "--index", "in/a.txt/x"], ["in/a.txt/x", "can be written"]),
        (["in", "--explain", "b.text:0", "a.txt:0"], ["b.text", "did you mean 'b.txt'"]),
        (["in", "--explain", "a.txt", "b.txt:0"], ["a.txt has 2 units", "a.txt:0"]),
        (
            ["in", "--explain", "a.txt:1", "b.txt:0"],
            ["a.txt begins at '1'", "start: a.txt:0, a.txt"],
        ),
        (["in", "-o", "in/a.txt"], ["in/a.txt"]),
    ],
)
def test_errors_say_what_to_do(folder: Path, arguments: list[str], words: list[str]) -> None:
    done = run("dedup", *arguments, cwd=folder)
    told = done.stderr.decode()
    assert done.returncode == 2, told
    for word in words:
        assert word in told
    assert "Traceback" not in told
    assert "in-place" not in told
    assert done.stdout == b""
    assert (folder / "in/a.txt").read_text() == f"{BRIDGE}\n\n{PLUMS}\n"
    assert not (folder / "out").exists() or not list((folder / "out").rglob("*.txt"))


def test_an_index_made_otherwise(folder: Path) -> None:
    run("dedup", "in", "-o", "out", "--index", "seen.sqlite", cwd=folder)
    done = run(
        "dedup", "in", "-o", "two", "--index", "seen.sqlite", "--unit", "document", cwd=folder
    )
    assert done.returncode == 2
    assert b"unit snippet, not document" in done.stderr
    assert b"--unit" in done.stderr
    with sqlite3.connect(folder / "seen.sqlite") as db:
        db.execute("UPDATE meta SET value = '99' WHERE key = 'version'")
    db.close()
    done = run("dedup", "in", "-o", "two", "--index", "seen.sqlite", cwd=folder)
    assert done.returncode == 2
    assert b"version 99" in done.stderr
    assert b"new file" in done.stderr
    assert not (folder / "two").exists()


def test_html_and_books_of_other_runs(folder: Path) -> None:
    (folder / "in/page.html").write_text(f"<p>{BRIDGE}</p>")
    (folder / "in/ledger.jsonl").write_text("")
    (folder / "in/related.jsonl").write_text(line(text=PLUMS))
    done = run("dedup", "in", "-o", "out", cwd=folder)
    assert done.returncode == 2
    assert "page.html: HTML is not compared\n  clean it first" in done.stderr.decode()
    assert "4 snippets" in done.stderr.decode()
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "a.txt",
        "b.txt",
        "clusters.jsonl",
        "failures.jsonl",
        "ledger.jsonl",
    ]
    done = run("dedup", "in/related.jsonl", "-o", "cards", cwd=folder)
    assert done.returncode == 0
    assert (folder / "cards/related.jsonl").read_text() == line(text=PLUMS)
    done = run("dedup", "out/clusters.jsonl", "-o", "two", cwd=folder)
    assert done.returncode == 2
    assert "would overwrite the run's own file" in done.stderr.decode()


def test_two_sources_with_one_target(folder: Path) -> None:
    (folder / "two").mkdir()
    (folder / "two/a.txt").write_text(CHESS)
    done = run("dedup", "in", "two", "-o", "out", cwd=folder)
    assert done.returncode == 2
    assert b"two/a.txt" in done.stderr
    assert (folder / "out/a.txt").read_text() == f"{BRIDGE}\n\n{PLUMS}\n"


def test_what_is_not_compared_takes_no_place(folder: Path) -> None:
    """A text that stands beside its page was left out for the page, which then was refused."""
    (folder / "in/a.html").write_text("<p>The page.</p>")
    done = run("dedup", "in", "-o", "out", cwd=folder)
    said = done.stderr.decode()
    assert done.returncode == 2
    assert "error: in/a.html: HTML is not compared" in said
    assert "would both be written" not in said
    assert (folder / "out/a.txt").read_bytes() == (folder / "in/a.txt").read_bytes()
    assert "1 failure, listed above\nfailures are listed in out/failures.jsonl" in said
    assert (folder / "out/failures.jsonl").read_text().count("\n") == 1


def test_an_index_that_would_be_no_file_of_its_own(folder: Path) -> None:
    for index, said in ((":memory:", "remembers nothing"), ("out/clusters.jsonl", "run writes")):
        done = run("dedup", "in", "-o", "out", "--index", index, cwd=folder)
        assert done.returncode == 2
        assert said in done.stderr.decode()
        assert not (folder / ":memory:").exists()
        assert not (folder / "out/clusters.jsonl").exists()


def test_records_of_one_id_are_told_apart_by_their_lines(folder: Path) -> None:
    lines = [line(id="7", text=BRIDGE), line(id="7", text=CHESS), line(id="8", text=BRIDGE)]
    (folder / "ids.jsonl").write_text("".join(lines))
    command = ("dedup", "ids.jsonl", "--id-field", "id", "--explain")
    done = run(*command, "7", "8", cwd=folder)
    assert done.returncode == 2
    assert "by its file and line: ids.jsonl:1, ids.jsonl:2" in done.stderr.decode()
    done = run(*command, "ids.jsonl:2", "8", cwd=folder)
    assert done.returncode == 0
    assert "two clusters" in done.stdout.decode()


def test_help_has_examples() -> None:
    done = run("dedup", "--help")
    assert done.returncode == 0
    assert b"Examples" in done.stdout
    assert b"--index" in done.stdout
