"""Parquet, with pyarrow: what a cleaned file has besides the text is that of its source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner.errors import ReadError, WriteError
from cleaner.formats.base import ROWS, Columns, Part, need
from cleaner.remote import random_access

ENDINGS = {"parquet": (".parquet",)}
GROUP_BYTES = 32 << 20
"""A row group is written when it holds that much, or as many rows as one of the source."""


def batches(path: Path, name: str, columns: Columns, part: Part | None = None) -> Iterator[Any]:
    """The rows (of some row groups) in batches of bounded size; raises ReadError."""
    pa, pq = need("pyarrow"), need("pyarrow.parquet")
    try:
        # Buffered columns: without, a row group is read as a whole.
        with pq.ParquetFile(random_access(path), buffer_size=1 << 20, pre_buffer=False) as file:
            empty = pa.RecordBatch.from_pylist([], schema=file.schema_arrow)
            yield empty
            groups = range(part.start, part.end) if part else range(file.num_row_groups)
            for batch in file.iter_batches(ROWS, row_groups=list(groups), use_threads=False):
                yield pa.RecordBatch.from_arrays(batch.columns, schema=file.schema_arrow)
    except (pa.ArrowException, OSError) as error:
        raise damaged(path, error) from error


def parts(path: Path, name: str, size: int, columns: Columns) -> Iterator[Part]:
    """Row groups, several together where they are small; raises ReadError."""
    pa, pq = need("pyarrow"), need("pyarrow.parquet")
    try:
        with pq.ParquetFile(random_access(path)) as file:
            meta = file.metadata
            number = start = first = records = weight = stored = 0
            for at in range(meta.num_row_groups):
                group = meta.row_group(at)
                records += group.num_rows
                weight += group.total_byte_size
                own = range(group.num_columns)
                stored += sum(group.column(i).total_compressed_size for i in own)
                if weight >= size or at + 1 == meta.num_row_groups:
                    yield Part(number, start, at + 1, first, weight, stored)
                    number, start, first, weight, stored = number + 1, at + 1, records, 0, 0
    except (pa.ArrowException, OSError) as error:
        raise damaged(path, error) from error


def damaged(path: Path, error: Exception) -> ReadError:
    """The error for a file that the library does not take."""
    message = " ".join(str(error).split())
    return ReadError(f"cannot be read: {message}", path=str(path), remedy="fetch it again")


class _Sink:
    def __init__(self, file: Any, schema: Any, like: Path | None) -> None:
        self.pa = need("pyarrow")
        pq = need("pyarrow.parquet")
        self.batches: list[Any] = []
        self.rows = self.pending = 0
        if names := [field.name for field in schema if _is_bare(self.pa, field.type)]:
            raise WriteError(
                f"Parquet cannot hold the field {names[0]!r}: its objects are all empty",
                path="",
                remedy="leave it out, or choose --to arrow",
            )
        options, self.most = _options(pq, schema, like)
        try:
            self.writer = pq.ParquetWriter(file, schema, **options)
        except self.pa.ArrowException as error:
            raise WriteError(f"Parquet cannot hold this: {error}", path="") from error

    def write(self, batch: Any) -> None:
        while batch.num_rows:
            piece = batch.slice(0, self.most - self.rows)
            batch = batch.slice(piece.num_rows)
            self.batches.append(piece)
            self.rows += piece.num_rows
            self.pending += piece.nbytes
            if self.rows >= self.most or self.pending >= GROUP_BYTES:
                self._flush()

    def _flush(self) -> None:
        if self.batches:
            self.writer.write_table(
                self.pa.Table.from_batches(self.batches), row_group_size=self.rows
            )
        self.batches, self.rows, self.pending = [], 0, 0

    def close(self) -> None:
        self._flush()
        self.writer.close()


def sink(file: Any, name: str, schema: Any, like: Path | None) -> _Sink:
    """Writes row groups, with the codecs, version and group size of ``like``."""
    return _Sink(file, schema, like)


def _is_bare(pa: Any, kind: Any) -> bool:
    """Whether there is an object without fields in a type."""
    inner = [kind.field(at).type for at in range(kind.num_fields)]
    return (pa.types.is_struct(kind) and not inner) or any(_is_bare(pa, one) for one in inner)


def _options(pq: Any, schema: Any, like: Path | None) -> tuple[dict[str, Any], int]:
    if like is None:
        return {"compression": "zstd"}, 1 << 20
    with pq.ParquetFile(random_access(like)) as file:
        meta = file.metadata
        codecs, kinds = {}, set()
        groups = [meta.row_group(i) for i in range(min(1, meta.num_row_groups))]
        for group in groups:
            for i in range(group.num_columns):
                column = group.column(i)
                codecs[column.path_in_schema] = column.compression.lower()
                kinds.add(column.physical_type)
        rows = max((group.num_rows for group in groups), default=1 << 20)
    codecs = {path: "none" if codec == "uncompressed" else codec for path, codec in codecs.items()}
    return {
        "compression": codecs or "zstd",
        "version": meta.format_version if meta.format_version in ("1.0", "2.4", "2.6") else "2.6",
        "use_deprecated_int96_timestamps": "INT96" in kinds,
        "store_schema": b"ARROW:schema" in (meta.metadata or {}),
    }, max(1, rows)
