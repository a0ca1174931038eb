"""A source as it was when a job read it: who edits it during a run in place loses nothing."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner import ledger
from cleaner.errors import ReadError
from cleaner.remote import is_remote

if TYPE_CHECKING:
    from cleaner.engine.jobs import Job

_SETTLED_NS = 2_000_000_000
"""Two edits so close to each other may have one time, on file systems with a coarse clock."""


def stamped(path: Path) -> tuple[int, int]:
    """Size and time of a file, zeros if they cannot be told."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


@dataclass(slots=True)
class Seen:
    """What was read, by its stamp (see ``stamped``) and, if known, its SHA-256; ``at``: when."""

    path: Path
    stamp: tuple[int, int]
    at: int
    sha: str = ""

    @classmethod
    def now(cls, path: Path) -> Seen:
        """The file before it is read."""
        return cls(path, stamped(path), time.time_ns())

    def changed(self) -> bool:
        """Whether the file is another one now; a new time alone does not make it one."""
        size, modified = stamped(self.path)
        if size != self.stamp[0]:
            return True
        same = modified == self.stamp[1]
        if not self.sha or (same and modified < self.at - _SETTLED_NS):
            return not same
        try:
            return ledger.file_digest(self.path) != self.sha
        except OSError:
            return True


def books_mode(jobs: Iterable[Job]) -> int:
    """The most that the mode of a book may be in which words of these sources stand.

    If there is one that not everybody may read, nobody but the owner reads the book.
    """
    for job in jobs:
        if not is_remote(job.path):
            with suppress(OSError):  # it is gone
                if not job.path.stat().st_mode & stat.S_IROTH:
                    return 0o600
    return 0o666


def changed(path: Path) -> ReadError:
    """The error for a source that is left alone."""
    return ReadError("changed while it was read", path=str(path), remedy="clean it again")
