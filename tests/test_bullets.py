"""Marks of list items in lines of their own."""

import pytest

from cleaner.bullets import bullets
from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from tests.matchers.test_block import scraped
from tests.support import PROSE, tool


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


def test_only_where_other_things_went() -> None:
    steps = ("1.", "Soak the cane for an hour.", "2.", "Clear the holes with an awl.")
    assert tool().clean("\n".join(steps)).text == "\n".join(steps)
    result = tool().clean(scraped(*PROSE[2:], *steps))
    assert (
        "\n1. Soak the cane for an hour.\n2. Clear the holes with an awl.\n" in f"\n{result.text}"
    )
    assert any("list item" in edit.why for edit in result.edits)
    assert tool().clean(result.text).text == result.text
