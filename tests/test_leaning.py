"""Lines that lean on the next one."""

import pytest

from cleaner.leaning import FIGURES, Leaning, leads_to_number
from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from tests.support import tool

LEANING = Leaning(
    frozenset({"the", "by", "in", "nach", "dem", "is", "about"}),
    frozenset({"the", "and", "ein"}),
    frozenset({"the"}),
)
LONG = "The minutes were published on the page of the council and of the"


def leads(*lines: str) -> bool:
    """Whether the first line leads to the second."""
    page = Page("\n".join(lines), Lexicon([]))
    if lines[1][:1] in FIGURES:
        return LEANING.before_figures(page, [0]) == [0]
    return LEANING.before_names(page, range(len(lines))) == [0]


@pytest.mark.parametrize(
    "line", ["It was said by the", "Nach", "Nach dem", "On Monday,", "It rained. In"]
)
def test_leans(line: str) -> None:
    assert LEANING.leans(line)


@pytest.mark.parametrize("line", ["What They Live By", "the mill", "Monday,", "", "bythe"])
def test_stands_alone(line: str) -> None:
    assert not LEANING.leans(line)


def test_a_teaser_that_was_cut_off_stands_above_what_rules_know() -> None:
    lines = (LONG, "Orchard Weekly", "16 minutes ago", "")
    page = Page("\n".join(lines), tool()._lexicon)
    assert 2 in page.marks
    assert LEANING.before_names(page, range(3)) == []
    # "READ MORE" is no name.
    page = Page(f"{LONG}\nREAD MORE\n", tool()._lexicon)
    assert LEANING.before_names(page, range(3)) == []


@pytest.mark.parametrize(
    ("line", "below"),
    [
        (LONG, "River and Mill Society"),
        ("It was built in 1811 by the", "River and Mill Society"),
        ("The price of a chair is", "$2,797."),
        ("A chair was made for the third time in", "2023 in the mill"),
        ("They were always said to be the", "“best of all”"),
        (f"{LONG} mill,", "“and it is”, he said."),
    ],
)
def test_leads_to_a_name_or_a_figure(line: str, below: str) -> None:
    assert leads(line, below)


@pytest.mark.parametrize(
    ("line", "below"),
    [
        ("What you should know about the", "River and Mill Society"),
        ("What you do not like is", "36 V are too few"),
        ("Bridges of the", "Marle"),
        ("All The Bridges Of Marlen And Of the", "Marle"),
        ("Die Stadt raeumt nun alle Fehler ein", "Das Rathaus hat gestern die Akten geoeffnet."),
        ("She would be in the town by", "“Nobody knows when”, he said."),
        ("The chairs that people ask about", "12"),
        ("The chairs that people ask about", "3. Cane"),
        ("- the chairs that people ask about", "12 of them"),
    ],
)
def test_leads_to_nothing(line: str, below: str) -> None:
    assert not leads(line, below)


def test_a_number_alone_belongs_to_the_sentence_that_goes_on_behind_it() -> None:
    line = "The chairs that people ask about"
    assert leads(line, "12", "of them were made here.")
    assert not leads(line, "12", "Of them none was made here.")


def test_begins_like_a_sentence() -> None:
    assert LEANING.begins("In the end you have")
    assert not LEANING.begins("In the")
    assert not LEANING.begins("The River And Mill Society")


def test_leads_to_a_number_that_no_sentence_begins_with() -> None:
    assert leads_to_number("The average miller receives", "117 sacks per day")
    # How many comments there are, a date, an item.
    assert not leads_to_number("A mill for sale in the town", "12 comments")
    assert not leads_to_number("The average miller receives", "12. Sacks per day")
    assert not leads_to_number("The Average Miller", "117 sacks per day")
