"""Which texts hang together, and their pairs side by side.

Texts are joined as pairs come by, so that only a number for each text is in memory (a forest as in
Galler and Fischer, 1964, hooked many at a time).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from cleaner.deduplication.arrays import I64, U64
from cleaner.deduplication.candidates import unpacked
from cleaner.deduplication.partitions import Partitions
from cleaner.deduplication.spool import Room

_CHUNK = 1 << 16
"""Pairs of a chunk, unless one component has more."""


def components(count: int, pairs: Iterable[tuple[I64, I64]]) -> I64:
    """For each of ``count`` texts the smallest text that it is connected with by ``pairs``."""
    parent = np.arange(count)
    for left, right in pairs:
        _join(parent, left, right)
    while True:
        shorter = parent[parent]
        if np.array_equal(shorter, parent):
            return parent
        parent = shorter


def _join(parent: I64, left: I64, right: I64) -> None:
    while len(left):
        left, right = _roots(parent, left), _roots(parent, right)
        apart = left != right
        low = np.minimum(left, right)[apart]
        high = np.maximum(left, right)[apart]
        # Of several lower ones the lowest; the others are found apart once more.
        np.minimum.at(parent, high, low)
        left, right = low, high


def _roots(parent: I64, texts: I64) -> I64:
    found = parent[texts]
    while True:
        above = parent[found]
        if np.array_equal(above, found):
            parent[texts] = found
            return found
        found = above


def chunks(pairs: Partitions, label: I64, room: Room, times: int = 1) -> Iterator[tuple[I64, I64]]:
    """All pairs, those of one component beside each other, in the order of their first texts.

    ``label``: the component of each text. No component is torn; a chunk is sorted by component,
    then by pair. ``times``: chunks are so many times as large.
    """
    most = times * _CHUNK
    sizes = np.zeros(len(label), np.int64)
    for some in pairs:
        np.add.at(sizes, label[unpacked(some)[0]], 1)
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    chunk = (ends - sizes) // most
    parts = Partitions(room, total // most + 1, np.uint64)
    for some in pairs.drain():
        parts.add(chunk[label[unpacked(some)[0]]], some)
    for some in parts.drain():
        yield unpacked(_sorted(some, label))


def _sorted(pairs: U64, label: I64) -> U64:
    return pairs[np.lexsort((pairs, label[unpacked(pairs)[0]]))]
