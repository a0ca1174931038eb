"""Remote files as streams: by ranges, or from the begin."""

from __future__ import annotations

import errno
import io
import os
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

BLOCK = 4 << 20
"""Bytes of one request: large enough that its delay does not count, small enough to hold three."""


class Fetched(Protocol):
    """A file that is read by ranges."""

    def stat(self) -> Any:
        """Its size, among others."""

    def fetch(self, start: int, end: int) -> bytes:
        """The bytes ``start:end``."""


def by_ranges(path: Fetched, *, ahead: bool) -> io.RawIOBase:
    """A file that can be moved; ``ahead``: the next block is fetched beside the work."""
    return _Blocks(path, ahead=ahead)


def from_begin(file: Any, url: str) -> io.RawIOBase:
    """A file of a library that can only be read from its begin; raises OSError only."""
    return _Stream(file, url)


class _Blocks(io.RawIOBase):
    """A file by ranges; while it is read in order, the next block is fetched beside the work."""

    def __init__(self, path: Fetched, *, ahead: bool) -> None:
        self._path = path
        self._size = path.stat().st_size
        self._at = 0
        self._start, self._data = 0, b""
        self._next: tuple[int, Future[bytes]] | None = None
        self._aside: ThreadPoolExecutor | None = None
        if ahead:
            from concurrent.futures import ThreadPoolExecutor

            self._aside = ThreadPoolExecutor(1)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size or not len(buffer):
            return 0
        offset = self._at - self._start
        if not 0 <= offset < len(self._data):
            self._turn(len(buffer))
            offset = self._at - self._start
        piece = self._data[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _turn(self, wanted: int) -> None:
        """Get the block that begins here."""
        in_order = self._at == self._start + len(self._data)
        length = BLOCK if self._aside else wanted
        if self._next is not None and self._next[0] == self._at:
            self._data = self._next[1].result()
        else:
            self._data = self._path.fetch(self._at, min(self._at + length, self._size))
        if not self._data:
            raise OSError(errno.EIO, "the file ended before its size", str(self._path))
        self._start, self._next = self._at, None
        end = self._start + len(self._data)
        if self._aside is not None and in_order and self._start and end < self._size:
            stop = min(end + BLOCK, self._size)
            self._next = (end, self._aside.submit(self._path.fetch, end, stop))

    def close(self) -> None:
        if self._aside is not None:
            self._aside.shutdown(wait=False, cancel_futures=True)
        super().close()


class _Stream(io.RawIOBase):
    """A file of a server without ranges, from its begin."""

    def __init__(self, file: Any, url: str) -> None:
        self._file = file
        self._url = url

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read(len(buffer))
        except Exception as error:  # whatever the library raises when a connection breaks
            raise OSError(0, str(error) or "broke off", self._url) from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()
