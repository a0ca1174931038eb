"""Texts as the arrays that are compared, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64, U64, Rows, Stored, edges, spread


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


def merged(tables: list[Table], rank: I64) -> Table:
    """The rows of ``tables``, one after the other, moved to the places that ``rank`` gives them.

    Empties the list, so that each table is freed as soon as it is copied.
    """
    whole = Table(
        np.concatenate([t.digest for t in tables]),
        np.concatenate([t.pattern for t in tables]),
        np.concatenate([t.words for t in tables]),
        np.concatenate([t.headline for t in tables]),
        *(
            _space([getattr(t, name) for t in tables], rank)
            for name in ("characters", "shingles", "numbers")
        ),
    )
    order = np.argsort(rank)
    whole = replace(
        whole,
        digest=whole.digest[order],
        pattern=whole.pattern[order],
        words=whole.words[order],
        headline=whole.headline[order],
    )
    at = 0
    tables.reverse()
    while tables:
        table = tables.pop()
        places = rank[at : at + len(table)]
        at += len(table)
        for name in ("characters", "shingles", "numbers"):
            source, target = getattr(table, name), getattr(whole, name)
            target.values[spread(target.starts[places], source.lengths())] = source.values
    return whole


def _space(rows: Sequence[Rows], rank: I64) -> Rows:
    lengths = np.empty(len(rank), np.int64)
    lengths[rank] = np.concatenate([r.lengths() for r in rows])
    starts = edges(lengths)
    return Rows(np.empty(int(starts[-1]), rows[0].values.dtype), starts)
