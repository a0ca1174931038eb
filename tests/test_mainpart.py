from __future__ import annotations

import re

import pytest

from cleaner import Cleaner
from cleaner.extract import Mode, html_to_text, opened, visible
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
MORE = [
    "The tower itself is older than the lamp, and the stones of its lowest rows came from a chapel "
    "that the sea had taken two winters before the first keeper was hired.",
    "In the parish register there are nine keepers by name, four of whom drowned within sight of "
    "their own door, and a tenth of whom nothing is written but the day he left.",
    "What the lamp burned has changed four times, from rape oil to paraffin, then to gas from the "
    "works behind the station, and at last to a bulb that is no larger than a thumb.",
    "Children of the town used to be sent up with the keeper's supper, and some of them, grown old, "
    "can still tell how many steps there are between one window and the next.",
    "The auctioneer had never sold a lighthouse and asked a colleague from the north, who had sold "
    "two, how one shows a building of that height to people who are afraid of stairs.",
    "He was told to begin with the view and to end with the roof, because whoever has seen the one "
    "will pay for the other, and that is how it was done on both of the open days.",
    "A surveyor found the walls dry and the iron of the gallery rotten, which will cost the new "
    "owner about as much as the tower itself, unless the county helps as it has promised.",
    "Not everybody is sad to see it go, since the horn, which sounded in every fog until the year "
    "of the flood, could be heard in all bedrooms of the town and in most of the next.",
    "The fishermen say that they have steered by the church for years and that the light is for "
    "strangers, but none of them would like to come home one night and find it dark.",
]
MENU = ["Skip to content", "Log in", "Subscribe", "Menu", "Sports", "Opinion", "Weather", "Share"]
FOOT = ["Copy link", "Follow us", "Newsletter", "About us", "Contact us", "Privacy policy",
        "Terms of use", "Imprint", "© 2025 Querl Gazette"]  # fmt: skip


def framed(body: str) -> str:
    """A page with a body between menu and footer."""
    menu = "".join(f"<li><a href='/{n}'>{text}</a></li>" for n, text in enumerate(MENU))
    foot = "".join(f"<li><a href='/f{n}'>{text}</a></li>" for n, text in enumerate(FOOT))
    return f"<html><body><nav><ul>{menu}</ul></nav>{body}<footer><ul>{foot}</ul></footer></body></html>"


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def page(kind: str) -> str:
    """A page whose story stands in an element of a class."""
    return framed(
        f"<article><h1>Sold</h1><p>{TEASER}</p></article>"
        f"<div class='{kind}'>{paragraphs(STORY)}</div>"
    )


def with_part(kind: str, story: list[str], start: int = 2, end: int = 4) -> str:
    """A page with an article of which some paragraphs stand in an element of a class."""
    first, part, last = story[:start], story[start:end], story[end:]
    return framed(
        f"<article><h1>Sold</h1>{paragraphs(first)}"
        f"<div class='{kind}'><h2>The auction</h2>{paragraphs(part)}</div>"
        f"{paragraphs(last)}</article>"
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


@pytest.mark.parametrize("mode", ["precision", "balanced"])
def test_what_the_extractor_takes_for_a_teaser_comes_back(mode: Mode) -> None:
    html = with_part("teaser", STORY, 3, 5)
    assert STORY[3] not in html_to_text(html, mode)
    assert STORY[3] in html_to_text(html, "recall")
    lines = page_text(html, mode).splitlines()
    assert lines == ["Sold", *STORY[:3], "The auction", *STORY[3:]]


def test_characters_without_a_width_tell_no_lines_apart() -> None:
    spelt = [f"\U0001f468\u200d\U0001f467 {text}" for text in STORY]
    assert page_text(with_part("teaser", spelt, 3, 5)).splitlines()[1:4] == spelt[:3]
    assert spelt[3] in page_text(with_part("teaser", spelt, 3, 5))
    hyphened = [re.sub(r"(?<=\w\w)(?=\w\w)", "\xad", text) for text in STORY]
    lines = page_text(with_part("teaser", hyphened, 3, 5)).splitlines()
    assert lines == ["Sold", *STORY[:3], "The auction", *STORY[3:]]


@pytest.mark.parametrize("mode", ["precision", "balanced", "recall"])
def test_sentences_that_are_surely_main_text_come_back(mode: Mode) -> None:
    html = with_part("sidebar", STORY + MORE, 3, 6)
    assert not any(text in html_to_text(html, mode) for text in STORY[3:])
    lines = page_text(html, mode).splitlines()
    assert lines == ["Sold", *STORY[:3], "The auction", *STORY[3:], *MORE]


def test_short_lines_that_lead_to_nothing_stay_out() -> None:
    html = with_part("sidebar", [*STORY, "The next day", *MORE], 3, 7)
    assert "The next day" in main_part(visible(opened(html)).text).lines
    lines = page_text(html).splitlines()
    assert lines == ["Sold", *STORY[:3], "The auction", *STORY[3:], *MORE]


def test_doubtful_lines_without_a_witness_stay_out() -> None:
    doubtful = [
        "Four bidders came to the auction in the old net hall.",
        "The town had hoped to keep the tower for weddings.",
    ]
    html = with_part("sidebar", [*STORY[:3], *doubtful, *STORY[5:]], 3, 5)
    found = main_part(visible(opened(html)).text)
    assert doubtful[0] in found.lines
    assert doubtful[0] not in found.sure
    assert page_text(html) == html_to_text(html)
    assert doubtful[0] not in page_text(html)


def test_comments_stay_out() -> None:
    html = with_part("commentbox", STORY + MORE, 3, 6)
    assert {*STORY[3:]} <= main_part(visible(opened(html)).text).sure
    assert page_text(html) == html_to_text(html)
    assert not any(text in page_text(html) for text in STORY[3:])


def test_a_raw_page_has_a_main_part_and_a_refused_one_none() -> None:
    part = main_part("\n".join([*MENU, *STORY, *FOOT]))
    assert [line for line in part.lines if line] == STORY
    refused = main_part("Just a moment...\nEnable JavaScript and cookies to continue")
    assert refused == ([], frozenset())


def test_lines_that_nobody_chose_are_judged_as_a_raw_scrape() -> None:
    text = "\n".join([*MENU, *STORY, *FOOT])
    tool = Cleaner()
    assert tool.clean(text, extracted=True) == tool.clean(text)
