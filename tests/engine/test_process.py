"""Processes of workers, and what they hear."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import pytest

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
