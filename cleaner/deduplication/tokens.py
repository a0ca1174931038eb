"""From texts to what is compared: normalised characters, words, shingles and numbers.

Texts are handled in batches, as one array of code points, because a Python call for each word of
a million snippets would take longer than everything behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64, U64, Rows, edges, mix, spread
from cleaner.deduplication.table import Table
from cleaner.deduplication.words import BASE, DIGIT, SPACE, hashes_of, read_words

SHINGLE = 3
GRAM = 4
HEADLINE = (6, 25)
"""Words of a first line that can be a headline."""
_BATCH_CHARS = 1 << 19
_IDEOGRAPHS = 0x2E80
_UNIT = 3
"""Letters of a unit that is glued to its number."""


def batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of ``texts`` of some half a million characters each."""
    start = size = 0
    for at, text in enumerate(texts):
        size += len(text)
        if size >= _BATCH_CHARS:
            yield start, at + 1
            start, size = at + 1, 0
    if start < len(texts):
        yield start, len(texts)


def batched(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in batches of some half a million characters."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= _BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def tabulate(texts: Sequence[str]) -> Table:
    """The table of ``texts``, a row each; call it with a batch."""
    codes, kinds, ends, starts, lengths, single, hashes, counts = words = read_words(texts)
    owner = words.owner
    characters, shown = _characters(codes, kinds, ends)
    numbers, digits = _are_numbers(kinds, starts, lengths)
    digest = _digests(hashes, owner, counts)
    return Table(
        digest,
        _patterns(digest, hashes, owner, counts, numbers),
        _lengths(codes[starts], single, owner, counts),
        _headlines(codes, ends, starts, shown),
        characters,
        _shingles(hashes, counts),
        _numbers(hashes_of(codes, starts[numbers], digits), owner[numbers], len(texts)),
    )


def outline(texts: Sequence[str]) -> tuple[NDArray[np.int32], Rows]:
    """``words`` and ``shingles`` of the table of ``texts``, in half the time."""
    words = read_words(texts)
    sizes = _lengths(words.codes[words.starts], words.single, words.owner, words.counts)
    return sizes, _shingles(words.hashes, words.counts)


def _digests(hashes: U64, owner: I64, counts: I64) -> U64:
    """A hash of each row's sequence of words."""
    at = np.arange(len(hashes), dtype=np.int64) - edges(counts)[owner]
    weighted = hashes * mix(at.astype(np.uint64) + np.uint64(1))
    sums = np.zeros(len(hashes) + 1, np.uint64)
    np.cumsum(weighted, out=sums[1:])
    starts = edges(counts)
    return mix(sums[starts[1:]] - sums[starts[:-1]] + counts.astype(np.uint64))


def _shingles(hashes: U64, counts: I64) -> Rows:
    """Hashes of every three words; a row of fewer is one shingle, an empty row none."""
    padded = np.concatenate([hashes, np.zeros(SHINGLE, np.uint64)])
    values = hashes.copy()
    for k in range(1, SHINGLE):
        values += padded[k : k + len(hashes)] * np.uint64(2 * k + 1) ** np.uint64(9)
    starts = edges(counts)
    lengths = np.maximum(counts - SHINGLE + 1, 0)
    short = np.flatnonzero((counts > 0) & (counts < SHINGLE))
    for row in short:
        first, last = starts[row], starts[row + 1]
        total = int(hashes[first:last].sum(dtype=np.uint64))
        values[first] = np.uint64(total * (int(counts[row]) + 7) % (1 << 64))
        lengths[row] = 1
    return Rows(mix(values[spread(starts[:-1], lengths)]), edges(lengths))


def _headlines(codes: NDArray[np.uint32], ends: I64, starts: I64, shown: I64) -> NDArray[np.int32]:
    """How many of the shown characters of each row stand in a first line that is a headline.

    A first line of fewer words names a source or a section, one of more is a paragraph.
    """
    first = np.concatenate([[0], ends[:-1] + 1])
    breaks = np.append(np.flatnonzero(codes == 10), len(codes))
    line_end = np.minimum(breaks[np.searchsorted(breaks, first)], ends)
    words = np.searchsorted(starts, line_end) - np.searchsorted(starts, first)
    more = np.searchsorted(starts, ends) - np.searchsorted(starts, line_end)
    size = np.searchsorted(shown, line_end) - np.searchsorted(shown, first)
    fits = (words >= HEADLINE[0]) & (words <= HEADLINE[1]) & (more > 0)
    return np.where(fits, size, 0).astype(np.int32)


def _characters(codes: NDArray[np.uint32], kinds: NDArray[np.uint8], ends: I64) -> tuple[Rows, I64]:
    """The characters of the words, one byte each, a space behind each spaced word.

    Also where they stand among ``codes``.
    """
    kept = kinds != SPACE
    gap = np.empty_like(kept)
    gap[0], gap[1:] = False, kept[:-1]
    gap &= ~kept
    shown = np.flatnonzero(kept | gap)
    points = codes[shown]
    values = points.astype(np.uint8)
    wide = points > 127
    values[wide] = (mix(points[wide].astype(np.uint64)) >> np.uint64(57)).astype(np.uint8) + 128
    values[gap[shown]] = 32
    lengths = np.diff(np.searchsorted(shown, np.concatenate([[-1], ends]), side="right"))
    return Rows(values, edges(lengths.astype(np.int64))), shown


def _lengths(
    first: NDArray[np.uint32], single: NDArray[np.bool_], owner: I64, counts: I64
) -> NDArray[np.int32]:
    """The length of each row in words; in scripts without spaces it is estimated.

    A word has some two ideographs, or four of the letters and marks of Thai and its neighbours.
    """
    if not single.any():
        return counts.astype(np.int32)
    rows = owner[single]
    eastern = np.bincount(rows[first[single] < _IDEOGRAPHS], minlength=len(counts))
    others = np.bincount(rows, minlength=len(counts)) - eastern
    return (counts - others // 2 - 3 * eastern // 4).astype(np.int32)


def _patterns(digest: U64, hashes: U64, owner: I64, counts: I64, numbers: I64) -> U64:
    """A hash of each row's sequence of words in which one number is like another."""
    if not len(numbers):
        return digest
    masked = hashes.copy()
    masked[numbers] = 1
    return _digests(masked, owner, counts)


def _are_numbers(kinds: NDArray[np.uint8], starts: I64, lengths: I64) -> tuple[I64, I64]:
    """Which words are digits and no more than a unit behind them ("21C"), and how many digits."""
    before = np.zeros(len(kinds) + 1, np.int32)
    np.cumsum(kinds == DIGIT, out=before[1:])
    digits = (before[starts + lengths] - before[starts]).astype(np.int64)
    some = np.flatnonzero((digits > 0) & (lengths - digits <= _UNIT))
    first, count = starts[some], digits[some]
    ahead = before[first + count] - before[first] == count
    return some[ahead], count[ahead]


def _numbers(values: U64, owner: I64, rows: int) -> Rows:
    """The numbers of each row, from the hashes of all and the rows that they stand in."""
    order = np.lexsort((values, owner))
    values, owner = values[order], owner[order]
    again = np.zeros(len(values), np.int64)
    if len(values):
        fresh = np.ones(len(values), bool)
        fresh[1:] = (values[1:] != values[:-1]) | (owner[1:] != owner[:-1])
        at = np.arange(len(values))
        again = at - np.maximum.accumulate(np.where(fresh, at, 0))
    values = mix(values + again.astype(np.uint64) * BASE)
    return Rows(values, edges(np.bincount(owner, minlength=rows).astype(np.int64)))
