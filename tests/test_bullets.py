"""Marks of list items in lines of their own."""

import pytest

from cleaner.bullets import bullets
from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from tests.matchers.test_block import scraped
from tests.support import PROSE, check_noop, tool


def found(*lines: str) -> list[int]:
    return bullets(Page("\n".join(lines), Lexicon([])))


def test_numbers_and_signs() -> None:
    assert found("1.", "Soak the cane", "2.", "Clear the holes") == [0, 2]
    assert found("3)", "Soak the cane", "It softens.", "4)", "Clear the holes") == [0, 3]
    assert found("•", "Pegs", " • ", "An awl") == [0, 2]


@pytest.mark.parametrize(
    "lines",
    [
        ("1.", "Soak the cane"),
        ("1.", "", "2.", "Clear the holes"),
        ("1.", "2.", "3.", "4."),
        ("1.", "12", "2.", "34"),
        ("(2)", "reviews", "(3)", "reviews"),
        ("-", "backend", "-", "networks"),
        ("Soak the cane", "1.", "Clear the holes", "2."),
    ],
)
def test_what_is_no_list(lines: tuple[str, ...]) -> None:
    assert found(*lines) == []


def test_only_in_raw_scrapes() -> None:
    steps = "1.\nSoak the cane for an hour.\n2.\nClear the holes with an awl."
    check_noop(steps)
    result = tool().clean(scraped(*PROSE, *steps.split("\n")))
    want = "\n1. Soak the cane for an hour.\n2. Clear the holes with an awl.\n"
    assert want in f"\n{result.text}\n"
    assert any("list item" in edit.why for edit in result.edits)
    assert tool().clean(result.text).text == result.text
