"""What can be said of every line that a site's pages share, from counts alone.

The shape of a page tells boilerplate from content that recurs: boilerplate stands in runs of lines
that always follow each other, at the edges of pages; a heading stands before text that differs, a
quotation between paragraphs that differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64, U64, edges
from cleaner.learn.facts import Facts
from cleaner.learn.sheets import ABSTRACT, COLON, FRAGMENT, PROSE, SENTENCE, TITLE, VALUE, WORDLESS

BOOL = NDArray[np.bool_]

HEAD, INSIDE, TAIL, NOWHERE = 0, 1, 2, 3
PAIR_SHARE = 0.5
"""Two lines belong together when one follows the other on this share of the pages of either."""
COMMON_PROSE = 0.3
"""Running text on this share of the pages is not the page's own."""
NEAR = 3
"""Lines by which a fixed place may vary."""
LIST = 3
"""Short lines of its own page behind a line that make it the heading of a list."""
_BODY_GAP = 6
_BODY_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Pages:
    """The lines of distinct documents laid end to end; page ``i`` has ``starts[i]:starts[i+1]``."""

    keys: U64
    flags: NDArray[np.uint8]
    sizes: NDArray[np.uint16]
    starts: I64

    @property
    def count(self) -> int:
        """The number of documents."""
        return len(self.starts) - 1

    def numbers(self) -> I64:
        """The number of the document of every line."""
        return np.repeat(np.arange(self.count), np.diff(self.starts))

    def only(self, kept: BOOL) -> Pages:
        """The pages of which ``kept`` is true."""
        lines = kept[self.numbers()]
        lengths = np.diff(self.starts)[kept]
        return Pages(self.keys[lines], self.flags[lines], self.sizes[lines], edges(lengths))


@dataclass(frozen=True, slots=True)
class Shape:
    """The lines with letters of a site, and how they hang together.

    ``row``: number of the line in its document; ``page``: number of the document; ``ids``: number
    of the distinct line; ``common``: whether it recurs; ``run``: number of its run; ``zone``.
    """

    keys: U64
    ids: I64
    page: I64
    row: I64
    common: BOOL
    run: I64
    zone: I64
    prose: BOOL
    pages_of: I64
    documents: int


def measure(
    pages: Pages, least: int, samples: int, apart: frozenset[int] = frozenset()
) -> tuple[Shape, list[Facts]]:
    """The shape of a site and the facts of lines on at least ``least`` of its documents.

    ``samples``: how many places (document, row) are told of each, from different documents.
    ``apart``: keys of lines that are known to be content and belong to no run.
    """
    page = pages.numbers()
    row = np.arange(len(page)) - pages.starts[:-1][page]
    lettered = (pages.flags & (WORDLESS | VALUE)) == 0
    follows = np.zeros(len(page), bool)
    value = ~lettered & ((pages.flags & ABSTRACT) != 0)
    follows[:-1] = value[1:] & (page[1:] == page[:-1])
    page, row, flags = page[lettered], row[lettered], pages.flags[lettered]
    keys, ids = np.unique(pages.keys[lettered], return_inverse=True)
    n = pages.count
    pages_of = _documents(ids, page, n, len(keys))
    common = (pages_of >= least)[ids]
    joinable = common & ~np.isin(keys, np.array(sorted(apart), np.uint64))[ids]
    link = _links(ids, page, joinable, pages_of, least, n)
    run = np.cumsum(~np.append([False], link[:-1])) - 1 if len(ids) else np.zeros(0, np.int64)
    own_prose = ((flags & PROSE) != 0) & ~(common & (pages_of[ids] >= max(least, COMMON_PROSE * n)))
    zone = _zones(page, row, own_prose, pages.sizes[lettered], n)
    shape = Shape(keys, ids, page, row, common, run, zone, own_prose, pages_of, n)
    return shape, _facts(shape, flags, pages, lettered, follows[lettered], samples)


def _documents(ids: I64, page: I64, n: int, kinds: int) -> I64:
    """On how many documents each distinct line stands."""
    found = np.unique(ids * n + page)
    return np.bincount(found // n, minlength=kinds).astype(np.int64)


def _links(ids: I64, page: I64, common: BOOL, pages_of: I64, least: int, n: int) -> BOOL:
    """Whether each line and the next belong together."""
    link = np.zeros(len(ids), bool)
    if len(ids) < 2:
        return link
    at = np.flatnonzero(common[:-1] & common[1:] & (page[:-1] == page[1:]))
    one, other = ids[at], ids[at + 1]
    codes, pairs = np.unique(one * len(pages_of) + other, return_inverse=True)
    together = _documents(pairs, page[at], n, len(codes))[pairs]
    either = np.maximum(pages_of[one], pages_of[other])
    link[at] = (together >= least) & (together >= PAIR_SHARE * either) & (one != other)
    return link


def _zones(page: I64, row: I64, prose: BOOL, sizes: NDArray[np.uint16], n: int) -> I64:
    """Where each line stands: before, in or behind the body of its page (see ``Page.body``)."""
    first, end = np.full(n, -1), np.full(n, -1)
    at = np.flatnonzero(prose)
    bounds = np.searchsorted(page[at], np.arange(n + 1))
    for i in np.flatnonzero(np.diff(bounds)):
        own = at[bounds[i] : bounds[i + 1]]
        first[i], end[i] = _body(row[own], sizes[own])
    zone = np.full(len(page), INSIDE, np.int64)
    zone[row < first[page]] = HEAD
    zone[row >= end[page]] = TAIL
    zone[first[page] < 0] = NOWHERE
    return zone


def _body(rows: I64, sizes: NDArray[np.uint16]) -> tuple[int, int]:
    """First row and end of the main groups of running text."""
    cuts = np.flatnonzero(np.diff(rows) > _BODY_GAP) + 1
    if not len(cuts):
        return int(rows[0]), int(rows[-1]) + 1
    weights = np.add.reduceat(sizes.astype(np.int64), np.append(0, cuts))
    large = np.flatnonzero(weights >= _BODY_SHARE * weights.max())
    bounds = np.concatenate([[0], cuts, [len(rows)]])
    return int(rows[bounds[large[0]]]), int(rows[bounds[large[-1] + 1] - 1]) + 1


def _facts(
    shape: Shape,
    flags: NDArray[np.uint8],
    pages: Pages,
    lettered: BOOL,
    follows: BOOL,
    samples: int,
) -> list[Facts]:
    at = np.flatnonzero(shape.common)
    if not len(at):
        return []
    kinds, own = np.unique(shape.ids[at], return_inverse=True)
    k = len(kinds)
    counts = np.bincount(own, minlength=k)
    lengths = np.bincount(shape.run)[shape.run]
    last_row = (np.diff(pages.starts) - 1)[shape.page]
    columns = _columns(shape, flags, lengths, last_row, follows)
    columns["size"] = pages.sizes[lettered]
    table = {
        name: np.bincount(own, weights=column[at].astype(np.float64), minlength=k) / counts
        for name, column in columns.items()
    }
    from_end = _fixed(own, (last_row - shape.row)[at], k)
    table["fixed"] = np.maximum(_fixed(own, shape.row[at], k), from_end)
    mostly = {name: table.pop(name) > 0.5 for name in ("prose", "sentence", "abstract")}
    grouped = lengths[at] >= 3
    grouped_pages = _documents(own[grouped], shape.page[at][grouped], shape.documents, k)
    places = _places(own, shape.page[at], shape.row[at], k, samples)
    return [
        Facts(
            key=int(shape.keys[kind]),
            pages=int(shape.pages_of[kind]),
            of=shape.documents,
            times=int(counts[i]),
            grouped_pages=int(grouped_pages[i]),
            **{name: float(column[i]) for name, column in table.items()},
            prose=bool(mostly["prose"][i]),
            sentence=bool(mostly["sentence"][i]),
            abstract=bool(mostly["abstract"][i]),
            places=places[i],
        )
        for i, kind in enumerate(kinds)
    ]


def _columns(
    shape: Shape, flags: NDArray[np.uint8], lengths: I64, last_row: I64, follows: BOOL
) -> dict[str, NDArray[Any]]:
    """What is true of each line, of which the facts of a recurring one are the means."""
    at_edge = (shape.row <= 1) | (shape.row >= last_row - 1)
    behind = _behind(shape)
    return {
        "grouped": lengths >= 3,
        "linked": lengths >= 2,
        "run": lengths,
        "edge": np.bincount(shape.run, weights=at_edge)[shape.run] > 0,
        "head": shape.zone == HEAD,
        "inside": shape.zone == INSIDE,
        "tail": shape.zone == TAIL,
        "nowhere": shape.zone == NOWHERE,
        "heads_prose": behind == -1,
        "heads_list": behind >= LIST,
        "values": np.bincount(shape.run, weights=follows)[shape.run] / lengths,
        "title": (flags & TITLE) != 0,
        "colon": (flags & COLON) != 0,
        "fragment": (flags & FRAGMENT) != 0,
        "depth": shape.row / np.maximum(last_row, 1),
        "prose": (flags & PROSE) != 0,
        "sentence": (flags & SENTENCE) != 0,
        "abstract": (flags & ABSTRACT) != 0,
    }


def _behind(shape: Shape) -> I64:
    """What follows each line: -1 running text of the page's own, else its short lines."""
    size = len(shape.ids)
    stop = shape.common | shape.prose
    stops = np.append(np.flatnonzero(stop), size)
    following = stops[np.searchsorted(stops, np.arange(1, size + 1))]
    ends = np.searchsorted(shape.page, shape.page, side="right")
    found = np.minimum(following, ends) - np.arange(size) - 1
    directly = np.zeros(size, bool)
    directly[:-1] = shape.prose[1:] & (shape.page[1:] == shape.page[:-1])
    return np.asarray(np.where(directly, -1, found), np.int64)


def _fixed(own: I64, offsets: I64, k: int) -> NDArray[np.float64]:
    """Share of each line's occurrences near the median of their offsets."""
    order = np.lexsort((offsets, own))
    groups, sorted_offsets = own[order], offsets[order]
    starts = np.searchsorted(groups, np.arange(k + 1))
    medians = sorted_offsets[np.minimum((starts[:-1] + starts[1:]) // 2, len(order) - 1)]
    near = np.abs(offsets - medians[own]) <= NEAR
    return np.asarray(np.bincount(own, weights=near, minlength=k) / np.bincount(own, minlength=k))


def _places(
    own: I64, page: I64, row: I64, k: int, samples: int
) -> list[tuple[tuple[int, int], ...]]:
    """The first places of each line, one a document."""
    order = np.lexsort((row, page, own))
    groups, pages, rows = own[order], page[order], row[order]
    first = np.ones(len(order), bool)
    first[1:] = (groups[1:] != groups[:-1]) | (pages[1:] != pages[:-1])
    groups, pages, rows = groups[first], pages[first], rows[first]
    starts = np.searchsorted(groups, np.arange(k + 1))
    return [
        tuple(
            (int(pages[j]), int(rows[j]))
            for j in range(starts[i], min(starts[i] + samples, starts[i + 1]))
        )
        for i in range(k)
    ]
