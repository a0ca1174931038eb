"""The way back from one cleaned file: its bytes, and what its ledger record says of them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from cleaner import formats
from cleaner.edit import restore
from cleaner.errors import ReadError, RestoreError, WriteError
from cleaner.formats.base import Columns, Lines
from cleaner.ledger import Entry, Record, digest, line_records, unpack_bytes, whole
from cleaner.reading import decode_as, encode, unreadable


def restore_bytes(entry: Entry, cleaned: bytes) -> bytes:
    """The original bytes of a text or HTML file; raises RestoreError when they cannot be had."""
    if entry.record["sha256_cleaned"] != digest(cleaned):
        raise changed(entry.record)
    record = whole(entry)
    if "original" in record:
        data = _kept(record)
    elif not record["edits"]:
        data = cleaned
    else:
        bom = bytes.fromhex(record["bom"])
        data = _encoded(record, _restored(record, _decoded(record, cleaned, bom)), bom)
    if digest(data) != record["sha256_original"]:
        raise not_the_original(record)
    return data


def _kept(record: Record) -> bytes:
    try:
        return unpack_bytes(record["original"])
    except (ValueError, zlib.error) as error:
        raise RestoreError(
            "the original that the ledger keeps is damaged", path=record["target"]
        ) from error


def _decoded(record: Record, data: bytes, bom: bytes) -> str:
    try:
        return decode_as(data, record["written"], bom)
    except ReadError as error:
        raise RestoreError(error.message, path=record["target"]) from error


def _encoded(record: Record, text: str, bom: bytes) -> bytes:
    try:
        return encode(text, record["encoding"], bom)
    except (LookupError, UnicodeError) as error:
        raise RestoreError(
            f"there is no encoding {record['encoding']!r}", path=record["target"]
        ) from error
    except WriteError as error:
        raise RestoreError(error.message, path=record["target"]) from error


def restore_lines(entry: Entry, cleaned: Sequence[Path], originals: Path) -> Iterator[bytes]:
    """The original bytes of a file of records, piece by piece.

    ``cleaned``: the file, or its shards in order. The caller has compared their hashes and
    compares that of the result. Raises RestoreError, and ReadError for what cannot be read.
    """
    record = entry.record
    if record.get("kept"):
        yield from pieces(originals / record["sha256_original"])
        return
    if record["sha256_cleaned"] == record["sha256_original"]:
        yield from pieces(cleaned[0])
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
            yield _bytes(record, change["dropped"])
            number += 1
            change = next(changes, None)
        if change is None or change["line"] != number:
            yield data
            continue
        line = data.decode("utf-8", "surrogateescape")
        yield _bytes(record, _original_line(sources[0], change, line))
        change = next(changes, None)
    while change is not None:
        if "dropped" not in change:
            raise not_the_original(record)
        yield _bytes(record, change["dropped"])
        change = next(changes, None)


def _bytes(record: Record, line: str) -> bytes:
    try:
        return line.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        raise not_the_original(record) from error


def pieces(path: Path) -> Iterator[bytes]:
    """The content of a file, piece by piece; raises ReadError."""
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                yield piece
    except OSError as error:
        raise unreadable(path, error) from error


def _original_line(source: Lines, change: Record, line: str) -> str:
    found = source.parse(line, change["line"])
    if "literal" in change:
        return f"{line[: found.start]}{change['literal']}{line[found.end :]}"
    return source.replace(line, found, _restored(change, found.text))


def _restored(record: Record, text: str) -> str:
    try:
        return restore(text, record["edits"])
    except RestoreError as error:
        raise RestoreError(error.message, path=record["target"]) from error


def changed(record: Record) -> RestoreError:
    """The error for a cleaned file that is no longer what the ledger knows."""
    return RestoreError(
        "changed since it was cleaned, not restored",
        path=record["target"],
        remedy="clean the source again, or restore from an older copy of this file",
    )


def not_the_original(record: Record) -> RestoreError:
    """The error for a way back that leads somewhere else."""
    return RestoreError("the restored bytes are not those of the original", path=record["target"])
