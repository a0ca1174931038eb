import re
from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import restore
from cleaner.edit import apply
from cleaner.model import Markup
from cleaner.view import View, masked, seen
from tests.support import tool
from tests.test_wrapped import PARAGRAPHS

PIECES = st.sampled_from(
    ["a", "b c", " ", "\n", "\n\n", "[", "]", "](/u)", "![", "[x](/y)", "![p](/q)", "[](/e)",
     "[![l](/l.png)](/m)", "[![p](/q.png)](/r.jpg)", "[two\nlines](/z)", "\r\n", "\\", ". ", "\n===\n", "\n--\n"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def test_what_is_seen() -> None:
    text = '* [Home](/)\n\n[![Logo](/l.png) Marlen](/ "Start")\n![](/p.png)It [rained](/r) [1].'
    view = View(text)
    assert view.visible == "* Home\n\nLogo Marlen\nIt rained [1]."
    assert view.markup == Markup(frozenset({"* Home", "Logo Marlen"}), {}, whole=True)


def test_marks_are_not_seen_beside_links() -> None:
    view = View("# The **[bridge](/b)**\n\n## _Now_ \\- or never\n__ Menu")
    assert view.visible == "The bridge\n\nNow - or never\n Menu"
    assert view.markup.headings == {"The bridge": 1, "Now - or never": 2}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_underlined_headings(end: str) -> None:
    text = end.join(["The [bridge](/b)", "=====", "", "Now", "---", "It rained.", "", "---", "End"])
    view = View(text)
    assert view.visible == end.join(["The bridge", "", "Now", "It rained.", "", "---", "End"])
    assert view.markup.headings == {"The bridge": 1, "Now": 2}
    assert apply(text, view.hidden) == view.visible


def test_plain_text_is_its_own_view() -> None:
    for text in ("", "Plain text, [1] and (2).\nIt [rained] (a little)."):
        view = View(text)
        assert view.visible is text
        assert view.markup == Markup()


@given(TEXTS)
def test_hidden_makes_the_visible_text(text: str) -> None:
    view = View(text)
    assert apply(text, view.hidden) == view.visible == seen(text)


@given(st.permutations(PARAGRAPHS), st.integers(62, 98))
def test_wrapped_text_is_seen_unwrapped(paragraphs: list[str], width: int) -> None:
    text = "\n\n".join(fill(paragraph, width) for paragraph in paragraphs)
    assert seen(text) == "\n\n".join(paragraphs)
    linked = text.replace("bridge", "[bridge](/b)")
    view = View(linked)
    assert view.visible.replace("\n", " ").split() == text.split()
    assert apply(linked, view.hidden) == view.visible


def test_a_link_that_was_wrapped_is_no_line_of_links() -> None:
    text = "See the [install\nmanual](/m) first.\n\n[A card\nof two lines](/c)\n"
    assert View(text).markup.links == {"A card", "of two lines"}


@given(TEXTS)
def test_masked_is_as_long_and_says_what_is_seen(text: str) -> None:
    found = masked(text)
    assert len(found) == len(text)
    visible = View(text).visible
    assert [c for c in found if not c.isspace()] == [c for c in visible if not c.isspace()]


WRAPPED = [fill(paragraph, 72) for paragraph in PARAGRAPHS]
TORN = "It was told to the\nExample Herald\n, which had asked the\nHeron Mill\n, and nobody else."


def test_wrapped_text_is_whole_unless_lines_begin_with_a_comma() -> None:
    text = "\n\n".join(WRAPPED)
    assert View(text, 72).markup == Markup(whole=True)
    torn = View(f"{text}\n\n{TORN}", 72)
    assert torn.is_parsed
    assert torn.markup == Markup(column=72)
    assert torn.visible == torn.text


def test_a_marked_text_is_whole_unless_lines_begin_with_a_comma() -> None:
    text = "The [bridge](/b) was told of."
    assert View(text).markup.whole
    assert not View(f"{text}\n{TORN}").markup.whole
    # One such line may be a slip, and a list of a program's words begins with it behind a blank.
    assert View(f"{text}\nIt rained\n, and rained.").markup.whole
    assert View(f"{text}\n\n, one\n\n, two").markup.whole


def test_a_wrapped_text_whose_sentences_were_broken_is_put_together() -> None:
    text = "\n\n".join([*WRAPPED, TORN])
    cleaned = tool().clean(text)
    want = "It was told to the Example Herald, which had asked the Heron Mill, and nobody else."
    # Where a sentence ends, a paragraph may end, too.
    lines = [re.sub(r"(?<![.])\n", " ", paragraph) for paragraph in WRAPPED]
    assert cleaned.text == "\n\n".join([*lines, want])
    assert restore(cleaned.text, cleaned.edits) == text
    assert tool().clean(cleaned.text).text == cleaned.text
    # Nothing of it was broken.
    assert tool().clean("\n\n".join(WRAPPED)).status == "unchanged"
