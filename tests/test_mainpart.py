from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.extract import Mode, html_to_text
from cleaner.mainpart import main_part, page_text

TEASER = (
    "The lighthouse of Querl has been sold, and what the buyer wants with it is anyone's guess."
)
STORY = [
    "For ninety years the keeper climbed two hundred and eleven steps each evening, lit the lamp, "
    "and wrote the weather of the day into a book that nobody has asked to see since.",
    "The last of the keepers retired in spring, when a small box with an aerial took over his work "
    "and the harbour office found that it could not remember why the stairs had to be painted.",
    "Four bidders came to the auction in the old net hall, three of them from the town and one who "
    "gave his name on the telephone and hung up before he could be asked to spell it.",
    "The town had hoped to keep the tower for weddings, said the mayor, but her council had voted "
    "for a new roof of the school instead, and there was not enough money for both of them.",
    "Whoever owns it now will have to leave the lamp alone, because the law of the coast says that "
    "a light which stands on a chart must burn until the chart is printed again.",
    "The book of the weather goes to the museum, which will show the page of the great storm, on "
    "which the keeper wrote a single word and then, after some thought, crossed it out.",
]
MENU = ["Skip to content", "Log in", "Subscribe", "Menu", "Sports", "Opinion", "Weather", "Share"]
FOOT = ["Copy link", "Follow us", "Newsletter", "About us", "Contact us", "Privacy policy",
        "Terms of use", "Imprint", "© 2025 Querl Gazette"]  # fmt: skip


def page(kind: str) -> str:
    """A page whose story stands in an element of a class."""
    menu = "".join(f"<li><a href='/{n}'>{text}</a></li>" for n, text in enumerate(MENU))
    foot = "".join(f"<li><a href='/f{n}'>{text}</a></li>" for n, text in enumerate(FOOT))
    story = "".join(f"<p>{text}</p>" for text in STORY)
    return (
        f"<html><body><nav><ul>{menu}</ul></nav><article><h1>Sold</h1><p>{TEASER}</p></article>"
        f"<div class='{kind}'>{story}</div><footer><ul>{foot}</ul></footer></body></html>"
    )


LOST = page("comments")
"""The extractor takes the story for comments."""


@pytest.mark.parametrize("mode", ["precision", "balanced", "recall"])
def test_a_story_that_the_extractor_lost_comes_back(mode: Mode) -> None:
    assert not any(text in html_to_text(LOST, mode) for text in STORY)
    text = page_text(LOST, mode)
    assert [line for line in text.splitlines() if line in STORY] == STORY
    cleaned = Cleaner().clean(text, extracted=True).text.splitlines()
    assert [line for line in cleaned if line in STORY] == STORY
    assert TEASER in cleaned
    assert not {*MENU, *FOOT} & {*cleaned}


def test_what_the_extractor_chose_stays_where_it_is_enough() -> None:
    found = page("body")
    assert page_text(found) == html_to_text(found)
    assert STORY[-1] in page_text(found)
    assert "Subscribe" not in page_text(found)


def test_a_raw_page_has_a_main_part_and_a_refused_one_none() -> None:
    part = main_part("\n".join([*MENU, *STORY, *FOOT]))
    assert part.strip().splitlines() == STORY
    assert main_part("Just a moment...\nEnable JavaScript and cookies to continue") == ""


def test_lines_that_nobody_chose_are_judged_as_a_raw_scrape() -> None:
    text = "\n".join([*MENU, *STORY, *FOOT])
    tool = Cleaner()
    assert tool.clean(text, extracted=True) == tool.clean(text)
