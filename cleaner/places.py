"""Where the program keeps what it can do without."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """``CLEANER_CACHE_DIR``, or the user's cache folder."""
    named = os.environ.get("CLEANER_CACHE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("cleaner", appauthor=False))
