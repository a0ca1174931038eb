"""The job on Ray Data."""

from __future__ import annotations

import os

import job
import pyarrow as pa
import pyarrow.parquet as pq
import ray
import ray.data


def start(address: str, cores: int, store: int) -> None:
    ray.init(address=address or "local", num_cpus=None if address else cores, log_to_driver=False,
             logging_level="ERROR", include_dashboard=None if address else False,
             object_store_memory=None if address else store)  # fmt: skip
    ray.data.DataContext.get_current().enable_progress_bars = False


class Clean:
    def __init__(self) -> None:
        self.clean = job.Clean()

    def __call__(self, batch: pa.Table) -> pa.Table:
        texts, edits = self.clean(batch["text"].to_pylist())
        return pa.table({"id": batch["id"], "site": batch["site"], "text": texts, "edits": edits})


def clean(source: str, out: str, cores: int) -> None:
    pages = ray.data.read_json(source, lines=True)
    # Half a core each: actors that take all cores leave none to read with, and all wait for ever.
    pool = ray.data.ActorPoolStrategy(size=cores)
    pages = pages.map_batches(
        Clean, batch_size=64, batch_format="pyarrow", compute=pool, num_cpus=0.5
    )
    pages.write_parquet(out)


def _lines(batch: pa.Table) -> pa.Table:
    found = [job.lines(text) for text in batch["text"].to_pylist()]
    sites = [s for s, x in zip(batch["site"].to_pylist(), found, strict=True) for _ in x]
    return pa.table({"site": sites, "line": [line for x in found for line in x]})


def count(source: str, out: str, cores: int) -> None:
    pages = ray.data.read_parquet(source, columns=["site", "text"])
    rows = pages.map_batches(_lines, batch_size=256, batch_format="pyarrow")
    counts = rows.groupby(["site", "line"]).count()
    counts.filter(_often).write_parquet(out)


def _often(row: dict[str, int]) -> bool:
    return row["count()"] >= job.FEWEST


def _keys(batch: pa.Table) -> pa.Table:
    found = job.keys(batch["id"].to_pylist(), batch["text"].to_pylist())
    return pa.table(dict(zip(("bucket", "key", "id"), found, strict=True)))


def _pairs(bucket: pa.Table) -> pa.Table:
    left, right = job.pairs(bucket["key"].to_numpy(), bucket["id"].to_numpy())
    return pa.table({"a": left, "b": right})


def candidates(source: str, out: str, cores: int) -> None:
    cards = ray.data.read_json(source, lines=True).select_columns(["id", "text"])
    keys = cards.map_batches(_keys, batch_size=4096, batch_format="pyarrow")
    found = keys.groupby("bucket").map_groups(_pairs, batch_format="pyarrow")
    found.groupby(["a", "b"]).count().filter(_shared).select_columns(["a", "b"]).write_parquet(out)


def _shared(row: dict[str, int]) -> bool:
    return row["count()"] >= job.SHARED


def _like(batch: pa.Table) -> pa.Table:
    like = job.likeness(batch["left"].to_pylist(), batch["right"].to_pylist())
    return batch.select(["a", "b"]).filter(pa.array(like >= job.LIKE))


def verify(source: str, pairs: str, out: str, cores: int) -> None:
    cards = ray.data.read_json(source, lines=True).select_columns(["id", "text"])
    found = ray.data.read_parquet(pairs)
    for side, name in (("a", "left"), ("b", "right")):
        texts = cards.rename_columns({"id": side, "text": name})
        found = found.join(texts, "inner", num_partitions=4, on=(side,))
    found.map_batches(_like, batch_size=4096, batch_format="pyarrow").write_parquet(out)


def group(pairs: str, out: str, cores: int) -> None:
    found = pq.read_table(pairs)
    os.makedirs(out, exist_ok=True)
    pq.write_table(
        job.groups(found["a"].to_numpy(), found["b"].to_numpy()), f"{out}/groups.parquet"
    )
