"""A source as it was when a job read it: who edits it during a run in place loses nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from cleaner import ledger
from cleaner.errors import ReadError

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


def changed(path: Path) -> ReadError:
    """The error for a source that is left alone."""
    return ReadError("changed while it was read", path=str(path), remedy="clean it again")
