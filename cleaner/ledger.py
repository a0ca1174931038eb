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
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from cleaner import formats
from cleaner.edit import restore
from cleaner.errors import ReadError, RestoreError
from cleaner.formats.base import Columns, Lines
from cleaner.model import Edit
from cleaner.reading import decode_as, encode, unreadable
from cleaner.remote import scratch

VERSION = 1
LEDGER = "ledger.jsonl"
PART = "ledger.jsonl.part"
ORIGINALS = ".cleaner/originals"

Record = dict[str, Any]
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
    """A file record and where its line records stand in the ledger."""

    record: Record
    ledger: Path
    start: int
    end: int


def entries(folder: Path) -> dict[str, list[Entry]]:
    """The file records below ``folder`` by target, oldest first.

    Reads the ledger and, after it, the part that a killed run left. Raises ReadError when there
    is neither.
    """
    paths = [path for path in (folder / LEDGER, scratch(folder) / PART) if path.exists()]
    if not paths:
        raise ReadError(
            "there is no ledger here",
            path=str(folder),
            remedy="give the folder that `cleaner clean` wrote, cleaned without --no-ledger",
        )
    found: dict[str, list[Entry]] = {}
    for path in paths:
        start = 0
        for end, record in records(path):
            if "line" not in record:
                found.setdefault(record["target"], []).append(Entry(record, path, start, end))
                start = end
    return found


def records(path: Path) -> Iterator[tuple[int, Record]]:
    """Yield (offset behind the line, record); a torn last line is left out.

    Raises ReadError for a line that is broken and for a ledger of another version.
    """
    end = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):
                    return
                end += len(line)
                yield end, _record(path, number, line)
    except OSError as error:
        raise unreadable(path, error) from error


def _record(path: Path, number: int, line: bytes) -> Record:
    try:
        record = json.loads(line)
        version = record["v"]
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError("not a ledger record", path=str(path), line=number) from error
    if version != VERSION:
        raise ReadError(
            f"ledger version {version}, this program reads {VERSION}",
            path=str(path),
            line=number,
            remedy="restore with the version of cleaner that wrote it",
        )
    return record  # type: ignore[no-any-return]


def restore_bytes(entry: Entry, cleaned: bytes) -> bytes:
    """The original bytes of a text or HTML file; raises RestoreError when they cannot be had."""
    record = entry.record
    if record["sha256_cleaned"] != digest(cleaned):
        raise changed(record)
    if "original" in record:
        data = unpack_bytes(record["original"])
    elif not record["edits"]:
        data = cleaned
    else:
        bom = bytes.fromhex(record["bom"])
        text = decode_as(cleaned, record["written"], bom)
        data = encode(_restored(record, text), record["encoding"], bom)
    if digest(data) != record["sha256_original"]:
        raise RestoreError(
            "the restored bytes are not those of the original", path=record["target"]
        )
    return data


def restore_lines(entry: Entry, cleaned: Sequence[Path], originals: Path) -> Iterator[bytes]:
    """The original bytes of a file of records, piece by piece.

    ``cleaned``: the file, or its shards in order. The caller has compared their hashes and
    compares that of the result. Raises RestoreError, and ReadError for what cannot be read.
    """
    record = entry.record
    if record.get("kept"):
        yield from _pieces(originals / record["sha256_original"])
        return
    if record["sha256_cleaned"] == record["sha256_original"]:
        yield from _pieces(cleaned[0])
        return
    columns = Columns(record["text_field"])
    sources = [
        formats.lines(path, record["kind"], columns, record.get("dialect", "")) for path in cleaned
    ]
    yield sources[0].header
    changes = line_records(entry)
    change = next(changes, None)
    number = 0  # of the record in the original
    for data in chain.from_iterable(sources):
        number += 1
        while change is not None and change["line"] == number and "dropped" in change:
            yield change["dropped"].encode("utf-8", "surrogateescape")
            number += 1
            change = next(changes, None)
        if change is None or change["line"] != number:
            yield data
            continue
        line = data.decode("utf-8", "surrogateescape")
        yield _original_line(sources[0], change, line).encode("utf-8", "surrogateescape")
        change = next(changes, None)
    while change is not None:
        yield change["dropped"].encode("utf-8", "surrogateescape")
        change = next(changes, None)


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                yield piece
    except OSError as error:
        raise unreadable(path, error) from error


def line_records(entry: Entry) -> Iterator[Record]:
    """The records of the changed and dropped documents of a file of many, in order."""
    with entry.ledger.open("rb") as file:
        file.seek(entry.start)
        while file.tell() < entry.end:
            record = json.loads(file.readline())
            if "line" in record:
                yield record


def _original_line(source: Lines, change: Record, line: str) -> str:
    found = source.parse(line, change["line"])
    if "literal" in change:
        return f"{line[: found.start]}{change['literal']}{line[found.end :]}"
    return source.replace(line, found, _restored(change, found.text))


def _restored(record: Record, text: str) -> str:
    try:
        return restore(text, unpack_edits(record["edits"]))
    except RestoreError as error:
        raise RestoreError(error.message, path=record["target"]) from error


def changed(record: Record) -> RestoreError:
    """The error for a cleaned file that is no longer what the ledger knows."""
    return RestoreError(
        "changed since it was cleaned, not restored",
        path=record["target"],
        remedy="clean the source again, or restore from an older copy of this file",
    )


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
    "Record",
    "changed",
    "digest",
    "dump",
    "entries",
    "file_digest",
    "keep_original",
    "line_records",
    "pack_bytes",
    "pack_edits",
    "records",
    "restore_bytes",
    "restore_lines",
    "unpack_bytes",
    "unpack_edits",
]
