"""Cleaning and deduplication on a cluster, from Python.

    from cleaner import cluster
    totals = cluster.clean(["/shared/corpus"], "/shared/clean", address="10.0.0.1:6379")
    clusters = cluster.dedup(snippets, address="10.0.0.1:6379")

Sources, results and rule files lie in a folder that all nodes share.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Unpack

    from cleaner.engine.local import Totals
    from cleaner.model import Card, CleanerSettings, Cluster, Keep


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
    **settings: Unpack[CleanerSettings],
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
    ending = formats.written("to", to) if to else ""
    known = Settings(
        cleaner={**settings},
        text_field=text_field,
        id_field=id_field,
        ledger=ledger,
        shard_size=shard_size,
        timeout=timeout,
        memory=memory,
    )
    jobs, problems = plan([str(source) for source in sources], Path(out), to=ending)
    with connected(engine, address) as carrier:
        workers = os.cpu_count() or 1
        return run(jobs, known, workers=workers, resume=resume, carrier=carrier, problems=problems)


def dedup(
    items: Iterable[str | Card | Mapping[str, Any]],
    *,
    engine: str = "ray",
    address: str | None = None,
    keep: Keep = "longest",
    threshold: float | None = None,
    now: datetime | None = None,
) -> list[Cluster]:
    """``cleaner.dedup``, with its heavy steps on the nodes of a cluster; the same clusters.

    ``engine`` and ``address`` are those of ``clean``, all else is that of ``cleaner.dedup``. The
    snippets and their tables are in the memory of this process, nodes get the pieces that they work
    on. Raises ConfigError, and CleanerError when the nodes die again and again.
    """
    from cleaner.deduplication.clusters import dedup
    from cleaner.deduplication.steps import here
    from cleaner.engine.cluster import connected

    with connected(engine, address) as found:
        over = found.over if found is not None else here
        return dedup(items, keep=keep, threshold=threshold, now=now, over=over)
