"""Jobs to outcomes, in order, in this process or in several."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from cleaner.engine.worker import Job, Outcome, Settings, Worker, run_chunk, start

CHUNK_FILES = 32
CHUNK_BYTES = 4 << 20
SMALL_BYTES = 8 << 20
"""Work below this is done before a second process has started."""


def outcomes(jobs: Sequence[Job], settings: Settings, workers: int) -> Iterator[Outcome]:
    """Yield the outcome of each job in the order of ``jobs``.

    A worker process that dies takes only the source it was at with it. Closing the iterator
    early discards what was staged.
    """
    if workers <= 1 or len(jobs) <= 1 or sum(map(_size, jobs)) < SMALL_BYTES:
        worker = Worker(settings)
        for job in jobs:
            yield worker.run(job)
        return
    Worker(settings)  # settings that cannot be used fail here, not in every process
    yield from _Pool(settings, workers).run(_chunks(jobs))


def _size(job: Job) -> int:
    try:
        return job.path.stat().st_size
    except OSError:
        return 0


def _chunks(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    chunk: list[Job] = []
    size = 0
    for job in jobs:
        chunk.append(job)
        size += _size(job)
        if len(chunk) >= CHUNK_FILES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Pool:
    """A window of chunks on a pool of processes that is replaced when a process dies."""

    def __init__(self, settings: Settings, workers: int) -> None:
        self.settings = settings
        self.workers = workers
        self.window: deque[tuple[list[Job], Future[list[Outcome]]]] = deque()
        self.executor = self._executor(workers)

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=start,
            initargs=(self.settings,),
        )

    def run(self, chunks: Iterator[list[Job]]) -> Iterator[Outcome]:
        """Yield outcomes in the order of the chunks."""
        try:
            while True:
                while len(self.window) < 3 * self.workers and (chunk := next(chunks, None)):
                    self.window.append((chunk, self.executor.submit(run_chunk, chunk)))
                if not self.window:
                    return
                yield from self._first()
        finally:
            self._shut_down()

    def _first(self) -> list[Outcome]:
        _, future = self.window[0]
        try:
            found = future.result()
        except BrokenProcessPool:
            return self._recover()
        self.window.popleft()
        return found

    def _recover(self) -> list[Outcome]:
        """Do the chunks of a broken pool again, the first one a source at a time."""
        self.executor.shutdown(wait=True, cancel_futures=True)
        chunk, _ = self.window.popleft()
        found = [self._alone(job) for job in chunk]
        self.executor = self._executor(self.workers)
        self.window = deque(
            (rest, done if _succeeded(done) else self.executor.submit(run_chunk, rest))
            for rest, done in self.window
        )
        return found

    def _alone(self, job: Job) -> Outcome:
        with self._executor(1) as executor:
            try:
                return executor.submit(run_chunk, [job]).result()[0]
            except BrokenProcessPool:
                outcome = Outcome(job.document)
                outcome.failures.append(f"{job.path}: the worker process died on this source")
                return outcome

    def _shut_down(self) -> None:
        for _, future in self.window:
            future.cancel()
        self.executor.shutdown(wait=True)
        for _, future in self.window:
            if _succeeded(future):
                for outcome in future.result():
                    outcome.discard()


def _succeeded(future: Future[list[Outcome]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
