"""Where a worker is, for the parent to see when the worker dies or hangs; limits on a document."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator, MutableSequence
from contextlib import contextmanager, nullcontext
from types import FrameType

NONE = -1
"""No document is being cleaned."""
STARTING = -2
"""The process is not ready yet."""


class OverTimeError(Exception):
    """A document took longer than it may."""


def over_time(limit: float) -> str:
    """What to say of such a document, and what to do about it."""
    return f"took more than {limit:g} s (give more with --timeout, or 0 for no limit)"


_cells: MutableSequence[float] = [NONE, 0.0]


def share(cells: MutableSequence[float]) -> None:
    """Tell by ``cells`` (shared memory) the record at work, and when it was begun."""
    global _cells
    _cells = cells


def ready() -> None:
    """Say that the process can do its work."""
    _cells[0] = NONE


@contextmanager
def document(number: int, seconds: float) -> Iterator[None]:
    """Say that record ``number`` (0: the file) is at work.

    Raises OverTimeError in the work if it takes more than ``seconds`` (0: no limit), as soon as
    the interpreter gets the word; only in the main thread of systems that have timers.
    """
    _cells[1] = time.monotonic()
    _cells[0] = number
    if not seconds or not _has_timers():
        try:
            yield
        finally:
            _cells[0] = NONE
        return
    with nullcontext() if _alarmed else alarms():
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            _cells[0] = NONE


_alarmed = False


@contextmanager
def alarms() -> Iterator[None]:
    """Be ready for the alarms of many documents, which takes longer than to clean a short one."""
    global _alarmed
    if _alarmed or not _has_timers():
        yield
        return
    before = signal.signal(signal.SIGALRM, _over)
    _alarmed = True
    try:
        yield
    finally:
        _alarmed = False
        signal.signal(signal.SIGALRM, before)


def _has_timers() -> bool:
    here = threading.current_thread() is threading.main_thread()
    return here and hasattr(signal, "setitimer")


def _over(number: int, frame: FrameType | None) -> None:
    raise OverTimeError


def limit_memory(size: int) -> None:
    """Let this process have no more than ``size`` bytes of data (0: no limit), where it can be."""
    if not size:
        return
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (size, hard))
