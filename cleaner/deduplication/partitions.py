"""Many numbers, cut into partitions that are worked on one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.spool import Room, Spool

_RUN = 1 << 23


class Partitions:
    """``count`` partitions of numbers of one type, filled in any order.

    What is added is collected, sorted by partition and laid down as a run, in memory or on disk.
    Methods raise WriteError when the disk does not do it.
    """

    def __init__(self, room: Room, count: int, dtype: Any) -> None:
        self._dtype = np.dtype(dtype)
        self._most = _RUN if room.held is None else min(room.held, _RUN)
        self._spool = Spool(room) if room.held is not None else None
        self._extents: list[list[NDArray[Any] | tuple[int, int]]] = [[] for _ in range(count)]
        self._waiting: list[tuple[NDArray[Any], NDArray[Any]]] = []
        self._size = 0

    def __len__(self) -> int:
        return len(self._extents)

    def add(self, part: NDArray[Any], values: NDArray[Any]) -> None:
        """Add each of ``values`` to the partition that ``part`` says."""
        if len(self) == 1:
            self.put(0, values)
            return
        self._waiting.append((part.astype(np.uint16 if len(self) <= 1 << 16 else np.int64), values))
        self._size += values.nbytes
        if self._size >= self._most:
            self._lay()

    def put(self, number: int, values: NDArray[Any]) -> None:
        """Add ``values`` to one partition."""
        values = np.ascontiguousarray(values, self._dtype)
        if not len(values):
            return
        if self._spool is None:
            self._extents[number].append(values)
        else:
            self._extents[number].append((self._spool.append(values), len(values)))

    def read(self, number: int) -> NDArray[Any]:
        """The numbers of a partition, those of one run in the order in which they were added."""
        if self._waiting:
            self._lay()
        parts = [self._array(extent) for extent in self._extents[number]]
        if len(parts) == 1:
            return parts[0]
        return np.concatenate(parts) if parts else np.zeros(0, self._dtype)

    def take(self, number: int) -> NDArray[Any]:
        """The numbers of a partition, which is empty then."""
        found = self.read(number)
        self._extents[number] = []
        return found

    def __iter__(self) -> Iterator[NDArray[Any]]:
        """Every partition."""
        for number in range(len(self)):
            yield self.read(number)

    def drain(self) -> Iterator[NDArray[Any]]:
        """Every partition, which is empty then."""
        for number in range(len(self)):
            yield self.take(number)

    def _array(self, extent: NDArray[Any] | tuple[int, int]) -> NDArray[Any]:
        if isinstance(extent, tuple):
            assert self._spool is not None
            return self._spool.array(*extent, self._dtype)
        return extent

    def _lay(self) -> None:
        part = np.concatenate([part for part, _ in self._waiting])
        values = np.concatenate([values for _, values in self._waiting])
        self._waiting, self._size = [], 0
        values = values[np.argsort(part, kind="stable")]
        ends = np.cumsum(np.bincount(part, minlength=len(self))).tolist()
        start = 0
        for number, end in enumerate(ends):
            if end > start:
                self.put(number, values[start:end])
            start = end
