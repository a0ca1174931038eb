"""The job on Daft, on its native runner or on Ray."""

from __future__ import annotations

import os

import daft
import job
import numpy as np
import pyarrow.parquet as pq
from daft import DataType, Series, col

_CLEAN = DataType.struct({"text": DataType.string(), "edits": DataType.string()})
_PAIRS = DataType.struct({"a": DataType.int64(), "b": DataType.int64()})
_KEYS = DataType.list(DataType.struct({"bucket": DataType.int64(), "key": DataType.int64()}))


def start(address: str, cores: int, store: int, on_ray: bool = False) -> None:
    if not on_ray:
        daft.set_runner_native()
        return
    import ray

    ray.init(address=address or "local", num_cpus=None if address else cores, log_to_driver=False,
             logging_level="ERROR", include_dashboard=None if address else False,
             object_store_memory=None if address else store)  # fmt: skip
    daft.set_runner_ray(noop_if_initialized=True)


def clean(source: str, out: str, cores: int) -> None:
    @daft.cls(max_concurrency=cores, use_process=True)
    class Clean:
        def __init__(self) -> None:
            self.clean = job.Clean()

        @daft.method.batch(return_dtype=_CLEAN, batch_size=64)
        def run(self, texts: Series) -> list[dict[str, str]]:
            cleaned, edits = self.clean(texts.to_pylist())
            return [{"text": t, "edits": e} for t, e in zip(cleaned, edits, strict=True)]

    pages = daft.read_json(source).select("id", "site", Clean().run(col("text")).alias("new"))
    pages.select("id", "site", col("new")["text"], col("new")["edits"]).write_parquet(out)


@daft.func.batch(return_dtype=DataType.list(DataType.string()))
def _lines(texts: Series) -> list[list[str]]:
    return [job.lines(text) for text in texts.to_pylist()]


def count(source: str, out: str, cores: int) -> None:
    rows = daft.read_parquet(source).select("site", _lines(col("text")).alias("line"))
    counts = rows.explode("line").groupby("site", "line").agg(col("line").count().alias("count"))
    counts.where(col("count") >= job.FEWEST).write_parquet(out)


@daft.func.batch(return_dtype=_KEYS)
def _keys(texts: Series) -> list[list[dict[str, int]]]:
    buckets, keys, owner = job.keys(list(range(len(texts))), texts.to_pylist())
    rows: list[list[dict[str, int]]] = [[] for _ in range(len(texts))]
    for bucket, key, at in zip(buckets.tolist(), keys.tolist(), owner.tolist(), strict=True):
        rows[at].append({"bucket": bucket, "key": key})
    return rows


@daft.udf(return_dtype=_PAIRS)
def _pairs(key: Series, owner: Series) -> list[dict[str, int]]:
    left, right = job.pairs(np.array(key.to_arrow()), np.array(owner.to_arrow()))
    return [{"a": a, "b": b} for a, b in zip(left.tolist(), right.tolist(), strict=True)]


def candidates(source: str, out: str, cores: int) -> None:
    cards = daft.read_json(source).select("id", _keys(col("text")).alias("key")).explode("key")
    keys = cards.select("id", col("key")["bucket"], col("key")["key"])
    found = keys.groupby("bucket").map_groups(_pairs(col("key"), col("id")).alias("pair"))
    found = found.select(col("pair")["a"], col("pair")["b"], daft.lit(1).alias("one"))
    counts = found.groupby("a", "b").agg(col("one").sum().alias("count"))
    counts.where(col("count") >= job.SHARED).select("a", "b").write_parquet(out)


@daft.func.batch(return_dtype=DataType.float64(), batch_size=4096)
def _like(left: Series, right: Series) -> np.ndarray:
    return job.likeness(left.to_pylist(), right.to_pylist())


def verify(source: str, pairs: str, out: str, cores: int) -> None:
    cards = daft.read_json(source).select("id", "text")
    found = daft.read_parquet(pairs)
    for side, name in (("a", "left"), ("b", "right")):
        texts = cards.select(col("id").alias(side), col("text").alias(name))
        found = found.join(texts, on=side)
    found.where(_like(col("left"), col("right")) >= job.LIKE).select("a", "b").write_parquet(out)


def group(pairs: str, out: str, cores: int) -> None:
    found = pq.read_table(pairs)
    os.makedirs(out, exist_ok=True)
    pq.write_table(
        job.groups(found["a"].to_numpy(), found["b"].to_numpy()), f"{out}/groups.parquet"
    )
