"""Comma- and tab-separated values, as RFC 4180 and spreadsheets write them.

The first record names the columns. Quotes count only where a field begins. One field is exchanged,
every other byte of the file stays as it was, so that ``007`` stays ``007``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner.errors import ReadError
from cleaner.formats.base import (
    REMEDY,
    ROWS,
    Broken,
    Columns,
    FilledError,
    Part,
    expect_utf8,
    need,
    no_column,
    raising,
)
from cleaner.formats.cells import Cells
from cleaner.formats.jsonl import can_be_cut, lines_of
from cleaner.formats.quoting import fields_of, joined, value_of
from cleaner.records import Record, open_lines

ENDINGS = {
    "csv": (".csv", ".csv.gz", ".csv.zst"),
    "tsv": (".tsv", ".tsv.gz", ".tsv.zst"),
}
_DELIMITERS = (",", ";", "\t", "|")


class _Lines:
    def __init__(self, path: Path, columns: Columns, dialect: str, part: Part | None) -> None:
        self.path = path
        self.part = part
        self.header, self.dialect = _head(path, columns, dialect)
        self.names = _names(self.header, self.dialect)
        self.text = self._index(columns.text, columns)
        self.id = self._index(columns.id, columns) if columns.id else None

    def _index(self, column: str, columns: Columns) -> int:
        if column not in self.names:
            raise no_column(self.path, column, self.names, columns)
        return self.names.index(column)

    def __iter__(self) -> Iterator[bytes]:
        if self.part is not None:
            return joined(lines_of(self.path, self.part), self.dialect, self.path)
        records = _records(self.path, self.dialect)
        next(records, None)
        return records

    def parse(self, record: str, number: int = 0) -> Record:
        spans = fields_of(record, self.dialect)
        if self.text >= len(spans):
            raise ReadError(
                f"has {len(spans)} of {len(self.names)} columns, the text is not among them",
                path=str(self.path),
                line=number,
                remedy=REMEDY,
            )
        start, end = spans[self.text]
        name = None
        if self.id is not None and self.id < len(spans):
            name = value_of(record, spans[self.id])
        return Record(value_of(record, (start, end)), name, start, end)

    def replace(self, record: str, found: Record, text: str) -> str:
        old = record[found.start : found.end]
        special = text.startswith('"') or any(c in text for c in (self.dialect, "\n", "\r"))
        if special or old.startswith('"'):
            text = '"' + text.replace('"', '""') + '"'
        return record[: found.start] + text + record[found.end :]

    def fields(self, record: str) -> dict[str, Any]:
        values = [value_of(record, span) for span in fields_of(record, self.dialect)]
        return dict(zip(self.names, values, strict=False))


def lines(
    path: Path, name: str, columns: Columns, dialect: str = "", part: Part | None = None
) -> _Lines:
    """The rows of a file, or of a span of its bytes.

    ``dialect`` is the delimiter, by default the one that finds the text column. Raises
    ReadError when the columns are not there.
    """
    return _Lines(path, columns, dialect or _dialect(name), part)


def parts(path: Path, name: str, size: int, columns: Columns) -> Iterator[Part]:
    """Spans of bytes that end with a record, of files that are not packed.

    The first record, which names the columns, belongs to none. Records end where they do for
    ``lines``, which reads the spans.
    """
    if not can_be_cut(path):
        return
    header, delimiter = _head(path, columns, _dialect(name))
    number = first = records = 0
    start = end = len(header)
    for at, record in enumerate(_records(path, delimiter)):
        if at == 0:
            continue
        end += len(record)
        records += 1
        if end - start >= size:
            yield Part(number, start, end, first, end - start, end - start)
            number, start, first = number + 1, end, records
    if end > start:
        yield Part(number, start, end, first, end - start, end - start)


def batches(
    path: Path,
    name: str,
    columns: Columns,
    part: Part | None = None,
    broken: Broken = raising,
) -> Iterator[Any]:
    """The rows of a file, or of a part of it; every column holds strings.

    Rows with too many fields are left out and told to ``broken``, those with too few filled with
    null and told together. Raises ReadError for one that is not UTF-8.
    """
    pa = need("pyarrow")
    found = lines(path, name, columns, part=part)
    _utf8(found.header, path, 0)
    schema = pa.schema([(column, pa.string()) for column in found.names])
    yield pa.RecordBatch.from_pylist([], schema=schema)
    rows: list[list[str | None]] = []
    short: list[int] = []
    for number, data in enumerate(found, part.first + 1 if part else 1):
        if not data.strip():
            continue
        record = _utf8(data, path, number)
        row: list[str | None] = [value_of(record, s) for s in fields_of(record, found.dialect)]
        if len(row) > len(found.names):
            broken(
                ReadError(
                    f"has {len(row)} fields, more than the {len(found.names)} columns",
                    path=str(path),
                    line=number,
                    remedy="put fields with a delimiter in quotes",
                )
            )
            continue
        if len(row) < len(found.names):
            short.append(number)
            row += [None] * (len(found.names) - len(row))
        rows.append(row)
        if len(rows) >= ROWS:
            yield _batch(pa, rows, schema)
            rows = []
    if rows:
        yield _batch(pa, rows, schema)
    if short:
        behind = f", and so have {len(short) - 1:,} behind it" if len(short) > 1 else ""
        broken(
            FilledError(
                f"has fewer fields than the {len(found.names)} columns{behind}: filled with null",
                path=str(path),
                line=short[0],
                remedy="put fields with a delimiter or a line end in quotes",
            )
        )


def _utf8(data: bytes, path: Path, number: int) -> str:
    """A record, or with the number 0 the names, as text; raises ReadError."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ReadError(
            f"is not UTF-8 (byte 0x{data[error.start]:02x}), which other formats need",
            path=str(path),
            line=number,
            remedy="convert it first, as with: iconv -f WINDOWS-1252 -t UTF-8",
        ) from error


def _batch(pa: Any, rows: list[list[str | None]], schema: Any) -> Any:
    arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def sink(file: Any, name: str, schema: Any, like: Path | None) -> Cells:
    """Writes a header and rows; values that are no strings as JSON has them."""
    return Cells(file, "\t" if name == "tsv" else ",", schema.names)


def _dialect(name: str) -> str:
    return "\t" if name == "tsv" else ""


def _head(path: Path, columns: Columns, dialect: str) -> tuple[bytes, str]:
    """The record that names the columns, and the delimiter, by which that record ends, too.

    It is ``dialect``, if that is known, else the first one that finds the text column among
    others, or the comma. Raises ReadError for a file without such a record.
    """
    line = next(open_lines(path), b"")
    _expect_names(line, path)
    problem = None
    for delimiter in (dialect,) if dialect else (*_DELIMITERS, ""):
        try:
            # A name in quotes may hold a line end.
            header = next(_records(path, delimiter or ",")) if b'"' in line else line
        except ReadError as error:
            problem = problem or error
            continue
        names = _names(header, delimiter or ",")
        if delimiter == dialect or (columns.text in names and len(names) > 1):
            return header, delimiter or ","
    assert problem is not None
    raise problem


def _expect_names(line: bytes, path: Path) -> None:
    if not line:
        raise ReadError(
            "the file is empty, without a line that names the columns",
            path=str(path),
            remedy="fetch it again, or leave it out",
        )
    expect_utf8(line, path)
    first, carriage_return, _ = line.rstrip(b"\r\n").partition(b"\r")
    if carriage_return and first.count(b'"') % 2 == 0:  # and so it stands in no quotes
        raise ReadError(
            "the lines end with carriage returns alone, so that all of it is names of columns",
            path=str(path),
            remedy=r"convert it first, as with: tr '\r' '\n'",
        )


def _names(header: bytes, delimiter: str) -> list[str]:
    names = header.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    return [value_of(names, span) for span in fields_of(names, delimiter)]


def _records(path: Path, delimiter: str) -> Iterator[bytes]:
    """The records of a file; raises ReadError for an open quote."""
    return joined(open_lines(path), delimiter, path)
