"""Scores of one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.evaluation.measure import Scores, align, mean, score, shingles
from cleaner.sentences import WORD

TEXT = "The council approved the new bridge on Tuesday, after a long debate in the small hall."


def test_a_page_like_its_gold_text_is_perfect() -> None:
    assert score(TEXT, TEXT, TEXT) == Scores(1.0, 1.0, 0.0)


def test_what_was_left_in_costs_precision_only() -> None:
    found = score(TEXT, f"{TEXT}\nHome and other words of a menu", TEXT)
    assert found.recall == 1.0
    assert found.precision is not None
    assert 0.5 < found.precision < 0.8


def test_marks_of_markdown_are_no_words() -> None:
    linked = TEXT.replace("bridge", "[**bridge**](https://example.org/bridge)")
    assert score(TEXT, linked, linked) == Scores(1.0, 1.0, 0.0)
    tokens = align(linked, TEXT)
    assert [linked[token.start : token.end] for token in tokens] == WORD.findall(TEXT)
    assert all(token.common for token in tokens)


def test_lost_counts_only_what_the_input_had() -> None:
    first, second = "one two three four five six", "seven eight nine ten eleven twelve"
    gold = f"{first} {second}"
    assert score(gold, first, first).lost == 0.0
    assert score(gold, "", first).lost == 1.0
    assert score(gold, "", first).precision is None
    assert score(gold, first, gold).lost == pytest.approx(6 / 9)


def test_letters_of_scripts_without_spaces_are_tokens() -> None:
    assert WORD.findall("新桥 on 周二") == ["新", "桥", "on", "周", "二"]
    assert sum(shingles("议会批准了新桥").values()) == 4


def test_a_repeated_headline_is_common_once() -> None:
    headline = "Night train to the coast"
    tokens = align(f"{headline}\n{TEXT}\n{headline}", f"{headline}\n{TEXT}")
    assert [token.common for token in tokens[:5]] == [True] * 5
    assert [token.common for token in tokens[-5:]] == [False] * 5


def test_mean_is_over_pages_and_f1_from_the_means() -> None:
    found = mean([Scores(1.0, 0.5, 0.1), Scores(None, 0.0, None)])
    assert found == Scores(1.0, 0.25, 0.1)
    assert found.f1 == pytest.approx(0.4)
    assert mean([]).f1 == 0.0


@given(st.text(), st.text())
def test_shares_are_shares(gold: str, cleaned: str) -> None:
    found = score(gold, cleaned, gold)
    for share in (found.precision or 0.0, found.recall, found.lost or 0.0, found.f1):
        assert 0.0 <= share <= 1.0


@given(st.text())
def test_a_text_aligns_with_itself(text: str) -> None:
    tokens = align(text, text)
    assert all(token.common for token in tokens)
    assert [text[token.start : token.end] for token in tokens] == WORD.findall(text)
