"""What stands between brackets and came to lines of its own."""

import pytest

from cleaner.brackets import enclosed
from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from tests.support import tool

TEXT = "Bread is good for those who live beside a mill ["


def found(*lines: str) -> list[int]:
    page = Page("\n".join(lines), Lexicon([]))
    return [*enclosed(page, [i for i, line in enumerate(lines[1:]) if line[:1] in (")", "]")])]


def test_a_name_in_brackets() -> None:
    assert found("Parlour palm (", "Chamaedorea", ")", "Ivy") == [0, 1]
    assert found("Parlour palm (", "Chamaedorea", "), and ivy") == [0, 1]


def test_numbers_of_sources() -> None:
    assert found(TEXT, "4", "]. Nobody knows why.") == [0, 1]
    assert found(TEXT, "4", ",", "12", "–", "15", "]. Nobody knows why.") == [0, 1, 2, 3, 4, 5]
    assert found("It was found (", "4", ",", "5", ")") == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "lines",
    [
        ("call(", "x", ")"),
        ("(", "x", ")"),
        ("Parlour palm (", "Chamaedorea", "of two kinds", ")"),
        ("Parlour palm (", "name_of_it", ")"),
        ("History [", "edit", "]"),
        ("History [", "4", "]"),
        (TEXT, "see below", "]"),
        (TEXT, "4", ")"),
        ("4", "5", "]"),
        ("if x == {y} (", "Mill", ")"),
        ("Parlour palm (", "Chamaedorea", ")s"),
    ],
)
def test_leaves_other_brackets(lines: tuple[str, ...]) -> None:
    assert found(*lines) == []


def test_a_button_in_brackets_stays_one() -> None:
    page = Page("The best of all mills (\nRead more\n)", tool()._lexicon)
    assert 1 in page.marks
    assert [*enclosed(page, [1])] == []
