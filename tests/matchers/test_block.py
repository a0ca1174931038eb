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
