"""A process that does jobs, with a pipe of its own."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from cleaner.engine import marks
from cleaner.errors import CleanerError

JobT = TypeVar("JobT")


class Process(Generic[JobT]):
    """A process, its pipe, where it is, and the jobs it has, the first of them at work."""

    def __init__(self, make: Callable[[Any], Any], settings: object) -> None:
        context = multiprocessing.get_context("spawn")
        self.cells: Any = context.RawArray("d", [marks.STARTING, 0.0])
        self.pipe, other = context.Pipe()
        arguments = (other, self.cells, make, settings, gc.get_threshold())
        self.process = context.Process(target=_serve, args=arguments, daemon=True)
        with interrupts_held():
            self.process.start()
        other.close()
        self.jobs: deque[tuple[int, JobT]] = deque()
        self.chunks: deque[int] = deque()  # how many jobs each chunk has left
        self.why = ""

    def give(self, chunk: list[tuple[int, JobT]]) -> None:
        """Send it jobs with their numbers."""
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
        """End it, whatever it is at."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Have a process that starts here never hear of Ctrl-C; this one hears of it afterwards.

    Before it can say that it does not listen, it would end with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    resource_tracker.ensure_running()  # starting it lets signals through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def leave_interrupts() -> None:
    """In a worker process: Ctrl-C is the parent's business, and SIGTERM ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _serve(
    pipe: Connection,
    cells: Any,
    make: Callable[[Any], Any],
    settings: object,
    patience: tuple[int, int, int],
) -> None:
    """The life of a worker process; Ctrl-C is the parent's business.

    ``patience``: how seldom the parent looks for garbage.
    """
    gc.set_threshold(*patience)
    leave_interrupts()
    marks.share(cells)
    marks.limit_memory(getattr(settings, "memory", 0))
    try:
        runner = make(settings)
    except (CleanerError, MemoryError):
        return  # the parent says it
    marks.ready()
    try:
        while True:
            for job in pipe.recv():
                pipe.send(runner.run(job))
    except (EOFError, OSError):
        return  # the parent is gone, or has what it wants
