"""Progress with rate and time left: a bar for terminals, JSON lines for machines."""

from __future__ import annotations

import json
import sys
import time
from typing import Any, TextIO

from cleaner.report.telling import tell

_SECONDS = 1.0


def bar(total: int, *, colour: bool = True) -> Any:
    """A bar of ``total`` bytes on stderr, with the rate and the time left."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    progress = Progress(
        TextColumn("cleaning"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True, no_color=not colour),
        transient=True,
    )
    progress.add_task("clean", total=total)
    return progress


class Steps:
    """A bar for each step of a task on stderr; gone when the task is done."""

    def __init__(self, *, colour: bool = True) -> None:
        from rich.console import Console
        from rich.progress import Progress

        console = Console(stderr=True, no_color=not colour)
        self._bars = Progress(console=console, transient=True)
        self._known: dict[str, Any] = {}

    def __enter__(self) -> Steps:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def __call__(self, step: str, done: int, total: int) -> None:
        """So much of a step is done."""
        if step not in self._known:
            self._known[step] = self._bars.add_task(step, total=total)
        self._bars.update(self._known[step], completed=done)


class JsonSteps:
    """A JSON object a line for the steps before a run: one when each begins and ends, and between.

    Of a step at most one a second, apart from the first and the last.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._said: dict[str, float] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        """So much of a step is done."""
        now = time.monotonic()
        if done < total and now - self._said.get(step, now - _SECONDS) < _SECONDS:
            return
        self._said[step] = now
        line = {"event": "step", "step": step, "done": done, "total": total}
        tell(json.dumps(line), self._stream)


class JsonProgress:
    """A JSON object a line, at most one a second and one at the end.

    ``seconds_left`` is null until something is done; rates are bytes of the sources a second,
    without those that an earlier run has done.
    """

    def __init__(self, total: int, sources: int, stream: TextIO | None = None) -> None:
        self.total = total
        self.sources = sources
        self.done = self.kept = self.finished = self.failures = 0
        self._stream = stream or sys.stderr
        self._begin = self._said = time.monotonic()

    def keep(self, size: int) -> None:
        """So many bytes of the sources were done by an earlier run."""
        self.kept += size
        self.advance(size)

    def advance(self, size: int) -> None:
        """So many bytes of the sources are done."""
        self.done += size
        if time.monotonic() - self._said >= _SECONDS:
            self.say()

    def source(self, failures: int) -> None:
        """A source is in place, with so many failures."""
        self.finished += 1
        self.failures += failures

    def say(self, *, end: bool = False) -> None:
        """Write a line."""
        self._said = time.monotonic()
        seconds = self._said - self._begin
        rate = (self.done - self.kept) / seconds if seconds else 0.0
        left = (self.total - self.done) / rate if rate else None
        line = {
            "event": "end" if end else "progress",
            "bytes": self.done,
            "total_bytes": self.total,
            "sources": self.finished,
            "total_sources": self.sources,
            "failures": self.failures,
            "seconds": round(seconds, 3),
            "bytes_per_second": round(rate),
            "seconds_left": None if left is None else round(max(0.0, left), 1),
        }
        tell(json.dumps(line), self._stream)
