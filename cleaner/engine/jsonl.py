"""JSONL through a worker, record by record, in bounded memory."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from cleaner import ledger
from cleaner.engine.worker import Job, Outcome, Worker, card_lines, modified, unified
from cleaner.errors import CleanerError, ReadError
from cleaner.records import Record, literal, open_lines, parse, replace
from cleaner.writing import StagedStream


def clean_jsonl(worker: Worker, job: Job, outcome: Outcome) -> None:
    """Clean every record of a file; a broken record is copied as it is and reported.

    Ledger and card lines are spilled to files beside the target, so that memory does not grow
    with the source.
    """
    settings = worker.settings
    if not settings.write:
        for number, data in enumerate(open_lines(job.path), 1):
            _clean_line(worker, job, outcome, number, data)
        return
    outcome.ledger_file = _spill(job, "ledger")
    outcome.cards_file = _spill(job, "cards")
    original, cleaned = hashlib.sha256(), hashlib.sha256()
    with (
        StagedStream(job.target, mode_of=job.path) as stream,
        outcome.ledger_file.open("wb") as lines,
        outcome.cards_file.open("wb") as cards,
    ):
        for number, data in enumerate(open_lines(job.path), 1):
            original.update(data)
            new = _clean_line(worker, job, outcome, number, data, lines, cards)
            cleaned.update(new)
            stream.write(new)
        staged = stream.finish()
        outcome.staged.append(staged)
        if settings.ledger:
            packed = ledger.is_gzip(job.path)
            sha = ledger.file_digest(job.path) if packed else original.hexdigest()
            new_sha = ledger.file_digest(staged.temporary) if packed else cleaned.hexdigest()
            if packed:
                # Packing is not unique, so the packed original is kept as it is.
                ledger.keep_original(job.base, job.path, sha)
            lines.write(ledger.dump(_file_record(worker, job, sha, new_sha, packed)))


def _spill(job: Job, kind: str) -> Path:
    job.target.parent.mkdir(parents=True, exist_ok=True)
    return job.target.with_name(f".{job.target.name}.{kind}.{'0' * 16}.tmp")


def _file_record(worker: Worker, job: Job, sha: str, cleaned: str, kept: bool) -> ledger.Record:
    learned = worker.settings.learned
    return ({"learned": learned} if learned else {}) | {
        "v": ledger.VERSION,
        "document": job.document,
        "target": job.name,
        "source": job.path.name,
        "kind": "jsonl",
        "text_field": worker.settings.text_field,
        "sha256_original": sha,
        "sha256_cleaned": cleaned,
        "kept": kept,
    }


def _clean_line(
    worker: Worker,
    job: Job,
    outcome: Outcome,
    number: int,
    data: bytes,
    lines: BinaryIO | None = None,
    cards: BinaryIO | None = None,
) -> bytes:
    """The new bytes of one line; its ledger and card lines are written as they come."""
    if not data.strip():
        return data
    settings = worker.settings
    line = data.decode("utf-8", "surrogateescape")
    try:
        record = parse(
            line, settings.text_field, settings.id_field, path=str(job.path), number=number
        )
    except ReadError as error:
        outcome.failures.append(f"{error} (copied unchanged)")
        return data
    name = record.id if record.id is not None else f"{job.document}:{number}"
    result = worker.cleaners.ignoring(job.ignore).clean(record.text, id=name)
    outcome.count(name, result)
    if settings.diff:
        outcome.diff += unified(name, record.text, result.text)
    if not result.edits:
        return data
    new = replace(line, record, result.text)
    if cards is not None:
        cards.write(card_lines(result.related, modified(job.path)))
    if lines is not None and settings.ledger:
        change: ledger.Record = {
            "v": ledger.VERSION,
            "document": name,
            "target": job.name,
            "line": number,
            "edits": ledger.pack_edits(result.edits),
        }
        if not returns(line, new, record, settings.text_field, result.text):
            change["literal"] = literal(line, record)
        lines.write(ledger.dump(change))
    return new.encode("utf-8", "surrogateescape")


def returns(line: str, new: str, record: Record, field: str, cleaned: str) -> bool:
    """Whether encoding the original text again gives the line that was read."""
    try:
        found = parse(new, field)
        return found.text == cleaned and replace(new, found, record.text) == line
    except CleanerError:
        return False
