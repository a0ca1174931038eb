"""Processes of workers, and what they hear."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cleaner.engine import marks
from cleaner.engine.pool import pairs
from cleaner.engine.process import Process, interrupts_held


class Runner:
    """Says whether Ctrl-C waits here from the very begin."""

    def __init__(self, settings: object) -> None:
        self.held = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())

    def run(self, job: object) -> bool:
        return self.held


def test_a_process_that_starts_hears_no_interrupt() -> None:
    """Ctrl-C goes to all processes of a terminal: a worker that began died with a traceback."""
    worker: Process[Any] = Process(Runner, None)
    try:
        worker.give([(0, "job")])
        assert worker.pipe.recv() is True
    finally:
        worker.kill()


def test_an_interrupt_waits_until_a_process_has_started() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), interrupts_held():
            os.kill(os.getpid(), signal.SIGINT)
            code = subprocess.call([sys.executable, "-c", "import os; os.kill(os.getpid(), 2)"])
            assert code == 0
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    finally:
        signal.signal(signal.SIGINT, before)


@dataclass
class Place:
    """A job."""

    path: Path


@dataclass
class Frail:
    """Somebody kills it, ``how`` often while it starts, and how often between two documents."""

    settings: tuple[Path, int, int]
    timeout = 0.0

    def __post_init__(self) -> None:
        if marks._cells[0] == marks.STARTING:
            self._die("start", self.settings[1])

    def _die(self, what: str, times: int) -> None:
        for number in range(times):
            mark = self.settings[0] / f"{what}-{number}"
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)

    def run(self, job: Any) -> str:
        self._die("job", self.settings[2])
        return "done"

    def lost(self, job: Any) -> str:
        return "lost"

    def without(self, job: Any, record: int, why: str) -> None:
        return None

    def sweep(self, job: Any) -> None:
        pass


@pytest.mark.parametrize(
    ("starts", "jobs", "found"), [(3, 0, "done"), (0, 3, "done"), (0, 9, "lost")]
)
def test_what_is_killed_from_outside_is_done_again(
    tmp_path: Path, starts: int, jobs: int, found: str
) -> None:
    """Two kills were enough for a file to be given up, as if one of its documents did it."""
    made: Any = Frail
    outcomes = [
        one for _, one in pairs([Place(tmp_path)], made, (tmp_path, starts, jobs), 1, apart=True)
    ]
    assert outcomes == [found]
