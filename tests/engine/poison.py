"""A worker that some documents are too much for."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from cleaner.engine.jobs import Job, Outcome
from cleaner.engine.worker import Worker
from cleaner.model import Cleaned


class _Trap:
    """Stands for a cleaner whose libraries fail."""

    def __init__(self, cleaner: object) -> None:
        self.cleaner = cleaner

    def clean(self, text: str, *, id: str = "", extracted: bool = False) -> Cleaned:
        if "SEGFAULT" in text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "HANG" in text:
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])  # as deep in C
            time.sleep(60)
        if "SLOW" in text:
            time.sleep(60)
        if "GREEDY" in text:
            bytearray(3 << 30)
        if "DEFECT" in text:
            raise IndexError("a defect")
        _on_a_cluster(text)
        return self.cleaner.clean(text, id=id)  # type: ignore[attr-defined,no-any-return]


def _on_a_cluster(text: str) -> None:
    """Kills this process or its parent, once or always, or tells the node."""
    if "DEADLY" in text:
        os.kill(os.getppid(), signal.SIGKILL)
    if "WHERE" in text and (node := os.environ.get("RAY_RAYLET_PID")):
        (Path(text.split("WHERE ")[1].split()[0]) / node).touch()
    for word, victim in (("ONCE", os.getpid), ("PARENT", os.getppid)):
        if word in text:
            lock = Path(text.split(f"{word} ")[1].split()[0])
            if not lock.exists():
                lock.touch()
                os.kill(victim(), signal.SIGKILL)


class PoisonWorker(Worker):
    """Cleans with a trap."""

    def clean(self, job: Job, outcome: Outcome, text: str, name: str, number: int = 0) -> Cleaned:
        cleaner = self.cleaners.ignoring(job.ignore)
        if not isinstance(cleaner, _Trap):
            self.cleaners._made[job.ignore] = _Trap(cleaner)  # type: ignore[assignment]
        return super().clean(job, outcome, text, name, number)
