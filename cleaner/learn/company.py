"""Lines that stand between lines already known for boilerplate, on nearly every page they are on.

An entry of a menu that some pages leave out, a label in a footer, a heading of a list of links:
alone they say nothing, but what always stands between two entries of one menu is one of them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64
from cleaner.learn.facts import Facts
from cleaner.learn.measures import BOOL, Shape

GAP = 3
"""Lines that may stand between two known ones without ending their row."""
LONG_ROW = 6
"""Known lines that make a row in which others are among them."""
ROUNDS = 4
OTHERS = 12
"""Different known lines that make a row in which an unsure line between them is one of them."""
_UNKNOWN, _UNSURE, _KNOWN = range(3)


def accompanied(shape: Shape, facts: list[Facts], known: Callable[[Facts], bool]) -> list[Facts]:
    """The facts with ``between``: how often a line stands in a row of those that are known.

    What becomes known by that lets others become known, in a few rounds.
    """
    number = np.full(int(shape.ids.max(initial=-1)) + 1, -1)
    number[np.searchsorted(shape.keys, np.array([f.key for f in facts], np.uint64))] = np.arange(
        len(facts)
    )
    at = number[shape.ids]
    result = list(facts)
    sure = np.array([known(one) for one in facts], bool)
    for _ in range(ROUNDS):
        if not sure.any():
            break
        inside = _between(shape, (at >= 0) & sure[at])
        counted = at >= 0
        times = np.bincount(at[counted], minlength=len(facts))
        share = np.bincount(at[counted], weights=inside[counted], minlength=len(facts)) / times
        new = []
        for i in np.flatnonzero(~sure & (share > 0)):
            result[i] = result[i]._replace(between=float(share[i]))
            if known(result[i]):
                new.append(i)
        if not new:
            break
        sure[new] = True
    return result


def _between(shape: Shape, known: BOOL) -> BOOL:
    """Which lines stand between two known ones of a row that is long enough."""
    inside = np.zeros(len(known), bool)
    at: I64 = np.flatnonzero(known)
    if not len(at):
        return inside
    texts = np.append(0, np.cumsum(shape.prose))
    near = (shape.page[at[1:]] == shape.page[at[:-1]]) & (np.diff(at) <= GAP + 1)
    near &= texts[at[1:]] == texts[at[:-1]]
    row = np.append(0, np.cumsum(~near))
    members = np.bincount(row)
    first = np.searchsorted(row, np.arange(len(members)))
    for start, size in zip(first, members, strict=True):
        if size >= LONG_ROW:
            inside[at[start] : at[start + size - 1]] = True
    return inside


def joined(
    shape: Shape,
    facts: list[Facts],
    known: Callable[[Facts], bool],
    unsure: Callable[[Facts], bool],
) -> list[Facts]:
    """The facts with ``among``: how often an unsure line stands between many that are known.

    Nothing but known and unsure lines stands in such a row.
    """
    if not facts:
        return facts
    state = np.zeros(int(shape.ids.max()) + 1, np.int8)
    number = np.searchsorted(shape.keys, np.array([f.key for f in facts], np.uint64))
    state[number] = [_KNOWN if known(f) else _UNSURE if unsure(f) else _UNKNOWN for f in facts]
    inside = _enclosed(shape, state[shape.ids])
    times = np.bincount(shape.ids, minlength=len(state))[number]
    share = np.bincount(shape.ids, weights=inside, minlength=len(state))[number] / times
    return [one._replace(among=float(part)) for one, part in zip(facts, share, strict=True)]


def _enclosed(shape: Shape, state: NDArray[np.int8]) -> BOOL:
    """Which unsure lines stand between the first and the last known one of a row of many."""
    inside = np.zeros(len(state), bool)
    ends = np.append(shape.page[1:] != shape.page[:-1], True) | (state == _UNKNOWN)
    row = np.append(0, np.cumsum(ends)[:-1])
    at = np.flatnonzero(state == _KNOWN)
    many = np.flatnonzero(np.bincount(row[at], minlength=1) >= OTHERS)
    firsts, lasts = np.searchsorted(row[at], many), np.searchsorted(row[at], many + 1)
    for first, last in zip(firsts, lasts, strict=True):
        own = at[first:last]
        if len(np.unique(shape.ids[own])) >= OTHERS:
            inside[own[0] : own[-1]] = True
    inside &= state != _UNKNOWN
    return inside


def chained(
    shape: Shape,
    facts: list[Facts],
    known: Callable[[Facts], bool],
    follows: Callable[[Facts], bool],
) -> list[Facts]:
    """The facts with ``beside``: how often the line above, or below, is one and the same known one.

    What ``follows`` a known line by that is known itself, for its other neighbour, in a few rounds.
    """
    if not facts or len(shape.ids) < 2:
        return facts
    kinds = np.array([f.key for f in facts], np.uint64)
    number = np.full(int(shape.ids.max()) + 1, -1)
    number[np.searchsorted(shape.keys, kinds)] = np.arange(len(facts))
    at = number[shape.ids]
    times = np.bincount(at[at >= 0], minlength=len(facts))
    touch = (np.diff(shape.page) == 0) & (np.diff(shape.row) == 1) & (at[1:] >= 0) & (at[:-1] >= 0)
    above, below = at[:-1][touch], at[1:][touch]
    usual = [_usual(*pair, times) for pair in ((below, above), (above, below))]
    result = list(facts)
    sure = np.array([known(one) for one in facts], bool)
    for _ in range(ROUNDS):
        shares = [np.where((other >= 0) & sure[other], part, 0.0) for other, part in usual]
        beside = np.maximum(*shares)
        result = [f._replace(beside=float(part)) for f, part in zip(result, beside, strict=True)]
        new = ~sure & np.array([follows(one) for one in result], bool)
        if not new.any():
            break
        sure |= new
    return result


def _usual(own: I64, other: I64, times: I64) -> tuple[I64, NDArray[np.float64]]:
    """The most frequent neighbour of each line, -1 for none, and the share of its occurrences."""
    codes, counts = np.unique(own * len(times) + other, return_counts=True)
    lines, neighbours = codes // len(times), codes % len(times)
    order = np.lexsort((neighbours, -counts, lines))
    first = order[np.append(True, np.diff(lines[order]) > 0)] if len(order) else order
    best = np.full(len(times), -1)
    share = np.zeros(len(times))
    best[lines[first]] = neighbours[first]
    share[lines[first]] = counts[first] / times[lines[first]]
    return best, share
