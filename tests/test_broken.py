"""Texts read with the line ends that they lost."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cleaner.broken import Broken, in_source
from cleaner.edit import apply, restore
from cleaner.model import Edit, Markup
from cleaner.view import View
from tests.test_view import TEXTS


def test_white_space_is_read_as_line_ends() -> None:
    text = "* [Home](/)  [News](/n) It [rained](/r) today."
    view = Broken(View(text), [(6, 8), (12, 13)], whole=True)
    assert view.visible == "* Home\n News\nIt rained today."
    assert [text[start:end] for start, end in view.ends] == ["  ", " "]
    assert view.markup == Markup(frozenset({"* Home", "News"}), {}, whole=True)
    assert apply(text, view.hidden) == view.visible
    plain = Broken(View("Home It rained."), [(4, 5)], whole=False)
    assert (plain.visible, plain.markup) == ("Home\nIt rained.", Markup())


def test_glued_words_are_read_apart() -> None:
    text = "HomeNews It rained.Share"
    view = Broken(View(text), [(4, 4), (8, 9), (19, 19)], whole=True)
    assert view.visible == "Home\nNews\nIt rained.\nShare"
    assert view.ends == [(4, 4), (8, 9), (19, 19)]
    edits = [Edit(0, 5, "Home\n", "", "r"), Edit(20, 26, "\nShare", "", "r")]
    found = in_source(view, edits)
    assert apply(text, found) == "News It rained."
    assert [edit.removed for edit in found] == ["Home", "Share"]


def test_marks_of_headings_count() -> None:
    view = Broken(View("[Home](/) # It rained ## Why # 2"), [(4, 5), (16, 17)], whole=True)
    assert view.markup.headings == {"# It rained": 1, "## Why # 2": 2}


def test_line_ends_that_were_read_into_a_text_do_not_get_there() -> None:
    text = "It rained. Share It [stopped](/s). Menu"
    view = Broken(View(text), [(10, 11), (16, 17), (28, 29)], whole=True)
    assert view.visible == "It rained.\nShare\nIt stopped.\nMenu"
    edits = [
        Edit(10, 17, "\nShare\n", "\n", "r"),
        Edit(19, 20, " ", " ", "r"),
        Edit(28, 33, "\nMenu", "", "r"),
    ]
    found = in_source(view, edits)
    assert apply(text, found) == "It rained. It [stopped](/s)."
    assert [edit.removed for edit in found] == [" Share ", " Menu"]
    assert in_source(view, [Edit(10, 11, "\n", " ", "r")]) == []


@given(TEXTS, st.randoms())
def test_hidden_makes_the_visible_text_and_edits_go_to_the_source(
    text: str, random: Random
) -> None:
    seen = View(text)
    places = sorted(random.sample(range(len(seen.visible)), len(seen.visible) // 3))
    spans = [(at, at + seen.visible[at].isspace()) for at in places]
    view = Broken(seen, spans, whole=True)
    assert apply(text, view.hidden) == view.visible
    glued = sum(start == end for start, end in spans)
    assert len(view.visible) == len(seen.visible) + glued
    size = len(view.visible)
    cuts = sorted(random.sample(range(size + 1), min(size + 1, 2 * random.randint(0, 3))))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    edits = [Edit(start, end, view.visible[start:end], "", "r") for start, end in pairs]
    made = in_source(view, edits)
    cleaned = apply(text, made)
    assert restore(cleaned, made) == text
    left = apply(view.visible, edits)
    assert "".join(View(cleaned).visible.split()) == "".join(left.split()) or "[" in text
