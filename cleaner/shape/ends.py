"""Where lines ended in a text that lost its line ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.flat import Flat
from cleaner.segment import Page
from cleaner.shape.characters import CLASS
from cleaner.shape.gaps import Flags, Numbers, Words, gap_features
from cleaner.shape.lines import Rows
from cleaner.shape.words import WordTable

_MARKS = [CLASS[name] for name in ("hash", "dash", "bullet")]
_GOING_ON = [CLASS["comma"], CLASS["colon"]]
_SURE = 1.4
"""Log odds from which a line end is sure."""
_NEAR = 10
"""Gaps between words in which a better line end is near."""
_RUNNING, _SENTENCE = 12, 5
"""Words of running text, and of a sentence that ends."""

Trees = Callable[[Rows], NDArray[np.float64]]
"""Log odds of each column of features."""


def line_ends(page: Page, flat: Flat, trees: Trees, table: WordTable) -> list[tuple[int, int]]:
    """Half-open spans of the gaps between words at which lines ended in the lines ``flat.lines``.

    Where words were glued together they are empty. ``trees`` score the columns of
    ``gap_features``.
    """
    excerpt = _Excerpt(page, flat)
    words = Words(
        excerpt.text, excerpt.places(flat.labels), table, excerpt.places(flat.cuts).tolist()
    )
    if len(words) < 2:
        return []
    first, last = words.ends[:-1], words.starts[1:]
    line = excerpt.line(first)
    is_end = line != excerpt.line(last)
    odds = np.where(is_end, np.inf, trees(gap_features(words)))
    inside = np.isin(excerpt.numbers[line], flat.lines) & ~is_end
    found = _Sentences(words, odds).spared((odds > 0) & (inside | is_end))
    # What begins an item of a list or a heading does not end a line, what stands before it may.
    begins = (words.sizes == 1) & np.isin(words.first, _MARKS)
    found[:-1] |= found[1:] & begins[1:-1]
    found &= ~begins[:-1] & inside
    shift = excerpt.shifts[line[found]]
    return list(zip((first[found] + shift).tolist(), (last[found] + shift).tolist(), strict=True))


class _Excerpt:
    """The lines of a page that hold several and those next to them; all, if most do.

    ``numbers``: of its lines; ``shifts``: what leads from places in each to those in the page.
    """

    def __init__(self, page: Page, flat: Flat) -> None:
        numbers = set(flat.lines)
        if flat.mostly:
            numbers = set(range(len(page.lines)))
        beside = {number + step for number in numbers for step in (-1, 0, 1)}
        self.numbers: Numbers = np.array(sorted(beside & set(range(len(page.lines)))))
        lines = [page.lines[number] for number in self.numbers.tolist()]
        self.text = "\n".join(lines)
        self._starts = np.cumsum([0, *(len(line) + 1 for line in lines[:-1])])
        self._places = np.array(page.starts)[self.numbers]
        self.shifts: Numbers = self._places - self._starts

    def line(self, places: Numbers) -> Numbers:
        """The lines of the excerpt in which places of it stand."""
        return np.searchsorted(self._starts, places, side="right") - 1

    def places(self, of_page: Sequence[Any]) -> Numbers:
        """Places of the page as those of the excerpt."""
        found = np.array(of_page, np.int64)
        return found - self.shifts[np.searchsorted(self._places, found, side="right") - 1]


class _Sentences:
    """Takes the line ends back that may stand within a sentence.

    Of a sentence that begins with a name ("Menu / For eleven years Jonas / Feld lit the lamps")
    each word may be a line of its own. Before running text, and behind running text that does not
    end, only a sure line end counts, or the best one near.
    """

    def __init__(self, words: Words, odds: NDArray[np.float64]) -> None:
        self._odds = odds
        self._count = len(words)
        self._closed = words.tail == CLASS["terminal"]
        self._goes_on = np.isin(words.tail, _GOING_ON)
        self._units = np.concatenate(([0], np.cumsum(words.units)))
        self._functions = np.concatenate(([0], np.cumsum(words.function)))

    def spared(self, ended: Flags) -> Flags:
        """The line ends without those that may stand within a sentence; of each gap, whether."""
        found = ended.copy()
        end = self._count
        for gap in np.flatnonzero(found)[::-1].tolist():
            before = self._odds[gap] < np.inf and self._runs(gap + 1, end)
            if before and self._is_doubtful(gap, found, gap - _NEAR, gap):
                found[gap] = False
            else:
                end = gap + 1
        first = 0
        for gap in np.flatnonzero(found).tolist():
            behind = not self._closed[gap] and self._runs(first, gap + 1)
            if (self._odds[gap] < np.inf and behind) and (
                self._goes_on[gap] or self._is_doubtful(gap, found, gap + 1, gap + 1 + _NEAR)
            ):
                found[gap] = False
            else:
                first = gap + 1
        return found

    def _runs(self, first: int, end: int) -> bool:
        """Whether the words ``first:end`` are running text."""
        size = self._units[end] - self._units[first]
        return bool(size >= _RUNNING or (size >= _SENTENCE and self._closed[end - 1]))

    def _is_doubtful(self, gap: int, ended: Flags, first: int, end: int) -> bool:
        """Whether a gap is not sure, and a better one stands in ``first:end``.

        What stands between them is a word, or has a function word: several names alone are no part
        of a sentence.
        """
        if self._odds[gap] >= _SURE:
            return False
        return any(
            ended[other] and self._odds[other] > self._odds[gap] and self._is_part(gap, other)
            for other in range(max(0, first), min(end, self._count - 1))
        )

    def _is_part(self, gap: int, other: int) -> bool:
        """Whether one word, or words with a function word, stand between two gaps."""
        return abs(gap - other) == 1 or bool(self._functions[gap + 1] != self._functions[other + 1])
