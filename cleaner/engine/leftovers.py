"""Files of an earlier run that a later one of the same sources does not write.

A run with ``--shard-size`` leaves shards, one with larger shards fewer of them, one without a
single file; who reads the folder would find records twice. Only what the ledger knows goes, and
only while it is what was written; other files may have such names, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from cleaner import formats, ledger
from cleaner.engine.jobs import Job, Outcome
from cleaner.writing import real


class Leftovers:
    """What a run writes for the sources of one base folder, and what is there besides."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._written: set[Path] = set()
        self._before: dict[Path, str] = {}

    def wrote(self, job: Job, outcome: Outcome) -> None:
        """Take notice of the results of a job, before they are in place."""
        if job.kind in formats.names():
            # What is staged goes where links lead; the ledger knows the way that was given.
            self._written.update(real(staged.target) for staged in outcome.staged)

    def known(self, record: ledger.Record) -> None:
        """Take notice of a record that stays: of the run that this one resumes."""
        self._written.update(map(real, self._files(record)))

    def replaced(self, record: ledger.Record) -> None:
        """Take notice of a record of an earlier run that goes out of the ledger."""
        self._before |= self._files(record)

    def _files(self, record: ledger.Record) -> dict[Path, str]:
        place = self._base / record["target"]
        return {place.with_name(name): sha for name, sha in files_of(record, place.name)}

    def remove(self) -> None:
        """Remove what this run has not written, if nobody has changed it since."""
        if not self._written:
            return
        for path, sha in self._before.items():
            if real(path) not in self._written:
                with suppress(OSError):  # it is gone already
                    if ledger.file_digest(path) == sha:
                        path.unlink()


def files_of(record: dict[str, Any], name: str) -> Iterable[tuple[str, str]]:
    """Names and hashes of the files of a file record of a ledger, whose target has a ``name``."""
    if record.get("kind") not in formats.names():
        return []
    return record.get("shards") or [(name, record["sha256_cleaned"])]
