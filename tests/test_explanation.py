"""Why lines go or stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.explanation import explain
from cleaner.shape.choice import link_odds
from tests.matchers.test_structure import LONG, PAGE
from tests.support import PROSE, tool


def test_every_line_says_what_became_of_it() -> None:
    found = cleaner.explain(PAGE)
    lines = PAGE.split("\n")
    assert [one.line for one in found] == list(range(len(lines)))
    assert [one.text for one in found] == lines
    left = cleaner.clean(PAGE).text.split("\n")
    assert [one.text for one in found if not one.removed] == left
    for one in found:
        assert bool(one.edits) == one.removed
        assert one.score is not None
        assert (one.score.chance > 0.5) == (one.text in LONG)
    menu = next(one for one in found if one.text == "Mill quarter")
    assert menu.edits[0].why
    assert menu.score is not None
    assert menu.score.parts[0].value < 0


def test_a_joined_sentence_has_one_score_and_stays() -> None:
    text = PAGE.replace(LONG[1], "The bridge, said\nMarta Oyelaran\n, had moved. " + LONG[1])
    found = {one.text: one for one in cleaner.explain(text)}
    middle = found["Marta Oyelaran"]
    assert not middle.removed
    assert middle.score == found["The bridge, said"].score
    edits = [found[line].edits for line in ("The bridge, said", "Marta Oyelaran")]
    assert [[edit.rule for edit in of] for of in edits] == [["core/broken-sentence"]] * 2
    assert [of[0].why for of in edits] == [
        "the sentence goes on in the next line",
        "what begins the next line belongs to this one",
    ]
    assert not found[", had moved. " + LONG[1]].edits


def test_markdown_is_explained_line_by_line_and_links_count() -> None:
    lines = PAGE.split("\n")
    text = "\n".join(line if line in LONG else f"* [{line}](/{i})" for i, line in enumerate(lines))
    found = cleaner.explain(text)
    assert [one.text for one in found] == text.split("\n")
    left = cleaner.clean(text).text.split("\n")
    assert [one.text for one in found if not one.removed] == left
    assert set(LONG) <= set(left)
    for one, line, plain in zip(found, lines, cleaner.explain(PAGE), strict=True):
        assert one.score is not None
        assert plain.score is not None
        assert one.score.score == pytest.approx(
            one.score.base + sum(part.value for part in one.score.parts), abs=1e-6
        )
        links = [part for part in one.score.parts if part.family == "link"]
        assert len(links) == (line not in LONG)
        if links:
            assert links[0].value == pytest.approx(link_odds(one.score.article))
            assert one.score.score < plain.score.score


def test_links_count_less_on_pages_that_are_no_article() -> None:
    odds = [link_odds(article) for article in (0.0, 0.1, 0.3, 0.8)]
    assert odds == sorted(odds, reverse=True)
    assert odds[0] == 0
    assert odds[-1] == link_odds(1.0) < -2


def test_clean_text_was_not_asked() -> None:
    found = cleaner.explain("\n".join(PROSE))
    assert [one.removed for one in found] == [False] * len(PROSE)
    assert [one.score for one in found] == [None] * len(PROSE)
    extracted = cleaner.explain("\n".join([*PROSE, *PROSE]), extracted=True)
    assert all(one.score is not None for one in extracted)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_do_not_matter(end: str) -> None:
    want = [(one.line, one.text, one.removed) for one in cleaner.explain(PAGE)]
    found = cleaner.explain(PAGE.replace("\n", end))
    assert [(one.line, one.text, one.removed) for one in found] == want


LINES = [*PROSE, "READ MORE", "Menu", "Log in", "Share", "", " ", "said\nMarta\n, who", "#frost"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(LINES), max_size=30), st.sampled_from(["\n", "\r\n"]))
def test_what_stays_is_what_cleaning_leaves(lines: list[str], end: str) -> None:
    text = end.join(lines)
    result = tool().clean(text)
    found = explain(tool(), text)
    number = [i for i, line in enumerate(text.split(end)) if line.strip()]
    if end == "\n":
        assert [one.line for one in found] == number
    gone = "".join(edit.removed for edit in result.edits)
    for one in found:
        words = one.text.split()
        assert not one.removed or all(word in gone for word in words)
        assert one.removed or any(word in result.text for word in words)


def test_lines_of_a_text_in_one_line_have_columns() -> None:
    text = " ".join(PAGE.split())
    found = cleaner.explain(text)
    assert {one.line for one in found} == {0}
    assert all(text[one.column :].startswith(one.text) for one in found)
    assert " ".join(one.text for one in found) == text
    assert [one.place for one in found[:2]] == ["1", f"1:{found[1].column + 1}"]
    fates = {one.text: one.removed for one in found}
    assert fates["Skip to content"]
    assert any(not one.removed and one.score and one.score.chance > 0.5 for one in found)
