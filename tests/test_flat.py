"""Which lines of a page hold several, having lost their ends."""

from cleaner.flat import flat_lines
from cleaner.segment import Page
from tests.support import tool

MENU = "Home News Sport Business Company Articles New York Education About us Contact us Subscribe"
SAID = (
    "The paper of the town had eight parts, and each was written by another hand. My uncle wrote Sport. "
    "He had been to New York. What he knew of Business he had learned on the quay. His wife wrote Health. "
    "Nobody read Comments. The baker, who had a cousin in New York, wrote Travel. The cousin sent him "
    "notes on the Company. They were good. The widow of the smith wrote Advertisement. When she fell ill, "
    "the printer put New York on the first page, and on the last one Sport. There was no Newsletter. A boy "
    "was sent to New York. He came back with Travel. It was the best that the paper had ever had, better "
    "than Articles. They printed it twice. The mayor read Politics. He asked who had written Comments."
)


def flat(*lines: str) -> list[str]:
    page = Page("\n".join(lines), tool()._lexicon)
    found = flat_lines(page)
    return [] if found is None else [page.lines[i] for i in found.lines]


def test_a_menu_in_one_line() -> None:
    lines = ("Skip to content", MENU, *["A line of the text."] * 24, f"{MENU} Privacy policy Terms")
    assert flat(*lines) == [lines[1], lines[-1]]


def test_sentences_about_what_menus_name_have_their_line_ends() -> None:
    assert flat("Skip to content", SAID, *["A line of the text."] * 24) == []
    assert flat("Skip to content", SAID) == [SAID], "in a text of few lines they may not"
