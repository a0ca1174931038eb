"""Line ends that somebody put there, one kind at a time."""

import pytest

from cleaner.apart import Apart
from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from tests.support import PROSE

APART = Apart(
    {"dear", "madame", "monsieur", "liebe"}, {"the", "of", "and", "to", "a", "in"}, {"the", "a"}
)
BODY = "thank you for the eggs, which came whole, and for the goat, which came as well."


def page(*lines: str) -> Page:
    return Page("\n".join(lines), Lexicon([]))


def meant(*lines: str, first: int = 0, end: int | None = None) -> bool:
    text = page(*lines)
    return APART.are_meant(text, first, len(lines) if end is None else end)


@pytest.mark.parametrize(
    "line", ["Dear Mr and Mrs Kemp,", "Madame la Directrice, Monsieur le Maire,", "dear all, "]
)
def test_a_greeting_stands_apart(line: str) -> None:
    assert APART.end(page(line, BODY), 0)
    for above in ("", "Subject: eggs and goats of the lower farm", PROSE[0], "Matthew 5:15"):
        assert APART.end(page(above, line, BODY), 0)
        assert APART.end(page(above, line, BODY), 1)


def test_a_greeting_in_a_sentence_does_not() -> None:
    open_line = "What the whole of the valley will hear this summer is a song by the name of"
    assert not APART.end(page(open_line, "Dear Reader,", BODY), 1)
    assert not APART.end(page("Anna Kovacs,", BODY), 0)
    assert not APART.end(page("Dearth of eggs,", BODY), 0)
    assert not APART.end(page("Dear Anna, Bernd and Carla,", BODY), 0)
    assert not APART.end(page("Dear Anna", BODY), 0)
    assert not Apart().end(page("Dear Anna,", BODY), 0)


def test_a_headword_with_its_sounds_stands_apart() -> None:
    for head in ("galley, n. /ˈɡæli/", "galley [ˈɡæli]"):
        assert APART.end(page(head, "a low flat ship with one deck"), 0)
        assert APART.end(page("of uncertain origin", head, "a low flat ship"), 0)
    for head in ("see /usr/lib/", "both of them [1]", "his car [sic]"):
        assert not APART.end(page(head, "which nobody has seen"), 0)


def test_authors_with_their_handles_stand_apart_where_there_are_several() -> None:
    posts = ["Ida Thorne @idathorne", "does anyone know a plumber", "Ben @benbakes", "no"]
    assert not APART.end(page(*posts), 0)
    assert APART.end(page(*posts, *posts), 0)
    assert APART.end(page(*posts, "ida thorne @ida_thorne", "thank you all"), 0)


def test_marks_that_are_no_punctuation_stand_apart() -> None:
    assert APART.end(page("7 . . 2 . 9", ". 4 . . 1 ."), 0)
    assert APART.end(page(" in the file", " .", " and so on"), 0)
    assert not APART.end(page("by the", " ."), 0)


VERSE = (
    "A tractor stands out in the rain,",
    "The crows hold council at the gate",
    "and have not much to say.",
    "The cow inside says moo again,",
    "and then it is too late.",
)


def test_lines_of_one_length_with_stops_are_verse() -> None:
    assert meant(*VERSE, first=1, end=3)
    assert meant(*VERSE, PROSE[0], first=3, end=5)
    assert not meant(*VERSE[1:3])
    assert not meant(PROSE[0], *VERSE[1:3], PROSE[1], first=1, end=3)


def test_lines_that_end_at_a_link_are_no_verse() -> None:
    for link in ("The crows of the", "Example Herald", "Friends"):
        assert not meant(VERSE[0], link, *VERSE[2:], first=1, end=3)
    open_lines = [line.rstrip(".,") for line in VERSE]
    assert not meant(*open_lines, first=1, end=3)


def test_phrases_clauses_and_entries_in_a_row_are_a_list() -> None:
    assert meant("Found are", "three wedding rings", "a wooden leg", "eleven umbrellas.")
    assert not meant("Found are", "three wedding rings", "and a wooden leg", "eleven umbrellas.")
    house = ("the river has a house", "and the door is open", "and whoever enters it", "is wet")
    assert meant("She knew", *house)
    assert not meant("She knew", *house[:3])
    entries = ("bothy", "a small hut for bad weather", "brae", "a steep bank of grass",
               "burn", "a stream that is small")  # fmt: skip
    assert meant(*entries)
    assert meant("Words", *entries)
    assert not meant(*entries[:4])
    assert meant("log in (v.): to enter", "log out (v.): to leave", "like (v.): to press")


def test_what_begins_with_punctuation_was_broken() -> None:
    assert not meant("Found are", "three wedding rings", "a wooden leg", "eleven umbrellas", ".")


def test_columns_are_a_table() -> None:
    assert meant("Ola Brandt       If you can read this,", "ola@brandt       you are near.")


def test_indented_lines_are_laid_out() -> None:
    assert meant("    Copyright 1996, 2006 by", "      David Turner, Robert Lemberg")
    assert not meant("    Copyright 1996, 2006 by", "David Turner, Robert Lemberg")


def test_pairs_of_lines_between_blank_lines_are_entries() -> None:
    pairs = ("Ann Rusk", "for keeping the minutes in verse", "")
    assert meant("", *pairs, *pairs, *pairs, first=1, end=3)
    assert meant("", *pairs, *pairs, *pairs, first=4, end=6)
    assert meant("", *pairs, *pairs, *pairs, first=7, end=9)
    assert not meant("", *pairs, *pairs, first=1, end=3)
    assert not meant("", *pairs, "Ann Rusk", "For it", "", *pairs, first=1, end=3)


def test_in_a_raw_scrape_only_the_lines_themselves_tell() -> None:
    text = page(*VERSE)
    text.raw = True
    assert not APART.are_meant(text, 1, 3)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_entries_that_a_colon_announces_stand_apart(number: int) -> None:
    entries = ("run long distances", "have flat feet or a high arch", "are on your feet all day")
    text = page(
        "You are more likely to have it if you:", "are over forty", *entries, "A review", ""
    )
    assert APART.end(text, number)
    assert not APART.end(text, 0)
    assert not APART.end(text, 4)


def test_a_link_behind_a_colon_is_no_entry() -> None:
    text = page("The news:", "our plan will work whether you want to", "bulk up now", "and rest")
    assert not any(APART.end(text, i) for i in range(3))
    text = page("He said this", "run long distances", "have flat feet", "are on your feet all day")
    assert not any(APART.end(text, i) for i in range(3))


def test_a_command_stands_apart() -> None:
    for command in ("tail -n 1000 app.log > app.tmp && cat app.tmp", "sort -u --key name list"):
        assert APART.end(page("I tried this", command), 0)
        assert APART.end(page(command, "but the file ends up empty."), 0)
    for line in (
        "use the -n and -u options to sort",
        "a file -- one of them -- was empty",
        "x > y",
    ):
        assert not APART.end(page(line, "but the file ends up empty."), 0)
