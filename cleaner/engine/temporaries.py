"""The temporary files of a run, and that none stays behind."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cleaner import ledger
from cleaner.engine.jobs import RUN, Job
from cleaner.remote import scratch
from cleaner.writing import shortened, target_of

_SHARD = re.compile(r"-\d{5,}(?P<ending>(\.[^.]+){0,2})$")
"""What ``output.shard_path`` puts before the ending."""


@contextmanager
def swept(jobs: Sequence[Job], books: Collection[str]) -> Iterator[None]:
    """Remove before the work what a killed run left, and after it what this one did.

    ``books``: names of what the run writes beside its results. Whoever stages a file discards it
    when an error comes up, but Ctrl-C may fall between any two steps, and on a cluster a source
    may have been done twice because a node was lost.
    """
    _sweep(jobs, books)
    try:
        yield
    finally:
        _sweep(jobs, books)


def _sweep(jobs: Sequence[Job], books: Collection[str]) -> None:
    """Remove temporary files beside the targets of a run, and in the folders of what waits there.

    What ``--resume`` goes on with has other names.
    """
    names: dict[Path, set[str]] = {}
    for job in jobs:
        names.setdefault(job.target.parent, set()).add(job.target.name)
        names.setdefault(job.base, set()).update(books)
    for folder, own in names.items():
        remove(scratch(folder), own)
    for base in {job.base for job in jobs}:
        for waiting, _, _ in os.walk(scratch(base) / RUN):
            remove(Path(waiting))
        remove(scratch(base / ledger.ORIGINALS))


def remove(folder: Path, names: Collection[str] | None = None) -> None:
    """Remove the temporary files in a folder of the targets of these ``names``, or all of them.

    Those of shards go with those of their target.
    """
    own = {shortened(name) for name in names or ()}
    with suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            name = target_of(entry.name)
            if name and (names is None or name in own or _whole(name) in own):
                with suppress(OSError):
                    Path(entry.path).unlink()


def _whole(name: str) -> str:
    """The target of a shard; other names as they are."""
    return _SHARD.sub(r"\g<ending>", name)
