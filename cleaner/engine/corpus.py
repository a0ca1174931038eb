"""Sources to documents for commands that look at a whole corpus at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cleaner.engine.worker import Job, modified
from cleaner.errors import CleanerError, ReadError
from cleaner.reading import Decoded, decode, read_bytes
from cleaner.records import Record, open_lines, parse


class Text(NamedTuple):
    """A document of a corpus.

    ``number``: the line of its JSONL record, 0 for a file. ``fields``: what the record says besides
    (``source``, ``age``, ``title``, ``url``), and the ``time`` of its file.
    """

    name: str
    number: int
    text: str
    fields: Mapping[str, Any]


def texts(job: Job, text_field: str, id_field: str | None, failures: list[str]) -> Iterator[Text]:
    """The documents of one source; what cannot be read is told to ``failures``."""
    try:
        if job.kind == "jsonl":
            yield from _records(job, text_field, id_field, failures)
        else:
            fields = {"time": modified(job.path)}
            yield Text(job.document, 0, read_text(job).text, fields)
    except CleanerError as error:
        failures.append(f"{error} (copied unchanged)")


def read_text(job: Job) -> Decoded:
    """A text file, decoded; raises ReadError."""
    if job.kind == "html":
        raise ReadError(
            "HTML is not compared", path=str(job.path), remedy="clean it first: cleaner clean"
        )
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
        yield Text(record_name(job, number, record), number, record.text, _fields(line, time))


def record_name(job: Job, number: int, record: Record) -> str:
    """What a record is called: its id, or its place."""
    return record.id if record.id is not None else f"{job.document}:{number}"


def _fields(line: str, time: str) -> dict[str, Any]:
    found = json.loads(line)
    known = {key: found[key] for key in ("source", "age", "title", "url", "time") if key in found}
    return {"time": time} | known
