"""Which pairs of texts are worth comparing: those that share rare shingles.

Each text looks for partners with its rarest shingles that occur elsewhere, and finds every text
that has them *anywhere*. A copy cut to a tenth thus finds the whole text, which a comparison of
key against key or of MinHash signatures does not (Broder's containment against his resemblance,
1997): the rare shingles of the whole text lie mostly outside the cut copy.

A shingle that very many texts share pairs each of them with the longest one only, so that the
number of pairs grows with the number of texts. The shingles are sorted in partitions by hash
range: the same key would be the shuffle key on a cluster.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64, U64, Rows, distinct, edges, runs, spread
from cleaner.deduplication.steps import Over, here

KEYS = 12
"""How many shingles of a text look for partners."""
SHARED = 2
"""How many of them a partner must have."""
COMMON = 50
"""A shingle of more texts than this pairs them with the longest of them only."""
BOILERPLATE = 8
_PARTITION = 1 << 21
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Postings:
    """Shingles that occur in two texts or more: the texts of each, and each text's keys.

    ``texts``: rows of text numbers, one row a shingle. ``keys``: rows of shingles (rows of
    ``texts``), one row a text, rarest first.
    """

    texts: Rows
    keys: Rows


def postings(shingles: Rows, over: Over = here) -> Postings:
    """Index the shingles of texts ``0 .. n - 1``."""
    texts = _repeated(shingles, over)
    return Postings(texts, _keys(texts, len(shingles.starts) - 1))


def candidates(found: Postings, words: I64) -> U64:
    """Sorted pairs ``a << 32 | b`` with ``a < b``; ``words`` are the lengths of the texts."""
    hubs = _hubs(found.texts, words)
    count = len(found.keys.starts) - 1
    pairs = [
        _block(found, hubs, first, min(first + _BLOCK, count)) for first in range(0, count, _BLOCK)
    ]
    return distinct(np.concatenate(pairs)) if pairs else np.zeros(0, np.uint64)


def common_shares(found: Postings, shingles: Rows) -> NDArray[np.float32]:
    """For each text, the share of its shingles that ``BOILERPLATE`` texts or more have."""
    lengths = found.texts.lengths()
    often = np.repeat(lengths >= BOILERPLATE, lengths)
    counts = np.bincount(found.texts.values[often], minlength=len(shingles.starts) - 1)
    return np.asarray(counts / np.maximum(shingles.lengths(), 1), np.float32)


def _repeated(shingles: Rows, over: Over) -> Rows:
    """Rows of texts of every shingle that two texts share, in the order of the hashes."""
    count = len(shingles.starts) - 1
    id_bits = max(1, (count - 1).bit_length())
    owner = np.repeat(np.arange(count, dtype=np.uint64), shingles.lengths())
    values = shingles.values.astype(np.uint64, copy=False)
    split = max(0, (len(values) // _PARTITION).bit_length())
    if split == 0:
        parts, over = [(values, owner)], here
    else:
        part = (values >> np.uint64(64 - split)).astype(np.uint16)
        order = np.argsort(part, kind="stable")
        bounds = np.searchsorted(part[order], np.arange(1, 1 << split))
        parts = [(values[where], owner[where]) for where in np.split(order, bounds)]
    ids, lengths = zip(*over(_range, (split, id_bits), parts), strict=True)
    return Rows(np.concatenate(ids), edges(np.concatenate(lengths)))


def _range(bits: tuple[int, int], part: tuple[U64, U64]) -> tuple[NDArray[np.uint32], I64]:
    """The texts of every shingle of a range of hashes that two texts share, and how many."""
    split, id_bits = map(np.uint64, bits)
    hashes, owners = part
    # The partition's own bits make room for the text number beside the rest of the hash.
    packed = distinct(((hashes << split) >> id_bits << id_bits) | owners)
    _, sizes = runs(packed >> id_bits)
    kept = np.repeat(sizes > 1, sizes)
    ids = (packed[kept] & ((np.uint64(1) << id_bits) - np.uint64(1))).astype(np.uint32)
    return ids, sizes[sizes > 1]


def _keys(texts: Rows, count: int) -> Rows:
    """The rarest shingles of each text; equally rare ones in the order of their hashes."""
    lengths = texts.lengths()
    rarity = np.repeat(np.minimum(lengths, 255).astype(np.uint64), lengths)
    owner = texts.values.astype(np.uint64)
    entry = np.arange(len(owner), dtype=np.uint64)
    packed = np.sort(owner << np.uint64(40) | rarity << np.uint64(32) | entry)
    sizes = np.bincount(texts.values, minlength=count).astype(np.int64)
    wanted = spread(edges(sizes)[:-1], np.minimum(sizes, KEYS))
    chosen = (packed[wanted] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    row = np.repeat(np.arange(len(lengths)), lengths)[chosen]
    return Rows(row, edges(np.minimum(sizes, KEYS)))


def _hubs(texts: Rows, words: I64) -> I64:
    """The longest text of every shingle."""
    if not len(texts.values):
        return np.zeros(0, np.int64)
    ids = texts.values.astype(np.int64)
    # Of equally long ones the first.
    rank = words[ids] << 32 | (0xFFFFFFFF - ids)
    return 0xFFFFFFFF - (np.maximum.reduceat(rank, texts.starts[:-1]) & 0xFFFFFFFF)


def _block(found: Postings, hubs: I64, first: int, last: int) -> U64:
    """The pairs that the keys of texts ``first .. last - 1`` find."""
    start, stop = found.keys.starts[first], found.keys.starts[last]
    keys = found.keys.values[start:stop].astype(np.int64)
    owner = np.repeat(np.arange(first, last), found.keys.lengths()[first:last])
    sizes = found.texts.lengths()[keys]
    few = sizes <= COMMON
    partner = np.concatenate(
        [
            found.texts.values[spread(found.texts.starts[keys[few]], sizes[few])].astype(np.int64),
            hubs[keys[~few]],
        ]
    )
    seeker = np.concatenate([np.repeat(owner[few], sizes[few]), owner[~few]])
    apart = seeker != partner
    pairs = (seeker[apart] << 32 | partner[apart]).astype(np.uint64)
    unique, shared = runs(np.sort(pairs))
    seeker = (unique >> np.uint64(32)).astype(np.int64)
    partner = (unique & np.uint64(0xFFFFFFFF)).astype(np.int64)
    enough = shared >= np.minimum(SHARED, found.keys.lengths()[seeker])
    low, high = np.minimum(seeker, partner)[enough], np.maximum(seeker, partner)[enough]
    return np.asarray(low << 32 | high, np.uint64)
