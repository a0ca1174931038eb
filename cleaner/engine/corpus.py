"""Sources to documents for commands that look at a whole corpus at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cleaner import formats, ledger
from cleaner.engine.mishaps import mishap
from cleaner.engine.tables import rows
from cleaner.engine.worker import Job, modified
from cleaner.errors import CleanerError, ReadError, WriteError
from cleaner.formats.base import Columns, records
from cleaner.formats.plain import fields_of
from cleaner.reading import Decoded, decode, read_bytes
from cleaner.walk import BOOKS

CLUSTERS = "clusters.jsonl"
_FIELDS = ("source", "age", "title", "url", "time")


class Text(NamedTuple):
    """A document of a corpus.

    ``number``: its place in a file of many documents, from 1; 0 for a file. ``fields``: what the
    record says besides (``source``, ``age``, ``title``, ``url``, ``time``). ``modified``: the time
    of its file.
    """

    name: str
    number: int
    text: str
    fields: Mapping[str, Any]
    modified: str


class Stamp(NamedTuple):
    """What tells that a file was changed while it was worked on."""

    size: int
    time: int


def stamp(path: Path) -> Stamp | None:
    """The stamp of a file, None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return Stamp(status.st_size, status.st_mtime_ns)


def comparable(
    jobs: Sequence[Job], arguments: Sequence[str], reserved: Collection[str] = ()
) -> tuple[list[Job], list[CleanerError]]:
    """The jobs whose texts can be compared, and errors for the others.

    What an earlier run wrote beside its results is left out, unless it was named itself.
    ``reserved``: names of results that the run would overwrite.
    """
    chosen: list[Job] = []
    errors: list[CleanerError] = []
    refused = incomparable()
    for job in jobs:
        if job.kind in refused:
            what, remedy = refused[job.kind]
            errors.append(ReadError(what, path=str(job.path), remedy=remedy))
        elif _is_book(job) and str(job.path) not in arguments:
            continue
        elif job.name in reserved:
            errors.append(
                WriteError(
                    f"{job.path} would overwrite the run's own file",
                    path=str(job.target),
                    remedy="rename the source",
                )
            )
        else:
            chosen.append(job)
    return chosen, errors


def incomparable() -> dict[str, tuple[str, str]]:
    """The kinds of sources that are not compared: why, and what to do about it."""
    pages = ("HTML is not compared", "clean it first: clean -o")
    archives = filter(formats.is_archive, formats.names())
    packed = ("archives are not compared", "unpack it, give the folder")
    return dict.fromkeys(archives, packed) | dict.fromkeys(("html", "warc"), pages)


def _is_book(job: Job) -> bool:
    beside = job.path.with_name(ledger.LEDGER)
    return job.document in BOOKS and beside.exists()


def texts(job: Job, text_field: str, id_field: str | None, failures: list[str]) -> Iterator[Text]:
    """The documents of one source, or of the part of it that is meant.

    Records that cannot be read and files that are no text are told to ``failures``. Raises
    ReadError for a source that cannot be read to its end, and ConfigError when the library for
    its format is missing.
    """
    try:
        yield from _texts(job, Columns(text_field, id_field), failures)
    except CleanerError:
        raise
    except Exception as error:  # libraries that read formats throw what they like
        raise mishap(error, str(job.path)) from error


def _texts(job: Job, columns: Columns, failures: list[str]) -> Iterator[Text]:
    if job.kind == "sidecar":
        return
    if formats.by_lines(job.kind):
        yield from _records(job, columns, failures)
        return
    if job.kind in formats.names():
        yield from _rows(job, columns)
        return
    data = read_bytes(job.path)
    try:
        text = decode(data, path=str(job.path)).text
    except CleanerError as error:
        failures.append(_copied(error))
        return
    yield Text(job.document, 0, text, {}, modified(job.path))


def read_text(job: Job) -> Decoded:
    """A text file, decoded; raises ReadError."""
    return decode(read_bytes(job.path), path=str(job.path))


def _records(job: Job, columns: Columns, failures: list[str]) -> Iterator[Text]:
    time = modified(job.path)
    source = formats.lines(job.path, job.kind, columns, part=job.part)
    first = job.part.first + 1 if job.part else 1
    for number, line, record in records(source, lambda e: failures.append(_copied(e)), first):
        name = record.name(job.document, number)
        yield Text(name, number, record.text, _known(source.fields(line)), time)


def _rows(job: Job, columns: Columns) -> Iterator[Text]:
    time = modified(job.path)
    before = job.part.first if job.part else 0
    for batch in formats.batches(job.path, job.kind, columns, job.part):
        fields = fields_of(batch, _FIELDS)
        found = zip(rows(batch, columns, job.path, job.document, before), fields, strict=True)
        for (number, name, text), known in found:
            if text is not None:
                yield Text(name, number, text, _known(known), time)
        before += batch.num_rows


def _copied(error: CleanerError) -> str:
    return f"{error} (copied unchanged)"


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: fields[key] for key in _FIELDS if key in fields}
