"""The compiled count of characters and words says what numpy says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.shape.characters import CLASS
from cleaner.shape.model import load
from cleaner.shape.tally import counted, tally
from cleaner.shape.words import WordTable

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("fixtures/**/*.txt"), *ROOT.glob("seeds/*.txt")])
TABLE = load().table
SMALL = WordTable({"subscribe": -2.0, "said": 1.5}, ["the", "of", "und", "для"])
LINE = st.text(
    st.characters() | st.sampled_from("aÀßſİ桥ก7.»|© \t\u00a0\u200b☂🙂\uffff\U0010ffff"), min_size=1
).filter(lambda line: "\n" not in line)


def same(lines: list[str], table: WordTable) -> None:
    for found, wanted in zip(tally(lines, table), counted(lines, table), strict=True):
        assert np.array_equal(found, wanted)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    lines = [line for line in text.split("\n") if line]
    if lines:
        same(lines, TABLE)


@given(st.lists(LINE, min_size=1, max_size=6))
def test_lines(lines: list[str]) -> None:
    same(lines, SMALL)


@given(st.lists(st.sampled_from(["subscribe", "Said", "THE", "для", "x" * 30, "-", " ", "é"])))
def test_words(words: list[str]) -> None:
    same(["".join(words) or "a", " ".join(words) or "b"], SMALL)


def test_what_is_counted() -> None:
    found = tally(["The mayor said: 7 (subscribe)"], SMALL)
    assert found.of[CLASS["space"], 0] == 4
    assert found.by[CLASS["lower"], 0] == 2
    assert found.edges[:, 0].tolist() == [CLASS["upper"], CLASS["lower"], CLASS["close"]]
    assert [row[0] for row in found[3:]] == [4, 1, -0.5, -2, 0]


def test_surrogates_and_no_lines_to_speak_of() -> None:
    same(["\udc80a"], SMALL)
    if SMALL.tallier is not None:
        with pytest.raises(TypeError):
            tally([""], SMALL)
