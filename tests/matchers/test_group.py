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
