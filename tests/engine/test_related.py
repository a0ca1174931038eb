"""Related cards of a whole run: merged, with what repeats them in the clean texts."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.deduplication.stories import BRIDGE, CHESS, FERRY, LIBRARY, PLUMS, cut
from tests.support import PROSE, run


def page(*cards: tuple[str, str, str, str], body: str = "") -> str:
    shown = [f"{source}\n{age}\n{title}\n{text}" for source, age, title, text in cards]
    return "\n".join([*PROSE[:4], *([body] if body else []), "Related Articles", *shown]) + "\n"


TITLE = "Ferry service will run until the bridge opens"


def cleaned(folder: Path, pages: dict[str, str], *options: str) -> list[dict[str, Any]]:
    source = folder / "in"
    source.mkdir()
    for name, text in pages.items():
        (source / name).write_text(text)
    done = run("clean", source, "-o", folder / "out", *options)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in (folder / "out/related.jsonl").read_text().splitlines()]


PAGES = {
    "a.txt": page(("Valley Times", "2 hours ago", TITLE, cut(FERRY, 0.8))),
    "b.txt": page(("Talblatt", "vor 3 Stunden", TITLE, FERRY)),
    "c.txt": page(("Valley Times", "2026-03-01", TITLE, f"{cut(FERRY, 0.7)} READ MORE")),
    "d.txt": page(("Chess News", "1 day ago", "A club returns after three winters", CHESS)),
}


def test_copies_are_one_record(tmp_path: Path) -> None:
    first, second = cleaned(tmp_path, PAGES)
    assert (first["copies"], second["copies"]) == (3, 1)
    assert first["document"] == "b.txt"
    assert first["text"].endswith(FERRY)
    assert first["sources"] == ["Valley Times", "Talblatt"]
    assert first["ages"] == ["2 hours ago", "vor 3 Stunden", "2026-03-01"]
    assert first["documents"] == ["a.txt", "b.txt", "c.txt"]
    assert [variant["document"] for variant in first["variants"]] == ["a.txt", "b.txt", "c.txt"]
    assert all(variant["score"] > 0.9 for variant in first["variants"])
    assert "READ MORE" not in json.dumps(first)


@pytest.mark.parametrize(
    ("keep", "document"),
    [("longest", "b.txt"), ("first", "a.txt"), ("latest", "a.txt"), ("earliest", "c.txt")],
)
def test_keep(tmp_path: Path, keep: str, document: str) -> None:
    found = cleaned(tmp_path, PAGES, "--keep", keep, "--now", "2026-03-10T12:00")
    assert found[0]["document"] == document
    assert found[0]["kept"].startswith(f"the {keep} of 3")


def test_now_may_be_long_ago(tmp_path: Path) -> None:
    found = cleaned(tmp_path, PAGES, "--keep", "latest", "--now", "2020-01-01")
    assert found[0]["document"] == "c.txt"


def test_ages_that_cannot_be_read(tmp_path: Path) -> None:
    pages = {
        name: page(("Valley Times", "03/04/2026", TITLE, text))
        for name, text in (("a.txt", cut(FERRY, 0.8)), ("b.txt", FERRY))
    }
    (found,) = cleaned(tmp_path, pages, "--keep", "latest", "--now", "2026-03-10")
    assert found["document"] == "b.txt"
    assert found["kept"] == "the longest of 2: no age could be read"


def test_repeats_in_the_texts_are_reported(tmp_path: Path) -> None:
    pages = PAGES | {
        "d.txt": page(("Valley Times", "1 day ago", TITLE, FERRY), body=FERRY),
        "e.txt": "\n".join([*PROSE[:3], cut(FERRY, 0.9), PLUMS, LIBRARY]) + "\n",
    }
    (found,) = cleaned(tmp_path, pages)
    assert [(r["document"], r["why"]) for r in found["repeated"]] == [
        ("d.txt", "the card repeats the article that it stands under"),
        ("e.txt", "the text repeats the card of another document"),
    ]
    for repeat in found["repeated"]:
        text = (tmp_path / "out" / repeat["document"]).read_text()
        assert text[repeat["start"] : repeat["end"]].startswith("A small ferry will carry")
        assert repeat["score"] > 0.9
    # They are told, and not taken away.
    assert BRIDGE not in text
    assert PLUMS in text


def test_records_are_looked_through_as_well(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "x", "text": page(("Valley Times", "2 hours ago", TITLE, FERRY))}),
        json.dumps({"id": "y", "text": "\n".join([*PROSE[:3], FERRY])}),
    ]
    (found,) = cleaned(tmp_path, {"pages.jsonl": "\n".join(lines)}, "--id-field", "id")
    assert [repeat["document"] for repeat in found["repeated"]] == ["y"]


def records(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "related.jsonl").read_text().splitlines()]


def documents(folder: Path) -> list[list[str]]:
    return sorted(record["documents"] for record in records(folder))


def write(folder: Path, pages: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text)
    return folder


def test_in_place_no_card_is_lost(tmp_path: Path) -> None:
    source = write(tmp_path / "in", PAGES)
    books = source / ".cleaner"
    assert run("clean", source, "--in-place").returncode == 0
    first = (books / "related.jsonl").read_bytes()
    assert documents(books) == [["a.txt", "b.txt", "c.txt"], ["d.txt"]]
    run("clean", source, "--in-place")
    assert (books / "related.jsonl").read_bytes() == first
    write(source, {"e.txt": PAGES["a.txt"], "d.txt": PAGES["d.txt"]})
    run("clean", source, "--in-place")
    assert documents(books) == [["a.txt", "b.txt", "c.txt", "e.txt"], ["d.txt"]]
    assert run("restore", source, "--in-place").returncode == 0
    run("clean", source, "--in-place")
    assert documents(books) == [["a.txt", "b.txt", "c.txt", "e.txt"], ["d.txt"]]


def test_in_place_the_cards_of_a_killed_run_stay(tmp_path: Path) -> None:
    source = write(
        tmp_path / "in", {f"{i:03}.txt": PAGES["abcd"[i % 4] + ".txt"] for i in range(400)}
    )
    command = [sys.executable, "-m", "cleaner", "clean", str(source), "--in-place", "-q"]
    for at in (70, 200):
        process = subprocess.Popen(command)
        while process.poll() is None and "Related" in (source / f"{at:03}.txt").read_text():
            time.sleep(0.001)
        process.kill()
        process.wait()
    assert "Related" in (source / "399.txt").read_text()
    assert run("clean", source, "--in-place").returncode == 0
    assert sorted(record["copies"] for record in records(source / ".cleaner")) == [100, 300]
    assert not list(source.rglob("related.jsonl.*"))


def test_cards_of_other_sources_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    one = write(tmp_path / "one", {name: PAGES[name] for name in ("a.txt", "d.txt")})
    two = write(tmp_path / "two", {"b.txt": PAGES["b.txt"]})
    run("clean", one, "-o", out)
    run("clean", two, "-o", out)
    assert documents(out) == [["a.txt", "b.txt"], ["d.txt"]]
    known = (out / "related.jsonl").read_bytes()
    run("clean", two, "-o", out)
    assert (out / "related.jsonl").read_bytes() == known
    write(one, {"d.txt": PAGES["c.txt"]})
    run("clean", one, "-o", out)
    assert documents(out) == [["b.txt", "a.txt", "d.txt"]]
    write(one, {"a.txt": PROSE[0], "d.txt": PROSE[1]})
    run("clean", one, "-o", out)
    assert documents(out) == [["b.txt"]]
    (two / "b.txt").write_bytes(bytes(range(256)) * 9)
    assert run("clean", two, "-o", out).returncode == 2
    run("clean", two, "-o", out)
    assert not (out / "related.jsonl").exists()


def test_records_with_ids_of_their_own_count_once(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    lines = [json.dumps({"id": i, "text": PAGES["a.txt"]}) for i in range(3)]
    source.write_text("\n".join(lines))
    for _ in range(2):
        run("clean", source, "-o", tmp_path / "out", "--id-field", "id")
        assert documents(tmp_path / "out") == [["0", "1", "2"]]
