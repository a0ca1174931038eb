"""Of which line a copy is a copy."""

import pytest

from cleaner.model import Edit
from cleaner.twins import numbered
from tests.support import PROSE, page, tool

RULES = frozenset({"core/repeated-paragraph"})


def test_a_copy_names_the_line_that_stays_by_its_number_in_the_original() -> None:
    text = "Skip to content\n\n" + page("Share on Facebook", PROSE[0], PROSE[4])
    found = [edit for edit in tool().clean(text).edits if edit.rule in RULES]
    number = text.split("\n").index(PROSE[0]) + 1
    assert number > 1
    assert [edit.why for edit in found] == [f"the same paragraph as line {number}, which is kept"]


def test_other_edits_are_left_alone() -> None:
    edits = [Edit(2, 4, "b\n", "", "a/b", "why")]
    assert numbered("a\nb\n", edits, RULES) is edits


def test_a_copy_of_a_line_that_was_broken_keeps_what_it_said() -> None:
    copy = Edit(4, 8, "a b\n", "", "core/repeated-paragraph", "above")
    assert numbered("a\nb\na b\n", [copy], RULES) == [copy]
    named = numbered("a b\na b\n", [copy], RULES)
    assert [edit.why for edit in named] == ["the same paragraph as line 1, which is kept"]


def test_a_copy_of_a_wrapped_paragraph_names_its_first_line() -> None:
    copy = Edit(6, 10, "a\nb\n", "", "core/repeated-paragraph", "above")
    named = numbered("x\na\nb\na\nb\n", [copy], RULES)
    assert [edit.why for edit in named] == ["the same paragraph as line 2, which is kept"]
    assert numbered("x\na\nc\na\nb\n", [copy], RULES) == [copy]


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_lines_end_in_whatever_they_end_in(end: str) -> None:
    text = end.join((PROSE[1], PROSE[0], PROSE[2], PROSE[0], ""))
    at = text.rindex(PROSE[0])
    copy = Edit(at, len(text), PROSE[0] + end, "", "core/repeated-paragraph", "above")
    named = numbered(text, [copy], RULES)
    assert [edit.why for edit in named] == ["the same paragraph as line 2, which is kept"]
