"""What stands beside the tables of a dataset folder and has to change with them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from cleaner import ledger
from cleaner.engine.jobs import Job, Settings
from cleaner.errors import ConfigError, ReadError


def expect_whole(jobs: Iterable[Job], settings: Settings) -> None:
    """Raise ConfigError if the tables that a ``state.json`` names would become shards.

    It is written before it is known how many there are.
    """
    if not settings.shard_size or not settings.write:
        return
    jobs = list(jobs)
    states = {
        job.target.parent: job.path
        for job in jobs
        if job.kind == "sidecar" and job.path.name == "state.json"
    }
    for job in jobs:
        if job.kind == job.to == "arrow" and job.target.parent in states:
            raise ConfigError(
                f"--shard-size would take its files from the dataset folder of"
                f" {states[job.target.parent]}",
                remedy="leave it out, or let the dataset become a folder of tables: --to parquet",
            )


def renewed(data: bytes, path: Path, how: str) -> bytes:
    """A ``state.json`` with another fingerprint, which depends on the old one and on ``how``.

    Raises ReadError for a file that is no such state.
    """
    try:
        state = json.loads(data)
    except (ValueError, RecursionError):
        state = None
    if not isinstance(state, dict):
        raise ReadError(
            "is not the state of a dataset", path=str(path), remedy="leave it out, or rename it"
        )
    seed = f"{state.get('_fingerprint')} {how}"
    state["_fingerprint"] = ledger.digest(seed.encode())[:16]
    return json.dumps(state, indent=2).encode()
