"""What stands around the gaps between words, and where lines ended."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.flat import Flat
from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from cleaner.shape.ends import line_ends
from cleaner.shape.gaps import GAP_NAMES, Words, gap_features
from cleaner.shape.lines import Rows
from cleaner.shape.words import WordTable

LEXICON = Lexicon([])
TABLE = WordTable({"subscribe": -2.0, "said": 1.5}, ["the", "of"])
ROW = {name: number for number, name in enumerate(GAP_NAMES)}


def row(text: str, name: str, *labels: str) -> list[float]:
    spans = [(text.index(label), text.index(label) + len(label)) for label in labels]
    found: list[float] = gap_features(Words(text, spans, TABLE))[ROW[name]].tolist()
    return found


def test_words_beside_a_gap() -> None:
    text = "Home News “The mayor of Marlen said."
    assert row(text, "function_1") == [0, 1, 0, 1, 0, 0]
    assert row(text, "function_0") == [0, 0, 1, 0, 1, 0]
    assert row(text, "weight_1") == [0, 0, 0, 0, 0, 1.5]
    assert row(text, "head_1")[1] == row(text, "head_1")[0]  # behind its quote it is a capital
    assert row(text, "first_1")[1] != row(text, "first_1")[0]
    assert row(text, "function_-3")[:3] == [-1, -1, -1]
    assert row(text, "length_4")[-3:] == [-1, -1, -1]


def test_distances_shares_and_meetings() -> None:
    text = "Log in Share. Log in now and then"
    assert row(text, "terminal_before") == [60, 60, 0, 1, 2, 3, 4]
    assert row(text, "terminal_behind") == [1, 0, 60, 60, 60, 60, 60]
    assert row(text, "upper_share_before_6")[:2] == [1.0, 0.5]
    assert row(text, "upper_share_behind_40")[-2:] == [0.0, 0.0]
    assert row(text, "meet")[0] == row(text, "meet")[3] == 2
    assert row(text, "meet")[1] == 1


def test_labels() -> None:
    text = "Home Read more news"
    labels = ("Home", "Read more")
    assert row(text, "label_begins", *labels) == [2, 0, 0]
    assert row(text, "label_ends", *labels) == [1, 0, 2]
    assert row(text, "label_goes_on", *labels) == [0, 1, 0]


def capitals(features: Rows) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Log odds of a line end before each word with a capital."""
    upper = row("a B", "head_1")[0]
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = np.where(
        features[ROW["head_1"]] == upper, 1.0, -1.0
    )
    return found


def ends(text: str, lines: Sequence[int] = (0,), cuts: Sequence[int] = ()) -> list[str]:
    """What stands before each line end."""
    page = Page(text, LEXICON)
    spans = line_ends(page, Flat([*lines], [], [*cuts], True), capitals, TABLE)
    assert all(not text[start:end].strip() for start, end in spans)
    return [text[:start] for start, _ in spans]


def test_line_ends_are_gaps_in_the_lines_that_hold_several() -> None:
    text = "Home  News\tthe mayor said\nNow Then"
    assert ends(text) == ["Home"]
    assert ends(text, [0, 1]) == ["Home", "Home  News\tthe mayor said\nNow"]
    assert ends(text, [1]) == ["Home  News\tthe mayor said\nNow"]
    assert ends("") == ends("Home") == []


def test_words_that_were_glued_together_are_cut() -> None:
    assert ends("HomeNews atTen", cuts=[4, 11]) == ["Home", "HomeNews at"]
    assert ends("HomeNews", cuts=[]) == []
    glued = ROW["glued"]
    assert gap_features(Words("HomeNews at", [], TABLE, [4]))[glued].tolist() == [1, 0]


def test_what_begins_an_item_ends_no_line() -> None:
    assert ends("it rained - Home # Now a - b") == ["it rained", "it rained - Home"]


@given(st.text(st.characters(exclude_categories=["Cc"])))
def test_any_text_has_a_gap_between_each_two_words(text: str) -> None:
    words = Words(text, [], TABLE)
    spans = zip(words.starts.tolist(), words.ends.tolist(), strict=True)
    assert [text[start:end] for start, end in spans] == text.split()
    if len(words) > 1:
        assert gap_features(words).shape == (len(GAP_NAMES), len(words) - 1)
        assert np.isfinite(gap_features(words)).all()
