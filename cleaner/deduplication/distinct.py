"""Texts without their exact repeats, tabulated."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cleaner.deduplication import arrays, tokens
from cleaner.deduplication.arrays import I64, U64, Column
from cleaner.deduplication.spool import MEMORY, Room, StoredRows
from cleaner.deduplication.steps import Over, here
from cleaner.deduplication.table import Table


@dataclass(frozen=True, slots=True)
class Distinct:
    """Texts without their exact repeats.

    ``table``: a row each, in the order of their digests. ``row``: the row of every text of the
    input. ``copies``: for each row the indices of its texts, laid end to end, and their starts.
    """

    table: Table
    row: I64
    copies: arrays.Rows


class _Columns:
    """The rows of a table in the order in which they come."""

    def __init__(self, room: Room) -> None:
        self.digest = Column(np.uint64)
        self.pattern = Column(np.uint64)
        self.words = Column(np.int32)
        self.headline = Column(np.int32)
        self.characters = StoredRows(room, np.uint8)
        self.shingles = StoredRows(room, np.uint64)
        self.numbers = StoredRows(room, np.uint64)

    def add(self, table: Table) -> None:
        self.digest.append(table.digest)
        self.pattern.append(table.pattern)
        self.words.append(table.words)
        self.headline.append(table.headline)
        for name in ("characters", "shingles", "numbers"):
            getattr(self, name).append(getattr(table, name))

    def by_digest(self) -> Table:
        digest = self.digest.array()
        order = np.argsort(digest)
        for stored in (self.characters, self.shingles, self.numbers):
            stored.arrange(order)
        return Table(
            digest[order],
            self.pattern.array()[order],
            self.words.array()[order],
            self.headline.array()[order],
            self.characters,
            self.shingles,
            self.numbers,
        )


class _Seen:
    """Numbers that were met, as sorted runs, the longer ones first."""

    def __init__(self) -> None:
        self._runs: list[U64] = []

    def add(self, values: U64) -> I64:
        """Where in ``values`` numbers stand that were not met before."""
        order = np.argsort(values, kind="stable")
        ranked = values[order]
        new = np.ones(len(ranked), bool)
        np.not_equal(ranked[1:], ranked[:-1], out=new[1:])
        for run in self._runs:
            at = np.minimum(np.searchsorted(run, ranked), len(run) - 1)
            new &= run[at] != ranked
        fresh = ranked[new]
        while self._runs and len(self._runs[-1]) <= 2 * len(fresh):
            fresh = np.sort(np.concatenate([self._runs.pop(), fresh]))
        if len(fresh):
            self._runs.append(fresh)
        return np.sort(order[new])


def distinguish(texts: Iterable[str], over: Over = here, room: Room = MEMORY) -> Distinct:
    """Tabulate texts; those of the same words share a row. Texts without words keep their own.

    Raises WriteError when what there is no room for cannot be written.
    """
    columns, seen = _Columns(room), _Seen()
    digests = Column(np.uint64)
    for table in over(_tabulated, None, tokens.batched(texts)):
        digests.append(table.digest)
        fresh = seen.add(table.digest)
        columns.add(table if len(fresh) == len(table) else table.take(fresh))
    table = columns.by_digest()
    row = np.searchsorted(table.digest, digests.array())
    counts = np.bincount(row, minlength=len(table)).astype(np.int64)
    return Distinct(table, row, arrays.Rows(np.argsort(row, kind="stable"), arrays.edges(counts)))


def _tabulated(_: None, texts: Sequence[str]) -> Table:
    table = tokens.tabulate(texts)
    # A text without words (an emoji-free "…") is a copy of nothing but itself.
    for blank in np.flatnonzero(table.words == 0).tolist():
        table.digest[blank] = hash_text(texts[blank])
    return table


def hash_text(text: str) -> int:
    """A digest of the very characters, the same in every process."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")
