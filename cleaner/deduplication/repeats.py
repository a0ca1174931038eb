"""Which paragraphs repeat one of a set of snippets.

A related card that escaped its heading stands in the body of one page and as a card under another
one; a card may also tease the very article that it stands under. Both show when the paragraphs of
the clean text are held against the cards.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cleaner.deduplication import arrays, tokens
from cleaner.deduplication.arrays import I64, U64, Stored
from cleaner.deduplication.table import Table, merged
from cleaner.deduplication.verify import Thresholds, Verifier

FEWEST = 12
"""Words that a snippet must have to be looked for; shorter ones are said in many places."""
_SHARE = 0.4


class Repeat(NamedTuple):
    """Text ``text`` of a batch repeats ``snippet``; ``score`` as in ``Member``."""

    text: int
    snippet: int
    score: float


class Repeats:
    """Finds repeats of ``snippets`` in batches of texts."""

    def __init__(self, snippets: Sequence[str], limits: Thresholds | None = None) -> None:
        self.limits = limits or Thresholds()
        tables = [tokens.tabulate(snippets[a:b]) for a, b in tokens.batches(snippets)]
        count = len(snippets)
        self._table = merged(tables) if count else None
        if self._table is None:
            return
        owner = np.repeat(np.arange(count), self._table.shingles.lengths())
        long = (self._table.words >= FEWEST)[owner]
        values = _values(self._table.shingles)[long]
        order = np.argsort(values, kind="stable")
        self._values, self._owner = values[order], owner[long][order]

    def find(self, texts: Sequence[str]) -> list[Repeat]:
        """The best repeat in each text that has one, in the order of ``texts``."""
        if self._table is None or not texts:
            return []
        found = tokens.tabulate(texts)
        pairs = self._pairs(found)
        if not len(pairs[0]):
            return []
        table = merged([found, self._table])
        verifier = Verifier(table, np.zeros(len(table), np.float32), self.limits)
        evidence = verifier.compare(pairs[0], pairs[1] + len(found))
        best: dict[int, Repeat] = {}
        copies = np.flatnonzero(evidence.copies(self.limits))
        for text, snippet, score in zip(
            pairs[0][copies].tolist(),
            pairs[1][copies].tolist(),
            evidence.containment[copies].tolist(),
            strict=True,
        ):
            known = best.get(text)
            if known is None or score > known.score:
                best[text] = Repeat(text, snippet, round(score, 4))
        return [best[text] for text in sorted(best)]

    def _pairs(self, found: Table) -> tuple[I64, I64]:
        """Texts and snippets that have many shingles in common."""
        values = _values(found.shingles)
        first = np.searchsorted(self._values, values, side="left")
        counts = np.searchsorted(self._values, values, side="right") - first
        text = np.repeat(np.arange(len(found)), found.shingles.lengths())
        # A shingle of very many snippets says nothing about any of them.
        counts = np.where(counts > 50, 0, counts)
        snippet = self._owner[arrays.spread(first, counts)]
        packed = np.sort(np.repeat(text, counts) << 32 | snippet).astype(np.uint64)
        pairs, shared = arrays.runs(packed)
        text = (pairs >> np.uint64(32)).astype(np.int64)
        snippet = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
        assert self._table is not None
        least = np.minimum(found.shingles.lengths()[text], self._table.shingles.lengths()[snippet])
        enough = (shared >= np.maximum(2, _SHARE * least)) & (found.words[text] >= FEWEST)
        return text[enough], snippet[enough]


def _values(rows: Stored) -> U64:
    parts = [some.values.astype(np.uint64, copy=False) for _, some in rows.chunks()]
    return np.concatenate([np.zeros(0, np.uint64), *parts])
