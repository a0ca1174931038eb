"""What stands beside the tables of a dataset folder and has to change with them."""

from __future__ import annotations

import json
from pathlib import Path

from cleaner import ledger
from cleaner.errors import ReadError


def renewed(data: bytes, path: Path, how: str) -> bytes:
    """A ``state.json`` with another fingerprint, which depends on the old one and on ``how``.

    Raises ReadError for a file that is no such state.
    """
    try:
        state = json.loads(data)
    except (ValueError, RecursionError):
        state = None
    if not isinstance(state, dict):
        raise ReadError(
            "is not the state of a dataset", path=str(path), remedy="leave it out, or rename it"
        )
    seed = f"{state.get('_fingerprint')} {how}"
    state["_fingerprint"] = ledger.digest(seed.encode())[:16]
    return json.dumps(state, indent=2).encode()
