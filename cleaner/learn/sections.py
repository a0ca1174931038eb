"""Sections: a heading every page has, a list that differs, and the next line every page has.

The list of a "Related" section differs as the list of "References" does, but its entries come
again on other pages of the site, where references hardly do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from cleaner.deduplication.arrays import I64
from cleaner.learn.guards import FEWEST, LIKELY, bound, capped
from cleaner.learn.measures import TAIL, Facts, Shape

ENDS = 0.3
"""Share of the documents that the closing line of a section must have."""
AGREE = 0.6
"""Share of the sections that must end with the same line."""
CROSS = 0.3
"""Share of the entries that must stand on another page, too."""
LONGEST = 60
_EXAMINED = 300


class Section(NamedTuple):
    """``start`` and ``end`` are keys of lines; ``takes`` as in a block rule; ``lines`` at most."""

    start: int
    end: int
    takes: str
    lines: int
    pages: int
    of: int
    confidence: float


class _Seen(NamedTuple):
    end: int
    entries: int
    known: int
    prose: int


def sections(shape: Shape, facts: Mapping[int, Facts], row_keys: frozenset[int]) -> list[Section]:
    """The sections behind the running text; ``row_keys``: lines near the top of some page."""
    heads = [f for f in facts.values() if f.tail >= 0.8 and f.new >= AGREE and f.share >= ENDS]
    if not heads:
        return []
    frequent = shape.common & (shape.pages_of[shape.ids] >= max(FEWEST, ENDS * shape.documents))
    stops = np.flatnonzero(frequent)
    titles = np.isin(shape.keys, np.array(sorted(row_keys), np.uint64))
    number = {int(key): i for i, key in enumerate(shape.keys)}
    result = []
    for head in heads:
        at = np.flatnonzero((shape.ids == number[head.key]) & (shape.zone == TAIL))[:_EXAMINED]
        seen = [_look(shape, int(i), stops, titles) for i in at]
        found = _section(shape, head, [one for one in seen if one is not None], len(at))
        if found is not None:
            result.append(found)
    return result


def _look(shape: Shape, at: int, stops: I64, titles: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> _Seen | None:
    """What lies between the heading at ``at`` and the next line that every page has."""
    next_stop = int(np.searchsorted(stops, at + 1))
    if next_stop == len(stops):
        return None
    end = int(stops[next_stop])
    if shape.page[end] != shape.page[at] or not 1 <= end - at - 1 <= LONGEST:
        return None
    between = slice(at + 1, end)
    ids = shape.ids[between]
    known = (shape.pages_of[ids] >= 2) | titles[ids]
    return _Seen(int(shape.ids[end]), end - at - 1, int(known.sum()), int(shape.prose[between].sum()))


def _section(shape: Shape, head: Facts, seen: list[_Seen], examined: int) -> Section | None:
    if len(seen) < FEWEST:
        return None
    [(end, agreeing)] = Counter(one.end for one in seen).most_common(1)
    entries = sum(one.entries for one in seen)
    if agreeing < AGREE * examined or sum(one.known for one in seen) < CROSS * entries:
        return None
    if sum(one.prose for one in seen) > entries / 2:
        return None
    confidence = capped(bound(agreeing / examined, head.pages), head.of)
    if confidence < LIKELY:
        return None
    takes = "teasers" if any(one.prose for one in seen) else "short"
    longest = max(one.entries for one in seen)
    return Section(
        head.key, int(shape.keys[end]), takes, longest, head.pages, head.of, confidence
    )
