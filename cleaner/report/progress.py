"""The progress bar, for terminals."""

from __future__ import annotations

from typing import Any


def bar(total: int) -> Any:
    """A bar of ``total`` sources on stderr, with the rate and the time left."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    progress = Progress(
        TextColumn("cleaning"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    progress.add_task("clean", total=total)
    return progress
