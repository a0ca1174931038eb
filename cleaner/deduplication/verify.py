"""How alike two texts are, and whether a template explains it.

The measure is containment: the share of the shorter text's character 4-grams that the longer one
has. It does not mind a cut, a changed order of sentences, a replaced lead or misread letters, each
of which spoils whole words. A text of a page has most 4-grams of its language, so that with such a
text the shingles are compared. The guards are numbers: texts of one template (weather, scores,
results) are alike in everything but these. A copy with another number happens, too; where
``TEMPLATE`` texts differ in nothing else, they are a series, and not one number may differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication import sketch
from cleaner.deduplication.arrays import I64, Rows, edges, runs, spread
from cleaner.deduplication.steps import Over, here
from cleaner.deduplication.table import Table

TEMPLATE = 4
_BLOCK = 1 << 12
_EXACT = 1 << 10
_PIECE = 1 << 15
"""Pairs that are worth being carried elsewhere."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When two texts are copies.

    ``long``: the containment that texts of ``many`` words or more must reach; ``short``: the one
    for texts of ``words`` words or fewer; between the two it falls evenly. ``document``: the share
    of common shingles that must be reached if one text has ``page`` words or more. ``numbers``:
    the share of the shorter text's words that may be numbers which the longer one lacks (one such
    number is always allowed in texts that are not short). ``mixed``: the containment that texts
    must reach both of which share between ``own`` (two bounds) of their shingles with many
    others: their common part is boilerplate. ``mention``: a text of fewer words is no copy of one
    more than twice as long. ``headline``: the containment that headlines above both texts must
    reach. ``series``: texts of a series may differ in one number for each so many words.
    """

    long: float = 0.57
    short: float = 0.77
    words: int = 18
    many: int = 30
    document: float = 0.5
    page: int = 400
    numbers: float = 0.08
    mixed: float = 0.72
    own: tuple[float, float] = (0.3, 0.75)
    mention: int = 8
    headline: float = 0.5
    series: int = 60

    def needed(self, words: I64, most: I64) -> Floats:
        """What pairs must reach whose shorter texts have ``words`` words, the longer ``most``."""
        needed = np.interp(words, (self.words, self.many), (self.short, self.long))
        return np.where(most >= self.page, self.document, needed).astype(np.float32)

    def allowed(self, words: I64, series: NDArray[np.bool_]) -> Floats:
        """How many numbers may be missing; ``series``: one of the texts is of a series."""
        some = np.where(words < self.words, 0, np.maximum(1, self.numbers * words))
        return np.asarray(np.where(series, words // self.series, some), np.float32)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against pairs, an element each.

    ``containment``: 0 to 1. ``words``: length of the shorter text, ``most`` of the longer
    one. ``missing``: numbers of the shorter text that the longer one
    lacks. ``series``: whether one of them is of a series (see ``TEMPLATE``).
    ``mixed``: whether both are partly boilerplate, partly their own. ``headline``: the
    containment of the headlines above the texts, 1 where not both have one.
    """

    containment: Floats
    words: I64
    most: I64
    missing: I64
    series: NDArray[np.bool_]
    mixed: NDArray[np.bool_]
    headline: Floats

    def guards(self, limits: Thresholds) -> dict[str, NDArray[np.bool_]]:
        """By name, which pairs each guard rejects, however alike the texts are."""
        return {
            "numbers": np.asarray(self.missing > limits.allowed(self.words, self.series)),
            "boilerplate": np.asarray(self.mixed & (self.containment < limits.mixed)),
            "mention": np.asarray((self.words < limits.mention) & (2 * self.words < self.most)),
            "headline": np.asarray(self.headline < limits.headline),
        }

    def scores(self, limits: Thresholds) -> Floats:
        """Containment, and 0 where a guard rejects the pair."""
        rejected = np.logical_or.reduce(list(self.guards(limits).values()))
        return np.where(rejected, np.float32(0), self.containment)

    def copies(self, limits: Thresholds) -> NDArray[np.bool_]:
        """Whether the texts of each pair are copies."""
        return np.asarray(self.scores(limits) >= limits.needed(self.words, self.most))


class Verifier:
    """Compares rows of one table.

    ``common``: for each row, the share of its shingles that ``BOILERPLATE`` texts or more have.
    Containment is estimated (see ``sketch``) and counted exactly where the estimate is too close
    to the limit to decide, and for texts that are too long to be estimated.
    """

    def __init__(self, table: Table, common: Floats, limits: Thresholds) -> None:
        self.table = table
        self.limits = limits
        self._mixed = (common > limits.own[0]) & (common < limits.own[1])
        self._series = _series(table)
        self._words = table.words.astype(np.int64)
        self._lengths = table.characters.lengths()
        self._maps = sketch.bitmaps(table.characters)

    def scores(self, left: I64, right: I64) -> Floats:
        """The scores of pairs of rows, see ``Evidence.scores``."""
        return self.compare(left, right).scores(self.limits)

    def alike(self, left: I64, right: I64) -> Floats:
        """The share of 4-grams that pairs have in common, estimated, whatever the guards say."""
        blocks = [
            sketch.containment(self._maps, left[at : at + _BLOCK], right[at : at + _BLOCK])
            for at in range(0, max(len(left), 1), _BLOCK)
        ]
        return np.concatenate(blocks)

    def compare(self, left: I64, right: I64, over: Over = here) -> Evidence:
        """The evidence for the pairs ``(left[i], right[i])``."""
        if over is not here and len(left) > _PIECE:
            starts = range(0, len(left), _PIECE)
            pieces = ((left[at : at + _PIECE], right[at : at + _PIECE]) for at in starts)
            return _joined(list(over(_compared, self, pieces)))
        blocks = [
            self._compare(left[at : at + _BLOCK], right[at : at + _BLOCK])
            for at in range(0, max(len(left), 1), _BLOCK)
        ]
        return _joined(blocks)

    def _compare(self, left: I64, right: I64) -> Evidence:
        words = self._words
        least = np.minimum(words[left], words[right])
        most = np.maximum(words[left], words[right])
        share = sketch.containment(self._maps, left, right)
        long = np.maximum(self._lengths[left], self._lengths[right]) > sketch.LONGEST
        close = np.abs(share - self.limits.needed(least, most)) < sketch.ERROR
        pages = most >= self.limits.page
        for some in _portions((long | close) & ~pages):
            share[some] = contained(self.table.characters, left[some], right[some])
        for some in _portions(pages):
            share[some] = shared_shingles(self.table.shingles, left[some], right[some])
        return Evidence(
            share,
            least,
            most,
            _missing(self.table.numbers, words, left, right),
            self._series[left] | self._series[right],
            self._mixed[left] & self._mixed[right],
            self._headlines(left, right),
        )

    def _headlines(self, left: I64, right: I64) -> Floats:
        """The containment of the headlines of pairs that both have one, 1 for the others."""
        result = np.ones(len(left), np.float32)
        sizes = self.table.headline
        some = np.flatnonzero((sizes[left] > 0) & (sizes[right] > 0))
        if len(some):
            rows = self.table.characters
            both = np.concatenate([left[some], right[some]])
            lengths = sizes[both].astype(np.int64)
            heads = Rows(rows.values[spread(rows.starts[both], lengths)], edges(lengths))
            at = np.arange(len(some))
            result[some] = contained(heads, at, at + len(some))
        return result


def _compared(verifier: Verifier, pairs: tuple[I64, I64]) -> Evidence:
    return verifier.compare(*pairs)


def _joined(blocks: Sequence[Evidence]) -> Evidence:
    """The evidence for all pairs of several blocks."""
    names = [field.name for field in fields(Evidence)]
    return Evidence(*(np.concatenate([getattr(e, name) for e in blocks]) for name in names))


def _series(table: Table) -> NDArray[np.bool_]:
    """Which rows differ from ``TEMPLATE - 1`` others in nothing but numbers."""
    result = np.zeros(len(table), bool)
    some = np.flatnonzero(table.pattern != table.digest)
    order = some[np.argsort(table.pattern[some], kind="stable")]
    _, sizes = runs(table.pattern[order])
    result[order] = np.repeat(sizes >= TEMPLATE, sizes)
    return result


def contained(characters: Rows, left: I64, right: I64) -> Floats:
    """The share of the 4-grams of the row that has fewer which the other row has, exactly."""
    rows, (a, b) = _few(characters, left, right)
    values, counts = sketch.gram_values(rows)
    owner = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
    packed, _ = runs(np.sort(values | owner << np.uint64(32)))
    sizes = np.bincount((packed >> np.uint64(32)).astype(np.int64), minlength=len(counts))
    grams = Rows(packed & np.uint64(0xFFFFFFFF), edges(sizes.astype(np.int64)))
    least = np.maximum(np.minimum(sizes[a], sizes[b]), 1)
    return np.asarray(_common(grams, a, b) / least, np.float32)


def shared_shingles(shingles: Rows, left: I64, right: I64) -> Floats:
    """The share of the distinct shingles of the row that has fewer which the other row has."""
    rows, (a, b) = _few(shingles, left, right)
    owner = np.repeat(np.arange(len(rows.starts) - 1, dtype=np.uint64), rows.lengths())
    short = rows.values.astype(np.uint64) >> np.uint64(24)
    packed, _ = runs(np.sort(short | owner << np.uint64(40)))
    sizes = np.bincount((packed >> np.uint64(40)).astype(np.int64), minlength=len(rows.starts) - 1)
    sets = Rows(packed & np.uint64(0xFFFFFFFFFF), edges(sizes.astype(np.int64)))
    least = np.maximum(np.minimum(sizes[a], sizes[b]), 1)
    return np.asarray(_common(sets, a, b) / least, np.float32)


def _portions(chosen: NDArray[np.bool_]) -> Iterator[I64]:
    """The positions of what is chosen, some at a time."""
    found = np.flatnonzero(chosen)
    for at in range(0, len(found), _EXACT):
        yield found[at : at + _EXACT]


def _missing(numbers: Rows, words: I64, left: I64, right: I64) -> I64:
    """How many numbers of the shorter text (of two as long, the one with fewer) the other lacks."""
    counts = numbers.lengths()
    first = (words[left] < words[right]) | (
        (words[left] == words[right]) & (counts[left] <= counts[right])
    )
    missing = counts[np.where(first, left, right)]
    some = np.flatnonzero(missing)
    few, (a, b) = _few(numbers, left[some], right[some])
    missing[some] -= _common(few, a, b)
    return missing


def _few(rows: Rows, left: I64, right: I64) -> tuple[Rows, tuple[I64, I64]]:
    """The rows that occur, and the pairs as numbers of these."""
    found = np.zeros(len(rows.starts) - 1, bool)
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
