"""One machine: sources on one or all cores, results put in place by a single writer.

The commit protocol. Workers only *stage*: each result is complete under a temporary name before
the parent hears of it. The parent, in the order of the sources, appends the ledger lines of a
batch to ``ledger.jsonl.part``, forces them to the disk, and only then renames the results of the
batch. So at any moment every target is whole, old or new, and every renamed target is in the
ledger. At the end the part replaces the ledger (records of other targets are kept, and of sources
that failed this time), and a part that a killed run left is folded in first. Running again finishes
what was begun; with ``resume`` what the journal knows to be finished is not done again.

Large sources are done in parts (``engine/parts.py``), which wait until all are there.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from typing import Protocol, TypeAlias

from cleaner.engine.alone import alone
from cleaner.engine.books import Books
from cleaner.engine.jobs import Counts
from cleaner.engine.parts import divide, join
from cleaner.engine.plan import RESERVED
from cleaner.engine.pool import SMALL_BYTES, pairs, size_of
from cleaner.engine.seen import books_mode, changed
from cleaner.engine.sidecars import expect_whole
from cleaner.engine.temporaries import swept
from cleaner.engine.worker import Job, Outcome, Settings, Worker
from cleaner.errors import CleanerError
from cleaner.formats.base import Columns
from cleaner.writing import unwritable

BATCH = 64
Pairs: TypeAlias = Generator[tuple[Job, Outcome], None, None]


class Carrier(Protocol):
    """Does jobs somewhere else, see ``pool.pairs``."""

    def __call__(
        self,
        jobs: Iterable[Job],
        make: type[Worker],
        settings: Settings,
        early: Callable[[Job, Outcome], None],
    ) -> Pairs:
        """Yield each job with its outcome, in order; ``jobs`` are taken as they are needed."""


class Watcher(Protocol):
    """Is told of every finished source, in order."""

    def __call__(self, outcome: Outcome) -> None:
        """Take notice of ``outcome``."""


@dataclass(slots=True)
class Totals(Counts):
    """The figures of a run."""

    sources: int = 0
    related: int = 0
    distinct: int = 0
    repeats: int = 0


def run(
    jobs: Sequence[Job],
    settings: Settings,
    *,
    workers: int = 1,
    watch: Watcher | None = None,
    progress: Callable[[int], None] | None = None,
    kept: Callable[[int], None] | None = None,
    resume: bool = False,
    carrier: Carrier | None = None,
    problems: Sequence[CleanerError] = (),
) -> Totals:
    """Clean every job and put the results in place; failures are in the totals.

    ``workers`` is the number of processes, unless a ``carrier`` takes the jobs elsewhere.
    ``progress`` is told how many bytes of the sources are done, ``kept`` of those that an earlier
    run has done (None: ``progress``, too). ``resume`` goes on with a run that was killed.
    ``problems`` are sources that cannot be worked on: failures, too. Raises ConfigError and
    RuleError for settings that cannot be used, and WriteError when a ledger or the records of the
    cards cannot be written; KeyboardInterrupt leaves nothing half written.
    """
    expect_whole(jobs, settings)
    with alone(_shared(jobs, settings)), swept(jobs if settings.write else (), RESERVED):
        return settle(
            jobs,
            lambda books: _pieces(
                jobs, settings, books, workers, progress, kept or progress, carrier, resume=resume
            ),
            settings,
            watch,
            resume=resume,
            workers=workers,
            problems=problems,
        )


def _shared(jobs: Iterable[Job], settings: Settings) -> Iterator[Path]:
    """The folders in which a run writes what another one would write, too."""
    return (job.base for job in jobs if settings.write)


def _pieces(
    jobs: Sequence[Job],
    settings: Settings,
    books: Books,
    workers: int,
    progress: Callable[[int], None] | None,
    kept: Callable[[int], None] | None,
    carrier: Carrier | None,
    *,
    resume: bool,
) -> Pairs:
    """Sources that are done and parts of sources that are, with what is known of finished ones."""
    known: dict[tuple[str, int], Outcome] = {}
    columns = Columns(settings.text_field, settings.id_field)

    def fresh() -> Iterator[Job]:
        for job in jobs:
            journal = books.journals.get(job.base)
            if journal is not None and (old := journal.finished(job, settings)) is not None:
                known[job.key] = old
                order.append((job, True))
                continue
            for piece in divide(job, settings.shard_size, columns):
                if journal is not None and (old := journal.waiting(piece)) is not None:
                    known[piece.key] = old
                    order.append((piece, True))
                    continue
                order.append((piece, False))
                yield piece

    order: deque[tuple[Job, bool]] = deque()
    small = sum(map(size_of, jobs)) < SMALL_BYTES
    apart = resume or bool(settings.memory)
    workers = 1 if small else workers
    if carrier is not None:
        done = carrier(fresh(), Worker, settings, books.keep_early)
    else:
        done = pairs(fresh(), Worker, settings, workers, apart=apart, early=books.keep_early)
    with closing(done):
        for piece, outcome in chain(done, ((None, None),)):
            while order and order[0][1]:
                job, _ = order.popleft()
                _tell(kept, job)
                yield job, known.pop(job.key)
            if piece is not None and outcome is not None:
                job, _ = order.popleft()
                _tell(progress, piece)
                yield piece, outcome


def _tell(progress: Callable[[int], None] | None, job: Job) -> None:
    if progress is not None:
        progress(size_of(job) if job.part is None else job.part.stored)


def settle(
    jobs: Sequence[Job],
    done: Callable[[Books], Pairs],
    settings: Settings,
    watch: Watcher | None = None,
    *,
    resume: bool = False,
    workers: int = 1,
    problems: Sequence[CleanerError] = (),
) -> Totals:
    """Put the outcomes of ``jobs`` in place, with their ledgers and cards; see ``run``.

    ``done`` yields pairs in the order of ``jobs``, sources perhaps in parts, and is closed whatever
    happens: who sweeps behind a run that is stopped must find no process that still writes.
    """
    totals = Totals(failures=[str(problem) for problem in problems])
    bases = list(dict.fromkeys(job.base for job in jobs)) if settings.write else []
    mode = books_mode(jobs if settings.write else ())
    own: set[tuple[Path, str]] = set()
    known: set[tuple[Path, str]] = set()
    with (
        Books(bases, settings, resume=resume, workers=workers, mode=mode) as books,
        closing(done(books)) as pieces,
    ):
        books.enter_problems(problems)
        for batch in _batches(_whole(jobs, pieces, settings)):
            for _, outcome in batch:
                _leave_changed(outcome)
            try:
                books.enter([pair for pair in batch if not pair[1].known])
                entered = {job.key for job, outcome in batch if outcome.has_record}
                failed = [job.key for job, outcome in batch if not _commit(outcome)]
                fresh = [pair for pair in batch if not pair[1].known]
                books.settled([pair for pair in fresh if pair[0].key not in failed])
            except BaseException:
                for _, outcome in batch:
                    outcome.discard()
                raise
            for job, outcome in batch:
                totals.sources += 1
                outcome.failures += books.damage(job.base)
                totals.add(outcome)
                if outcome.known:
                    known.add((job.base, job.name))
                elif job.key in entered and job.key not in failed:
                    own.add((job.base, job.name))
                books.enter_failures(job, outcome)
                if watch is not None:
                    watch(outcome)
        for merged in books.close(jobs, own, known):
            totals.related += merged.cards
            totals.distinct += merged.distinct
            totals.repeats += merged.repeats
    return totals


def _whole(
    jobs: Sequence[Job],
    pieces: Iterable[tuple[Job, Outcome]],
    settings: Settings,
) -> Iterator[tuple[Job, Outcome]]:
    """Sources, with their parts joined as these come."""
    sources = iter(jobs)
    for _, group in groupby(pieces, key=lambda pair: (pair[0].base, pair[0].name)):
        job = next(sources)
        found = iter(group)
        first, outcome = next(found)
        if first.part is not None:
            outcome = join(job, chain(((first, outcome),), found), settings)
        yield job, outcome


def _batches(
    pairs: Iterable[tuple[Job, Outcome]],
) -> Iterator[list[tuple[Job, Outcome]]]:
    batch: list[tuple[Job, Outcome]] = []
    for pair in pairs:
        batch.append(pair)
        if len(batch) >= BATCH or pair[1].ledger_files:
            yield batch
            batch = []
    if batch:
        yield batch


def _leave_changed(outcome: Outcome) -> None:
    """Leave a source alone that somebody edited since it was read."""
    if outcome.staged and outcome.seen is not None and outcome.seen.changed():
        outcome.abandon()
        outcome.failures.append(str(changed(outcome.seen.path)))


def _commit(outcome: Outcome) -> bool:
    """Put the results of a source in place; returns whether all of them are there."""
    failures = len(outcome.failures)
    # Once more: the ledger took its time, and nothing must come between this and the rename.
    _leave_changed(outcome)
    for staged in outcome.staged:
        try:
            staged.commit()
        except CleanerError as error:
            outcome.failures.append(str(error))
    for target in outcome.gone:
        try:
            target.unlink(missing_ok=True)
        except OSError as error:
            outcome.failures.append(str(unwritable(target, error)))
    outcome.staged.clear()
    outcome.kept = False
    outcome.discard()
    for folder in outcome.parts:
        shutil.rmtree(folder, ignore_errors=True)
    return len(outcome.failures) == failures
