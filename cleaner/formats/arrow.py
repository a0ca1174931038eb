"""Arrow IPC: files (Feather) and streams, as Hugging Face datasets keep them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from cleaner.errors import ReadError
from cleaner.formats.base import ROWS, Columns, need
from cleaner.formats.parquet import damaged
from cleaner.remote import is_remote, random_access

ENDINGS = {"arrow": (".arrow", ".feather", ".ipc")}
BATCH_BYTES = 4 << 20
"""A batch is written when it holds that much."""
_FILE = b"ARROW1"
_MAGIC = {b"\x04\x22\x4d\x18": "lz4", b"\x28\xb5\x2f\xfd": "zstd"}


def batches(path: Path, name: str, columns: Columns) -> Iterator[Any]:
    """The rows in batches of bounded size; raises ReadError."""
    pa = need("pyarrow")
    try:
        if _magic(path).startswith(b"FEA1"):
            raise ReadError(
                "Feather version 1 is not supported",
                path=str(path),
                remedy="write it again with pyarrow.feather.write_feather",
            )
        with _open(pa, path) as file:
            for batch in _all(pa, file, path):
                if not batch.num_rows:
                    yield batch
                for start in range(0, batch.num_rows, ROWS):
                    yield batch.slice(start, ROWS)
    except (pa.ArrowException, OSError) as error:
        raise damaged(path, error) from error


def _open(pa: Any, path: Path) -> Any:
    if is_remote(path):
        return pa.PythonFile(random_access(path), "r")
    return pa.memory_map(str(path))


def _all(pa: Any, file: Any, path: Path) -> Iterator[Any]:
    none = True
    if _magic(path) == _FILE:
        reader = pa.ipc.open_file(file)
        found = (reader.get_batch(number) for number in range(reader.num_record_batches))
    else:
        found = reader = pa.ipc.open_stream(file)
    for batch in found:
        none = False
        yield batch
    if none:  # who writes it needs its schema
        yield pa.RecordBatch.from_pylist([], schema=reader.schema)


def _magic(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_FILE))


class _Sink:
    def __init__(self, file: Any, schema: Any, like: Path | None) -> None:
        pa = need("pyarrow")
        stream = like is not None and _magic(like) != _FILE
        codec = _codec(pa, like) if like is not None else None
        options = pa.ipc.IpcWriteOptions(compression=codec, emit_dictionary_deltas=not stream)
        make = pa.ipc.new_stream if stream else pa.ipc.new_file
        self.writer = make(file, schema, options=options)
        self.table = pa.Table
        self.too_many = pa.ArrowInvalid
        self.batches: list[Any] = []
        self.pending = 0

    def write(self, batch: Any) -> None:
        self.batches.append(batch)
        self.pending += batch.nbytes
        if self.pending >= BATCH_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self.batches:
            table = self.table.from_batches(self.batches)
            # Dictionaries may be too many for one, which a stream exchanges from batch to batch.
            with suppress(self.too_many):
                table = table.combine_chunks()
            self.writer.write_table(table)
        self.batches, self.pending = [], 0

    def close(self) -> None:
        self._flush()
        self.writer.close()


def sink(file: Any, name: str, schema: Any, like: Path | None) -> _Sink:
    """Writes a stream if ``like`` is one, else a file; compressed if ``like`` is."""
    return _Sink(file, schema, like)


def _codec(pa: Any, like: Path) -> str | None:
    """The codec of the buffers, by the magic of the first one: no reader tells it."""
    try:
        with _open(pa, like) as file:
            file.seek(8 if _magic(like) == _FILE else 0)
            for message in pa.ipc.MessageReader.open_stream(file):
                if message.type == "record batch":
                    # Before each compressed buffer stands its length, in eight bytes.
                    return _MAGIC.get(bytes(message.body[8:12]))
    except (pa.ArrowException, OSError):
        pass
    return None
