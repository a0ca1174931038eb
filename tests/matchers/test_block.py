"""A heading that opens a section of other things."""

from pathlib import Path

import pytest

from cleaner import Cleaner
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


def test_a_section_ends_before_the_label_of_what_somebody_says() -> None:
    for label in ("Q:", "Question :", "问："):
        text = page("Share on Facebook", "11 comments", "Anna Kovacs", label, PROSE[4])
        check_cleaned(text, page(label, PROSE[4]), "social/comment-section")
    text = page("Share on Facebook", "11 comments", "Anna Kovacs", "Q", PROSE[4])
    check_cleaned(text, page(PROSE[4]), "social/comment-section")


def test_a_closed_section_has_all_up_to_its_end() -> None:
    lines = ("Hot Network Questions", "Who paints the boats?", PROSE[4], "")
    text = page(*lines, "more hot questions", "", PROSE[4])
    check_cleaned(text, page("", PROSE[4]), "sites/stackexchange-section")
    # Nothing closes it, or too far below.
    check_cleaned(page(*lines, PROSE[4]), page(*lines[1:], PROSE[4]))
    far = ("Who paints the boats?",) * 50
    text = page(lines[0], *far, "more hot questions", PROSE[4])
    assert tool().clean(text).text.count(far[0]) == len(far)


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
    names = ("Reactions:", "millstone,", "rye_and_salt,", "and 12 others")
    check_cleaned(page(*names, "old_oven", PROSE[4]), page("old_oven", PROSE[4]))
    names = ("Reactions:", "millstone", "and", "rye_and_salt")
    check_cleaned(page(*names, "old_oven", PROSE[4]), page("old_oven", PROSE[4]))


def test_one_name_or_a_sentence_is_no_list_of_names() -> None:
    check_noop(page("Reactions:", "millstone", "old_oven", PROSE[4]))
    check_noop(page("Reactions:", PROSE[3], "and", "millstone", PROSE[4]))


ENTRIES = ("What the arches did", "Who pays", "Who is against it")


CHAPTERS = ("Chapter 1: the arches", "Chapter 2: the money", "Chapter 3: the otters")


def scraped(*lines: str) -> str:
    """Lines in a page with a menu and a footer that rules know."""
    menu = ("Skip to content", "Log in", "Subscribe", "Menu", "Search")
    foot = ("Share", "Copy link", "Follow us", "Newsletter", "About us", "Contact us", "Advertise",
            "Privacy policy", "Terms of use")  # fmt: skip
    return "\n".join((*menu, *lines, *PROSE, *foot))


def taken(*lines: str) -> list[str]:
    """What the rule of the tables of contents takes of the lines of a page."""
    edits = Cleaner(ignore=["core/page-shape"]).clean(scraped(*lines)).edits
    found = [edit.removed for edit in edits if edit.rule == "web/contents-list"]
    return "".join(found).split("\n")[:-1]


def sections(*headings: str) -> list[str]:
    return [line for heading in headings for line in (heading, PROSE[0])]


def test_a_table_of_contents_goes_up_to_its_first_heading() -> None:
    assert taken("Contents", *ENTRIES, *sections(*ENTRIES)) == ["Contents", *ENTRIES]
    numbered = ("1.", ENTRIES[0], "2.", ENTRIES[1], "", "3) WHO IS AGAINST IT")
    assert taken("Contents", *numbered, *sections(*ENTRIES)) == ["Contents", *numbered]


@pytest.mark.parametrize(
    "lines",
    [
        ("Contents", *ENTRIES, *sections(*ENTRIES[::-1])),  # in another order
        ("Contents", *ENTRIES[:2], *sections(*ENTRIES)),  # too few
        ("Contents", "Harbour", *ENTRIES, *sections(*ENTRIES)),  # another list
        ("Bridges", *ENTRIES, *sections(*ENTRIES)),
        ("Contents", *CHAPTERS, "", "Chapter 4: the ferry", *sections(*CHAPTERS)),  # some of a list
    ],
)
def test_other_lists_are_no_table_of_contents(lines: tuple[str, ...]) -> None:
    assert taken(*lines) == []


def test_a_heading_that_stands_thrice_is_a_label_of_items() -> None:
    item = ("Comments", "15", "Why the ferry whistles twice", "Twelve boats and no ferry")
    rules = Cleaner(select=["social"])
    text = "\n".join((*PROSE, *item, "Share", "Copy link", "Follow us"))
    assert rules.clean(text).text == "\n".join(PROSE)
    text = "\n".join((*PROSE, *item, *item, *item, "Share", "Copy link", "Follow us"))
    assert rules.clean(text).text == "\n".join((*PROSE, *item[1:] * 3))


def test_below_each_post_one_name_is_enough() -> None:
    posts = [("Reactions:", name, line) for name, line in zip("abcd", PROSE, strict=False)]
    once = "\n".join((*PROSE[:3], *posts[0]))
    assert "Reactions:" in tool().clean(once).text
    each = "\n".join(line for post in posts[:3] for line in post)
    assert tool().clean(each).text == "\n".join(PROSE[:3])


def test_a_block_has_a_bound_whatever_its_rule_says(tmp_path: Path) -> None:
    """Each heading is followed to the line that closes it, which is not there."""
    rule = tmp_path / "mill" / "block.toml"
    rule.parent.mkdir()
    rule.write_text(
        'message = "m"\nkind = "block"\nsafety = "safe"\ntakes = "closed"\nmax_lines = 1000000\n'
        "[start]\npatterns = ['^begin$']\n[end]\npatterns = ['^end$']\n"
    )
    tool = Cleaner(rules=tmp_path, select="mill")
    inner = ["one", "two"] * 100
    assert tool.clean("\n".join((*PROSE, "begin", *inner, "end"))).text == "\n".join(
        (*PROSE, "end")
    )
    longer = "\n".join((*PROSE, "begin", *inner * 2, "end"))
    assert "\none\n" in tool.clean(longer).text


def test_a_heading_of_the_text_stays_behind_a_section() -> None:
    box = ("READ MORE", "Related Articles", "Why the ferry whistles twice", "Who paints the boats")
    parted = page("The arches", PROSE[4], *box, "The costs", PROSE[4])
    check_cleaned(parted, page("The arches", PROSE[4], "The costs", PROSE[4]))
    # A text without headings has none behind a section either.
    text = page(*box, "The costs", PROSE[4])
    check_cleaned(text, page(PROSE[4]), "news/related-heading")
    # Nor does a single line below a button and not below text belong to the section.
    single = page(*box[:2], "The costs", PROSE[4])
    check_cleaned(single, page("The costs", PROSE[4]))


@pytest.mark.parametrize("heading", ["Related", "Read also", "Tags", "Newsletter", "Comments"])
@pytest.mark.parametrize("label", ["Share", "Advertisement"])
def test_a_section_ends_before_a_sentence_behind_a_second_label(heading: str, label: str) -> None:
    head = ["Skip to content", "Log in", "Subscribe", "Menu", "News", "Sport", "Contact us"]
    tail = ["Share", "Copy link", "Load more", "Most read", "Follow us", "Advertise"]
    box = [heading, "Ferry hits record", label, "Nobody was hurt.", "It rained all day."]
    text = "\n".join([*head, "The bell of the weir", *PROSE[:2], *box, *PROSE[2:], *tail, ""])
    cleaned = Cleaner().clean(text).text
    assert "Nobody was hurt." in cleaned
    assert "It rained all day." in cleaned
