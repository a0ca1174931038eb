"""How much of a search may be in memory on this machine, and where the rest of it goes."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cleaner.deduplication.spool import Room
from cleaner.errors import ConfigError
from cleaner.remote import RemotePath

LEAST = 256 << 20
"""What a search takes for the smallest input, about."""
_SHARE = 2
_CONTROL_GROUP = Path("/sys/fs/cgroup/memory.max")


def room_for(memory: int, out: Path | None) -> Room:
    """The room of a run that writes into ``out`` and may have ``memory`` bytes.

    0: half of what the machine has. Temporary files go where the environment says (``TMPDIR``),
    else beside the results, where there has to be room anyway. Raises ConfigError for less memory
    than any search needs.
    """
    if 0 < memory < LEAST:
        raise ConfigError(
            f"memory is {memory / (1 << 20):.3g}MiB",
            remedy=f"at least {LEAST >> 20}MiB; more is quicker",
        )
    return Room.within(memory or _machine() // _SHARE, _beside(out))


def _machine() -> int:
    """Bytes of memory that this process could have; 0 where that cannot be told."""
    try:
        found = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return 0
    with suppress(OSError, ValueError):  # "max", or no such file
        found = min(found, int(_CONTROL_GROUP.read_text()))
    return max(found, 0)


def _beside(out: Path | None) -> Path | None:
    if out is None or isinstance(out, RemotePath) or any(map(os.environ.get, _NAMED)):
        return None
    folder = out.absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return None


_NAMED = ("TMPDIR", "TEMP", "TMP")
