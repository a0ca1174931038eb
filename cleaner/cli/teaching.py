"""``cleaner clean --learn``: what a person sees of the lesson before the cleaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from cleaner.cli import console

if TYPE_CHECKING:
    from cleaner.engine.worker import Job, Settings
    from cleaner.learn.teaching import Told

    Teacher = Callable[[list[Job], Settings], AbstractContextManager[Settings]]


def teacher_of(
    sources: list[str],
    confidence: float,
    url_field: str,
    workers: int,
    watch: Callable[[], AbstractContextManager[Told | None]],
    quiet: bool,
) -> Teacher:
    """Learns from the work of a run, says what came of it, and gives the settings to do it with.

    ``watch`` opens what is told the progress.
    """
    from cleaner.engine.lessons import lesson
    from cleaner.report.learning import outcome

    @contextmanager
    def teach(work: list[Job], settings: Settings) -> Iterator[Settings]:
        with lesson(
            work, settings, confidence, url_field=url_field, workers=workers, watch=watch
        ) as found:
            if not quiet:
                for line in outcome(found, sources, url_field):
                    console.note(line)
            yield found.settings

    return teach
