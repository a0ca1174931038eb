from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.edit import apply, restore
from cleaner.model import Edit
from cleaner.origin import source_edits
from cleaner.view import View
from tests.support import PROSE
from tests.test_view import TEXTS
from tests.test_wrapped import PARAGRAPHS


def cut(text: str, *removed: str) -> str:
    """The source after each of ``removed`` was taken out of what is seen of it."""
    view = View(text)
    edits = []
    for words in removed:
        at = view.visible.index(words)
        edits.append(Edit(at, at + len(words), words, "", "r"))
    return apply(text, source_edits(view, edits))


@pytest.mark.parametrize(
    ("text", "removed", "left"),
    [
        ("[Home](/)\nIt rained.", "Home\n", "It rained."),
        ("It [rained](/r) READ MORE today.", "READ MORE ", "It [rained](/r) today."),
        ("It rained [READ MORE](/m) today.", "READ MORE ", "It rained today."),
        ("It [rained READ MORE](/m) today.", " READ MORE", "It [rained](/m) today."),
        ("It [rained READ](/m) MORE today.", "READ MORE ", "It [rained ](/m)today."),
        ("[![Logo](/l.png)](/)\nIt rained.", "Logo\n", "It rained."),
        ("**[Home](/)**\nIt rained.", "Home\n", "It rained."),
        ("**It** [rained](/r) **READ MORE** now.", "READ MORE ", "**It** [rained](/r) now."),
        ("Share\n---\nIt [rained](/r).", "Share\n", "It [rained](/r)."),
        ("Now\n---\nIt [rained](/r).", "It rained.", "Now\n---\n"),
        ("## Share\nIt [rained](/r).", "Share\n", "It [rained](/r)."),
        ("![](/i.png) Share\nIt rained.", " Share\n", "It rained."),
        ("Share ![](/i.png)\nIt rained.", "Share \n", "It rained."),
        ("Share [](/x)\n[](/y)\n\nIt rained.", "Share \n\n\n", "It rained."),
        ("Share\n\n![A boat](/b.jpg)\n\nIt rained.", "Share\n\n\n\n", "![A boat](/b.jpg)\n\nIt rained."),
        ("It rained.\n![A boat](/b.jpg)\nShare", "\nShare", "It rained.\n![A boat](/b.jpg)"),
        ("[\n\nA title\n\nAnd more\n\n](/card)\n\nIt rained.", "A title\n\nAnd more\n\n", "\n\n\n\nIt rained."),
        ("It ![](/i.png) rained ![](/j.png) today.", "rained ", "It ![](/i.png) ![](/j.png) today."),
    ],
)  # fmt: skip
def test_what_goes_in_the_source(text: str, removed: str, left: str) -> None:
    assert cut(text, removed) == left


def test_a_link_goes_with_the_last_of_its_words() -> None:
    assert cut("[One\nTwo](/x)\nIt rained.", "One\n") == "[Two](/x)\nIt rained."
    assert cut("[One\nTwo](/x)\nIt rained.", "One\n", "Two\n") == "It rained."


def test_something_put_in_stands_outside_of_links() -> None:
    view = View("[rain](/r)[snow](/s)")
    (edit,) = source_edits(view, [Edit(4, 4, "", " ", "r")])
    assert apply(view.text, [edit]) == "[rain](/r) [snow](/s)"
    (edit,) = source_edits(view, [Edit(2, 4, "in", "IN", "r")])
    assert apply(view.text, [edit]) == "[raIN](/r)[snow](/s)"


@given(TEXTS, st.data())
def test_edits_do_to_the_source_what_they_do_to_the_view(text: str, data: st.DataObject) -> None:
    view = View(text)
    size = len(view.visible)
    cuts = sorted(data.draw(st.lists(st.integers(0, size), max_size=8)))
    edits = [
        Edit(start, end, view.visible[start:end], data.draw(st.sampled_from(["", " ", "n"])), "r")
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        if start < end
    ]
    made = source_edits(view, edits)
    after = apply(text, made)
    assert restore(after, made) == text
    at = 0
    for edit in made:
        assert at <= edit.start
        at = edit.end
    # No letter is lost but those that were taken, the words of pictures and of targets.
    words = [c for c in apply(view.visible, edits) if c.isalnum()]
    left = iter(after)
    assert all(word in left for word in words)


def test_a_button_that_was_wrapped() -> None:
    last = f"{PROSE[0][:73]} READ MORE {PROSE[1]}"
    text = "\n\n".join(fill(paragraph, 78) for paragraph in (*PARAGRAPHS, last))
    assert text.count("READ\nMORE ") == 1
    view = View(text, 78)
    at = view.visible.index("READ MORE ")
    (edit,) = source_edits(view, [Edit(at, at + 10, "READ MORE ", "", "r")])
    assert edit.removed == text[edit.start : edit.end] == "READ\nMORE "


def test_what_stays_as_it_is_is_no_edit() -> None:
    text = "He [left ](/l)\nat noon."
    (edit,) = source_edits(View(text), [Edit(7, 9, " \n", " ", "r")])
    assert edit == Edit(14, 15, "\n", "", "r")
    assert source_edits(View(text), [Edit(7, 8, " ", " ", "r")]) == []
