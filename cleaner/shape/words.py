"""Words that stand more often in the main text of pages or beside it, looked up by hash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.characters import CLASS, WORD_CLASSES, class_table, codes, lower_table, lowered

if TYPE_CHECKING:
    from cleaner.native.tally import Tallier

_WORD = re.compile(r"[^\W\d_]+")
_BITS = 16
_LONGEST = 24
_BASE = 0x100000001B3
_MIX = 0x9E3779B97F4A7C15

Words = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Weight of each word, and 1.0 where it is a function word of some language."""


class WordTable:
    """Weights of lower-case words, and which of them are function words.

    Of two words with one place in the table the first stays, so give the important ones first.
    """

    def __init__(self, weights: Mapping[str, float], function: Iterable[str]) -> None:
        function = frozenset(function)
        words = list(dict.fromkeys([*weights, *sorted(function)]))
        sizes = np.array([len(word) for word in words], np.int64)
        starts = np.cumsum(sizes) - sizes
        found = hashes(codes("".join(words)).astype(np.uint64), starts, sizes)
        # The last one written stays, so they go in backwards.
        order = slice(None, None, -1)
        places = _places(found)[order]
        self._hash = np.zeros(1 << _BITS, np.uint64)
        self._weight = np.zeros(1 << _BITS, np.float32)
        self._function = np.zeros(1 << _BITS, np.float32)
        self._hash[places] = found[order]
        self._weight[places] = [weights.get(word, 0.0) for word in words][order]
        self._function[places] = [word in function for word in words][order]

    def look_up(
        self, text: NDArray[np.uint32], starts: NDArray[np.int64], sizes: NDArray[np.int64]
    ) -> Words:
        """Weights and function-word flags of the words of a text; zero for unknown ones."""
        found = hashes(lowered(text), starts, sizes)
        places = _places(found)
        known = self._hash[places] == found
        return self._weight[places] * known, self._function[places] * known

    @cached_property
    def tallier(self) -> Tallier | None:
        """What looks up all words of lines in one pass, where it is compiled."""
        try:
            from cleaner.native.tally import Tallier
        except ImportError:
            return None
        return Tallier(
            classes=class_table(),
            lowers=lower_table(),
            hashes=self._hash,
            weights=self._weight,
            functions=self._function,
            space=CLASS["space"],
            letters=WORD_CLASSES,
            base=_BASE,
            mix=_MIX,
            longest=_LONGEST,
        )

    def weighed(self, line: str) -> dict[str, float]:
        """The words of a line that have a weight."""
        words = list(dict.fromkeys(_WORD.findall(line.lower())))
        sizes = np.array([len(word) for word in words], np.int64)
        text = codes("".join(words))
        weights, _ = self.look_up(text, np.cumsum(sizes) - sizes, sizes)
        found = zip(words, weights.tolist(), strict=True)
        return {word: weight for word, weight in found if weight}


def hashes(
    letters: NDArray[np.uint64], starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Polynomial hash of each word, modulo 2**64; of long words their first letters.

    A word's hash is the difference of two prefix sums, shifted back to its start: the base is
    odd and has an inverse.
    """
    powers, inverses = _powers(len(letters).bit_length())
    sums = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum(letters * powers[: len(letters)], out=sums[1:])
    ends = starts + np.minimum(sizes, _LONGEST)
    return (sums[ends] - sums[starts]) * inverses[starts]


@cache
def _powers(bits: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The first ``2**bits`` powers of the base and of its inverse."""
    found = []
    for base in (_BASE, pow(_BASE, -1, 1 << 64)):
        row = np.full(1 << bits, base, np.uint64)
        row[0] = 1
        found.append(np.multiply.accumulate(row))
    return found[0], found[1]


def _places(found: NDArray[np.uint64]) -> NDArray[np.intp]:
    return ((found * np.uint64(_MIX)) >> np.uint64(64 - _BITS)).astype(np.intp)
