"""What `cleaner clean --engine` and `cleaner dedup --engine` do, for comparison."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cleaner import cluster

_ENGINE = "local"


def start(address: str, cores: int, store: int, on_ray: bool = False) -> None:
    global _ENGINE
    if on_ray:
        import ray

        ray.init(address=address or "local", num_cpus=None if address else cores,
                 log_to_driver=False, logging_level="ERROR",
                 include_dashboard=None if address else False,
                 object_store_memory=None if address else store)  # fmt: skip
        _ENGINE = "ray"


def clean(source: str, out: str, cores: int) -> None:
    cluster.clean(source, out, engine=_ENGINE, to=".parquet")


def dedup(source: str, out: str, cores: int) -> None:
    cards = [json.loads(line) for path in sorted(Path(source).iterdir()) for line in path.open()]
    found = cluster.dedup([card["text"] for card in cards], engine=_ENGINE)
    ids = [card["id"] for card in cards]
    rows = [(ids[m.index], c.id) for c in found for m in c.members]
    os.makedirs(out, exist_ok=True)
    pq.write_table(pa.table({"id": [r[0] for r in rows], "group": [r[1] for r in rows]}),
                   f"{out}/groups.parquet")  # fmt: skip
