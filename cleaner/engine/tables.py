"""Tables through a worker: only the column of the text changes.

Also the way from one format to another. What was written cannot be turned back into the bytes of
the source, so the source is kept beside the ledger unless nothing changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cleaner import formats, ledger
from cleaner.engine.lines import columns
from cleaner.engine.output import Output, TableOutput, spill
from cleaner.engine.worker import Job, Outcome, Worker, unified
from cleaner.errors import ReadError
from cleaner.formats.base import Columns, FilledError, need, no_column
from cleaner.formats.plain import column_of
from cleaner.writing import StagedStream


def clean_table(worker: Worker, job: Job, outcome: Outcome) -> None:
    """Clean the text of every row; rows without a text go through.

    Records that cannot be read have no place in a table: they are left out and reported.
    """
    settings = worker.settings

    def broken(error: ReadError) -> None:
        outcome.failures.append(
            str(error) if isinstance(error, FilledError) else f"{error} (left out)"
        )

    source = formats.batches(job.path, job.kind, columns(worker), job.part, broken)
    table = _Table(worker, job, outcome)
    if not settings.write:
        for batch in source:
            table.cleaned(batch, None, None)
        return
    outcome.ledger_files = [spill(job.target, "ledger")]
    outcome.cards_files = [spill(job.target, "cards")]
    kind = job.to or job.kind
    like = job.path if kind == job.kind and not job.part else None
    size = 0 if job.part else settings.shard_size
    with (
        Output(job.target, job.path, size, force=not job.part) as output,
        outcome.ledger_files[0].open("wb") as lines,
        outcome.cards_files[0].open("wb") as cards,
    ):
        # Parts are joined by the parent, which reads Arrow fastest.
        written = TableOutput(output, "arrow" if job.part else kind, like)
        for batch in source:
            written.write(table.cleaned(batch, lines, cards))
        written.finish()
        same = like is not None and not outcome.changed and not settings.shard_size
        if same:
            as_it_was(job, output)
        outcome.staged += output.staged
        if settings.ledger and not job.part:
            keep = not same
            sha = ledger.keep_original(job.base, job.path) if keep else ledger.file_digest(job.path)
            record = kept_record(job, sha, kept=not same)
            hashes = output.hashes(sha if same else "")
            lines.write(ledger.dump(record | hashes | settings.origin))


def kept_record(job: Job, sha: str, *, kept: bool) -> ledger.Record:
    """The ledger record of a file whose original is kept whole, or is the same as the result."""
    return {
        "v": ledger.VERSION,
        "document": job.document,
        "target": job.name,
        "source": job.path.name,
        "kind": job.kind,
        "sha256_original": sha,
        "kept": kept,
    }


def as_it_was(job: Job, output: Output) -> None:
    """Stage the source itself: where nothing changed, the bytes of the source are the result."""
    output.discard()
    with StagedStream(job.target, mode_of=job.path, compress=False) as stream:
        with job.path.open("rb") as file:
            while piece := file.read(1 << 20):
                stream.write(piece)
        output.staged = [stream.finish()]


class _Table:
    def __init__(self, worker: Worker, job: Job, outcome: Outcome) -> None:
        self.worker = worker
        self.job = job
        self.outcome = outcome
        self.columns = columns(worker)
        self.number = job.part.first if job.part else 0

    def cleaned(self, batch: Any, lines: BinaryIO | None, cards: BinaryIO | None) -> Any:
        """The batch with clean texts."""
        texts: list[str | None] = []
        changed = False
        for number, name, text in rows(
            batch, self.columns, self.job.path, self.job.document, self.number
        ):
            if text is None:
                texts.append(None)
                continue
            new = self._row(number, name, text, lines, cards)
            changed |= new is not text
            texts.append(new)
        self.number += batch.num_rows
        return with_texts(batch, self.columns.text, texts) if changed else batch

    def _row(
        self, number: int, name: str, text: str, lines: BinaryIO | None, cards: BinaryIO | None
    ) -> str:
        settings = self.worker.settings
        result = self.worker.clean(self.job, self.outcome, text, name, number)
        if settings.diff:
            self.outcome.diff += unified(name, text, result.text)
        if not result.edits:
            return text
        if cards is not None:
            cards.write(self.worker.cards(self.job, result))
        if lines is not None and settings.ledger:
            change = {
                "v": ledger.VERSION,
                "document": name,
                "target": self.job.name,
                "line": number,
                "edits": ledger.pack_edits(result.edits),
            }
            lines.write(ledger.dump(change))
        return result.text


def rows(
    batch: Any, wanted: Columns, path: Path, document: str, before: int = 0
) -> Iterator[tuple[int, str, str | None]]:
    """Number (from 1, ``before`` rows came earlier), name and text of each row.

    Raises ReadError when the columns are not there or hold no text, or bytes that are none.
    """
    known = batch.schema.names
    for column in (wanted.text, wanted.id):
        if column and column not in known:
            raise no_column(path, column, known, wanted)
    texts = batch.column(known.index(wanted.text))
    if not _holds_text(texts.type):
        raise ReadError(
            f"the column {wanted.text!r} is not text but {texts.type}",
            path=str(path),
            remedy="name the column that holds the text with --text-field",
        )
    ids = _values(batch, wanted.id, path, before) if wanted.id else None
    for at, text in enumerate(_values(batch, wanted.text, path, before)):
        number = before + at + 1
        name = ids[at] if ids is not None else None
        yield number, f"{document}:{number}" if name is None else str(name), text


def _values(batch: Any, column: str, path: Path, before: int) -> list[Any]:
    """The values of a column; raises ReadError for a row whose bytes are no text."""
    array = batch.column(batch.schema.names.index(column))
    try:
        return column_of(array)
    except UnicodeDecodeError as error:
        at = next(at for at, cell in enumerate(array) if not _is_read(cell))
        raise ReadError(
            f"the column {column!r} is not UTF-8 in row {before + at + 1}: {error.reason}",
            path=str(path),
            remedy="write the table again with text in this column, or without the row",
        ) from error


def _is_read(cell: Any) -> bool:
    try:
        cell.as_py()
    except UnicodeDecodeError:
        return False
    return True


def _holds_text(kind: Any) -> bool:
    types = need("pyarrow").types
    if types.is_dictionary(kind):
        kind = kind.value_type
    names = ("is_string", "is_large_string", "is_string_view", "is_null")
    return any(getattr(types, name)(kind) for name in names)


def with_texts(batch: Any, column: str, texts: list[str | None]) -> Any:
    """The batch with other texts, in the type that the column has."""
    pa = need("pyarrow")
    at = batch.schema.names.index(column)
    kind = batch.schema.field(at).type
    if pa.types.is_dictionary(kind):
        array = pa.array(texts, kind.value_type).dictionary_encode().cast(kind)
    else:
        array = pa.array(texts, kind)
    arrays = list(batch.columns)
    arrays[at] = array
    return pa.RecordBatch.from_arrays(arrays, schema=batch.schema)
