"""Large sources in parts: which there are, and one result of theirs.

A part is a job of its own that reads its own piece of the source. Its result waits in the folder
of the run until all parts of the source are there.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path

from cleaner import formats, ledger
from cleaner.engine.jobs import RUN, Job, Outcome, Settings
from cleaner.engine.lines import check_ids, file_of_lines
from cleaner.engine.output import Output, TableOutput
from cleaner.engine.seen import Seen, changed, stamped
from cleaner.engine.tables import as_it_was, kept_record
from cleaner.errors import CleanerError, ReadError
from cleaner.formats.base import Columns, Part
from cleaner.packed import is_packed
from cleaner.remote import scratch
from cleaner.writing import trouble

PART_BYTES = 4 << 20
_COLUMNS = Columns()
_TORN = -2
"""The record of a part that says why there are no more."""


def divide(job: Job, shard_size: int = 0, columns: Columns = _COLUMNS) -> Iterator[Job]:
    """The jobs for a source: itself, or its parts if it is large and can be cut.

    ``columns`` are those by which it is read. A part is no larger than a shard, so that a worker
    that is killed loses less than one.
    """
    size = min(PART_BYTES, shard_size or PART_BYTES)
    job = replace(job, stamp=stamped(job.path))
    if job.stamp[0] <= 2 * size or job.kind in ("text", "html", "sidecar"):
        yield job
        return
    folder = scratch(job.base) / RUN / "parts" / ledger.digest(job.name.encode())[:16]
    # A job with parts is known by the first two: one part is no division.
    parts = _parts(job, size, columns)
    first, second = next(parts, None), next(parts, None)
    if first is None or second is None:
        yield job
        return
    ending = "" if _by_lines(job) else ".arrow"
    for piece in chain((first, second), parts):
        yield replace(piece, target=folder / f"{piece.key[1]:07d}{ending}")


def _parts(job: Job, size: int, columns: Columns) -> Iterator[Job]:
    """The parts, the last with the error if the source cannot be read to its end."""
    last = Part(0, 0, 0, 0, 0, 0)
    try:
        for last in formats.parts(job.path, job.kind, size, columns):
            yield replace(job, part=last)
    except CleanerError as error:
        torn = Part(last.number + 1, last.end, last.end, last.first, 0, 0)
        yield replace(job, part=torn, skip=((_TORN, str(error)),))


def _by_lines(job: Job) -> bool:
    return formats.by_lines(job.kind) and job.to in ("", job.kind)


def join(job: Job, found: Iterable[tuple[Job, Outcome]], settings: Settings) -> Outcome:
    """The outcome of a source from those of its parts, in order; errors become failures.

    Parts are joined as they come, while later ones are at work.
    """
    whole = Outcome(job.document)
    coming = iter(found)
    pieces = _arrived(job, coming, whole, write=settings.write)
    problem = ""
    try:
        if settings.write:
            (_join_lines if _by_lines(job) else _join_table)(job, pieces, settings, whole)
        else:
            deque(pieces, maxlen=0)
    except CleanerError as error:
        problem = str(error)
    except OSError as error:
        problem = trouble(job.path, job.target, error)
    if problem:
        for _, outcome in coming:
            _add(whole, outcome)
        whole.failures.append(problem)
        whole.abandon()
    elif _by_lines(job):
        check_ids(job, settings, whole)
    return whole


def _arrived(
    job: Job, found: Iterator[tuple[Job, Outcome]], whole: Outcome, *, write: bool
) -> Iterator[Path]:
    """The results of parts, counted; raises ReadError if they do not make the source."""
    folders: dict[Path, None] = {}
    stamps = set()
    for part, outcome in found:
        _add(whole, outcome)
        if not write:
            continue
        folders[part.target.parent] = None
        stamps.add(part.stamp)
        whole.parts = list(folders)
        for record, why in part.skip:
            if record == _TORN:
                raise _TornError(why)
        if not part.target.exists():
            raise ReadError("a part of it failed", path=str(job.path))
        yield part.target
    if not write:
        return
    if stamps != {stamped(job.path)}:
        raise changed(job.path)
    if job.in_place:
        whole.seen = Seen(job.path, stamps.pop(), 0)


class _TornError(CleanerError):
    """The source cannot be read to its end; says all there is to say."""


def _add(whole: Outcome, part: Outcome) -> None:
    whole.add(part)
    whole.diff += part.diff
    whole.set_aside += part.set_aside
    whole.ledger_files += part.ledger_files
    whole.cards_files += part.cards_files


def _join_lines(job: Job, pieces: Iterable[Path], settings: Settings, whole: Outcome) -> None:
    columns = Columns(settings.text_field, settings.id_field)
    source = formats.lines(job.path, job.kind, columns)
    sha = hashlib.sha256(source.header)
    with (
        ThreadPoolExecutor(1) as aside,
        Output(job.target, job.path, settings.shard_size, source.header) as output,
    ):
        original = aside.submit(ledger.file_digest, job.path) if settings.ledger else None
        for piece in pieces:
            if settings.shard_size:
                for record in formats.lines(piece, job.kind, columns, source.dialect):
                    output.write(record)
                continue
            with piece.open("rb") as file:
                file.seek(len(source.header))
                while data := file.read(1 << 20):
                    sha.update(data)
                    output.write(data)
        whole.staged = output.finish()
        if original is not None:
            before = original.result()
            known = file_of_lines(job, before, False, settings.text_field, source.dialect)
            cleaned = "" if is_packed(job.target) else sha.hexdigest()
            whole.ledger = ledger.dump(known | output.hashes(cleaned) | settings.origin)


def _join_table(job: Job, pieces: Iterable[Path], settings: Settings, whole: Outcome) -> None:
    kind = job.to or job.kind
    like = job.path if kind == job.kind else None
    columns = Columns(settings.text_field, settings.id_field)
    with Output(job.target, job.path, settings.shard_size) as output:
        written = TableOutput(output, kind, like)
        waiting: list[Path] = []
        for piece in pieces:
            waiting.append(piece)
            # A table in which nothing changes is copied: nothing is written before that is known.
            if whole.changed or like is None or settings.shard_size:
                _write_tables(written, waiting, columns)
        same = like is not None and not whole.changed and not settings.shard_size
        if same:
            as_it_was(job, output)
        else:
            written.finish()
        whole.staged = output.staged
        if settings.ledger:
            keep = not same
            sha = ledger.keep_original(job.base, job.path) if keep else ledger.file_digest(job.path)
            record = kept_record(job, sha, kept=not same)
            hashes = output.hashes(sha if same else "")
            whole.ledger = ledger.dump(record | hashes | settings.origin)


def _write_tables(written: TableOutput, waiting: list[Path], columns: Columns) -> None:
    for piece in waiting:
        for batch in formats.batches(piece, "arrow", columns):
            written.write(batch)
    waiting.clear()
