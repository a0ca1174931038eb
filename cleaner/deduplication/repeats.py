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
_BITS = 20
_SHIFT = np.uint64(64 - _BITS)
"""A table says which first bits a shingle of the snippets has; looking it up is quick."""


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
        self._begins = np.zeros(1 << _BITS, bool)
        self._begins[self._values >> _SHIFT] = True

    def find(self, texts: Sequence[str]) -> list[Repeat]:
        """The best repeat in each text that has one, in the order of ``texts``."""
        if self._table is None or not len(self._values):
            return []
        return [
            repeat._replace(text=repeat.text + first)
            for first, end in tokens.batches(texts)
            for repeat in self._in_batch(self._table, texts[first:end])
        ]

    def _in_batch(self, snippets: Table, texts: Sequence[str]) -> list[Repeat]:
        text, snippet = self._pairs(snippets, texts)
        if not len(text):
            return []
        # Few texts share anything with a snippet, so only those are looked at as a whole.
        rows, at = np.unique(text, return_inverse=True)
        table = merged([tokens.tabulate([texts[i] for i in rows.tolist()]), snippets])
        verifier = Verifier(table, np.zeros(len(table), np.float32), self.limits)
        evidence = verifier.compare(at, snippet + len(rows))
        best: dict[int, Repeat] = {}
        copies = np.flatnonzero(evidence.copies(self.limits))
        for one, other, score in zip(
            text[copies].tolist(),
            snippet[copies].tolist(),
            evidence.containment[copies].tolist(),
            strict=True,
        ):
            known = best.get(one)
            if known is None or score > known.score:
                best[one] = Repeat(one, other, round(score, 4))
        return [best[one] for one in sorted(best)]

    def _pairs(self, snippets: Table, texts: Sequence[str]) -> tuple[I64, I64]:
        """Texts and snippets that have many shingles in common."""
        words, shingles = tokens.outline(texts)
        values = _values(shingles)
        owner = np.repeat(np.arange(len(texts)), shingles.lengths())
        likely = np.flatnonzero(self._begins[values >> _SHIFT])
        values, owner = values[likely], owner[likely]
        first = np.searchsorted(self._values, values, side="left")
        counts = np.searchsorted(self._values, values, side="right") - first
        # A shingle of very many snippets says nothing about any of them.
        counts = np.where(counts > 50, 0, counts)
        snippet = self._owner[arrays.spread(first, counts)]
        packed = np.sort(np.repeat(owner, counts) << 32 | snippet).astype(np.uint64)
        pairs, shared = arrays.runs(packed)
        text = (pairs >> np.uint64(32)).astype(np.int64)
        snippet = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
        least = np.minimum(shingles.lengths()[text], snippets.shingles.lengths()[snippet])
        enough = (shared >= np.maximum(2, _SHARE * least)) & (words[text] >= FEWEST)
        return text[enough], snippet[enough]


def worth_looking_for(snippets: Sequence[str]) -> bool:
    """Whether one of ``snippets`` is long enough to be looked for."""
    return any(
        bool((tokens.outline(snippets[a:b])[0] >= FEWEST).any())
        for a, b in tokens.batches(snippets)
    )


def _values(rows: Stored) -> U64:
    parts = [some.values.astype(np.uint64, copy=False) for _, some in rows.chunks()]
    return np.concatenate([np.zeros(0, np.uint64), *parts])
