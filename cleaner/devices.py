"""Paths that stand for what is open, and not for a file of their own."""

from __future__ import annotations

import os
from pathlib import Path

_MOST_LINKS = 40


def is_device(path: Path) -> bool:
    """Whether a path leads through a link in /dev or /proc, as /dev/stdout does.

    Who follows it to its end finds the file that is open there, and would replace it with all that
    stands in it.
    """
    place = path.absolute()
    for _ in range(_MOST_LINKS):
        if not place.is_symlink():
            return False
        folder = Path(os.path.realpath(place.parent))
        if folder == Path("/dev") or folder.is_relative_to("/proc"):
            return True
        place = folder / place.readlink()
    return False
