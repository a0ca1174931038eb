"""Golden pages, written by us in the shape of real ones."""

import json
from pathlib import Path

import pytest

from tests.support import check_noop, tool

FIXTURES = Path(__file__).parent.parent / "fixtures"


def pages(folder: str) -> list[Path]:
    found = sorted(FIXTURES.joinpath(folder).glob("*.txt"))
    return [path for path in found if not path.name.endswith(".want.txt") and path.stem != "lines"]


def read(path: Path) -> str:
    return path.read_bytes().decode()


def check(path: Path) -> None:
    result = tool().clean(read(path))
    assert result.text == read(path.with_suffix(".want.txt"))
    cards = path.with_suffix(".related.jsonl")
    wanted = [json.loads(line) for line in read(cards).splitlines()] if cards.exists() else []
    found = [
        {"source": c.source, "age": c.age, "title": c.title, "text": c.text} for c in result.related
    ]
    assert found == wanted


@pytest.mark.parametrize("path", pages("in-the-wild"), ids=lambda path: path.stem)
def test_in_the_wild(path: Path) -> None:
    check(path)


@pytest.mark.parametrize("path", pages("negative"), ids=lambda path: path.stem)
def test_negative(path: Path) -> None:
    check_noop(read(path))


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("path", pages("known-failures"), ids=lambda path: path.stem)
def test_known_failure(path: Path) -> None:
    check(path)


def test_there_are_enough() -> None:
    assert len(pages("in-the-wild")) >= 5
    assert len(pages("negative")) >= 12
