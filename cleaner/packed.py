"""Files packed with gzip or Zstandard, told by their endings."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import IO, Any, Protocol

from cleaner.errors import ConfigError
from cleaner.remote import is_remote

PACKED = (".gz", ".tgz", ".zst")
_GZIP_WRAPPER = 31
_CHUNK = 64 << 10
_LONGEST_WINDOW = 1 << 31  # what `zstd --ultra --long=31` writes


class Packer(Protocol):
    """Packs data piece by piece."""

    def compress(self, data: bytes, /) -> bytes:
        """What is ready of the packed data."""

    def flush(self) -> bytes:
        """The rest."""


def is_packed(path: Path) -> bool:
    """Whether a file's name says that it is packed."""
    return path.suffix.lower() in PACKED


def packer(path: Path) -> Packer | None:
    """What packs a file of this name; the same data gives the same bytes at any time."""
    suffix = path.suffix.lower()
    if suffix in (".gz", ".tgz"):
        # Not gzip.GzipFile: it would put in the time and the name of the temporary file.
        return zlib.compressobj(wbits=_GZIP_WRAPPER)
    if suffix == ".zst":
        found: Packer = _zstandard().ZstdCompressor(write_checksum=True).compressobj()
        return found
    return None


def open_packed(path: Path) -> IO[bytes] | gzip.GzipFile:
    """Open a file to read what is packed in it.

    Reading raises EOFError or zlib.error (also gzip.BadGzipFile) when it is damaged. Raises
    ConfigError when the library for Zstandard is missing.
    """
    suffix = path.suffix.lower()
    if suffix == ".gz":
        return gzip.open(path.open("rb") if is_remote(path) else path)
    if suffix == ".zst":
        return io.BufferedReader(_Unpacked(path), _CHUNK)
    return path.open("rb")


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError:
        raise ConfigError("zstandard is not installed", remedy="pip install '.[formats]'") from None
    return zstandard


class _Unpacked(io.RawIOBase):
    """One frame after the other; the library's own reader takes a torn frame for a whole one."""

    def __init__(self, path: Path) -> None:
        self._library = _zstandard()
        self._file = path.open("rb")
        self._frame: Any = None
        self._packed = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and self._advance():
            pass
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _advance(self) -> bool:
        """Unpack some more; False at the end of the file."""
        data = self._packed or self._file.read(_CHUNK)
        self._packed = b""
        if not data:
            if self._frame is not None:
                raise EOFError("the last frame is not complete")
            return False
        if self._frame is None:
            options = {"max_window_size": _LONGEST_WINDOW}
            self._frame = self._library.ZstdDecompressor(**options).decompressobj()
        try:
            self._ready = memoryview(self._frame.decompress(data))
        except self._library.ZstdError as error:
            raise zlib.error(str(error)) from error
        if self._frame.eof:
            self._packed = self._frame.unused_data
            self._frame = None
        return True

    def close(self) -> None:
        self._file.close()
        super().close()
