"""Which records of a ledger are damaged: what no run writes is not followed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from cleaner import formats


def flaw_of(record: dict[str, Any]) -> str:
    """What of a record no run of cleaner has written; empty if nothing.

    Its names are those of files below a folder, so that nobody is led out of it.
    """
    for key, is_right in (_OF_LINES if "line" in record else _OF_FILES).items():
        value = record.get(key)
        if (key in record or key in _NEEDED) and not is_right(value):
            what = f"cannot be {shown(value)}" if key in record else "is missing"
            return f"not a ledger record: {key!r} {what}"
    missing = next((key for key in _way_back(record) if record.get(key) in (None, False)), "")
    return f"not a ledger record: {missing!r} is missing" if missing else ""


def _way_back(record: dict[str, Any]) -> tuple[str, ...]:
    """What it takes to make the original from such a record."""
    if "line" in record:
        return () if "dropped" in record else ("edits",)
    if record["kind"] in _WHOLE and "shards" not in record:
        made = record.get("edits") and "original" not in record
        return ("edits", "encoding", "written", "bom") if made else ("edits",)
    if record.get("kept") or record["sha256_cleaned"] == record["sha256_original"]:
        return ()
    return ("text_field",) if formats.by_lines(record["kind"]) else ("kept",)


def shown(value: object) -> str:
    """A value of a record, as short as a message needs it."""
    said = repr(value)
    return said if len(said) <= 60 else f"{said[:60]}..."


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_path(value: Any) -> bool:
    """Whether it is the path of a file below a folder."""
    if not _is_text(value) or "\0" in value or not PurePosixPath(value).name:
        return False
    try:
        os.fsencode(value)
    except UnicodeError:
        return False
    path = PurePosixPath(value)
    return not path.is_absolute() and ".." not in path.parts


def _is_name(value: Any) -> bool:
    return _is_path(value) and "/" not in value


def _is_hash(value: Any) -> bool:
    return _is_text(value) and _HASH.fullmatch(value) is not None


def _is_codec(value: Any) -> bool:
    return _is_text(value) and _CODEC.fullmatch(value) is not None


def _are_edits(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(row, list) and [*map(type, row)] == _EDIT for row in value
    )


def _are_shards(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(row, list) and len(row) == 2 and _is_name(row[0]) and _is_hash(row[1])
            for row in value
        )
    )


_HASH = re.compile(r"[0-9a-f]{64}")
_BYTES = re.compile(r"([0-9a-f]{2})*")
_CODEC = re.compile(r"[\w.-]*", re.ASCII)
_EDIT = [int, int, str, str, str, str]
_WHOLE = ("text", "html", "sidecar")
_OF_LINES: dict[str, Callable[[Any], bool]] = {
    "target": _is_path,
    "line": lambda value: type(value) is int and value > 0,
    "edits": _are_edits,
    "dropped": _is_text,
    "literal": _is_text,
}
_OF_FILES: dict[str, Callable[[Any], bool]] = {
    "target": _is_path,
    "source": _is_name,
    "kind": lambda value: value in _WHOLE or value in formats.names(),
    "sha256_original": _is_hash,
    "sha256_cleaned": _is_hash,
    "edits": _are_edits,
    "encoding": _is_codec,
    "written": _is_codec,
    "bom": lambda value: _is_text(value) and _BYTES.fullmatch(value) is not None,
    "original": _is_text,
    "text_field": _is_text,
    "dialect": lambda value: _is_text(value) and len(value) <= 1,
    "shards": _are_shards,
}
_NEEDED = frozenset({"target", "line", "source", "kind", "sha256_original", "sha256_cleaned"})
