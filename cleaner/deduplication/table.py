"""Texts as the arrays that are compared, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64, U64, Rows, Stored, edges


@dataclass(frozen=True, slots=True)
class Table:
    """Normalised texts, a row each.

    ``digest``: hash of the row's words. ``pattern``: the same with every number taken for one and
    the same. ``words``: its length in words (estimated in scripts without spaces). ``headline``:
    how many of its characters are a headline above the text, 0 where there is none.
    ``characters``: the normalised text, one byte a character (ASCII as it is, others hashed) with
    one space between words. ``shingles``: hashes of three words. ``numbers``: hashes of its
    numbers, the second "7" of a row other than the first.
    """

    digest: U64
    pattern: U64
    words: NDArray[np.int32]
    headline: NDArray[np.int32]
    characters: Stored
    shingles: Stored
    numbers: Stored

    def __len__(self) -> int:
        return len(self.digest)

    def take(self, rows: I64, *, shingles: bool = True) -> Table:
        """The given rows, in that order; without ``shingles`` they have none."""
        none = Rows(np.zeros(0, np.uint64), np.zeros(len(rows) + 1, np.int64))
        return Table(
            self.digest[rows],
            self.pattern[rows],
            self.words[rows],
            self.headline[rows],
            self.characters.take(rows),
            self.shingles.take(rows) if shingles else none,
            self.numbers.take(rows),
        )


def merged(tables: Sequence[Table]) -> Table:
    """The rows of ``tables``, one after the other."""
    return Table(
        np.concatenate([table.digest for table in tables]),
        np.concatenate([table.pattern for table in tables]),
        np.concatenate([table.words for table in tables]),
        np.concatenate([table.headline for table in tables]),
        *(
            _joined([getattr(table, name) for table in tables])
            for name in ("characters", "shingles", "numbers")
        ),
    )


def _joined(rows: Sequence[Rows]) -> Rows:
    lengths = np.concatenate([some.lengths() for some in rows])
    return Rows(np.concatenate([some.values for some in rows]), edges(lengths))
