"""Words that a site hangs on lines that differ: a suffix of titles, the credit before a caption."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cleaner.deduplication.arrays import I64, U64
from cleaner.learn.guards import FEWEST, LIKELY, bound, capped
from cleaner.learn.sheets import GLUED, PREFIX, SUFFIX

SHARE = {PREFIX: 0.1, SUFFIX: 0.25, GLUED: 0.1}
"""Share of the documents on which an affix must stand, by its kind."""
VARIETY = 0.5
"""Share of the lines with an affix that must differ."""
REPEATED = 3
"""A suffix that comes more often on a page is part of what a list of it names."""
_SAMPLES = 5


class AffixFacts(NamedTuple):
    """An affix of ``kind`` on ``pages`` of ``of`` documents, ``times`` in all, and where."""

    kind: int
    key: int
    pages: int
    of: int
    times: int
    confidence: float
    places: tuple[tuple[int, int], ...]


class Affixes(NamedTuple):
    """Occurrences of affixes in distinct documents: a row each."""

    page: I64
    row: I64
    kind: I64
    keys: U64
    lines: U64
    """The key of the whole line."""


def affix_facts(found: Affixes, documents: int) -> list[AffixFacts]:
    """The affixes that recur on lines that differ, in the order of their keys."""
    if not len(found.page) or documents < FEWEST:
        return []
    kinds, ids = np.unique(found.keys, return_inverse=True)
    pages = _distinct(ids, found.page, len(kinds))
    lines = _distinct(ids, np.unique(found.lines, return_inverse=True)[1], len(kinds))
    counts = np.bincount(ids, minlength=len(kinds))
    order = np.lexsort((found.row, found.page, ids))
    starts = np.searchsorted(ids[order], np.arange(len(kinds) + 1))
    result = []
    for i in np.flatnonzero((pages >= FEWEST) & (lines >= FEWEST) & (lines >= VARIETY * counts)):
        own = order[starts[i] : starts[i + 1]]
        kind = int(found.kind[own[0]])
        if pages[i] < SHARE[kind] * documents:
            continue
        if kind == SUFFIX and counts[i] > REPEATED * pages[i]:
            continue
        confidence = capped(bound(1.0, float(pages[i])), documents)
        if confidence < LIKELY:
            continue
        places: dict[int, int] = {}
        for j in own:
            places.setdefault(int(found.page[j]), int(found.row[j]))
            if len(places) == _SAMPLES:
                break
        result.append(
            AffixFacts(
                kind,
                int(kinds[i]),
                int(pages[i]),
                documents,
                int(counts[i]),
                confidence,
                tuple(places.items()),
            )
        )
    return result


def _distinct(ids: I64, of: I64, kinds: int) -> I64:
    span = int(of.max()) + 1
    return np.asarray(np.bincount(np.unique(ids * span + of) // span, minlength=kinds), np.int64)
