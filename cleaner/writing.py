"""Files that are whole: either the old content or the new, never a part.

Everything is written to a temporary file beside its target, forced to the disk and then renamed.
"""

from __future__ import annotations

import errno
import gzip
import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from cleaner.errors import WriteError

_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Staged:
    """A complete file that waits under a temporary name for its place at ``target``."""

    target: Path
    temporary: Path

    def commit(self) -> None:
        """Put the file in its place; raises ``WriteError`` and removes it if that fails."""
        try:
            os.replace(self.temporary, self.target)
            _sync_folder(self.target.parent)
        except OSError as error:
            self.discard()
            raise unwritable(self.target, error) from error

    def discard(self) -> None:
        """Remove the temporary file; does nothing if it is gone already."""
        with suppress(OSError):
            self.temporary.unlink()


class StagedStream:
    """A file written piece by piece, with the promises of ``stage``.

    A target that ends in ``.gz`` is compressed; the same pieces give the same bytes at any time.
    Used as a context manager it discards what was not committed. Every method may raise
    ``WriteError``, after which the temporary file is gone.
    """

    def __init__(self, target: Path, *, mode_of: Path | None = None) -> None:
        self.target = target
        compress = target.suffix.lower() == ".gz"
        self._file = _Temporary(target, mode_of)
        self._gzip = _compressor(self._file.raw) if compress else None

    def write(self, data: bytes) -> None:
        """Append ``data``."""
        with self._file.guarded():
            (self._gzip or self._file.raw).write(data)

    def finish(self) -> Staged:
        """Complete the file without putting it in its place yet."""
        with self._file.guarded():
            if self._gzip is not None:
                self._gzip.close()
        return self._file.finish()

    def commit(self) -> None:
        """Complete the file and put it in its place."""
        self.finish().commit()

    def discard(self) -> None:
        """Remove what was written; does nothing after ``finish`` or ``commit``."""
        self._file.abandon()

    def __enter__(self) -> StagedStream:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.discard()


def stage(target: Path, data: bytes | Iterable[bytes], *, mode_of: Path | None = None) -> Staged:
    """Write ``data`` to a temporary file beside ``target``, complete and forced to the disk.

    Missing folders are made. The mode is that of the existing target, else of ``mode_of``, else
    what the umask gives. A target that is a symbolic link is written through: the file it points
    to is the one replaced. Raises ``WriteError``, and whatever iterating ``data`` raises; the
    temporary file is gone then.
    """
    file = _Temporary(target, mode_of)
    with file.guarded():
        for piece in (data,) if isinstance(data, bytes | bytearray | memoryview) else data:
            file.raw.write(piece)
    return file.finish()


def write_atomic(target: Path, data: bytes | Iterable[bytes], mode_of: Path | None = None) -> None:
    """Replace the content of ``target`` with ``data`` in one step; see ``stage``."""
    stage(target, data, mode_of=mode_of).commit()
