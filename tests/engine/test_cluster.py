"""The same work on two nodes of a cluster, on this machine: the same bytes, whoever dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from cleaner import ConfigError, cluster
from cleaner.engine import local, parts
from cleaner.engine.cluster import checked, connected
from cleaner.engine.plan import plan
from cleaner.engine.restoring import restore_tree
from cleaner.engine.worker import Settings
from tests.engine.poison import PoisonWorker
from tests.engine.test_run import DIRTY, tree
from tests.engine.test_scale import TEXTS, jsonl, sources
from tests.support import run

ray = pytest.importorskip("ray")
pytestmark = pytest.mark.xdist_group("cluster")


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    """A cluster of two nodes of one core each; this process is connected to it."""
    from ray.cluster_utils import Cluster

    few = {"num_cpus": 1, "object_store_memory": 100 << 20, "include_dashboard": False}
    found = Cluster(initialize_head=True, head_node_args=few)
    found.add_node(num_cpus=1, object_store_memory=100 << 20)
    with connected("ray", found.address):
        yield found
    found.shutdown()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 8_000)
    from cleaner.engine import pool

    monkeypatch.setattr(pool, "CHUNK_BYTES", 8_000)


def records(path: Path) -> list[str]:
    """The records of a result by their ids, whatever their order in it."""
    if path.suffix == ".parquet":
        return sorted(map(repr, pq.read_table(path).to_pylist()))
    return sorted(path.read_text().splitlines())


def clean(source: Path, out: Path, **settings: Any) -> local.Totals:
    jobs, problems = plan([str(source)], out)
    assert not problems
    with connected("ray") as carrier:
        return local.run(jobs, Settings(**settings), carrier=carrier)


def test_two_nodes_do_what_one_machine_does(nodes: Any, tmp_path: Path) -> None:
    source = sources(tmp_path / "in")
    one = cluster.clean(source, tmp_path / "one", engine="local", level="safe")
    two = cluster.clean(source, tmp_path / "two", engine="ray", level="safe")
    assert one == two
    assert one.changed
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    for name in ("a.jsonl", "b.csv", "c.parquet"):
        assert records(tmp_path / "one" / name) == records(tmp_path / "two" / name)
    assert [p for _, p in restore_tree(tmp_path / "two", tmp_path / "back")] == [None] * 5
    assert tree(tmp_path / "back") == tree(source)
