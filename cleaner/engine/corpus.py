"""Sources to documents for commands that look at a whole corpus at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cleaner import ledger
from cleaner.engine.worker import RELATED, Job, modified
from cleaner.errors import CleanerError, ReadError, WriteError
from cleaner.reading import Decoded, decode, read_bytes
from cleaner.records import Record, open_lines, parse

CLUSTERS = "clusters.jsonl"
BOOKS = (CLUSTERS, RELATED, ledger.LEDGER, ledger.PART)
"""What runs write beside their results."""


class Text(NamedTuple):
    """A document of a corpus.

    ``number``: the line of its JSONL record, 0 for a file. ``fields``: what the record says besides
    (``source``, ``age``, ``title``, ``url``, ``time``). ``modified``: the time of its file.
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
    for job in jobs:
        if job.kind == "html":
            errors.append(
                ReadError(
                    "HTML is not compared", path=str(job.path), remedy="clean it first: clean -o"
                )
            )
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


def _is_book(job: Job) -> bool:
    beside = job.path.with_name(ledger.LEDGER)
    return job.document in BOOKS and beside.exists()


def texts(job: Job, text_field: str, id_field: str | None, failures: list[str]) -> Iterator[Text]:
    """The documents of one source.

    Records that cannot be read and files that are no text are told to ``failures``. Raises
    ReadError for a source that cannot be read to its end.
    """
    if job.kind == "jsonl":
        yield from _records(job, text_field, id_field, failures)
        return
    data = read_bytes(job.path)
    try:
        text = decode(data, path=str(job.path)).text
    except CleanerError as error:
        failures.append(f"{error} (copied unchanged)")
        return
    yield Text(job.document, 0, text, {}, modified(job.path))


def read_text(job: Job) -> Decoded:
    """A text file, decoded; raises ReadError."""
    return decode(read_bytes(job.path), path=str(job.path))


def _records(
    job: Job, text_field: str, id_field: str | None, failures: list[str]
) -> Iterator[Text]:
    time = modified(job.path)
    for number, data in enumerate(open_lines(job.path), 1):
        if not data.strip():
            continue
        line = data.decode("utf-8", "surrogateescape")
        try:
            record = parse(line, text_field, id_field, path=str(job.path), number=number)
        except ReadError as error:
            failures.append(f"{error} (copied unchanged)")
            continue
        name = record_name(job, number, record)
        yield Text(name, number, record.text, _fields(line), time)


def record_name(job: Job, number: int, record: Record) -> str:
    """What a record is called: its id, or its place."""
    return record.id if record.id is not None else f"{job.document}:{number}"


def _fields(line: str) -> dict[str, Any]:
    found = json.loads(line.removeprefix("\ufeff"))
    return {key: found[key] for key in ("source", "age", "title", "url", "time") if key in found}
