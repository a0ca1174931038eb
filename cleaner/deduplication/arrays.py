"""Arrays of many short rows, and what numpy lacks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]


class Stored(Protocol):
    """Rows, wherever they are; see ``Rows``."""

    @property
    def total(self) -> int:
        """How many values all rows have."""

    def __len__(self) -> int: ...

    def lengths(self) -> I64:
        """The length of every row."""

    def take(self, rows: I64) -> Rows:
        """The given rows, in that order."""

    def chunks(self) -> Iterator[tuple[I64, Rows]]:
        """Numbers of rows and these rows, every row once, in any order."""

    def __getitem__(self, row: int) -> NDArray[np.generic]: ...


@dataclass(frozen=True, slots=True)
class Rows:
    """Arrays of many rows laid end to end: row ``i`` is ``values[starts[i]:starts[i + 1]]``."""

    values: NDArray[np.generic]
    starts: I64

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def total(self) -> int:
        """How many values all rows have."""
        return len(self.values)

    def chunks(self) -> Iterator[tuple[I64, Rows]]:
        """Numbers of rows and these rows, every row once."""
        if len(self):
            yield np.arange(len(self)), self

    def lengths(self) -> I64:
        """The length of every row."""
        return np.diff(self.starts)

    def take(self, rows: I64) -> Rows:
        """The given rows, in that order."""
        lengths = self.lengths()[rows]
        return Rows(self.values[spread(self.starts[rows], lengths)], edges(lengths))

    def __getitem__(self, row: int) -> NDArray[np.generic]:
        return self.values[self.starts[row] : self.starts[row + 1]]


class Column:
    """An array that grows at its end.

    One piece of memory: many small arrays would leave holes in it that nobody else fits into.
    """

    def __init__(self, dtype: type[np.generic]) -> None:
        self._dtype = dtype
        self._data = bytearray()

    def append(self, values: NDArray[Any]) -> None:
        """Add values."""
        self._data.extend(np.ascontiguousarray(values, self._dtype).data)

    def array(self) -> NDArray[Any]:
        """All values; nothing can be added as long as somebody has them."""
        return np.frombuffer(self._data, self._dtype)


def edges(lengths: I64) -> I64:
    """Where rows of these lengths start, and where the last one ends."""
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def spread(starts: I64, lengths: I64) -> I64:
    """The positions of rows that begin at ``starts``, laid end to end."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    offsets = np.repeat(starts - (ends - lengths), lengths)
    return np.asarray(np.arange(total, dtype=np.int64) + offsets, np.int64)


def distinct(values: U64) -> U64:
    """The distinct values, sorted; ``numpy.unique`` hashes them and takes many times as long."""
    values = np.sort(values)
    return values[_first_of_run(values)]


def _first_of_run(values: U64) -> NDArray[np.bool_]:
    first = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return first


def runs(values: U64) -> tuple[U64, I64]:
    """The distinct values and how often each occurs, from sorted ``values``."""
    first = np.flatnonzero(_first_of_run(values))
    return values[first], np.diff(np.append(first, len(values)))


def mix(values: U64) -> U64:
    """Scatter the bits of ``values`` (the finaliser of SplitMix64, Steele et al., 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
