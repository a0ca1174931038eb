"""What may not fit into memory: bytes that go to disk when there are too many of them.

The files have no names (``tempfile.TemporaryFile``): whatever ends the process, they are gone.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64, Column, Rows, edges, spread
from cleaner.writing import unwritable

_AT_ONCE = 1 << 18
_FIXED = 200 << 20
"""Bytes that the interpreter, its libraries and the work on one piece take, whatever the input."""
_STORES = 24
"""The shares of the rest; some ten stores are filled at the same time."""
_LEAST = 1 << 16
_BUFFER = 1 << 23
"""What a store holds at most that has gone to disk."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much each store of a search holds before it goes to disk, and where to.

    ``held``: bytes; None: all of it stays in memory. ``folder``: of the files; None: where
    ``tempfile`` says.
    """

    held: int | None = None
    folder: Path | None = None

    @classmethod
    def within(cls, memory: int, folder: Path | None = None) -> Room:
        """The room of a process that may have ``memory`` bytes; 0: no limit."""
        if not memory:
            return cls()
        return cls(max((memory - _FIXED) // _STORES, _LEAST), folder)


MEMORY = Room()


class Spool:
    """Bytes that are only appended to. Methods raise WriteError when the disk does not do it."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._most = room.held
        self._tail = bytearray()
        self._file: RawIOBase | None = None
        self._written = 0

    def __len__(self) -> int:
        return self._written + len(self._tail)

    def append(self, data: bytes | NDArray[Any]) -> int:
        """Add ``data`` (bytes, or a contiguous array); returns where it starts."""
        start = len(self)
        self._tail.extend(data if isinstance(data, bytes) else data.data)
        if self._most is not None and len(self._tail) > self._most:
            self._flush()
            self._most = min(self._most, _BUFFER)
        return start

    def read(self, start: int, stop: int) -> bytearray:
        """The bytes from ``start`` to ``stop``."""
        if self._file is None:
            return self._tail[start:stop]
        found = bytearray(stop - start)
        self._fill(memoryview(found), start)
        return found

    def array(self, start: int, count: int, dtype: Any) -> NDArray[Any]:
        """``count`` elements of an array from byte ``start`` on."""
        return np.frombuffer(self.read(start, start + count * np.dtype(dtype).itemsize), dtype)

    def gather(self, starts: I64, lengths: I64, dtype: Any) -> NDArray[Any]:
        """The spans of elements that begin at elements ``starts``, laid end to end."""
        size = np.dtype(dtype).itemsize
        bounds = edges(lengths)
        found = np.empty(int(bounds[-1]), dtype)
        if not len(found):
            return found
        if self._file is None:
            held = np.frombuffer(self._tail, dtype)
            # A place is eight times as large as a byte: only some of them at once.
            for a, b in _portions(bounds):
                found[bounds[a] : bounds[b]] = held[spread(starts[a:b], lengths[a:b])]
            return found
        view = found.view(np.uint8).data
        some = np.flatnonzero(lengths)
        places = zip(
            (starts[some] * size).tolist(),
            (bounds[:-1][some] * size).tolist(),
            (bounds[1:][some] * size).tolist(),
            strict=True,
        )
        for start, first, last in places:
            self._fill(view[first:last], start)
        return found

    def _fill(self, view: memoryview, start: int) -> None:
        if self._tail:
            self._flush()
        assert self._file is not None
        with _disk(self._room):
            self._file.seek(start)
            done = 0
            while done < len(view):
                more = self._file.readinto(view[done:])
                if not more:
                    raise OSError("a temporary file is shorter than it was")
                done += more

    def _flush(self) -> None:
        with _disk(self._room):
            if self._file is None:
                self._file = _opened(self._room)
            self._file.seek(0, os.SEEK_END)
            with memoryview(self._tail) as view:
                done = 0
                while done < len(view):
                    done += self._file.write(view[done:]) or 0
        self._written += len(self._tail)
        self._tail.clear()


def _portions(bounds: I64) -> Iterator[tuple[int, int]]:
    """Half-open ranges of rows with these bounds, of some ``_AT_ONCE`` values each."""
    first, count = 0, len(bounds) - 1
    while first < count:
        last = int(np.searchsorted(bounds, bounds[first] + _AT_ONCE, side="right")) - 1
        last = min(max(last, first + 1), count)
        yield first, last
        first = last


def _opened(room: Room) -> Any:
    return tempfile.TemporaryFile(dir=room.folder, buffering=0)


@contextmanager
def _disk(room: Room) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unwritable(room.folder or Path(tempfile.gettempdir()), error) from error


class StoredRows:
    """Rows in a spool, as they were appended or, once ``arranged``, in another order."""

    def __init__(self, room: Room, dtype: Any) -> None:
        self._spool = Spool(room)
        self._dtype = np.dtype(dtype)
        self._sizes = Column(np.int32)
        self._starts: I64 = np.zeros(1, np.int64)
        self._order: I64 | None = None

    def append(self, rows: Rows) -> None:
        """Add rows."""
        self._spool.append(np.ascontiguousarray(rows.values))
        self._sizes.append(rows.lengths())

    def arrange(self, order: I64) -> None:
        """Make row ``i`` the one that was appended as number ``order[i]``."""
        self._starts = edges(self._sizes.array())
        self._sizes = Column(np.int32)
        self._order = order

    def __len__(self) -> int:
        return len(self._starts) - 1

    @property
    def total(self) -> int:
        """How many values all rows have."""
        return int(self._starts[-1])

    def lengths(self) -> I64:
        """The length of every row."""
        sizes = np.diff(self._starts)
        return sizes if self._order is None else sizes[self._order]

    def take(self, rows: I64) -> Rows:
        """The given rows, in that order."""
        at = rows if self._order is None else self._order[rows]
        starts = self._starts[at]
        lengths = self._starts[at + 1] - starts
        return Rows(self._spool.gather(starts, lengths, self._dtype), edges(lengths))

    def __getitem__(self, row: int) -> NDArray[np.generic]:
        return self.take(np.array([row])).values

    def chunks(self) -> Iterator[tuple[I64, Rows]]:
        """Numbers of rows and these rows, every row once, as they stand in the spool."""
        number = np.arange(len(self))
        if self._order is not None:
            number[self._order] = np.arange(len(self))
        for first, last in _portions(self._starts):
            start = int(self._starts[first])
            count = int(self._starts[last]) - start
            values = self._spool.array(start * self._dtype.itemsize, count, self._dtype)
            yield number[first:last], Rows(values, self._starts[first : last + 1] - start)
