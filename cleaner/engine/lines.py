"""Files of records through a worker, record by record, in bounded memory.

For formats in which one text can be exchanged while every other byte stays as it was.
"""

from __future__ import annotations

import hashlib
from contextlib import closing, suppress
from typing import BinaryIO

from cleaner import formats, ledger
from cleaner.engine.output import Output, spill
from cleaner.engine.seen import changed
from cleaner.engine.worker import NO_ROOM, Job, Outcome, Settings, Worker, unified
from cleaner.errors import CleanerError, ReadError
from cleaner.formats.base import Columns, Lines, Unfit, no_ids
from cleaner.mainpart import reader
from cleaner.packed import is_packed
from cleaner.records import NullTextError, Record, literal


def clean_lines(worker: Worker, job: Job, outcome: Outcome) -> None:
    """Clean every record of a file; a broken record is copied as it is and reported.

    A field that no record has is reported once (see ``Unfit`` and ``check_ids``).
    Ledger and card lines are spilled to files beside the target, so that memory does not grow
    with the source.
    """
    settings = worker.settings
    shard_size = 0 if job.part else settings.shard_size
    source = formats.lines(job.path, job.kind, columns(worker), part=job.part)
    begin = job.part.first + 1 if job.part else 1
    unfit = Unfit(lambda error: outcome.failures.append(f"{error} (copied unchanged)"))
    if not settings.write:
        with closing(unfit):
            for number, data in enumerate(source, begin):
                clean_record(worker, job, outcome, source, unfit, number, data)
        check_ids(job, settings, outcome)
        return
    outcome.ledger_files = [spill(job.target, "ledger")]
    outcome.cards_files = [spill(job.target, "cards")]
    # Parts are hashed when they are joined, and need not be on the disk before.
    whole = settings.ledger and not job.part
    packed = is_packed(job.path)
    original, cleaned = hashlib.sha256(source.header), hashlib.sha256()
    with (
        Output(job.target, job.path, shard_size, source.header, force=not job.part) as output,
        outcome.ledger_files[0].open("wb") as lines,
        outcome.cards_files[0].open("wb") as cards,
        closing(unfit),
    ):
        cleaned.update(source.header)
        size = len(source.header)
        for number, data in enumerate(source, begin):
            size += len(data)
            if whole:
                original.update(data)
            new = clean_record(worker, job, outcome, source, unfit, number, data, lines, cards)
            if whole:
                cleaned.update(new)
            output.write(new)
        if outcome.seen is not None and not packed and size != outcome.seen.stamp[0]:
            raise changed(job.path)  # nothing takes the place of what was not read
        outcome.staged += output.finish()
        if whole:
            # Packing is not unique, so the packed original is kept as it is.
            keep = ledger.keep_original
            sha = keep(job.base, job.path) if packed else original.hexdigest()
            if outcome.seen is not None and not packed:
                outcome.seen.sha = sha
            written = "" if is_packed(job.target) else cleaned.hexdigest()
            record = file_of_lines(job, sha, packed, settings.text_field, source.dialect)
            lines.write(ledger.dump(record | output.hashes(written) | settings.origin))
    check_ids(job, settings, outcome)


def check_ids(job: Job, settings: Settings, outcome: Outcome) -> None:
    """Count it as a failure if a field of ids is named that no record of a whole source has.

    Its records are cleaned all the same, and named by their numbers. Some may have no id, so that a
    part of a source shows nothing.
    """
    wanted = Columns(settings.text_field, settings.id_field)
    if job.part or wanted.id is None or outcome.named or not outcome.documents:
        return
    known: list[str] = []
    with suppress(CleanerError, OSError, ValueError):  # said where the records were read
        source = formats.lines(job.path, job.kind, wanted)
        first = next(data for data in source if data.strip())
        known = list(source.fields(first.decode("utf-8", "surrogateescape")))
    outcome.failures.append(f"{no_ids(job.path, known, wanted)} (cleaned all the same)")


def columns(worker: Worker) -> Columns:
    """The columns that a run is about."""
    settings = worker.settings
    return Columns(settings.text_field, settings.id_field, reader(settings.html_mode))


def file_of_lines(job: Job, sha: str, kept: bool, text_field: str, dialect: str) -> ledger.Record:
    """The ledger record of a file of records, but for the hash of the result."""
    record = {
        "v": ledger.VERSION,
        "document": job.document,
        "target": job.name,
        "source": job.path.name,
        "kind": job.kind,
        "text_field": text_field,
        "sha256_original": sha,
        "kept": kept,
    }
    return record | ({"dialect": dialect} if dialect else {})


def clean_record(
    worker: Worker,
    job: Job,
    outcome: Outcome,
    source: Lines,
    unfit: Unfit,
    number: int,
    data: bytes,
    lines: BinaryIO | None = None,
    cards: BinaryIO | None = None,
) -> bytes:
    """The new bytes of one record, as they were if it cannot be read.

    Its ledger and card lines are written as they come, if there is a place for them.
    """
    if not data.strip():
        return data
    settings = worker.settings
    try:
        line = data.decode("utf-8", "surrogateescape")
        record = source.parse(line, number)
    except NullTextError:
        unfit.another()
        return data
    except ReadError as error:
        unfit.tell(error)
        return data
    except MemoryError:
        unfit.another()
        outcome.documents += 1
        worker.set_aside(outcome, f"{job.document}:{number}", number, NO_ROOM)
        return data
    unfit.another()
    outcome.named += record.id is not None
    name = record.name(job.document, number)
    result = worker.clean(job, outcome, record.text, name, number)
    if settings.diff:
        outcome.diff += unified(name, record.text, result.text)
    if not result.edits:
        return data
    new = source.replace(line, record, result.text)
    if cards is not None:
        cards.write(worker.cards(job, result))
    if lines is not None and settings.ledger:
        change: ledger.Record = {
            "v": ledger.VERSION,
            "document": name,
            "target": job.name,
            "line": number,
            "edits": ledger.pack_edits(result.edits),
        }
        if not returns(line, new, record, source, result.text):
            change["literal"] = literal(line, record)
        lines.write(ledger.dump(change))
    return new.encode("utf-8", "surrogateescape")


def returns(line: str, new: str, record: Record, source: Lines, cleaned: str) -> bool:
    """Whether exchanging the original text again gives the record that was read."""
    try:
        found = source.parse(new)
        return found.text == cleaned and source.replace(new, found, record.text) == line
    except CleanerError:
        return False
