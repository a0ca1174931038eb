"""Line breaks inside sentences, one judgement at a time."""

import pytest

from cleaner.breaks import Breaks
from cleaner.leaning import FIGURES, Leaning
from cleaner.lexicon import Lexicon
from cleaner.segment import Page

LEANING = Leaning(frozenset({"the", "by", "in", "nach", "dem"}), frozenset({"the", "and"}))
BREAKS = Breaks(LEANING)
LONG = "The minutes were published on the page of the council and of the"


def mended(*lines: str) -> list[int]:
    page = Page("\n".join(lines), Lexicon([]))
    breaks = {
        *BREAKS.open_breaks(page, range(len(lines) - 1)),
        *LEANING.before_names(page, range(len(lines))),
        *LEANING.before_figures(page, [i for i, x in enumerate(lines[1:]) if x[:1] in FIGURES]),
    }
    return list(BREAKS.mended(page, sorted(breaks)))


def test_follows_a_sentence_over_its_links() -> None:
    lines = (
        "Nach dem",
        "Besuch im Rathaus",
        "wurde der Vertrag von beiden Seiten unterschrieben, wie die Stadt am Abend mitteilte.",
    )
    assert mended(*lines) == [0, 1]


def test_a_sentence_below_an_item_without_a_full_stop_is_no_link() -> None:
    item = "choose a miller whom everybody on the river has known for a hundred years"
    rest = "look at all of it, and take away what does not belong to the mill."
    assert mended(item, "In the end you have,", rest) == [1]
    assert mended(item, "Anna Smith of Marlen,", rest) == [0, 1]
    assert mended(f"{item} “", "In the end you have,", rest) == [0, 1]


def test_follows_a_sentence_without_spaces_over_its_link() -> None:
    first = "河边的磨坊已经有三百年的历史了，孩子们最关心的是住在堤坝下面的"
    assert mended(first, "水獭", "，它们每天晚上都在那里捉鱼。") == [0, 1]
    assert mended(f"{first}。", "水獭", "，它们每天晚上都在那里捉鱼。") == []
    assert mended(
        "磨坊的历史", "水獭", "，它们每天晚上都在那里捉鱼，渡船的铃声也不能把它们吓走。"
    ) == [1]


def test_leaves_a_headline_above_the_name() -> None:
    lines = (
        "Two towns agree on a bridge at last",
        "Anna Kovacs",
        "told the council on Monday that both of them would share the cost of the bridge.",
    )
    assert mended(*lines) == [1]


def test_needs_a_capital_and_a_full_stop_where_all_parts_are_short() -> None:
    assert mended("Bees prefer the", "older gardens", "of the town.") == [0, 1]
    assert mended("bees prefer the", "older gardens", "of the town") == []


def test_leaves_entries_that_start_with_an_aside_alone() -> None:
    row = "(old) that has a long description of its own, as every entry of this list has"
    assert mended("First", row, row, "Second", row) == []


def test_joins_a_label_and_what_it_says() -> None:
    assert mended("Lower cost", ": prevents costly repairs") == [0]
    assert mended("lower_cost", ": a + b * c") == []
    assert mended("Cost", ": low") == []


def test_leaves_the_name_of_a_source_above_a_sentence() -> None:
    lines = (
        "Source:",
        "example.com",
        "Almost half of the members",
        "came to the meeting in the old mill, which is more than in any of the years before.",
    )
    assert mended(*lines) == [2]


def test_joins_a_label_and_its_colon() -> None:
    lines = ("Rent", ":", "The rooms above the bakery cost about as much as those in the mill.")
    assert mended(*lines) == [0]


@pytest.mark.parametrize("mark", ["# ", "### ", "// "])
def test_leaves_what_stands_behind_a_heading_or_a_comment(mark: str) -> None:
    first = f"{mark}Settings for the pump that runs when the water in the mill stands high"
    assert mended(
        first, "pump", ", limit and the rest of what the program reads when it starts."
    ) == [1]


def test_a_comma_behind_a_link_is_no_wrapped_line() -> None:
    lines = (
        "Anna Kovacs was born by the river, the older of two daughters by",
        "Piotr Kovacs, a miller of the upper town",
        ", and a teacher who came from the sea and never went back to it.",
    )
    assert mended(*lines) == [0, 1]


def test_punctuation_goes_back_to_a_list_item() -> None:
    assert mended("2. Do not tell the whole story of the mill and of its end in one go", ".") == [0]


@pytest.mark.parametrize("mark", ["2. ", "- ", "• "])
def test_an_item_goes_on_behind_a_small_word(mark: str) -> None:
    rest = ("drawer", "of the mill, where the letters from the council are kept.")
    assert mended(f"{mark}Take the card from the", *rest) == [0, 1]
    assert mended(f"{mark}Take the card", *rest) == [1]
    # A line of this length may have been wrapped.
    assert mended(f"{mark}{LONG}", *rest) == [1]


@pytest.mark.parametrize("mark", ["# ", "// ", "> ", "| "])
def test_a_comment_does_not_go_on(mark: str) -> None:
    assert mended(f"{mark}Take the card from the", "drawer", "of the old mill.") == []


def test_leaves_a_greeting_alone() -> None:
    loaf = "my loaf rises well for the first hour and then it falls flat in the tin."
    assert mended("anneliese_k", "Hello everyone,", loaf) == []
    assert mended(
        "The council met again on the evening of that long and rainy", "Monday,", loaf
    ) == [1]


def test_a_sentence_begins_below_a_menu_of_small_letters() -> None:
    lines = (
        *("share", "link", "Two people were met by the", "Green Heron"),
        *("crew who wanted the", "Mill Gate", "closed on Monday night."),
    )
    assert mended(*lines) == [2, 3, 4, 5]
    assert mended("share", "link", "Green Heron", "crew") == []


def test_a_full_stop_of_its_own_ends_a_sentence_of_short_parts() -> None:
    lines = (
        *("The sheer size of the new bridge", "is hard to overstate; it takes an entire"),
        *("regiment of masons", "longer than the county's", "already long patience", "."),
    )
    assert mended(*lines) == [0, 1, 2, 3, 4]
    assert mended(*lines[:-1]) == []
    assert mended("What to bring", "warm clothes", "water", ".") == []


@pytest.mark.parametrize("name", ["Example Herald", "2024 annual report"])
def test_a_name_goes_on_behind_a_word_that_ends_nothing(name: str) -> None:
    assert mended(LONG, name, "It was late.") == [0]


@pytest.mark.parametrize(
    "lines",
    [
        ("The Long and Winding Road That Leads Back Home to the", "Example Herald"),
        ("What the new bridge over the river is going to be used for", "Anna Kovacs"),
        ("Setting out what the council has to publish every year; and", "Working with the towns"),
        ("Short and the", "Example Herald"),
        (LONG, "- item"),
        (LONG, ""),
    ],
)
def test_a_capital_begins_something_new(lines: tuple[str, ...]) -> None:
    assert mended(*lines) == []


def test_verse_begins_every_line_with_a_capital() -> None:
    verse = (
        "I went along the river in the evening of the",
        "Day that they had spent in taking down the wheel and the",
        "Weir above it, and I heard no sound but of the",
        "Water, as it fell upon the broken stones below.",
    )
    assert mended(*verse, LONG * 3) == []
    assert mended(verse[1], "Heron Mill", LONG * 3) == [0]


@pytest.mark.parametrize("number", ["#9", "12", "5", "Posts: 1,701"])
def test_the_number_of_a_post_stands_above_it(number: str) -> None:
    post = "there are tons of books in the shop, and the second of them has all the plans."
    assert mended("It works.", number, post) == []
    if number.isdigit():
        assert mended("The council of the lower town has now been told by", number, post) == [0, 1]


def test_labels_and_what_they_say_are_a_line_each() -> None:
    lines = (
        *("Location", ": at the upper mill in the town of Heron", "Date", ": late in May"),
        *("Price", ": nothing at all for those who live in the town"),
    )
    assert mended(*lines) == [0, 2, 4]


def test_a_space_stands_before_what_follows_a_link() -> None:
    lines = (
        "The minutes were published on the page of the ",
        "building committee",
        " on Monday, and nobody had read them before.",
    )
    assert mended(*lines) == [0, 1]
    # Blank lines around a paragraph do not mean that it was wrapped.
    assert mended("", *lines, "") == [1, 2]
    # Nor is this one: every line is indented.
    indented = tuple(f" {line.strip()}" for line in lines)
    assert mended("", *indented, "") == []


def test_a_line_with_a_sentence_and_the_beginning_of_another_is_no_headline() -> None:
    link, rest = "Farm Bureau", ", which has been open since the last flood of the river."
    begun = "It is only one part of being a miller. Contact your local"
    assert mended(begun, link, rest) == [0, 1]
    assert mended("One part of being a miller is to be in the next town", link, rest) == [1]
    assert mended("The average miller receives", "117 sacks per day", rest) == [0, 1]


def test_labels_and_their_colons_are_lines_of_their_own() -> None:
    rows = (
        "Date",
        ": January 6 to 9, 2026",
        "Location",
        ": Marlen, in the hall of the mill",
        "Focus",
    )
    last = ": bridges, ferries, and whatever else goes over the water in the winter."
    assert mended(*rows, last) == [0, 2, 4]


def test_a_sign_in_the_wrong_character_set_goes_on_with_nothing() -> None:
    assert mended("What we like about the mill on the Marle", "â", "Its beautiful wheel") == []
