"""What is told of a source when a library that reads it throws what it likes."""

from __future__ import annotations

from pathlib import Path

from cleaner.errors import CleanerError, ReadError
from cleaner.reading import unreadable


def mishap(error: Exception, path: str) -> CleanerError:
    """The error for a source that could not be read to its end, whatever the reason."""
    if isinstance(error, CleanerError):
        return error
    if isinstance(error, OSError):
        return unreadable(Path(path), error)
    if isinstance(error, RecursionError):
        return ReadError("nested too deeply to be read", path=path)
    if isinstance(error, MemoryError):
        return ReadError(
            "takes more memory than there is", path=path, remedy="cut it into smaller files"
        )
    return ReadError(f"cannot be read: {type(error).__name__}: {error}", path=path)
