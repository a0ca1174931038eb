"""Sections: a heading every page has, a list that differs, and the next line every page has.

The list of a "Related" section differs as the list of "References" does, but its entries come
again on other pages of the site, where references hardly do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from cleaner.deduplication.arrays import I64
from cleaner.learn.facts import Facts
from cleaner.learn.guards import FEWEST, bound, capped
from cleaner.learn.measures import BOOL, TAIL, Shape

ENDS = 0.3
"""Share of the documents that the closing line of a section must have."""
AGREE = 0.6
"""Share of the sections that must end with the same line."""
CROSS = 0.3
"""Share of the entries that must stand on another page, too."""
ONCE = 1.5
"""Lines that come more often on a page belong to the entries of a section."""
MENU = 0.5
"""Share of the documents from which a line is no entry of a list that differs."""
LEAST_SURE = 0.7
"""Least confidence: a section takes lines that nobody counted, so three pages are too few."""
LEAST, LONGEST = 2, 60
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


def sections(shape: Shape, facts: Mapping[int, Facts], title_keys: frozenset[int]) -> list[Section]:
    """The sections behind the running text; ``title_keys``: lines that are the title of a page."""
    once = np.array(sorted(f.key for f in facts.values() if f.each < ONCE), np.uint64)
    frequent = shape.common & (shape.pages_of[shape.ids] >= max(FEWEST, ENDS * shape.documents))
    frequent &= np.isin(shape.keys, once)[shape.ids]
    heads = [f for f in facts.values() if _may_head(f)]
    stops = np.flatnonzero(frequent)
    if not heads or not len(stops):
        return []
    titles = np.isin(shape.keys, np.array(sorted(title_keys), np.uint64))
    number = {int(key): i for i, key in enumerate(shape.keys)}
    result = []
    for head in heads:
        at = np.flatnonzero((shape.ids == number[head.key]) & (shape.zone >= TAIL))[:_EXAMINED]
        end = _usual_end(shape, at, stops)
        if end >= 0:
            found = _section(shape, head, at, end, titles)
            result += [found] if found is not None else []
    return result


def _may_head(facts: Facts) -> bool:
    behind = facts.tail >= 0.8 or (facts.nowhere > 0.5 and facts.depth > 0.5)
    return (
        behind
        and facts.share >= ENDS
        and facts.each < ONCE
        and not (facts.prose or facts.sentence or facts.title or facts.abstract)
    )


def _usual_end(shape: Shape, at: I64, stops: I64) -> int:
    """The id of the line of every page that most often comes next, -1 when it follows at once."""
    found = np.searchsorted(stops, at + 1)
    ends = stops[np.minimum(found, len(stops) - 1)]
    apart = (found < len(stops)) & (shape.page[ends] == shape.page[at]) & (ends > at + 1)
    if apart.sum() < max(FEWEST, len(at) / 2):
        return -1
    kinds, counts = np.unique(shape.ids[ends[apart]], return_counts=True)
    return int(kinds[np.argmax(counts)])


def _section(shape: Shape, head: Facts, at: I64, end: int, titles: BOOL) -> Section | None:
    """The section between the headings at ``at`` and the next lines ``end``, if it is one."""
    ends = np.flatnonzero(shape.ids == end)
    found = np.searchsorted(ends, at + 1)
    stops = ends[np.minimum(found, len(ends) - 1)]
    fits = (found < len(ends)) & (shape.page[stops] == shape.page[at])
    fits &= (stops - at - 1 >= 1) & (stops - at - 1 <= LONGEST)
    if fits.sum() < max(FEWEST, AGREE * len(at)):
        return None
    # One line between two that every page has is the value of a label.
    if np.median((stops - at - 1)[fits]) < LEAST:
        return None
    between = np.concatenate(
        [np.arange(i + 1, j) for i, j in zip(at[fits], stops[fits], strict=True)]
    )
    ids = shape.ids[between]
    # What the menu of every page has is no entry of a list that differs.
    rare = shape.pages_of[ids] < MENU * shape.documents
    known = rare & ((shape.pages_of[ids] >= 2) | titles[ids])
    prose = int(shape.prose[between].sum())
    if known.sum() < CROSS * len(ids) or prose > len(ids) / 2:
        return None
    confidence = capped(bound(float(fits.mean()), head.pages), head.of)
    if confidence < LEAST_SURE:
        return None
    longest = int((shape.row[stops] - shape.row[at] - 1)[fits].max())
    takes = "teasers" if prose else "short"
    key = int(shape.keys[end])
    return Section(head.key, key, takes, longest, head.pages, head.of, confidence)
