"""Whether a file that has the name of a book is one: what is the user's own is not overwritten."""

from __future__ import annotations

import json
from pathlib import Path

from cleaner.errors import WriteError
from cleaner.remote import is_remote

_KEYS = {
    "failures.jsonl": {"source", "error"},
    "related.jsonl": {"cluster", "copies", "variants"},
    "clusters.jsonl": {"cluster", "copies", "members"},
}
_MOST = 1 << 26
"""Bytes of a first line; a longer one is taken for ours."""


def expect_ours(path: Path) -> None:
    """Raise WriteError for a file that a run would remove or replace and that no run wrote.

    An empty file is nobody's loss; those of a store are not looked at. Raises OSError.
    """
    if is_remote(path) or not path.is_file():
        return
    with path.open("rb") as file:
        line = file.readline(_MOST)
    if not line.strip() or len(line) >= _MOST:
        return
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict) or not record.keys() >= _KEYS[path.name]:
        raise WriteError(
            "is not a file that cleaner wrote, and a run would replace it",
            path=str(path),
            remedy="move it away, or choose another folder",
        )
