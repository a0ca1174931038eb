"""Golden pages, written by us in the shape of real ones.

``in-the-wild``: dirty pages with what a careful person would keep of them; ``negative``: pages
that come through unchanged; ``known-failures``: as in-the-wild, but not yet reached, so that the
test fails when one is; ``seeds``: what a run over ``seeds/`` writes.
"""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import fill

import pytest

import cleaner
from tests.support import check_noop, run, tool

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
SEEDS = ROOT / "seeds"
GOLDEN = FIXTURES / "seeds"


def pages(folder: str) -> list[Path]:
    found = sorted(FIXTURES.joinpath(folder).glob("*.txt"))
    return [path for path in found if not path.name.endswith(".want.txt") and path.stem != "lines"]


def read(path: Path) -> str:
    return path.read_bytes().decode()


def records(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in read(path).splitlines()] if path.exists() else []


def check(path: Path) -> None:
    text = read(path)
    result = tool().clean(text)
    assert result.text == read(path.with_suffix(".want.txt"))
    found = [
        {"source": c.source, "age": c.age, "title": c.title, "text": c.text} for c in result.related
    ]
    assert found == records(path.with_suffix(".related.jsonl"))
    assert cleaner.restore(result.text, result.edits) == text
    check_noop(result.text)


@pytest.mark.parametrize("path", pages("in-the-wild"), ids=lambda path: path.stem)
def test_in_the_wild(path: Path) -> None:
    check(path)


@pytest.mark.parametrize("path", pages("negative"), ids=lambda path: path.stem)
def test_negative(path: Path) -> None:
    check_noop(read(path))


@pytest.mark.parametrize("path", pages("negative"), ids=lambda path: path.stem)
def test_negative_with_links_or_wrapped(path: Path) -> None:
    """What stays stays also where its short lines are links, and where a converter wrapped it."""
    lines = read(path).split("\n")
    if "[" not in read(path):
        check_noop("\n".join(f"[{line}](/a)" if is_label(line) else line for line in lines))
    check_noop("\n".join(fill(line, 78, break_long_words=False) or line for line in lines))


def is_label(line: str) -> bool:
    return 0 < len(line.split()) <= 6 and line.rstrip()[-1] not in ".!?:,;"


@pytest.mark.xfail(strict=True, raises=AssertionError)
@pytest.mark.parametrize("path", pages("known-failures"), ids=lambda path: path.stem)
def test_known_failure(path: Path) -> None:
    check(path)


def test_every_golden_file_has_its_page() -> None:
    """A misspelt name would otherwise be a golden file that nothing reads."""
    for folder in ("in-the-wild", "known-failures"):
        names = {path.stem for path in pages(folder)}
        for path in FIXTURES.joinpath(folder).iterdir():
            assert path.name.split(".")[0] in names, path
        assert {path.name.removesuffix(".want.txt") for path in wants(folder)} == names
    assert len(pages("in-the-wild")) >= 12
    assert len(pages("negative")) >= 16


def wants(folder: str) -> list[Path]:
    return list(FIXTURES.joinpath(folder).glob("*.want.txt"))


def test_seeds_and_the_way_back(tmp_path: Path) -> None:
    """The demo: the whole tree that a run writes, and every byte of its sources again."""
    out, back = tmp_path / "out", tmp_path / "back"
    assert run("clean", SEEDS, "-o", out).returncode == 0
    written = {path.name: path.read_bytes() for path in out.iterdir()}
    del written["ledger.jsonl"], written["related.jsonl"]
    golden = {path.name: path.read_bytes() for path in GOLDEN.iterdir()}
    related = records(out / "related.jsonl")
    for variant in (variant for record in related for variant in record["variants"]):
        assert variant.pop("time")  # when the checkout wrote the file
    assert related == records(GOLDEN / "related.jsonl")
    del golden["related.jsonl"]
    assert written == golden
    assert run("restore", out, "-o", back).returncode == 0
    sources = {path.name: path.read_bytes() for path in SEEDS.iterdir()}
    assert {path.name: path.read_bytes() for path in back.iterdir()} == sources
