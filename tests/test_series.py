"""Entries with commas between them."""

import pytest

from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from cleaner.series import series
from tests.support import tool

TEXT = "The templates of this page have the names of the town, of its river and of the mill."


def found(*lines: str) -> list[int]:
    page = Page("\n".join(lines), Lexicon([]))
    return [*series(page, [i for i, line in enumerate(lines[1:]) if line[:1] in (",", ";")])]


def test_entries_are_one_line() -> None:
    assert found("Maps", ",", "Old boats", ",", "Mills", "Next") == [0, 1, 2, 3]
    assert found("Topics:", "Maps", ";", "Old boats", ";", "Mills") == [1, 2, 3, 4]


def test_what_cannot_be_an_entry_ends_the_series() -> None:
    assert found("Maps", ",", "Boats", ",", "Mills, all of them:") == [0, 1, 2]
    assert found("Maps", ",", "Boats", ",") == [0, 1, 2]


@pytest.mark.parametrize(
    "lines",
    [
        ("Maps", ",", "Boats"),
        ("Maps", ",", "Boats", ";", "Mills"),
        ("3", ",", "4", ",", "5"),
        ("Maps.", ",", "Boats.", ",", "Mills."),
        ("x", "=", "Maps", ",", "Boats", ",", "Mills"),
        ("from math", "import", "comb", ",", "isqrt", ",", "prod"),
        ("#maps", ",", "#boats", ",", "#mills"),
    ],
)
def test_leaves_other_commas(lines: tuple[str, ...]) -> None:
    assert found(*lines) == []


def test_small_words_are_entries_beside_text() -> None:
    lines = ("comb", ",", "isqrt", ",", "prod")
    assert found(*lines, TEXT) == [0, 1, 2, 3]
    assert found(TEXT, *lines) == [1, 2, 3, 4]


def test_buttons_are_no_entries() -> None:
    lines = ("Facebook", ",", "Read more", ",", "Mills", ",", "Boats")
    page = Page("\n".join(lines), tool()._lexicon)
    assert 2 in page.marks
    assert 2 not in [*series(page, [0, 2, 4])]
