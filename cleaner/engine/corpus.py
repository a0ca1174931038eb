"""Sources to documents for commands that look at a whole corpus at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cleaner import formats
from cleaner.engine.tables import rows
from cleaner.engine.worker import Job, modified
from cleaner.errors import CleanerError, ReadError
from cleaner.formats.base import Columns
from cleaner.reading import Decoded, decode, read_bytes
from cleaner.records import Record

_FIELDS = ("source", "age", "title", "url", "time")


class Text(NamedTuple):
    """A document of a corpus.

    ``number``: its place in a file of many documents, from 1; 0 for a file. ``fields``: what
    the record says besides (``source``, ``age``, ``title``, ``url``), and the ``time`` of its file.
    """

    name: str
    number: int
    text: str
    fields: Mapping[str, Any]


def texts(job: Job, text_field: str, id_field: str | None, failures: list[str]) -> Iterator[Text]:
    """The documents of one source; what cannot be read is told to ``failures``."""
    try:
        columns = Columns(text_field, id_field)
        if job.kind == "sidecar":
            return
        if job.kind in ("text", "html") or formats.is_archive(job.kind):
            fields = {"time": modified(job.path)}
            yield Text(job.document, 0, read_text(job).text, fields)
        elif formats.by_lines(job.kind):
            yield from _records(job, columns, failures)
        else:
            yield from _rows(job, columns)
    except CleanerError as error:
        failures.append(f"{error} (copied unchanged)")


def read_text(job: Job) -> Decoded:
    """A text file, decoded; raises ReadError."""
    if formats.is_archive(job.kind):
        raise ReadError(
            "archives are not compared", path=str(job.path), remedy="unpack it, give the folder"
        )
    if job.kind == "html":
        raise ReadError(
            "HTML is not compared", path=str(job.path), remedy="clean it first: cleaner clean"
        )
    return decode(read_bytes(job.path), path=str(job.path))


def _records(job: Job, columns: Columns, failures: list[str]) -> Iterator[Text]:
    time = modified(job.path)
    source = formats.lines(job.path, job.kind, columns)
    for number, data in enumerate(source, 1):
        if not data.strip():
            continue
        line = data.decode("utf-8", "surrogateescape")
        try:
            record = source.parse(line, number)
        except ReadError as error:
            failures.append(f"{error} (copied unchanged)")
            continue
        fields = _known(source.fields(line), time)
        yield Text(record_name(job, number, record), number, record.text, fields)


def _rows(job: Job, columns: Columns) -> Iterator[Text]:
    time = modified(job.path)
    before = 0
    for batch in formats.batches(job.path, job.kind, columns):
        names = [name for name in _FIELDS if name in batch.schema.names]
        fields = batch.select(names).to_pylist() if names else [{}] * batch.num_rows
        found = zip(rows(batch, columns, job.path, job.document, before), fields, strict=True)
        for (number, name, text), known in found:
            if text is not None:
                yield Text(name, number, text, _known(known, time))
        before += batch.num_rows


def record_name(job: Job, number: int, record: Record) -> str:
    """What a record is called: its id, or its place."""
    return record.id if record.id is not None else f"{job.document}:{number}"


def _known(fields: Mapping[str, Any], time: str) -> dict[str, Any]:
    return {"time": time} | {key: fields[key] for key in _FIELDS if key in fields}
