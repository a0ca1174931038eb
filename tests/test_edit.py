import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.edit import apply, compose, restore
from cleaner.errors import RestoreError
from cleaner.model import Edit

TEXT = st.text(alphabet="abcde\n", max_size=40)


def edits_for(text: str, data: st.DataObject) -> list[Edit]:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=10)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return [
        Edit(start, end, text[start:end], data.draw(st.sampled_from(["", " ", "xyz"])), "r")
        for start, end in pairs
        if start < end
    ]


@given(TEXT, st.data())
def test_restore_undoes_apply(text: str, data: st.DataObject) -> None:
    edits = edits_for(text, data)
    assert restore(apply(text, edits), edits) == text


@given(TEXT, st.data())
def test_compose_is_one_after_the_other(text: str, data: st.DataObject) -> None:
    first = edits_for(text, data)
    between = apply(text, first)
    second = edits_for(between, data)
    both = compose(text, first, second)
    assert apply(text, both) == apply(between, second)
    assert restore(apply(text, both), both) == text
    at = 0
    for edit in both:
        assert at <= edit.start <= edit.end
        assert edit.removed == text[edit.start : edit.end]
        at = edit.end


def test_restore_refuses_another_text() -> None:
    with pytest.raises(RestoreError, match="does not belong"):
        restore("other", [Edit(0, 1, "a", "b", "r")])


@given(TEXT, st.data())
def test_edits_come_back_from_json(text: str, data: st.DataObject) -> None:
    edits = edits_for(text, data)
    clean = apply(text, edits)
    assert restore(clean, json.loads(json.dumps(edits))) == text
    assert restore(clean, [edit._asdict() for edit in edits]) == text


@pytest.mark.parametrize(
    "given", [5, ["a"], {"start": 0}, [0, 1, "a", "", None], ["0", 1, "a", "", "r"]]
)
def test_what_is_no_edit_is_said(given: Any) -> None:
    with pytest.raises(RestoreError, match="no edit"):
        restore("text", [given])


def test_a_text_that_ends_before_its_edits_is_refused() -> None:
    edits = [Edit(10, 12, "a\n", "", "news/read-more", "", "safe")]
    assert restore("0123456789", edits) == "0123456789a\n"
    with pytest.raises(RestoreError, match="ends before the last edit"):
        restore("short", edits)


def test_lines_that_went_before_stay_with_their_rule() -> None:
    text = "text\nmenu\nmenu\nlabel\nend"
    first = [Edit(5, 15, "menu\nmenu\n", "", "menu")]
    # The label was the last line, so the line end before it goes.
    second = [Edit(4, 10, "\nlabel", "", "label")]
    both = compose(text, first, second)
    assert [(edit.removed, edit.rule) for edit in both] == [
        ("\nmenu\nmenu\n", "menu"),
        ("label", "label"),
    ]
    # A space that went from within a line is part of it.
    assert compose(
        "a  b\nc", [Edit(1, 2, " ", "", "space")], [Edit(0, 4, "a b\n", "", "line")]
    ) == [Edit(0, 5, "a  b\n", "", "line")]
