"""What goes on behind a dash, and what opens an item or a speech."""

import pytest

from cleaner.dashes import dashed
from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from tests.support import PROSE, tool

TERMS = (
    "Cost",
    "– a seat takes forty hours of work, and the cane has to be soaked before",
    "Cane",
    "— it comes from a palm that climbs",
    "Tools",
    "– Most of them can be made at home, says Ms Oyelaran.",
    "In summer",
    "—even on dry days, she says—the cane has to be kept wet.",
)


def found(*lines: str) -> list[int]:
    return dashed(Page("\n".join(lines), Lexicon([])), range(len(lines) - 1))


def test_terms_and_what_is_said_of_them() -> None:
    assert found(*TERMS, *TERMS[4:6]) == [0, 2, 4, 6, 8]


def test_a_dash_without_spaces_is_no_item() -> None:
    long = (
        "A seat of cane can be mended at home by anybody who has the time for it, in a few evenings"
    )
    assert found(long, "—even in one, if the cane is wet.") == [0]


def test_an_aside_before_the_dash() -> None:
    assert found("MARLEN", "(January 24) — Two towns sign for the bridge.", "The end.") == [0]


@pytest.mark.parametrize(
    "lines",
    [
        ("Shopping list", "– two pounds of flour for the bread", "– one pound of plums to bake"),
        ("She said that it was late.", "— it was not late at all, he answered her."),
        ("Chapter one", "—It was not late at all, he answered, and closed the door."),
        ("Chapter one", "", "— it was not late at all, he answered, and closed the door."),
        ("– the ferry", "– which leaves at nine on every day of the week"),
        ("Marta Oyelaran", "– The Weavers"),
        ("What it needs:", "– a table and a chair for each of the guests"),
        ("Version 2", "- fixed the wheel that turned towards the hill."),
        ("Notes on what was said about the weir by those who live below it and by those who mow",
         "– and who said it first of all of them"),
    ],
)  # fmt: skip
def test_items_speeches_and_names(lines: tuple[str, ...]) -> None:
    assert found(*lines) == []


MENU = ("Skip to content", "Log in", "Subscribe", "Menu", "Search", "Share", "Copy link",
        "Follow us", "Newsletter", "About us", "Contact us", "Advertise", "Privacy policy",
        "Terms of use")  # fmt: skip
LABELS = ("Heron", "– Best overall", "Otter", "– Best value", "Mill wheel", "— Best of all")


def scraped(*lines: str) -> list[int]:
    text = "\n".join((*MENU, *PROSE, *lines))
    page = Page(text, tool()._lexicon)
    assert page.is_dirty
    first = len(MENU) + len(PROSE)
    return [i - first for i in dashed(page, range(first, first + len(lines) - 1))]


def test_labels_behind_dashes_in_a_scraped_list() -> None:
    assert scraped(*LABELS) == [0, 2, 4]
    assert scraped(*LABELS[:4]) == []
    assert scraped("Heron", *LABELS[1::2], "Otter") == []
    assert scraped(*(line.replace("—", "-").replace("–", "-") for line in LABELS)) == []
    # In plain text they are items, or speeches below the names of those who make them.
    assert found(*LABELS) == []


def test_one_capital_may_open_a_speech() -> None:
    chapter = ("Chapter one", "– It was not late at all, he answered, and closed the door.")
    page = Page("\n".join(chapter), Lexicon([]))
    assert dashed(page, [0]) == []
    page.__dict__["is_dirty"] = True
    assert dashed(page, [0]) == [0]


def test_hyphens_of_a_raw_scrape() -> None:
    page = Page("Cost\n- a seat takes forty hours of work\nTools\n", Lexicon([]))
    assert dashed(page, [0]) == []
    page.__dict__["is_dirty"] = True
    assert dashed(page, [0]) == [0]


def test_a_dialogue_makes_the_dashes_of_its_page_doubtful() -> None:
    speech = ("He laughed.", "— Nobody turns a wheel towards the hill, he said to her at last.")
    assert found(*TERMS, *speech) == [0, 2, 6]
    assert found(*TERMS[:2], *speech) == []


def test_whole_pages() -> None:
    text = (
        "How to mend a chair\n"
        "Anyone can do it in just a few evenings\n"
        "—even in one, if the cane is wet and the holes are clean.\n"
        "Cost\n"
        "– A seat takes forty hours of work, and nobody pays for that.\n"
        "Cane\n"
        "– Most of it comes from a palm that climbs on other trees.\n"
    )
    want = (
        "How to mend a chair\n"
        "Anyone can do it in just a few evenings—even in one, if the cane is wet and the holes are "
        "clean.\n"
        "Cost – A seat takes forty hours of work, and nobody pays for that.\n"
        "Cane – Most of it comes from a palm that climbs on other trees.\n"
    )
    assert tool().clean(text).text == want
    assert tool().clean(want).text == want
