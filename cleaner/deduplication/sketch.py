"""Containment from bitmaps: a hundred times as fast as comparing sets, good to a few hundredths.

Every row of grams becomes a bitmap; how many distinct grams a bitmap or the union of two stands
for is read off its number of set bits (linear counting: Whang, Vander-Zanden and Taylor, 1990).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64, U64, Rows, spread
from cleaner.deduplication.tokens import GRAM

BITS = 4096
LONGEST = 1024
"""Rows of more characters than this overfill a bitmap and have to be compared exactly."""
ERROR = 0.05
"""The estimate is off by more than this in some three of a thousand pairs of snippets."""
_ROWS = 2048
_counts = BITS * -np.log1p(-np.arange(BITS) / BITS)
_COUNT = np.append(_counts, _counts[-1] + BITS).astype(np.float32)


def gram_values(characters: Rows) -> tuple[U64, I64]:
    """The 4-grams of every row in 32 bits, laid end to end, and how many each row has.

    A row of fewer than four characters is one gram; grams repeat as they do in the text.
    """
    lengths = characters.lengths()
    counts = np.maximum(lengths - GRAM + 1, np.minimum(lengths, 1))
    padded = np.concatenate([characters.values, np.zeros(GRAM, np.uint8)])
    total = len(characters.values)
    values = np.zeros(total, np.uint64)
    for k in range(GRAM):
        values |= padded[k : k + total].astype(np.uint64) << np.uint64(8 * k)
    return values[spread(characters.starts[:-1], counts)], counts


def bitmaps(characters: Rows) -> NDArray[np.uint64]:
    """A bitmap for every row of normalised characters: shape (rows, 64)."""
    count = len(characters.starts) - 1
    result = np.zeros((count, BITS // 64), np.uint64)
    for first in range(0, count, _ROWS):
        last = min(first + _ROWS, count)
        rows = Rows(
            characters.values[characters.starts[first] : characters.starts[last]],
            characters.starts[first : last + 1] - characters.starts[first],
        )
        values, counts = gram_values(rows)
        bits = (values * np.uint64(0x9E3779B1) & np.uint64(0xFFFFFFFF)) >> np.uint64(20)
        flags = np.zeros((last - first) * BITS, bool)
        flags[np.repeat(np.arange(last - first) * BITS, counts) + bits.astype(np.int64)] = True
        result[first:last] = np.packbits(flags).view(np.uint64).reshape(-1, BITS // 64)
    return result


def containment(maps: NDArray[np.uint64], a: I64, b: I64) -> NDArray[np.float32]:
    """Estimated share of the smaller of the bitmaps ``a[i]``, ``b[i]`` that the other one has."""
    left, right = maps[a], maps[b]
    sizes_a = _COUNT[np.bitwise_count(left).sum(axis=1, dtype=np.int64)]
    sizes_b = _COUNT[np.bitwise_count(right).sum(axis=1, dtype=np.int64)]
    union = _COUNT[np.bitwise_count(left | right).sum(axis=1, dtype=np.int64)]
    least = np.maximum(np.minimum(sizes_a, sizes_b), 1e-6)
    shared = np.clip((sizes_a + sizes_b - union) / least, 0, 1)
    return np.asarray(shared, np.float32)
