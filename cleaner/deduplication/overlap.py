"""How much rows have in common, counted exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication import sketch
from cleaner.deduplication.arrays import I64, Rows, Stored, edges, runs, spread

Floats = NDArray[np.float32]


def contained(characters: Stored, left: I64, right: I64) -> Floats:
    """The share of the 4-grams of the row that has fewer which the other row has, exactly."""
    rows, (a, b) = _few(characters, left, right)
    values, counts = sketch.gram_values(rows)
    owner = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
    packed, _ = runs(np.sort(values | owner << np.uint64(32)))
    sizes = np.bincount((packed >> np.uint64(32)).astype(np.int64), minlength=len(counts))
    grams = Rows(packed & np.uint64(0xFFFFFFFF), edges(sizes.astype(np.int64)))
    least = np.maximum(np.minimum(sizes[a], sizes[b]), 1)
    return np.asarray(_common(grams, a, b) / least, np.float32)


def shared_shingles(shingles: Stored, left: I64, right: I64) -> Floats:
    """The share of the distinct shingles of the row that has fewer which the other row has."""
    rows, (a, b) = _few(shingles, left, right)
    owner = np.repeat(np.arange(len(rows.starts) - 1, dtype=np.uint64), rows.lengths())
    short = rows.values.astype(np.uint64) >> np.uint64(24)
    packed, _ = runs(np.sort(short | owner << np.uint64(40)))
    sizes = np.bincount((packed >> np.uint64(40)).astype(np.int64), minlength=len(rows.starts) - 1)
    sets = Rows(packed & np.uint64(0xFFFFFFFFFF), edges(sizes.astype(np.int64)))
    least = np.maximum(np.minimum(sizes[a], sizes[b]), 1)
    return np.asarray(_common(sets, a, b) / least, np.float32)


def missing(numbers: Stored, words: I64, left: I64, right: I64) -> I64:
    """How many numbers of the shorter text (of two as long, the one with fewer) the other lacks."""
    counts = numbers.lengths()
    first = (words[left] < words[right]) | (
        (words[left] == words[right]) & (counts[left] <= counts[right])
    )
    lacking = counts[np.where(first, left, right)]
    some = np.flatnonzero(lacking)
    few, (a, b) = _few(numbers, left[some], right[some])
    lacking[some] -= _common(few, a, b)
    return lacking


def _few(rows: Stored, left: I64, right: I64) -> tuple[Rows, tuple[I64, I64]]:
    """The rows that occur, and the pairs as numbers of these."""
    found = np.zeros(len(rows), bool)
    found[left] = found[right] = True
    place = np.cumsum(found) - 1
    return rows.take(np.flatnonzero(found)), (place[left], place[right])


def _common(rows: Rows, a: I64, b: I64) -> I64:
    """How many values rows ``a[i]`` and ``b[i]`` share; the values of a row are distinct."""
    lengths = rows.lengths()
    pair = np.arange(len(a), dtype=np.uint64)
    tag = np.concatenate([np.repeat(pair, lengths[a]), np.repeat(pair, lengths[b])])
    at = np.concatenate([spread(rows.starts[a], lengths[a]), spread(rows.starts[b], lengths[b])])
    # 40 bits of the value beside 24 of the pair.
    packed = (rows.values.astype(np.uint64)[at] << np.uint64(24) >> np.uint64(24)) | (
        tag << np.uint64(40)
    )
    packed.sort()
    twice = packed[1:][packed[1:] == packed[:-1]] >> np.uint64(40)
    return np.bincount(twice.astype(np.int64), minlength=len(a)).astype(np.int64)
