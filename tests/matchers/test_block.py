"""A heading that opens a section of other things."""

import pytest

from tests.support import PROSE, check_cleaned, check_noop, page, tool


@pytest.mark.parametrize(
    "code",
    [
        ("tags", "=", "{", "Name", "=", '"ferry"', "}"),
        ("comments", "[", "0", "]", ".", "keys", "()"),
        ("Tag", "(", "'ferry'", ")]"),
    ],
)
def test_a_word_of_code_is_no_heading(code: tuple[str, ...]) -> None:
    text = page("Share on Facebook", *code, PROSE[4])
    check_cleaned(text, page(*code, PROSE[4]))


def test_a_number_in_brackets_is_no_code() -> None:
    text = page("Share on Facebook", "Comments", "(", "0", ")", "Anna Kovacs")
    check_cleaned(text, page(), "social/comment-section")


def test_a_menu_ends_before_the_title() -> None:
    menu = ("Skip to content", "Log in", "Subscribe", "Comments", "Harbour", "Old town")
    title = "The bridge of Marlen"
    text = "\n".join((f"{title} | Marlen Courier", *menu, title, *PROSE))
    assert f"\n{title}\n" in tool().clean(text).text


def test_a_link_between_two_paragraphs_needs_text_on_both_sides() -> None:
    link = ("Also read", "Why the ferry whistles twice")
    check_cleaned(page(*link, PROSE[4]), page(PROSE[4]), "news/read-also")
    check_noop(page(*link, "Harbour", PROSE[4]))
    check_noop(page("Also read", "The mayor did not say why.", PROSE[4]))


def test_names_end_with_the_number_of_the_others_or_without_a_joint() -> None:
    names = ("Reactions:", "millstone", ",", "", "rye_and_salt", "and 12 others")
    check_cleaned(page(*names, "old_oven", PROSE[4]), page("old_oven", PROSE[4]))
    names = ("Reactions:", "millstone", "and", "rye_and_salt")
    check_cleaned(page(*names, "old_oven", PROSE[4]), page("old_oven", PROSE[4]))


def test_one_name_or_a_sentence_is_no_list_of_names() -> None:
    check_noop(page("Reactions:", "millstone", "old_oven", PROSE[4]))
    check_noop(page("Reactions:", PROSE[3], "and", "millstone", PROSE[4]))
