"""Jobs to outcomes, in order, in this process or in several.

Each process has a pipe of its own, so that one that dies takes nothing but the job it was at with
it. That job is done again; if its process dies at the same document a second time, the document is
set aside and the job goes on without it.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from cleaner.engine import marks
from cleaner.engine.process import Process

CHUNK_FILES = 32
CHUNK_BYTES = 4 << 20
SMALL_BYTES = 8 << 20
"""Work below this is done before a second process has started."""
MOST_DEATHS = 20
"""A job that killed so many processes is given up."""
_DEATHS = 2
"""How many processes a document takes with it before it is set aside."""
_BETWEEN = 5
"""How many die at a job, but at none of its documents, before it is given up: who kills processes
to have their memory does not ask what they are at."""
_STARTS = 10
"""How many may die one after the other before one is ready."""
_CHUNKS_AHEAD = 2
_GRACE = 2.0
"""How much longer than its limit a document may take before its process is killed."""


class FileJob(Protocol):
    """A job that reads a file."""

    @property
    def path(self) -> Path:
        """The file."""


class Discardable(Protocol):
    """An outcome that may have staged files."""

    def discard(self) -> None:
        """Throw away what was staged."""


JobT = TypeVar("JobT", bound=FileJob)
OutcomeT = TypeVar("OutcomeT", bound=Discardable)
SettingsT = TypeVar("SettingsT")
OutcomeT_co = TypeVar("OutcomeT_co", bound=Discardable, covariant=True)


class Runner(Protocol[JobT, OutcomeT_co]):
    """Does one job after the other; errors become part of the outcome, never exceptions."""

    timeout: float
    """Seconds that a document may take; 0: no limit."""

    def run(self, job: JobT) -> OutcomeT_co:
        """Do a job."""

    def lost(self, job: JobT) -> OutcomeT_co:
        """The outcome of a job that cannot be done without losing its process."""

    def without(self, job: JobT, record: int, why: str) -> JobT | None:
        """The job without a document that takes its process with it, None if there is no way."""

    def sweep(self, job: JobT) -> None:
        """Remove what a process left that died during the job."""


def outcomes(
    jobs: Sequence[JobT],
    make: Callable[[SettingsT], Runner[JobT, OutcomeT]],
    settings: SettingsT,
    workers: int,
) -> Iterator[OutcomeT]:
    """Yield the outcome of each job in the order of ``jobs``; see ``pairs``."""
    small = sum(map(size_of, jobs)) < SMALL_BYTES
    for _, outcome in pairs(jobs, make, settings, 1 if len(jobs) <= 1 or small else workers):
        yield outcome


def ignore(job: Any, outcome: Any) -> None:
    """Is told of a job that is done, and does nothing."""


def pairs(
    jobs: Iterable[JobT],
    make: Callable[[SettingsT], Runner[JobT, OutcomeT]],
    settings: SettingsT,
    workers: int,
    *,
    apart: bool = False,
    early: Callable[[JobT, OutcomeT], None] = ignore,
) -> Generator[tuple[JobT, OutcomeT], None, None]:
    """Yield each job with its outcome, in order; ``jobs`` are taken as they are needed.

    ``early`` is told of each as soon as it is done, in whatever order.

    ``make`` is the class of the runner, which every process makes for itself from ``settings``.
    One worker is this process, unless ``apart``. Closing the iterator early discards what was
    staged.
    """
    if workers <= 1 and not apart:
        runner = make(settings)
        for job in jobs:
            outcome = runner.run(job)
            early(job, outcome)
            yield job, outcome
        return
    yield from Pool(make, settings, max(1, workers), early).run(chunks(jobs))


def size_of(job: FileJob) -> int:
    """The size of a job's file, 0 if it cannot be told."""
    try:
        return job.path.stat().st_size
    except OSError:
        return 0


def chunks(jobs: Iterable[JobT]) -> Iterator[list[JobT]]:
    """Jobs of about ``CHUNK_BYTES`` together."""
    chunk: list[JobT] = []
    size = 0
    for job in jobs:
        chunk.append(job)
        size += getattr(job, "size", 0) or size_of(job)
        if len(chunk) >= CHUNK_FILES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class Pool(Generic[JobT, OutcomeT, SettingsT]):
    """Some processes, and the jobs between the first that is not finished and the last begun.

    ``runner`` is what this process needs of one, if that is not a whole one.
    """

    def __init__(
        self,
        make: Callable[[SettingsT], Runner[JobT, OutcomeT]],
        settings: SettingsT,
        workers: int,
        early: Callable[[JobT, OutcomeT], None],
        runner: Runner[JobT, OutcomeT] | None = None,
    ) -> None:
        self.early = early
        self.make = make
        self.settings = settings
        self.workers: list[Process[JobT]] = [Process(make, settings) for _ in range(workers)]
        try:
            # Settings that cannot be used fail here, while the processes start.
            self.runner = runner or make(settings)
        except BaseException:
            for worker in self.workers:
                worker.kill()
            raise
        self.done: dict[int, tuple[JobT, OutcomeT]] = {}
        self.given = self.taken = 0
        self.again: deque[list[tuple[int, JobT]]] = deque()
        self.deaths: Counter[tuple[int, int]] = Counter()
        self.starts = 0

    def run(self, chunks: Iterator[list[JobT]]) -> Iterator[tuple[JobT, OutcomeT]]:
        """Yield jobs and outcomes in the order of the chunks, and end the processes."""
        try:
            yield from self.each(chunks)
        finally:
            self.shut_down()

    def each(self, chunks: Iterator[list[JobT]]) -> Iterator[tuple[JobT, OutcomeT]]:
        """Yield jobs and outcomes in the order of the chunks; the processes go on living."""
        ended = False
        while True:
            ended = self._feed(chunks, ended)
            while self.taken in self.done:
                pair = self.done.pop(self.taken)
                self.taken += 1
                yield pair
            if not any(worker.jobs for worker in self.workers):
                if ended and not self.again:
                    return
                continue
            self._listen()

    def _feed(self, chunks: Iterator[list[JobT]], ended: bool) -> bool:
        """Give every worker enough to do; returns whether there is nothing more."""
        most = CHUNK_FILES * _CHUNKS_AHEAD * (len(self.workers) + 2)
        for ahead in range(_CHUNKS_AHEAD):
            for worker in self.workers:
                if len(worker.chunks) > ahead:
                    continue
                if self.again:
                    worker.give(self.again.popleft())
                elif not ended and self.given - self.taken < most:
                    chunk = next(chunks, None)
                    if chunk is None:
                        return True
                    numbered = [(self.given + at, job) for at, job in enumerate(chunk)]
                    self.given += len(chunk)
                    worker.give(numbered)
        return ended

    def _listen(self) -> None:
        """Take what workers have to say; bury those that died or hang."""
        ready = wait([worker.pipe for worker in self.workers], timeout=1.0)
        for worker in self.workers[:]:
            if worker.pipe in ready:
                try:
                    outcome: OutcomeT = worker.pipe.recv()
                except (EOFError, OSError):
                    self._bury(worker)
                else:
                    self.starts = 0
                    number, job = worker.took()
                    self.done[number] = (job, outcome)
                    self.early(job, outcome)
            elif self._hangs(worker):
                worker.why = marks.over_time(self.runner.timeout)
                worker.process.kill()

    def _hangs(self, worker: Process[JobT]) -> bool:
        limit = self.runner.timeout
        at_work = worker.cells[0] not in (marks.NONE, marks.STARTING)
        return bool(limit and at_work and time.monotonic() - worker.cells[1] > limit + _GRACE)

    def _bury(self, worker: Process[JobT]) -> None:
        """Replace a dead worker; its jobs are done again, the first without what killed it."""
        record = int(worker.cells[0])
        worker.kill()
        self.workers[self.workers.index(worker)] = Process(self.make, self.settings)
        jobs = list(worker.jobs)
        if not jobs:
            return
        number, job = jobs[0]
        self.runner.sweep(job)
        if self._is_enough(number, record) or worker.why:
            code = worker.process.exitcode
            why = worker.why or f"took its process with it, twice (exit code {code})"
            left = self.runner.without(job, record, why) if record >= 0 else None
            total = sum(count for (one, _), count in self.deaths.items() if one == number)
            if left is None or total > MOST_DEATHS:
                self.done[number] = (job, self.runner.lost(job))
                jobs = jobs[1:]
            else:
                jobs[0] = (number, left)
        # One job a chunk: the next death must cost no more than one of them.
        self.again.extend([one] for one in jobs)

    def _is_enough(self, number: int, record: int) -> bool:
        """Count a death; returns whether what its process was at is to be left out."""
        if record == marks.STARTING:
            self.starts += 1
            return self.starts > _STARTS
        self.deaths[number, record] += 1
        return self.deaths[number, record] >= (_BETWEEN if record == marks.NONE else _DEATHS)

    def shut_down(self) -> None:
        """End the processes, and throw away what nobody took; the run sweeps behind the rest."""
        for worker in self.workers:
            worker.kill()
        for _, outcome in self.done.values():
            outcome.discard()
