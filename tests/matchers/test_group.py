"""Lines that go in each other's company only."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cleaner import Cleaned, Cleaner, restore
from tests.support import PROSE

RULE = """message = "line of the site"
kind = "group"
safety = "{safety}"
min_lines = 3
{position}
patterns = ['^\\pN+ comments$']
[phrases]
en = [{phrases}]
"""
MENU = ("Front desk", "Harbour watch", "Tide tables", "Our letters")


@cache
def tool(safety: str = "safe", position: str = "") -> Cleaner:
    folder = Path(mkdtemp()) / "mysite"
    folder.mkdir()
    phrases = ", ".join(f'"{line}"' for line in MENU)
    text = RULE.format(safety=safety, position=position, phrases=phrases)
    (folder / "menu.toml").write_text(text)
    return Cleaner(rules=[folder.parent], select=["mysite"])


def clean(*lines: str, safety: str = "safe", position: str = "") -> Cleaned:
    text = "\n".join(lines)
    result = tool(safety, position).clean(text)
    assert restore(result.text, result.edits) == text
    assert tool(safety, position).clean(result.text).text == result.text
    return result


def test_three_in_a_row_go_and_one_stays() -> None:
    assert clean(PROSE[0], *MENU[:3], PROSE[1]).text == f"{PROSE[0]}\n{PROSE[1]}"
    assert not clean(PROSE[0], MENU[0], PROSE[1]).edits
    assert not clean(PROSE[0], *MENU[:2], PROSE[1]).edits


def test_the_same_line_again_is_no_company() -> None:
    assert not clean(PROSE[0], MENU[0], MENU[0], MENU[0], PROSE[1]).edits


def test_numbers_bars_and_one_unknown_line_do_not_part_them() -> None:
    result = clean(
        PROSE[0], MENU[0], "|", MENU[1], "17", MENU[2], "Lost and found", MENU[3], PROSE[1]
    )
    assert result.text == "\n".join((PROSE[0], "Lost and found", PROSE[1]))
    assert "one of 4 that stand together" in result.edits[0].why
    assert not clean(MENU[0], MENU[1], "Lost", "Found", MENU[2], PROSE[1]).edits
    assert not clean(MENU[0], PROSE[0], MENU[1], PROSE[1], MENU[2]).edits


def test_lines_of_one_pattern_count_once_where_the_rule_says_so() -> None:
    alike = "alike = true"
    comments = [f"{i} comments" for i in range(2, 6)]
    assert not clean(PROSE[0], *comments, PROSE[1], position=alike).edits
    assert not clean(PROSE[0], *comments, MENU[0], PROSE[1], position=alike).edits
    result = clean(PROSE[0], *comments, *MENU[:2], PROSE[1], position=alike)
    assert result.text == f"{PROSE[0]}\n{PROSE[1]}"


def test_patterns_count() -> None:
    assert clean(PROSE[0], *MENU[:2], "12 comments", PROSE[1]).text == f"{PROSE[0]}\n{PROSE[1]}"


def test_the_headline_of_the_page_stays() -> None:
    title = "Our letters | Courier"
    assert clean(title, *MENU, PROSE[0]).text == "\n".join((title, MENU[3], PROSE[0]))
    assert clean("Courier", *MENU, PROSE[0]).text == "\n".join(("Courier", PROSE[0]))


def test_a_line_of_the_head_stays_behind_the_text() -> None:
    head = 'position = ["head"]'
    text = PROSE[:4]
    assert not clean(*text, *MENU, position=head).edits
    assert clean(*MENU, *text, position=head).text == "\n".join(text)
    assert clean(*text, *MENU, position='position = ["tail"]').text == "\n".join(text)


def test_unsure_lines_need_more_company() -> None:
    assert not clean(PROSE[0], *MENU[:3], PROSE[1], safety="contextual").edits


HEAD = ("Front desk", "Harbour watch")
TAIL = ("Imprint of the port", "Tide warnings")
GUEST = ("Nets", "Oars")


@cache
def three_groups() -> Cleaner:
    folder = Path(mkdtemp()) / "mysite"
    folder.mkdir()
    for name, position, lines in (("head", "head", HEAD), ("tail", "tail", TAIL)):
        phrases = ", ".join(f'"{line}"' for line in lines)
        head = f'position = ["{position}"]'
        text = RULE.format(safety="safe", position=head, phrases=phrases)
        (folder / f"{name}.toml").write_text(text)
    phrases = ", ".join(f'"{line}"' for line in GUEST)
    text = RULE.format(safety="safe", position="counts = false", phrases=phrases)
    (folder / "guests.toml").write_text(text.replace("patterns = ['^\\pN+ comments$']\n", ""))
    return Cleaner(rules=[folder.parent], select=["mysite"])


def left(*lines: str) -> list[str]:
    text = "\n".join(lines)
    result = three_groups().clean(text)
    assert restore(result.text, result.edits) == text
    return result.text.split("\n")


def test_where_nothing_is_unknown_all_groups_are_company() -> None:
    text = PROSE[:4]
    assert left(*text, TAIL[0], HEAD[0], TAIL[1]) == [*text, HEAD[0]]
    assert left(*text, TAIL[0], "Lost and found", HEAD[0], TAIL[1])[4:6] == [
        TAIL[0], "Lost and found"
    ]  # fmt: skip


def test_without_text_head_and_tail_are_no_company() -> None:
    assert left(PROSE[0], *HEAD, *TAIL, PROSE[1]) == [PROSE[0], *HEAD, *TAIL, PROSE[1]]


def test_guests_go_between_others_and_count_for_nobody() -> None:
    text = PROSE[:4]
    others = (TAIL[0], "12 comments", TAIL[1])
    assert left(*text, TAIL[0], GUEST[0], "12 comments", GUEST[1], TAIL[1]) == [*text]
    assert left(*text, GUEST[0], *others, GUEST[1]) == [*text, GUEST[0], GUEST[1]]
    assert left(*text, TAIL[0], *GUEST, TAIL[1]) == [*text, TAIL[0], *GUEST, TAIL[1]]
    assert left(*text, *GUEST) == [*text, *GUEST]


def test_a_guest_that_is_the_headline_stays() -> None:
    others = (TAIL[0], "12 comments", TAIL[1])
    title = "Nets | Courier"
    assert left(title, *PROSE[:4], TAIL[0], "Nets", *others[1:]) == [title, *PROSE[:4], "Nets"]


def test_six_lines_of_the_head_go_behind_the_text() -> None:
    head, text = 'position = ["head"]', PROSE[:4]
    more = ("1 comments", "2 comments")
    assert clean(*text, *MENU, *more, position=head).text == "\n".join(text)


def test_single_letters_of_an_index_go_with_it() -> None:
    assert clean(PROSE[0], MENU[0], "A", MENU[1], "B", MENU[2], PROSE[1]).text == "\n".join(
        PROSE[:2]
    )
