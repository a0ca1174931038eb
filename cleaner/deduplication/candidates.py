"""Which pairs of texts are worth comparing: those that share rare shingles.

Each text looks for partners with its rarest shingles that occur elsewhere, and finds every text
that has them *anywhere*. A copy cut to a tenth thus finds the whole text, which a comparison of
key against key or of MinHash signatures does not (Broder's containment against his resemblance,
1997): the rare shingles of the whole text lie mostly outside the cut copy.

A shingle that very many texts share pairs each of them with the longest one only, so that the
number of pairs grows with the number of texts.

All of it is cut so that a piece at a time is in memory, by hash range or by range of texts: the
shingles are sorted by hash range, which tells how rare each is; each range of texts chooses its
keys among its own; the keys go back to their hash ranges and meet their partners there; and each
range of texts counts how often it met each partner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64, U64, Rows, Stored, distinct, edges, runs, spread
from cleaner.deduplication.partitions import Partitions
from cleaner.deduplication.spool import MEMORY, Room
from cleaner.deduplication.steps import Over, here

KEYS = 12
"""How many shingles of a text look for partners."""
SHARED = 2
"""How many of them a partner must have."""
COMMON = 50
"""A shingle of more texts than this pairs them with the longest of them only."""
BOILERPLATE = 8
_PARTITION = 1 << 20
"""Shingles of a hash range, about."""
_RANGE = 15
"""Bits of the number of a text within its range of texts."""
_BLOCK = 1 << 20
"""Pairs that are made at once."""
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Postings:
    """Shingles that occur in two texts or more, by hash range.

    ``texts``: the numbers of the texts of each shingle, one shingle after the other, in the order
    of the hashes; ``sizes``: how many texts each shingle has; ``starts``: how many entries of
    ``texts`` stand before each hash range, and in all. ``often``: how many shingles of each text
    ``BOILERPLATE`` texts or more have.
    """

    texts: Partitions
    sizes: Partitions
    starts: I64
    often: I64
    room: Room = field(default=MEMORY)


def postings(shingles: Stored, over: Over = here, room: Room = MEMORY) -> Postings:
    """Index the shingles of texts ``0 .. n - 1``."""
    count = len(shingles)
    id_bits = max(1, (count - 1).bit_length())
    split = max(0, (shingles.total // _PARTITION).bit_length())
    parts = _split(shingles, split, id_bits, room)
    texts = Partitions(room, len(parts), np.uint32)
    sizes = Partitions(room, len(parts), np.uint32)
    starts = np.zeros(len(parts) + 1, np.int64)
    often = np.zeros(count, np.int64)
    over = over if split else here
    for number, (ids, lengths) in enumerate(over(_range, id_bits, parts.drain())):
        texts.put(number, ids)
        sizes.put(number, lengths)
        starts[number + 1] = starts[number] + len(ids)
        np.add.at(often, ids[np.repeat(lengths >= BOILERPLATE, lengths)], 1)
    return Postings(texts, sizes, starts, often, room)


def common_shares(found: Postings, shingles: Stored) -> NDArray[np.float32]:
    """For each text, the share of its shingles that ``BOILERPLATE`` texts or more have."""
    return np.asarray(found.often / np.maximum(shingles.lengths(), 1), np.float32)


def candidates(found: Postings, words: I64) -> Partitions:
    """Pairs ``a << 32 | b`` with ``a < b``, sorted; ``words`` are the lengths of the texts.

    The partitions are ranges of ``a``, in order. Takes the postings, which are empty then.
    """
    keys, counts = _keys(found, len(words))
    pairs = Partitions(found.room, _ranges(len(words)), np.uint64)
    for seeker, partner in _meetings(found, keys, words):
        pairs.add(seeker >> _RANGE, seeker.astype(np.uint64) << _HALF | partner.astype(np.uint64))
    both = Partitions(found.room, len(pairs), np.uint64)
    for met in pairs.drain():
        unique, shared = runs(np.sort(met))
        seeker, partner = unpacked(unique)
        enough = shared >= np.minimum(SHARED, counts[seeker])
        low, high = np.minimum(seeker, partner)[enough], np.maximum(seeker, partner)[enough]
        both.add(low >> _RANGE, low.astype(np.uint64) << _HALF | high.astype(np.uint64))
    result = Partitions(found.room, len(pairs), np.uint64)
    for number, some in enumerate(both.drain()):
        result.put(number, distinct(some))
    return result


def unpacked(pairs: U64) -> tuple[I64, I64]:
    """The two halves of pairs."""
    return (pairs >> _HALF).astype(np.int64), (pairs & _LOW).astype(np.int64)


def _ranges(count: int) -> int:
    return (max(count, 1) - 1 >> _RANGE) + 1


def _split(shingles: Stored, split: int, id_bits: int, room: Room) -> Partitions:
    """Shingles by the first ``split`` bits of their hashes, their texts in the last bits."""
    parts = Partitions(room, 1 << split, np.uint64)
    bits = np.uint64(id_bits)
    for rows, some in shingles.chunks():
        hashes = some.values.astype(np.uint64, copy=False)
        owner = np.repeat(rows.astype(np.uint64), some.lengths())
        # The partition's own bits make room for the text number beside the rest of the hash.
        packed = ((hashes << np.uint64(split)) >> bits << bits) | owner
        parts.add(hashes >> np.uint64(64 - split) if split else hashes, packed)
    return parts


def _range(id_bits: int, packed: U64) -> tuple[NDArray[np.uint32], I64]:
    """The texts of every shingle of a range of hashes that two texts share, and how many."""
    bits = np.uint64(id_bits)
    packed = distinct(packed)
    _, sizes = runs(packed >> bits)
    kept = np.repeat(sizes > 1, sizes)
    ids = (packed[kept] & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.uint32)
    return ids, sizes[sizes > 1]


def _keys(found: Postings, count: int) -> tuple[Partitions, I64]:
    """The rarest shingles of each text, by hash range; equally rare ones in hash order.

    Each is ``entry << 32 | text``, the entry counted from the start of the range. Also how many
    each text has.
    """
    entries = Partitions(found.room, _ranges(count), np.uint64)
    for number, (texts, sizes) in enumerate(zip(found.texts, found.sizes, strict=True)):
        rarity = np.repeat(np.minimum(sizes, 255).astype(np.uint64), sizes)
        entry = np.arange(len(texts), dtype=np.uint64) + np.uint64(found.starts[number])
        inside = (texts & np.uint32((1 << _RANGE) - 1)).astype(np.uint64)
        packed = inside << np.uint64(48) | rarity << np.uint64(40) | entry
        entries.add(texts >> np.uint32(_RANGE), packed)
    keys = Partitions(found.room, len(found.texts), np.uint64)
    counts = np.zeros(count, np.int64)
    for number, some in enumerate(entries.drain()):
        packed = np.sort(some)
        first = number << _RANGE
        sizes = np.bincount((packed >> np.uint64(48)).astype(np.int64), minlength=1 << _RANGE)
        few = np.minimum(sizes, KEYS)
        counts[first : first + len(few)] = few[: count - first]
        chosen = packed[spread(edges(sizes)[:-1], few)]
        entry = (chosen & np.uint64((1 << 40) - 1)).astype(np.int64)
        part = np.searchsorted(found.starts, entry, side="right") - 1
        inside = (entry - found.starts[part]).astype(np.uint64)
        keys.add(part, inside << _HALF | (chosen >> np.uint64(48)) + np.uint64(first))
    return keys, counts


def _hubs(texts: Rows, words: I64) -> I64:
    """The longest text of every shingle."""
    if not len(texts.values):
        return np.zeros(0, np.int64)
    ids = texts.values.astype(np.int64)
    # Of equally long ones the first.
    rank = words[ids] << 32 | (0xFFFFFFFF - ids)
    return 0xFFFFFFFF - (np.maximum.reduceat(rank, texts.starts[:-1]) & 0xFFFFFFFF)


def _meetings(found: Postings, keys: Partitions, words: I64) -> Iterator[tuple[I64, I64]]:
    """Texts and the texts that one of their keys finds."""
    for number in range(len(keys)):
        sizes = found.sizes.take(number).astype(np.int64)
        texts = Rows(found.texts.take(number), edges(sizes))
        hubs = _hubs(texts, words)
        shingle = np.repeat(np.arange(len(sizes)), sizes)
        entry, owner = unpacked(keys.take(number))
        key = shingle[entry]
        # A key of very many texts meets one of them.
        ends = np.cumsum(np.where(sizes[key] <= COMMON, sizes[key], 1))
        at = 0
        while at < len(key):
            last = int(np.searchsorted(ends, (ends[at - 1] if at else 0) + _BLOCK, side="right"))
            last = max(last, at + 1)
            yield _met(texts, sizes, hubs, key[at:last], owner[at:last])
            at = last


def _met(texts: Rows, sizes: I64, hubs: I64, key: I64, owner: I64) -> tuple[I64, I64]:
    few = sizes[key] <= COMMON
    lengths = sizes[key[few]]
    close = texts.values[spread(texts.starts[key[few]], lengths)].astype(np.int64)
    partner = np.concatenate([close, hubs[key[~few]]])
    seeker = np.concatenate([np.repeat(owner[few], lengths), owner[~few]])
    apart = seeker != partner
    return seeker[apart], partner[apart]
