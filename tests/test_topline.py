"""The headline above the text of a page that has no title."""

from __future__ import annotations

import pytest

from cleaner import Cleaner, Level
from cleaner.segment import Page
from cleaner.topline import toplines

MENU = ("Skip to content", "Log in", "Subscribe", "Menu", "Harbour", "Mill quarter", "Rowing")
HEADLINE = "Council votes for the third design of the bridge"
STANDFIRST = "Supporters hope for shorter ways, neighbours fear the noise of the works"
BYLINE = ("By", "Nora Quill", "Published May 14, 2024 at 9:42 p.m.", "5 min read", "Share")
TEXT = (
    "The council of Marlen voted on Tuesday for the third design of the new bridge, after a debate "
    "that lasted until well past midnight and left nobody content.",
    "Two engineers explained how the old arches had moved in the flood of last spring, and why the "
    "river would not wait for another vote.",
    "The cost is put at forty million, half of which the county has promised to pay within ten "
    "years, while the town will have to borrow the rest.",
    "Opponents said that they would take the plan to court, where a judge had stopped an earlier "
    "one because nobody had counted the otters.",
)
FOOTER = ("Most read", "Follow us", "About us", "Contact us", "Advertise", "Privacy policy")
CHINESE = (
    "江城地铁五号线三期工程全线贯通",
    "本报讯昨日下午，随着最后一段隧道顺利打通，江城地铁五号线三期工程实现全线贯通。",
)


def raw(*lines: str) -> str:
    return "\n".join([*MENU, *lines, *FOOTER, ""])


def page(*lines: str) -> Page:
    seen: list[Page] = []
    Cleaner().clean(raw(*lines), watch=lambda page, _: seen.append(page))
    return seen[0]


@pytest.mark.parametrize("level", ["safe", "contextual"])
def test_the_headline_of_a_page_without_a_title_stays(level: Level) -> None:
    cleaned = Cleaner(level=level).clean(raw(HEADLINE, STANDFIRST, *BYLINE, *TEXT)).text
    assert HEADLINE in cleaned.split("\n")
    assert STANDFIRST in cleaned.split("\n")
    assert TEXT[-1] in cleaned


def test_a_title_of_the_page_says_which_line_is_the_headline() -> None:
    title = f"{HEADLINE} | Marlen Courier"
    text = "\n".join([title, raw(HEADLINE, *BYLINE, *TEXT)])
    for level in ("safe", "contextual"):
        assert HEADLINE in Cleaner(level=level).clean(text).text.split("\n")


def test_the_line_that_speaks_of_the_text_is_the_headline() -> None:
    found = page("Tides and ferries of the week", HEADLINE, *BYLINE, *TEXT)
    assert [found.lines[i] for i in toplines(found)][-1] == HEADLINE


def test_what_stands_right_above_a_standfirst_is_the_headline() -> None:
    found = page("Nobody slept at all that night", STANDFIRST, *BYLINE, *TEXT)
    assert "Nobody slept at all that night" in [found.lines[i] for i in toplines(found)]


def test_letters_of_scripts_without_spaces_are_compared_in_pairs() -> None:
    title, text = CHINESE
    found = page(title, *BYLINE, *[text] * 4)
    assert [found.lines[i] for i in toplines(found)] == [title]


def test_a_page_without_text_has_no_headline() -> None:
    found = page("Harbour", "Old town", "Upper valley")
    assert toplines(found) == []
