"""How alike two texts are, and whether a template explains it.

The measure is containment: the share of the shorter text's character 4-grams that the longer one
has. It does not mind a cut, a changed order of sentences, a replaced lead or misread letters, each
of which spoils whole words. A text of a page has most 4-grams of its language, so that with such a
text the shingles are compared, of which a short one needs nearly all. The guards are numbers: texts
of one template (weather, scores, results) are alike in everything but these. A copy with another
number happens, too; where ``TEMPLATE`` texts differ in nothing else, they are a series, and not one
number may differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication import sketch
from cleaner.deduplication.arrays import I64, Rows, distinct, edges, runs, spread
from cleaner.deduplication.overlap import Floats, contained, missing, shared_shingles
from cleaner.deduplication.steps import Over, here
from cleaner.deduplication.table import Table

TEMPLATE = 4
_BLOCK = 1 << 12
_EXACT = 1 << 10
_PIECE = 1 << 15
"""Pairs that are worth being carried elsewhere."""
_PART = 1 << 24
"""Bytes of texts that are compared at once, with their bitmaps."""
_MAP = sketch.BITS // 8
Series = Callable[[Table], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When two texts are copies.

    ``long``: the containment that texts of ``many`` words or more must reach; ``short``: the one
    for texts of ``words`` words or fewer; between the two it falls evenly. ``document``: the share
    of common shingles that must be reached if one text has ``page`` words or more, ``passage`` if
    the other has no more words than the first of two bounds, ``brief``; between them it falls.
    ``floor``: what members of a group must reach with the text that stands for it. ``numbers``:
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
    passage: float = 0.8
    brief: tuple[int, int] = (50, 100)
    floor: float = 0.45
    numbers: float = 0.08
    mixed: float = 0.72
    own: tuple[float, float] = (0.3, 0.75)
    mention: int = 8
    headline: float = 0.5
    series: int = 60

    def needed(self, words: I64, most: I64) -> Floats:
        """What pairs must reach whose shorter texts have ``words`` words, the longer ``most``."""
        needed = np.interp(words, (self.words, self.many), (self.short, self.long))
        pages = np.interp(words, self.brief, (self.passage, self.document))
        return np.where(most >= self.page, pages, needed).astype(np.float32)

    def measured(self, score: float, words: int, most: int) -> str:
        """What a score is a share of, for texts of ``words`` and of ``most`` words."""
        what = "shingles" if most >= self.page else "4-grams"
        return f"{score:.0%} of the {what} of the shorter text ({words:,} words)"

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
    to the limit to decide, and for texts that are too long to be estimated. What is compared is
    taken out of the table in parts of some ``_PART`` bytes. ``series`` tells which rows of a table
    are of a series.
    """

    def __init__(
        self, table: Table, common: Floats, limits: Thresholds, series: Series | None = None
    ) -> None:
        self.table = table
        self.limits = limits
        self._mixed = (common > limits.own[0]) & (common < limits.own[1])
        self._series = (series or in_series)(table)
        lengths = table.characters.lengths()
        # Of pages the shingles are taken, too.
        weights = np.where(table.words >= limits.page, 3 * lengths, lengths) + _MAP
        self._weights = weights.astype(np.int32)
        self._maps: NDArray[np.uint64] | None = None

    def part(self, rows: I64) -> Verifier:
        """The same for some rows, numbered as they are given."""
        found = copy(self)
        # Only the shingles of pages are ever compared.
        pages = bool((self.table.words[rows] >= self.limits.page).any())
        found.table = self.table.take(rows, shingles=pages)
        found._mixed = self._mixed[rows]
        found._series = self._series[rows]
        found._weights = self._weights[rows]
        found._maps = None
        return found

    def weight(self, rows: I64) -> int:
        """Bytes that comparing rows takes, about."""
        return int(self._weights[rows].sum(dtype=np.int64))

    def scores(self, left: I64, right: I64) -> Floats:
        """The scores of pairs of rows, see ``Evidence.scores``."""
        return self.compare(left, right).scores(self.limits)

    def alike(self, left: I64, right: I64) -> Floats:
        """The share of 4-grams that pairs have in common, estimated, whatever the guards say."""
        if not self._small:
            parts = self._parts(left, right)
            return np.concatenate([part._alike(*pairs) for part, pairs in parts])
        return self._alike(left, right)

    def _alike(self, left: I64, right: I64) -> Floats:
        blocks = [
            sketch.containment(self._bitmaps(), left[at : at + _BLOCK], right[at : at + _BLOCK])
            for at in range(0, max(len(left), 1), _BLOCK)
        ]
        return np.concatenate(blocks)

    def compare(self, left: I64, right: I64, over: Over = here) -> Evidence:
        """The evidence for the pairs ``(left[i], right[i])``; they are best sorted by ``left``."""
        if not self._small or (over is not here and len(left) > _PIECE):
            return _joined(list(over(_compared, None, self._parts(left, right))))
        return self._blocks(left, right)

    def _blocks(self, left: I64, right: I64) -> Evidence:
        blocks = [
            self._compare(left[at : at + _BLOCK], right[at : at + _BLOCK])
            for at in range(0, max(len(left), 1), _BLOCK)
        ]
        return _joined(blocks)

    @property
    def _small(self) -> bool:
        inside = isinstance(self.table.characters, Rows)
        return inside and self._weights.sum(dtype=np.int64) <= 2 * _PART

    def _parts(self, left: I64, right: I64) -> Iterator[tuple[Verifier, tuple[I64, I64]]]:
        """Pairs in portions, each with the rows that it needs."""
        both = np.stack([left, right], axis=1).ravel()
        first = np.zeros(len(both), bool)
        first[np.unique(both, return_index=True)[1]] = True
        sizes = np.where(first, self._weights[both], 0)
        weight = np.cumsum(sizes)[1::2]
        at = 0
        while at < len(left) or at == 0:
            before = weight[at - 1] if at else 0
            last = int(np.searchsorted(weight, before + _PART, side="right"))
            last = min(max(last, at + 1), at + _PIECE)
            a, b = left[at:last], right[at:last]
            rows = distinct(np.concatenate([a, b]).astype(np.uint64)).astype(np.int64)
            yield self.part(rows), (np.searchsorted(rows, a), np.searchsorted(rows, b))
            at = last

    def _bitmaps(self) -> NDArray[np.uint64]:
        if self._maps is None:
            assert isinstance(self.table.characters, Rows)
            self._maps = sketch.bitmaps(self.table.characters)
        return self._maps

    def _compare(self, left: I64, right: I64) -> Evidence:
        words = self.table.words.astype(np.int64)
        lengths = self.table.characters.lengths()
        least = np.minimum(words[left], words[right])
        most = np.maximum(words[left], words[right])
        share = sketch.containment(self._bitmaps(), left, right)
        long = np.maximum(lengths[left], lengths[right]) > sketch.LONGEST
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
            missing(self.table.numbers, words, left, right),
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
            both = np.concatenate([left[some], right[some]])
            rows = self.table.characters.take(both)
            lengths = sizes[both].astype(np.int64)
            heads = Rows(rows.values[spread(rows.starts[:-1], lengths)], edges(lengths))
            at = np.arange(len(some))
            result[some] = contained(heads, at, at + len(some))
        return result


class Nearby:
    """Compares some rows of a table, which are read once unless they are too many.

    ``rows``: sorted and distinct. Methods take the numbers that rows have in the table.
    """

    def __init__(self, verifier: Verifier, rows: I64) -> None:
        self._rows = rows
        self._few = bool(verifier.weight(rows) <= 2 * _PART)
        self._verifier = verifier.part(rows) if self._few else verifier

    def compare(self, left: I64, right: I64, over: Over = here) -> Evidence:
        """See ``Verifier.compare``."""
        return self._verifier.compare(self._at(left), self._at(right), over)

    def alike(self, left: I64, right: I64) -> Floats:
        """See ``Verifier.alike``."""
        return self._verifier.alike(self._at(left), self._at(right))

    def _at(self, rows: I64) -> I64:
        return np.searchsorted(self._rows, rows) if self._few else rows


def _compared(_: None, part: tuple[Verifier, tuple[I64, I64]]) -> Evidence:
    verifier, pairs = part
    return verifier._blocks(*pairs)


def _joined(blocks: Sequence[Evidence]) -> Evidence:
    """The evidence for all pairs of several blocks."""
    names = [field.name for field in fields(Evidence)]
    return Evidence(*(np.concatenate([getattr(e, name) for e in blocks]) for name in names))


def in_series(table: Table) -> NDArray[np.bool_]:
    """Which rows of distinct texts differ from ``TEMPLATE - 1`` others in nothing but numbers."""
    result = np.zeros(len(table), bool)
    some = np.flatnonzero(table.pattern != table.digest)
    order = some[np.argsort(table.pattern[some], kind="stable")]
    _, sizes = runs(table.pattern[order])
    result[order] = np.repeat(sizes >= TEMPLATE, sizes)
    return result


def _portions(chosen: NDArray[np.bool_]) -> Iterator[I64]:
    """The positions of what is chosen, some at a time."""
    found = np.flatnonzero(chosen)
    for at in range(0, len(found), _EXACT):
        yield found[at : at + _EXACT]
