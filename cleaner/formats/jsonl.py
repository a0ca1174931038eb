"""JSON lines, plain or packed: a JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from cleaner.errors import ReadError, WriteError
from cleaner.formats import typed
from cleaner.formats.base import Broken, Columns, Part, expect_utf8, need, raising
from cleaner.formats.plain import dump, values_of
from cleaner.formats.typed import Row
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
    """Spans of bytes that end with a line, of files that are not packed; raises ReadError."""
    if not can_be_cut(path):
        return
    number = start = end = first = records = 0
    try:
        with path.open("rb") as file:
            while block := file.read(min(1 << 20, size)):
                if not end:
                    expect_utf8(block, path)
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


def batches(
    path: Path,
    name: str,
    columns: Columns,
    part: Part | None = None,
    broken: Broken = raising,
) -> Iterator[Any]:
    """The objects of a file, or of a part of it, as rows.

    The first lines of the file tell the columns and their types, also for a part. Lines that are no
    objects, hold what no table does, or do not fit into the columns are left out and told to
    ``broken``.
    """
    status = path.stat()
    schema = _schema(path, (status.st_size, status.st_mtime))
    pa = need("pyarrow")
    if schema is None:  # a table has columns, be there a row or none
        schema = pa.schema([(one, pa.string()) for one in columns[:2] if one])
    yield pa.RecordBatch.from_pylist([], schema=schema)
    yield from typed.batches(_rows(path, part, broken), schema, path, broken)


@lru_cache(maxsize=1)
def _schema(path: Path, stamp: tuple[int, float]) -> Any:
    """The columns of a file as it is now, for all of its parts that a process reads."""
    return typed.schema_of(_rows(path, None, lambda _: None))


def _rows(path: Path, part: Part | None, broken: Broken) -> Iterator[Row]:
    first = part.first if part else 0
    for number, data in enumerate(_Lines(path, Columns(), part), first + 1):
        if not data.strip():
            continue
        try:
            found = _object(data, path, number)
        except ReadError as error:
            broken(error)
        else:
            yield Row(number, found, len(data))


def _object(data: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        found = json.loads(data)
        typed.expect_values(found, path, number)
    except (ValueError, RecursionError) as error:
        raise ReadError(
            f"broken JSON: {error}", path=str(path), line=number, remedy="mend or remove the line"
        ) from error
    if not isinstance(found, dict):
        raise ReadError("the line is not a JSON object", path=str(path), line=number)
    return found


class _Sink:
    pending = 0

    def __init__(self, file: Any) -> None:
        self.file = file

    def write(self, batch: Any) -> None:
        names = batch.schema.names
        self.file.write(
            b"".join(
                dump(dict(zip(names, row, strict=True))).encode("utf-8", "replace") + b"\n"
                for row in zip(*values_of(batch), strict=True)
            )
        )

    def close(self) -> None:
        pass


def sink(file: Any, name: str, schema: Any, like: Path | None) -> _Sink:
    """Writes rows as objects; what JSON lacks as ``formats.plain`` says.

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
