"""The ledger: what was removed from which file, and the way back.

One JSON object a line. A *file* record says how a cleaned file came from its original (hashes,
encoding, edits); a file of many documents has *line* records before its file record, one for
each changed or dropped one. What the edits alone cannot give back (the HTML of an extracted page,
a compressed file, a table) is kept whole: in the record, or beside the ledger under its hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.damage import flaw_of, shown
from cleaner.errors import ReadError
from cleaner.model import Edit
from cleaner.reading import unreadable
from cleaner.remote import scratch

VERSION = 1
LEDGER = "ledger.jsonl"
PART = "ledger.jsonl.part"
ORIGINALS = ".cleaner/originals"

Record = dict[str, Any]
_LARGE = frozenset({"edits", "original"})
_encode = json.JSONEncoder(separators=(",", ":")).encode


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def dump(record: Record) -> bytes:
    """A record as one line; lone surrogates are escaped."""
    return _encode(record).encode() + b"\n"


def pack_edits(edits: Iterable[Edit]) -> list[list[Any]]:
    """Edits as JSON arrays."""
    return [[e.start, e.end, e.removed, e.replacement, e.rule, e.why] for e in edits]


def unpack_edits(rows: Iterable[list[Any]]) -> list[Edit]:
    """The edits of a record."""
    return [Edit(*row) for row in rows]


def pack_bytes(data: bytes) -> str:
    """Bytes as compressed text for a record."""
    return base64.b64encode(zlib.compress(data, 6)).decode("ascii")


def unpack_bytes(text: str) -> bytes:
    """The bytes behind ``pack_bytes``."""
    return zlib.decompress(base64.b64decode(text))


class Entry(NamedTuple):
    """A file record and where its line records stand in the ledger, itself the last of them.

    Without its ``edits`` and its ``original``, which are large: those of all files would not fit
    into memory. ``whole`` has them.
    """

    record: Record
    ledger: Path
    start: int
    end: int
    at: int


class Known(NamedTuple):
    """The file records of a ledger by target, oldest first, and why others cannot be used."""

    entries: dict[str, list[Entry]]
    problems: list[ReadError]


def entries(folder: Path) -> dict[str, list[Entry]]:
    """The file records below ``folder``; raises ReadError as ``survey``, and for damaged ones."""
    known = survey(folder)
    if known.problems:
        raise known.problems[0]
    return known.entries


def survey(folder: Path) -> Known:
    """What the ledger of ``folder`` holds, and what of it is damaged.

    Reads the ledger and, after it, the part that a killed run left. Raises ReadError when there
    is neither, and for a ledger of another version.
    """
    paths = [path for path in (folder / LEDGER, scratch(folder) / PART) if path.exists()]
    if not paths:
        raise ReadError(
            "there is no ledger here",
            path=str(folder),
            remedy="give the folder that `cleaner clean` wrote, cleaned without --no-ledger",
        )
    known = Known({}, [])
    for path in paths:
        start = at = 0
        for end, record in _read(path):
            if isinstance(record, ReadError):
                known.problems.append(record)
                # If it was a file record, the line records before it are not those of the next.
                start = end
            elif "line" not in record:
                slim = {key: value for key, value in record.items() if key not in _LARGE}
                entry = Entry(slim, path, start, end, at)
                known.entries.setdefault(record["target"], []).append(entry)
                start = end
            at = end
    return known


def records(path: Path) -> Iterator[tuple[int, Record]]:
    """Yield (offset behind the line, record).

    Raises ReadError for a line that is damaged and for a ledger of another version.
    """
    for end, record in _read(path):
        if isinstance(record, ReadError):
            raise record
        yield end, record


def _read(path: Path) -> Iterator[tuple[int, Record | ReadError]]:
    """The records, or what is wrong with them; a torn last line of a part is left out."""
    end = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n") and path.name == PART:
                    return  # a killed run did not come to its end; a ledger is whole or damaged
                end += len(line)
                yield end, _record(path, number, line)
    except OSError as error:
        raise unreadable(path, error) from error


def _record(path: Path, number: int, line: bytes) -> Record | ReadError:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        record = None
    if not line.endswith(b"\n"):
        flaw = "the last line is cut off"
    elif not isinstance(record, dict) or "v" not in record:
        flaw = "not a ledger record"
    elif record["v"] != VERSION:
        flaw = f"ledger version {shown(record['v'])}, this program reads {VERSION}"
        if number == 1:
            remedy = "restore with the version of cleaner that wrote it"
            raise ReadError(flaw, path=str(path), line=number, remedy=remedy)
    else:
        flaw = flaw_of(record)
    if not flaw:
        return record  # type: ignore[no-any-return]
    remedy = "take the line from a copy of the ledger, or remove it; the others do not need it"
    return ReadError(flaw, path=str(path), line=number, remedy=remedy)


def whole(entry: Entry) -> Record:
    """The file record as it stands in the ledger; raises ReadError if it went."""
    try:
        with entry.ledger.open("rb") as file:
            file.seek(entry.at)
            found: Record = json.loads(file.readline())
    except OSError as error:
        raise unreadable(entry.ledger, error) from error
    except ValueError:
        found = {}
    if any(found.get(key) != value for key, value in entry.record.items()):
        raise ReadError(
            "the ledger was changed meanwhile",
            path=str(entry.ledger),
            remedy="wait until no other run writes here, and try again",
        )
    return found


def line_records(entry: Entry) -> Iterator[Record]:
    """The records of the changed and dropped documents of a file of many, in order."""
    with entry.ledger.open("rb") as file:
        file.seek(entry.start)
        while file.tell() < entry.end:
            record = json.loads(file.readline())
            if "line" in record and record["target"] == entry.record["target"]:
                yield record


def file_digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep_original(folder: Path, source: Path) -> str:
    """Copy ``source`` whole under ``folder``, named by its SHA-256, which is returned."""
    from cleaner.writing import Staged, StagedStream

    sha = hashlib.sha256()
    place = folder / ORIGINALS
    with source.open("rb") as file, StagedStream(place / "original", compress=False) as stream:
        while piece := file.read(1 << 20):
            sha.update(piece)
            stream.write(piece)
        staged = stream.finish()
    kept = place / sha.hexdigest()
    if kept.exists():
        staged.discard()
    else:
        Staged(kept, staged.temporary).commit()
    return sha.hexdigest()


__all__ = [
    "LEDGER",
    "ORIGINALS",
    "PART",
    "VERSION",
    "Entry",
    "Known",
    "Record",
    "digest",
    "dump",
    "entries",
    "file_digest",
    "keep_original",
    "line_records",
    "pack_bytes",
    "pack_edits",
    "records",
    "survey",
    "unpack_bytes",
    "unpack_edits",
    "whole",
]
