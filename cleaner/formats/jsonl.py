"""JSON lines, plain or packed: a JSON object a line."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from cleaner.errors import ReadError, WriteError
from cleaner.formats.base import ROWS, Columns, Part, expect_utf8, need
from cleaner.packed import is_packed
from cleaner.reading import unreadable
from cleaner.records import Record, open_lines, parse, replace
from cleaner.remote import RemotePath

ENDINGS = {"jsonl": (".jsonl", ".jsonl.gz", ".jsonl.zst")}


class _Lines:
    header = b""
    dialect = ""

    def __init__(self, path: Path, columns: Columns, part: Part | None) -> None:
        self.path = path
        self.part = part
        self.columns = columns

    def __iter__(self) -> Iterator[bytes]:
        if self.part is not None and self.part.start:
            return lines_of(self.path, self.part)
        return _all_lines(self.path, self.part)

    def parse(self, record: str, number: int = 0) -> Record:
        return parse(record, self.columns.text, self.columns.id, path=str(self.path), number=number)

    def replace(self, record: str, found: Record, text: str) -> str:
        return replace(record, found, text)

    def fields(self, record: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(record.removeprefix("\ufeff"))
        return found


def lines(
    path: Path, name: str, columns: Columns, dialect: str = "", part: Part | None = None
) -> _Lines:
    """The lines of a file, or of a span of its bytes."""
    return _Lines(path, columns, part)


def _all_lines(path: Path, part: Part | None = None) -> Iterator[bytes]:
    """The lines from the first one on; raises ReadError for a file that is not UTF-8."""
    lines = open_lines(path) if part is None else lines_of(path, part)
    first = next(lines, b"")
    expect_utf8(first, path)
    return chain((first,), lines) if first else lines


def can_be_cut(path: Path) -> bool:
    """Whether a file can be read from any place."""
    return not is_packed(path) and (not isinstance(path, RemotePath) or path.ranges)


def lines_of(path: Path, part: Part) -> Iterator[bytes]:
    """The lines of a span of bytes; raises ReadError."""
    left = part.end - part.start
    try:
        with path.open("rb") as file:
            file.seek(part.start)
            while left > 0 and (line := file.readline(left)):
                left -= len(line)
                yield line
    except OSError as error:
        raise unreadable(path, error) from error


def parts(path: Path, name: str, size: int, columns: Columns) -> Iterator[Part]:
    """Spans of bytes that end with a line, of files that are not packed."""
    if not can_be_cut(path):
        return
    number = start = end = first = records = 0
    try:
        with path.open("rb") as file:
            while block := file.read(min(1 << 20, size)):
                # Behind the last line end of the block, or where the line ends at last.
                rest = b"" if block.endswith(b"\n") else file.readline()
                end += len(block) + len(rest)
                records += block.count(b"\n") + (rest != b"")
                if end - start >= size:
                    yield Part(number, start, end, first, end - start, end - start)
                    number, start, first = number + 1, end, records
    except OSError as error:
        raise unreadable(path, error) from error
    if end > start:
        yield Part(number, start, end, first, end - start, end - start)


def batches(path: Path, name: str, columns: Columns) -> Iterator[Any]:
    """The objects as rows; all have the columns of the first batch.

    Raises ReadError for lines that are no objects or do not fit into these columns.
    """
    pa = need("pyarrow")
    schema = None
    rows: list[dict[str, Any]] = []
    first = 1

    def table(rows: list[dict[str, Any]]) -> Any:
        names = dict.fromkeys(key for row in rows for key in row)
        if schema is not None and (new := [key for key in names if key not in schema.names]):
            raise ReadError(
                f"has a new field {new[0]!r}, which no line before it had",
                path=str(path),
                line=first,
                remedy="tables have the same columns in every row: keep JSONL",
            )
        try:
            if schema is None:
                arrays = [pa.array([row.get(key) for row in rows]) for key in names]
                return pa.RecordBatch.from_arrays(arrays, names=list(names))
            return pa.RecordBatch.from_pylist(rows, schema=schema)
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise ReadError(
                f"has a value of another type than the lines before: {error}",
                path=str(path),
                line=first,
                remedy="tables have one type a column: keep JSONL",
            ) from error

    for number, data in enumerate(_all_lines(path), 1):
        if not data.strip():
            continue
        rows.append(_object(data, path, number))
        if len(rows) >= ROWS:
            batch = table(rows)
            schema, rows, first = batch.schema, [], number + 1
            yield batch
    if rows:
        yield table(rows)


def _object(data: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"broken JSON: {error}", path=str(path), line=number) from error
    if not isinstance(found, dict):
        raise ReadError("the line is not a JSON object", path=str(path), line=number)
    return found


class _Sink:
    pending = 0

    def __init__(self, file: Any) -> None:
        self.file = file

    def write(self, batch: Any) -> None:
        self.file.write(
            b"".join(
                json.dumps(row, ensure_ascii=False, default=plain).encode("utf-8", "replace")
                + b"\n"
                for row in batch.to_pylist()
            )
        )

    def close(self) -> None:
        pass


def sink(file: Any, name: str, schema: Any, like: Path | None) -> _Sink:
    """Writes rows as objects; times in ISO format, bytes in base 64.

    Raises WriteError for two columns of one name, of which an object would lose one.
    """
    names = schema.names
    if twice := next((one for at, one in enumerate(names) if one in names[:at]), None):
        raise WriteError(
            f"two columns have the name {twice!r}, JSONL holds one",
            path="",
            remedy="rename one of them, or keep the format",
        )
    return _Sink(file)


def plain(value: Any) -> Any:
    """A value that JSON lacks, as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return str(value) if isinstance(value, Decimal) else repr(value)
