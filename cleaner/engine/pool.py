"""Jobs to outcomes, in order, in this process or in several."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

CHUNK_FILES = 32
CHUNK_BYTES = 4 << 20
SMALL_BYTES = 8 << 20
"""Work below this is done before a second process has started."""


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
JobT_contra = TypeVar("JobT_contra", bound=FileJob, contravariant=True)
OutcomeT_co = TypeVar("OutcomeT_co", bound=Discardable, covariant=True)


class Runner(Protocol[JobT_contra, OutcomeT_co]):
    """Does one job after the other; errors become part of the outcome, never exceptions."""

    def run(self, job: JobT_contra) -> OutcomeT_co:
        """Do a job."""

    def lost(self, job: JobT_contra) -> OutcomeT_co:
        """The outcome of a job that took its process with it."""


def outcomes(
    jobs: Sequence[JobT],
    make: Callable[[SettingsT], Runner[JobT, OutcomeT]],
    settings: SettingsT,
    workers: int,
) -> Iterator[OutcomeT]:
    """Yield the outcome of each job in the order of ``jobs``.

    ``make`` is the class of the runner, which every process makes for itself from ``settings``. A
    process that dies takes only the source it was at with it. Closing the iterator early
    discards what was staged.
    """
    runner = make(settings)  # settings that cannot be used fail here, not in every process
    if workers <= 1 or len(jobs) <= 1 or sum(map(_size, jobs)) < SMALL_BYTES:
        for job in jobs:
            yield runner.run(job)
        return
    yield from _Pool(runner, make, settings, workers).run(_chunks(jobs))


def _size(job: FileJob) -> int:
    try:
        return job.path.stat().st_size
    except OSError:
        return 0


def _chunks(jobs: Sequence[JobT]) -> Iterator[list[JobT]]:
    chunk: list[JobT] = []
    size = 0
    for job in jobs:
        chunk.append(job)
        size += _size(job)
        if len(chunk) >= CHUNK_FILES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Pool(Generic[JobT, OutcomeT, SettingsT]):
    """A window of chunks on a pool of processes that is replaced when a process dies."""

    def __init__(
        self,
        runner: Runner[JobT, OutcomeT],
        make: Callable[[SettingsT], Runner[JobT, OutcomeT]],
        settings: SettingsT,
        workers: int,
    ) -> None:
        self.runner = runner
        self.make = make
        self.settings = settings
        self.workers = workers
        self.window: deque[tuple[list[JobT], Future[list[OutcomeT]]]] = deque()
        self.executor = self._executor(workers)

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(self.make, self.settings),
        )

    def run(self, chunks: Iterator[list[JobT]]) -> Iterator[OutcomeT]:
        """Yield outcomes in the order of the chunks."""
        try:
            while True:
                while len(self.window) < 3 * self.workers and (chunk := next(chunks, None)):
                    self.window.append((chunk, self._submit(chunk)))
                if not self.window:
                    return
                yield from self._first()
        finally:
            self._shut_down()

    def _submit(self, chunk: list[JobT]) -> Future[list[OutcomeT]]:
        return self.executor.submit(_run_chunk, chunk)

    def _first(self) -> list[OutcomeT]:
        _, future = self.window[0]
        try:
            found = future.result()
        except BrokenProcessPool:
            return self._recover()
        self.window.popleft()
        return found

    def _recover(self) -> list[OutcomeT]:
        """Do the chunks of a broken pool again, the first one a source at a time."""
        self.executor.shutdown(wait=True, cancel_futures=True)
        chunk, _ = self.window.popleft()
        found = [self._alone(job) for job in chunk]
        self.executor = self._executor(self.workers)
        self.window = deque(
            (rest, done if _succeeded(done) else self._submit(rest)) for rest, done in self.window
        )
        return found

    def _alone(self, job: JobT) -> OutcomeT:
        with self._executor(1) as executor:
            try:
                found: list[OutcomeT] = executor.submit(_run_chunk, [job]).result()
            except BrokenProcessPool:
                return self.runner.lost(job)
            return found[0]

    def _shut_down(self) -> None:
        for _, future in self.window:
            future.cancel()
        self.executor.shutdown(wait=True)
        for _, future in self.window:
            if _succeeded(future):
                for outcome in future.result():
                    outcome.discard()


def _succeeded(future: Future[Any]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


_runner: Runner[Any, Any] | None = None


def _start(make: Callable[[Any], Runner[Any, Any]], settings: object) -> None:
    """Prepare a worker process; Ctrl-C is the parent's business."""
    import signal

    global _runner
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _runner = make(settings)


def _run_chunk(jobs: list[Any]) -> list[Any]:
    assert _runner is not None
    return [_runner.run(job) for job in jobs]
