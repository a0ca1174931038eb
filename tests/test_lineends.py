from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner import Cleaned
from cleaner.explanation import explain
from cleaner.lineends import LineEnds
from cleaner.model import Card, Edit, Finding
from tests.support import PROSE, tool

FIXTURES = Path(__file__).parent.parent / "fixtures"
TEXTS = [
    path
    for folder in ("negative", "in-the-wild", "known-failures", "seeds")
    for path in sorted((FIXTURES / folder).rglob("*.txt"))
    if not path.name.endswith(".want.txt")
]
LAYOUTS: dict[str, Callable[[str], str]] = {
    "CR LF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "no line end at the end": lambda text: text.removesuffix("\n"),
    "CR LF but at the end": lambda text: text.removesuffix("\n").replace("\n", "\r\n"),
    "a space before each line end": lambda text: text.replace("\n", " \n"),
    "a byte order mark": lambda text: f"\ufeff{text}",
}


def lines(text: str) -> list[str]:
    """What is written in the lines of a text."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return [line.rstrip() for line in text.rstrip().split("\n")]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_fixture_gets_one_verdict_whatever_its_line_ends(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    want = lines(tool().clean(text).text)
    for name, layout in LAYOUTS.items():
        result = tool().clean(layout(text))
        assert lines(result.text) == want, name
        assert cleaner.restore(result.text, result.edits) == layout(text), name


PIECES = (
    *PROSE, "READ MORE", "", "he told the", "Example Herald", "on Monday.", ", and", "und geht",
    "Because somebody", "nailed it shut.", "Share on Facebook", "Related Articles", "- 16 minutes ago",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_any_lines_get_one_verdict(pieces: list[str]) -> None:
    text = "\n".join(pieces) + "\n"
    want = lines(tool().clean(text).text)
    for name in ("CR LF", "CR", "no line end at the end", "CR LF but at the end"):
        assert lines(tool().clean(LAYOUTS[name](text)).text) == want, name


@pytest.mark.parametrize(
    "text",
    ["a\r\nb\rc\n\r\n", "\r\n", "a \r\nb \nc  \rd \ne \nf"],
)
def test_places_are_those_of_the_text(text: str) -> None:
    ends = LineEnds(text)
    assert "\r" not in ends.plain
    for at, character in enumerate(ends.plain):
        first, end = ends.place(at), ends.place(at + 1)
        piece = text[first:end]
        assert piece.strip(" \r\n") == character.strip("\n")
    assert ends.place(len(ends.plain)) == len(text)


def test_what_has_line_feeds_alone_is_the_text_itself() -> None:
    for text in ("a \nb\nc", "a \nb \nc \nd", ""):
        assert LineEnds(text).plain is text
    assert LineEnds("a \nb \nc \nd \n\ne").plain == "a\nb\nc\nd\n\ne"


def test_results_are_those_of_the_text() -> None:
    text = "one\r\ntwo\r\nthree"
    card = Card("", "", "t", "", "", start=4, end=8)
    verdict = Finding(0, 13, "x", "safe", "", 0, 3)
    plain = Cleaned(
        "one\nthree\n!",
        (Edit(4, 8, "two\n", "", "x"), Edit(13, 13, "", "\n!", "x")),
        (card,),
        "cleaned",
        verdict,
        original="one\ntwo\nthree",
    )
    got = LineEnds(text).in_source(plain)
    assert got.text == "one\r\nthree\r\n!"
    assert [edit[:3] for edit in got.edits] == [(5, 10, "two\r\n"), (15, 15, "")]
    assert (got.related[0].start, got.related[0].end) == (5, 10)
    assert got.verdict == verdict._replace(end=15)
    assert got.original == text


def test_explanations_and_findings_count_the_lines_of_the_text() -> None:
    text = "\n".join((PROSE[0], "READ MORE", PROSE[1], "He told the", "Herald", "of it.", "")) * 2
    crlf = text.replace("\n", "\r\n")
    told = [(one.line, one.text, one.removed) for one in explain(tool(), text)]
    assert [(one.line, one.text, one.removed) for one in explain(tool(), crlf)] == told
    places = [finding[5:8] for finding in tool().check(text)]
    assert [finding[5:8] for finding in tool().check(crlf)] == places
