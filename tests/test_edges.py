"""How a line begins and ends."""

import pytest

from cleaner.edges import (
    ends_line_above,
    goes_on,
    is_code,
    is_code_word,
    is_cut_word,
    is_drop_cap,
    is_part,
    is_rest,
    is_wrapped_sentence,
    open_end,
)
from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from tests.support import PROSE, check_cleaned, check_noop, tool


def page(*lines: str) -> Page:
    return Page("\n".join(lines), Lexicon([]))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "told the",
            ", who came",
            ".",
            "’s house",
            "'s house",
            "(34), who had trained",
            "-Gesetz aufgenommen",
        ),
        *(" told the", "\xa0told the", " , who came"),
    ],
)
def test_goes_on(line: str) -> None:
    assert goes_on(line)


@pytest.mark.parametrize(
    "line",
    [
        *("", "Told the", "a) first", "iPhone cases", "(Photo: Example)", "- item", "-"),
        *("(see above)", "example.com", "www.example.org/page", "anna@example.org"),
        *(".. _usage: https://example.org", ".. note::"),
        *("  told the", " Told the", " - item"),
        *("wait_for(pool)", "max_lines is a number", "close() ends it", "key=value"),
    ],
)
def test_starts_anew(line: str) -> None:
    assert not goes_on(line)


@pytest.mark.parametrize("line", ["The mayor said", "„Wir warten", "a word"])
def test_open_end(line: str) -> None:
    assert open_end(page(line), 0)


@pytest.mark.parametrize(
    "line", ["", "It ended.", "He said:", "- item", "1. item", "# heading", "“No.”"]
)
def test_closed_end(line: str) -> None:
    assert not open_end(page(line), 0)


def test_a_list_item_can_be_asked_for() -> None:
    assert open_end(page("1. item"), 0, item=True)
    assert not open_end(page("1. item."), 0, item=True)


@pytest.mark.parametrize(
    "lines",
    [
        ("You can", "read more", "here, in her book."),
        ("For the list,", "click here", "."),
        ("The list is on the page of the town", "click here", "!"),
        ("It rained.", "Click here", "to see the whole list of winners."),
        ("It rained.", "Click here", ", wait a moment and read on."),
        ("From the menu above it choose", "Account", ", then save"),
        ("It rained.", "Read more", ":"),
    ],
)
def test_is_part(lines: tuple[str, ...]) -> None:
    assert is_part(page(*lines), 1)


@pytest.mark.parametrize(
    "lines",
    [
        ("It rained.", "Read more", "The next title"),
        ("The mayor told the", "READ MORE", "herald that she would wait for it."),
        ("It rained.", "Share", ","),
        ("From the menu above it choose", "Account", ", Harbour"),
        ("The menu ends there.", "Account", ", then save"),
        ("It rained.", "click here", "."),
        ("The teaser ends in the", "read more", "The next title"),
        ("It rained.", "Follow us:", "on the page of the town."),
        ("It rained.", "", "on the page of the town."),
    ],
)
def test_is_no_part(lines: tuple[str, ...]) -> None:
    assert not is_part(page(*lines), 1)


def test_three_dots_behind_a_button_are_no_end_of_a_sentence() -> None:
    above = "Tested for rain, snow and floods"
    assert is_wrapped_sentence(page(above, "read more."), 1)
    assert not is_wrapped_sentence(page(above, "read more…"), 1)
    assert not is_wrapped_sentence(page(above, "read more..."), 1)


def test_wrapped_sentences() -> None:
    assert is_wrapped_sentence(page("For more details about it see the", "licence."), 1)
    assert not is_wrapped_sentence(page("The mayor slept.", "licence."), 1)
    long = "Join us on the bank of the river for a long walk on"
    assert is_wrapped_sentence(page(long, "the first Sunday of May."), 0)
    assert not is_wrapped_sentence(page(long, "The first Sunday of May."), 0)


def test_ends_line_above() -> None:
    long = "The council of the upper town has spoken about the new"
    assert ends_line_above(page(long, "comments"), 1)
    assert not ends_line_above(page(long, "Comments"), 1)
    assert not ends_line_above(page("Short", "comments"), 1)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "You can\nread more\nhere, in her book about the storm of that year.",
            "You can read more here, in her book about the storm of that year.",
        ),
        (
            "Click here\n, test what you know, and receive a plan that is made for you alone.",
            "Click here, test what you know, and receive a plan that is made for you alone.",
        ),
        (f"{PROSE[0]}\nREAD MORE\n{PROSE[1]}", f"{PROSE[0]}\n{PROSE[1]}"),
    ],
)
def test_a_button_that_a_sentence_needs_stays(text: str, want: str) -> None:
    check_cleaned(text, want)


def test_a_button_at_the_end_of_a_sentence_stays() -> None:
    text = f"{PROSE[0]}\nFor the list of winners,\nclick here\n.\n{PROSE[1]}"
    want = f"{PROSE[0]}\nFor the list of winners, click here.\n{PROSE[1]}"
    assert tool().clean(text).text == want
    assert tool().clean(f"{PROSE[0]}\nclick here\n{PROSE[1]}").edits


@pytest.mark.parametrize("line", ["=", "[", "})", "()=", '"]', "{,"])
def test_is_code(line: str) -> None:
    assert is_code(line)


@pytest.mark.parametrize("line", ["", "(", ")", "|", "...", "= 3", "[edit]"])
def test_is_no_code(line: str) -> None:
    assert not is_code(line)


def test_words_of_code() -> None:
    assert is_code_word(page("session", "[", "'username'", "] = name"), 2)
    assert is_code_word(page("login", "=", "()"), 0)
    assert not is_code_word(page("login", "register"), 0)
    assert not is_code_word(page("Login", "=", "()"), 0)
    assert not is_code_word(page("[", "edit", "]"), 1)
    assert not is_code_word(page("log in", "="), 0)
    assert is_code_word(page("session", "[", "'username'", "]"), 2)
    assert is_code_word(page("route", "(", "'/logout'", ")"), 2)
    assert not is_code_word(page("See", "'share'", "below"), 1)


@pytest.mark.parametrize(
    ("above", "below", "rest"),
    [
        ("Renting", ", and why it pays", True),
        ("Renting", ",", True),
        ("the boats,", "which are old", True),
        ("for more landscape photography help, see the", "list of posts", True),
        ("The big day is here, and all that careful preparation", "has come to a good end", True),
        ("The big day is here, and all that careful preparation", "ends today", False),
        ("Harbour", "old town", False),
        ("The bell rang.", "and stopped", False),
        ("see the", "List of posts", False),
        ("", "and stopped", False),
    ],
)
def test_what_is_surely_the_rest_of_a_sentence(above: str, below: str, rest: bool) -> None:
    assert is_rest(page(above, below), 1) is rest
    assert not is_rest(page(below), 0)


def test_code_keeps_its_words() -> None:
    check_noop("\n".join((*PROSE, "session", "[", "'username'", "] = name", "login", "=", "form")))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("You can \nread more\n about it in her book.", "You can read more about it in her book."),
        (
            "Those who send the form agree to the\nPrivacy Notice\n.",
            "Those who send the form agree to the Privacy Notice.",
        ),
    ],
)
def test_spaces_around_a_button_do_not_hide_the_sentence(text: str, want: str) -> None:
    check_cleaned(f"{PROSE[0]}\n{text}\n{PROSE[1]}", f"{PROSE[0]}\n{want}\n{PROSE[1]}")


def test_a_button_with_a_full_stop_under_a_whole_sentence_goes() -> None:
    check_cleaned(f"{PROSE[0]}\nREAD MORE\n{PROSE[1]}", f"{PROSE[0]}\n{PROSE[1]}")
    assert not is_part(page("It was late and nobody came.", "Privacy Notice", "."), 1)
    assert is_part(page("Those who send the form agree to the", "Privacy Notice", "."), 1)


def test_drop_caps() -> None:
    assert is_drop_cap(page("T", "here is a mill.", "There it stands."), 0)
    assert not is_drop_cap(page("T", "here is a mill.", "It stands."), 0)
    assert is_drop_cap(page("T", "here is a mill.", "It stands."), 0, {"there"})
    assert not is_drop_cap(page("X", "is the set of all.", "Taxis come."), 0)
    assert not is_drop_cap(page("t", "here is a mill.", "There it stands."), 0)
    assert not is_drop_cap(page("T", "Here is a mill.", "There it stands."), 0)


def test_a_line_may_end_inside_a_word() -> None:
    text = page("It is important for mills that keep all the tables of it.", "Vlak and alone.")
    assert is_cut_word(text, "It is importan", "t for all of them")
    assert is_cut_word(text, "and of all t", "ables")
    # The page has no such word, or both parts are longer, or the letter is a word itself.
    assert not is_cut_word(text, "It is essentia", "l for all of them")
    assert not is_cut_word(page("unimportantx, important2"), "It is importan", "t for all of them")
    assert not is_cut_word(text, "It is import", "ant for all of them")
    assert not is_cut_word(text, "there is a", "lone wheel")
    assert not is_cut_word(text, "all of the (", "tables")
