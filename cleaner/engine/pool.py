"""Jobs to outcomes, in order, in this process or in several.

Each process has a pipe of its own, so that one that dies takes nothing but the job it was at with
it. That job is done again; if its process dies at the same document a second time, the document is
set aside and the job goes on without it.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from cleaner.engine import marks

CHUNK_FILES = 32
CHUNK_BYTES = 4 << 20
SMALL_BYTES = 8 << 20
"""Work below this is done before a second process has started."""
MOST_DEATHS = 20
"""A job that killed so many processes is given up."""
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
) -> Iterator[tuple[JobT, OutcomeT]]:
    """Yield each job with its outcome, in order; ``jobs`` are taken as they are needed.

    ``early`` is told of each as soon as it is done, in whatever order.

    ``make`` is the class of the runner, which every process makes for itself from ``settings``.
    One worker is this process, unless ``apart``. Closing the iterator early discards what was
    staged.
    """
    runner = make(settings)  # settings that cannot be used fail here, not in every process
    if workers <= 1 and not apart:
        for job in jobs:
            outcome = runner.run(job)
            early(job, outcome)
            yield job, outcome
        return
    yield from Pool(runner, make, settings, max(1, workers), early).run(chunks(jobs))


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


class _Worker(Generic[JobT]):
    """A process, its pipe, where it is, and the jobs it has, the first of them at work."""

    def __init__(self, make: Callable[[Any], Any], settings: object) -> None:
        context = multiprocessing.get_context("spawn")
        self.cells: Any = context.RawArray("d", [marks.NONE, 0.0])
        self.pipe, other = context.Pipe()
        arguments = (other, self.cells, make, settings)
        self.process = context.Process(target=_serve, args=arguments, daemon=True)
        self.process.start()
        other.close()
        self.jobs: deque[tuple[int, JobT]] = deque()
        self.chunks: deque[int] = deque()  # how many jobs each chunk has left
        self.why = ""

    def give(self, chunk: list[tuple[int, JobT]]) -> None:
        self.jobs.extend(chunk)
        self.chunks.append(len(chunk))
        with suppress(OSError):  # it died, which will be noticed
            self.pipe.send([job for _, job in chunk])

    def took(self) -> tuple[int, JobT]:
        """The job that was finished."""
        self.chunks[0] -= 1
        if not self.chunks[0]:
            self.chunks.popleft()
        return self.jobs.popleft()

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Pool(Generic[JobT, OutcomeT, SettingsT]):
    """Some processes, and the jobs between the first that is not finished and the last begun."""

    def __init__(
        self,
        runner: Runner[JobT, OutcomeT],
        make: Callable[[SettingsT], Runner[JobT, OutcomeT]],
        settings: SettingsT,
        workers: int,
        early: Callable[[JobT, OutcomeT], None],
    ) -> None:
        self.early = early
        self.runner = runner
        self.make = make
        self.settings = settings
        self.workers: list[_Worker[JobT]] = [_Worker(make, settings) for _ in range(workers)]
        self.done: dict[int, tuple[JobT, OutcomeT]] = {}
        self.given = self.taken = 0
        self.again: deque[list[tuple[int, JobT]]] = deque()
        self.deaths: Counter[tuple[int, int]] = Counter()

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
                    number, job = worker.took()
                    self.done[number] = (job, outcome)
                    self.early(job, outcome)
            elif self._hangs(worker):
                worker.why = f"took more than {self.runner.timeout:g} s"
                worker.process.kill()

    def _hangs(self, worker: _Worker[JobT]) -> bool:
        limit = self.runner.timeout
        at_work = worker.cells[0] != marks.NONE
        return bool(limit and at_work and time.monotonic() - worker.cells[1] > limit + _GRACE)

    def _bury(self, worker: _Worker[JobT]) -> None:
        """Replace a dead worker; its jobs are done again, the first without what killed it."""
        record = int(worker.cells[0])
        worker.kill()
        self.workers[self.workers.index(worker)] = _Worker(self.make, self.settings)
        jobs = list(worker.jobs)
        if not jobs:
            return
        number, job = jobs[0]
        self.runner.sweep(job)
        self.deaths[number, record] += 1
        total = sum(count for (one, _), count in self.deaths.items() if one == number)
        if self.deaths[number, record] >= 2 or worker.why:
            code = worker.process.exitcode
            why = worker.why or f"took its process with it, twice (exit code {code})"
            left = self.runner.without(job, record, why) if record != marks.NONE else None
            if left is None or total > MOST_DEATHS:
                self.done[number] = (job, self.runner.lost(job))
                jobs = jobs[1:]
            else:
                jobs[0] = (number, left)
        # One job a chunk: the next death must cost no more than one of them.
        self.again.extend([one] for one in jobs)

    def shut_down(self) -> None:
        """End the processes, and throw away what nobody took."""
        for worker in self.workers:
            worker.kill()
            for _, job in list(worker.jobs)[:1]:
                self.runner.sweep(job)
        for _, outcome in self.done.values():
            outcome.discard()


def _serve(
    pipe: Connection, cells: Any, make: Callable[[Any], Runner[Any, Any]], settings: object
) -> None:
    """The life of a worker process; Ctrl-C is the parent's business."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    marks.share(cells)
    marks.limit_memory(getattr(settings, "memory", 0))
    runner = make(settings)
    try:
        while True:
            for job in pipe.recv():
                pipe.send(runner.run(job))
    except (EOFError, OSError):
        return  # the parent is gone, or has what it wants
