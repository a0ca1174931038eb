"""Cleaning on a cluster, from Python: what ``cleaner clean --engine`` does.

    from cleaner import cluster
    totals = cluster.clean(["/shared/corpus"], "/shared/clean", address="10.0.0.1:6379")

Sources, results and rule files lie in a folder that all nodes share.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.errors import ConfigError

if TYPE_CHECKING:
    from cleaner.engine.local import Totals


def clean(
    sources: Sequence[str | Path] | str | Path,
    out: str | Path,
    *,
    engine: str = "ray",
    address: str | None = None,
    resume: bool = False,
    to: str = "",
    text_field: str = "text",
    id_field: str | None = None,
    shard_size: int = 0,
    timeout: float = 300.0,
    memory: int = 0,
    ledger: bool = True,
    **settings: Any,
) -> Totals:
    """Clean files and folders into the folder ``out``, as ``cleaner clean`` does.

    ``engine``: "ray", or "local" for all cores of this machine. ``address``: of the cluster (None:
    the one that RAY_ADDRESS names or this process is connected to, else one of this machine).
    ``to``: the format of results, as a file ending. ``shard_size``, ``memory``: bytes, 0: no limit.
    ``timeout``: seconds that a document may take. ``settings`` are those of ``Cleaner``.

    Returns the figures of the run, ``failures`` among them; sources that cannot be planned are
    failures, too. Raises ConfigError for settings that cannot be used and a cluster that cannot be
    reached, RuleError, and WriteError when ``out`` cannot be written.
    """
    from cleaner import formats
    from cleaner.engine.cluster import connected
    from cleaner.engine.jobs import Settings
    from cleaner.engine.local import run
    from cleaner.engine.plan import plan

    if isinstance(sources, str | Path):
        sources = [sources]
    if to and not formats.writes(formats.checked("to", to)):
        raise ConfigError(f"to is {to!r}, which is read only", remedy='".parquet", ".jsonl.gz", …')
    ending = f".{to.removeprefix('.')}" if to else ""
    known = Settings(
        cleaner=settings,
        text_field=text_field,
        id_field=id_field,
        ledger=ledger,
        shard_size=shard_size,
        timeout=timeout,
        memory=memory,
    )
    jobs, problems = plan([str(source) for source in sources], Path(out), to=ending)
    with connected(engine, address) as carrier:
        totals = run(jobs, known, workers=os.cpu_count() or 1, resume=resume, carrier=carrier)
    totals.failures[:0] = map(str, problems)
    return totals
