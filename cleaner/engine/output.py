"""The file that a job writes, or the shards of it: staged, to be put in place by the parent."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, BinaryIO

from cleaner import formats, ledger
from cleaner.engine.jobs import Job, Outcome
from cleaner.errors import WriteError
from cleaner.formats.base import Sink
from cleaner.remote import scratch
from cleaner.writing import Staged, StagedStream, temporary_name, unwritable

_LINES = 1 << 22


class Output:
    """Records in, one file or, with ``size``, shards of about that many bytes out.

    A record is never torn; ``header`` begins every shard; ``force`` see ``StagedStream``. As a
    context manager it discards what was written when an error ends it. Methods raise WriteError.
    """

    def __init__(
        self,
        target: Path,
        mode_of: Path,
        size: int = 0,
        header: bytes = b"",
        *,
        force: bool = True,
    ) -> None:
        self.force = force
        self.target = target
        self.mode_of = mode_of
        self.size = size
        self.header = header
        self.staged: list[Staged] = []
        self.names: list[str] = []
        self._stream: StagedStream | None = None

    def write(self, data: bytes) -> None:
        """Append a record."""
        if self._stream is None or (self.size and self._stream.size >= self.size):
            self.cut()
            self._open()
        assert self._stream is not None
        self._stream.write(data)

    def stream(self) -> StagedStream:
        """The open file of the shard that is being written."""
        if self._stream is None:
            self._open()
        assert self._stream is not None
        return self._stream

    def _open(self) -> None:
        number = len(self.names)
        path = shard_path(self.target, number) if self.size else self.target
        self._stream = StagedStream(path, mode_of=self.mode_of, force=self.force)
        self.names.append(path.name)
        if self.header:
            self._stream.write(self.header)

    def cut(self) -> None:
        """End the shard; the next record begins another."""
        if self._stream is not None:
            self.staged.append(self._stream.finish())
            self._stream = None

    def finish(self) -> list[Staged]:
        """Complete the files; a run without records writes an empty one."""
        if not self.names:
            self._open()
        self.cut()
        return self.staged

    def hashes(self, known: str = "") -> dict[str, Any]:
        """What the ledger says of the results; ``known`` is the hash of a single one."""
        if self.size:
            pairs = zip(self.names, self.staged, strict=True)
            shards = [[name, ledger.file_digest(staged.temporary)] for name, staged in pairs]
            return {"sha256_cleaned": ledger.digest(repr(shards).encode()), "shards": shards}
        return {"sha256_cleaned": known or ledger.file_digest(self.staged[0].temporary)}

    def discard(self) -> None:
        """Remove what is not finished, and what was."""
        if self._stream is not None:
            self._stream.discard()
        for staged in self.staged:
            staged.discard()

    def __enter__(self) -> Output:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is not None:
            self.discard()


class TableOutput:
    """Batches of a table in, files of a format out; see ``Output``."""

    def __init__(self, output: Output, name: str, like: Path | None) -> None:
        self.output = output
        self.name = name
        self.like = like
        self._sink: Sink | None = None
        self._rows = 0

    def write(self, batch: Any) -> None:
        """Append a ``pyarrow.RecordBatch``; the first one tells the schema."""
        rows = batch.num_rows
        if not self.output.size or batch.nbytes <= self.output.size or rows <= 1:
            self._write(batch)
            return
        step = max(1, rows * self.output.size // batch.nbytes)
        for start in range(0, rows, step):
            self._write(batch.slice(start, step))

    def _write(self, batch: Any) -> None:
        try:
            if self._sink is None:
                file = _Raw(self.output.stream())
                self._sink = formats.sink(file, self.name, batch.schema, self.like)
            self._sink.write(batch)
            size = self.output.stream().size + self._sink.pending
            if self.output.size and size >= self.output.size:
                self._end()
        except OSError as error:
            raise unwritable(self.output.target, error) from error
        except (OverflowError, ValueError) as error:
            self._expect_values(batch)
            raise error from None
        self._rows += batch.num_rows

    def _expect_values(self, batch: Any) -> None:
        """Raise WriteError for a value that only tables can hold, as a time far away."""
        for at in range(batch.num_rows):
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                try:
                    column[at].as_py()
                except (OverflowError, ValueError) as error:
                    raise WriteError(
                        f"row {self._rows + at + 1}: the value of {name!r} cannot be written as"
                        f" {self.name}: {error}",
                        path="",
                        remedy="mend the value, or keep the format: leave out --to",
                    ) from error

    def _end(self) -> None:
        if self._sink is not None:
            self._sink.close()
            self._sink = None
        self.output.cut()

    def finish(self) -> list[Staged]:
        """Complete the files."""
        try:
            self._end()
        except OSError as error:
            raise unwritable(self.output.target, error) from error
        return self.output.finish()


class _Raw(io.RawIOBase):
    """A staged file for libraries that write by themselves; closing it is not theirs."""

    def __init__(self, stream: StagedStream) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._stream.size

    def write(self, data: Any) -> int:
        if self._stream.closed:
            return len(data)  # thrown away: a library may complete its file when it is collected
        self._stream.write(bytes(data))
        return len(data)


def raw(stream: StagedStream) -> io.RawIOBase:
    """A staged file as a file object that can only be written."""
    return _Raw(stream)


def spill(target: Path, kind: str) -> Path:
    """A temporary file beside a target for lines that may not fit into memory.

    No two have the same name: on a cluster a process that was given up may still be writing.
    """
    target = scratch(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    target = target.with_name(temporary_name(target.name, f".{kind}"))
    target.touch(mode=0o600)
    return target


class LedgerLines:
    """The ledger lines of a job: in memory while they are few, else in a file beside the target.

    A context manager, which gives them to the outcome in the end.
    """

    def __init__(self, job: Job, outcome: Outcome) -> None:
        self._job = job
        self._outcome = outcome
        self._lines = bytearray()
        self._file: BinaryIO | None = None

    def append(self, line: bytes) -> None:
        """Add a line; raises OSError."""
        self._lines += line
        if len(self._lines) >= _LINES:
            self._spill()

    def _spill(self) -> None:
        if self._file is None:
            path = spill(self._job.target, "ledger")
            self._outcome.ledger_files = [path]
            self._file = path.open("wb")
        self._file.write(self._lines)
        self._lines.clear()

    def __enter__(self) -> LedgerLines:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if self._file is None:
            self._outcome.ledger = bytes(self._lines)
            return
        try:
            if error is None:
                self._spill()
        finally:
            self._file.close()
            if error is not None:
                self._outcome.abandon()


def shard_path(target: Path, number: int) -> Path:
    """The place of a shard: ``corpus-00007.jsonl``."""
    ending = formats.ending_of(target.name)
    stem = target.name[: len(target.name) - len(ending)]
    return target.with_name(f"{stem}-{number:05d}{ending}")


def shards(target: Path) -> list[Path]:
    """The shards of a target that are there: from the first one on, without a gap."""
    found: list[Path] = []
    while (path := shard_path(target, len(found))).exists():
        found.append(path)
    return found
