"""Shingles, scores and alignment: one page, its gold text and what cleaning made of it.

Precision, recall and F1 are those of bags of 4-token shingles, as in scrapinghub's
article-extraction-benchmark: each page counts the same, and F1 comes from the mean precision and
the mean recall. Letters of scripts without spaces are one token each; the targets of links and the
other marks of Markdown are none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

from cleaner.sentences import WORD
from cleaner.view import masked

SIZE = 4
Shingle = tuple[str, ...]


class Scores(NamedTuple):
    """Shares between 0 and 1.

    ``precision`` is None for an empty text; ``lost`` is the share of the main text of the input
    that cleaning destroyed, None where the input is not known.
    """

    precision: float | None
    recall: float
    lost: float | None

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _f1(self.precision or 0.0, self.recall)


class Token(NamedTuple):
    """A word of a text: its half-open span, and whether the other text has it, too."""

    start: int
    end: int
    common: bool


def score(gold: str, cleaned: str, original: str | None = None) -> Scores:
    """Compare a cleaned text with its gold text (not empty), and with what it was before."""
    want, has = shingles(gold), shingles(cleaned)
    hit = sum((want & has).values())
    lost = None
    if original is not None:
        had = want & shingles(original)
        lost = 1 - sum((had & has).values()) / sum(had.values()) if had else 0.0
    return Scores(hit / sum(has.values()) if has else None, hit / max(sum(want.values()), 1), lost)


def mean(scores: Sequence[Scores]) -> Scores:
    """Means over pages; ``f1`` of the result is that of the mean precision and recall."""
    precisions = [one.precision for one in scores if one.precision is not None]
    losses = [one.lost for one in scores if one.lost is not None]
    return Scores(
        fmean(precisions) if precisions else None,
        fmean(one.recall for one in scores) if scores else 0.0,
        fmean(losses) if losses else None,
    )


def shingles(text: str) -> Counter[Shingle]:
    """Bag of the shingles of a text; a text of fewer tokens is one shingle."""
    return Counter(_shingles(WORD.findall(masked(text))))


def align(text: str, other: str) -> list[Token]:
    """The tokens of ``text``, and which of them stand in ``other``, too.

    Runs of common shingles are matched longest first, and each shingle as often as ``other`` has
    it: a teaser that repeats the headline is not the headline.
    """
    found = [(match.start(), match.end(), match[0]) for match in WORD.finditer(masked(text))]
    bag = shingles(other)
    own = _shingles([word for _, _, word in found])
    common = [False] * len(found)
    for first, end in _runs([shingle in bag for shingle in own]):
        for at in range(first, end):
            if bag[own[at]] > 0:
                bag[own[at]] -= 1
                stop = min(at + SIZE, len(found))
                common[at:stop] = [True] * (stop - at)
    return [Token(*word[:2], is_common) for word, is_common in zip(found, common, strict=True)]


def _shingles(tokens: Sequence[str]) -> list[Shingle]:
    count = max(1, len(tokens) - SIZE + 1) if tokens else 0
    return [tuple(tokens[i : i + SIZE]) for i in range(count)]


def _runs(known: Sequence[bool]) -> list[tuple[int, int]]:
    """Half-open runs of true values, longest first."""
    flags = [False, *known, False]
    edges = [at for at, (before, after) in enumerate(pairwise(flags)) if before != after]
    runs = list(zip(edges[::2], edges[1::2], strict=True))
    return sorted(runs, key=lambda run: (run[0] - run[1], run[0]))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
