"""What a person or a program sees of a run while it goes."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from cleaner.cli import console, stopping

if TYPE_CHECKING:
    from cleaner.engine.worker import Job, Settings
    from cleaner.report.progress import JsonProgress, JsonSteps, Steps


def steps(
    quiet: bool, *, json_progress: bool = False
) -> AbstractContextManager[Steps | JsonSteps | None]:
    """What shows the steps of a task, when stderr is a terminal or a program reads it."""
    if json_progress:
        from cleaner.report.progress import JsonSteps

        return nullcontext(JsonSteps())
    if quiet or not sys.stderr.isatty():
        return nullcontext()
    from cleaner.report.progress import Steps

    return Steps(colour=console.wants_colour(sys.stderr))


class Progress:
    """Diffs and failures as they come, and a bar when stderr is a terminal.

    Of very many failures the first ones are told and the others counted.
    """

    def __init__(
        self,
        jobs: list[Job],
        settings: Settings,
        failures: console.Failures,
        *,
        json_progress: bool,
        quiet: bool,
    ) -> None:
        self.failures = failures
        self.colour = settings.diff and console.wants_colour(sys.stdout)
        self.writes = settings.write
        self.bar: Any = None
        self.json: JsonProgress | None = None
        shown = not quiet and sys.stderr.isatty() and not settings.diff
        if json_progress or shown:
            from cleaner.engine.pool import size_of
            from cleaner.report.progress import JsonProgress, bar

            total = sum(map(size_of, jobs))
            if json_progress:
                self.json = JsonProgress(total, len(jobs))
                self.json.failures = failures.count
            else:
                self.bar = bar(total, colour=console.wants_colour(sys.stderr))

    def __enter__(self) -> Progress:
        stopping.expect_none()
        if self.bar is not None:
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()
        if self.json is not None:
            self.json.say(end=True)
        self.failures.close()

    def advance(self, size: int) -> None:
        """So many bytes of the sources are done."""
        stopping.expect_none()
        if self.bar is not None:
            self.bar.advance(self.bar.task_ids[0], size)
        if self.json is not None:
            self.json.advance(size)

    def keep(self, size: int) -> None:
        """So many bytes of the sources were done by an earlier run: no sign of how fast this is."""
        if self.bar is not None:
            self.bar.tasks[0].completed += size
        if self.json is not None:
            self.json.keep(size)

    def seen(self, outcome: Any) -> None:
        """Take notice of a finished source."""
        stopping.expect_none()
        if outcome.diff:
            from cleaner.report.diff import coloured

            console.put_diff(coloured(outcome.diff) if self.colour else outcome.diff)
        said = outcome.failures
        if not self.writes:
            said = [failure.removesuffix(" (copied unchanged)") for failure in said]
        self.failures.tell(said)
        if self.json is not None:
            self.json.source(len(outcome.failures))
