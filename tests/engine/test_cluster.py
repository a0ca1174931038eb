"""The same work on two nodes of a cluster, on this machine: the same bytes, whoever dies."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import cleaner
from cleaner import ConfigError, cluster
from cleaner.deduplication import candidates, tokens, verify
from cleaner.deduplication.clusters import dedup, find
from cleaner.deduplication.snippets import read
from cleaner.deduplication.spool import Room
from cleaner.engine import local, parts
from cleaner.engine.cluster import connected
from cleaner.engine.plan import plan
from cleaner.engine.restoring import restore_tree
from cleaner.engine.worker import Settings
from tests.deduplication.stories import STORIES, cut
from tests.engine.poison import PoisonWorker
from tests.engine.test_run import DIRTY, tree
from tests.engine.test_scale import TEXTS, StopAfter, jsonl, sources
from tests.support import PROSE, run

if find_spec("ray") is None:
    pytest.skip("needs the extra ray", allow_module_level=True)
# Nobody else on this machine may use the cluster, and it leaves nothing in the home folder. Ray
# looks at this when it is loaded.
os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(16)}
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


TERMINATED = """
import signal, sys, time
from cleaner.cli.stopping import Terminated, heed_signals
from cleaner.engine.cluster import connected

heed_signals()
with connected("ray", sys.argv[1]):
    try:
        signal.raise_signal(signal.SIGTERM)
        time.sleep(5)
    except Terminated:
        print("terminated")
"""


def test_sigterm_ends_a_run_as_it_does_without_a_cluster(nodes: Any) -> None:
    """Ray's own handler ended it with an abort, or with the code 15."""
    command = [sys.executable, "-c", TERMINATED, nodes.address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("terminated\n", 0), done.stderr


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


def test_processes_are_killed_in_the_middle(
    nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that cleans, and one that Ray itself started."""
    monkeypatch.setattr(local, "Worker", PoisonWorker)
    where = tmp_path / "nodes"
    where.mkdir()
    texts = [text if i % 9 else f"WHERE {where}\n{text}" for i, text in enumerate(TEXTS)]
    texts[100] = f"ONCE {tmp_path}/one\n{DIRTY}"
    texts[150] = f"PARENT {tmp_path}/parent\n{DIRTY}"
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.jsonl").write_bytes(jsonl(texts))
    totals = clean(source, tmp_path / "out")
    assert (tmp_path / "one").exists()
    assert (tmp_path / "parent").exists()
    assert len(list(where.iterdir())) == 2
    assert not totals.failures
    one = cluster.clean(source, tmp_path / "whole", engine="local")
    assert totals == one
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")
    assert records(tmp_path / "out/a.jsonl") == records(tmp_path / "whole/a.jsonl")
    assert [p for _, p in restore_tree(tmp_path / "out", tmp_path / "back")] == [None]
    assert tree(tmp_path / "back") == tree(source)


def test_a_node_is_lost_in_the_middle(nodes: Any, tmp_path: Path) -> None:
    third = nodes.add_node(num_cpus=2, object_store_memory=100 << 20)
    source = sources(tmp_path / "in")
    lost: list[int] = []

    def lose(done: int) -> None:
        if not lost:
            lost.append(len(os.listdir(tmp_path / "out/.cleaner/run")))  # noqa: PTH208
            nodes.remove_node(third, allow_graceful=False)

    jobs, _ = plan([str(source)], tmp_path / "out")
    with connected("ray") as carrier:
        totals = local.run(jobs, Settings(), progress=lose, carrier=carrier)
    assert lost
    assert totals == cluster.clean(source, tmp_path / "one", engine="local")
    assert tree(tmp_path / "out") == tree(tmp_path / "one")
    assert [p for _, p in restore_tree(tmp_path / "out", tmp_path / "back")] == [None] * 5
    assert tree(tmp_path / "back") == tree(source)


def test_poison_is_set_aside(nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "Worker", PoisonWorker)
    texts = TEXTS.copy()
    texts[30] = f"SEGFAULT\n{DIRTY}"
    (tmp_path / "a.jsonl").write_bytes(jsonl(texts))
    totals = clean(tmp_path / "a.jsonl", tmp_path / "out")
    assert ["twice (exit code -11)" in failure for failure in totals.failures] == [True]
    cleaned = [json.loads(line) for line in records(tmp_path / "out/a.jsonl")]
    assert {record["text"] for record in cleaned if "SEGFAULT" in record["text"]} == {texts[30]}
    assert sum("READ MORE" in record["text"] for record in cleaned) == 1


def test_a_document_of_too_much_memory(
    nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``memory`` is that of the process which cleans on a node, as on one machine."""
    monkeypatch.setattr(local, "Worker", PoisonWorker)
    texts = TEXTS.copy()
    texts[100] = f"GREEDY\n{DIRTY}"
    (tmp_path / "a.jsonl").write_bytes(jsonl(texts))
    totals = clean(tmp_path / "a.jsonl", tmp_path / "out", memory=2 << 30)
    assert [aside for aside in totals.failures if "took more memory" in aside] == totals.failures
    assert len(totals.failures) == 1
    cleaned = [json.loads(line)["text"] for line in (tmp_path / "out/a.jsonl").open()]
    assert cleaned[100] == texts[100]
    assert not any("READ MORE" in text for text in cleaned[:100] + cleaned[101:])


def test_what_takes_every_node_with_it_costs_its_source_only(
    nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cleaner.engine.cluster import ray

    monkeypatch.setattr(local, "Worker", PoisonWorker)
    monkeypatch.setattr(ray, "RETRIES", 0)
    source = tmp_path / "in"
    source.mkdir()
    for name, text in (("a", DIRTY), ("b", f"DEADLY\n{DIRTY}"), ("c", DIRTY)):
        (source / f"{name}.txt").write_text(text)
    totals = clean(source, tmp_path / "out")
    assert ["b.txt" in f and "worker process died" in f for f in totals.failures] == [True]
    assert sorted(path.name for path in (tmp_path / "out").glob("*.txt")) == ["a.txt", "c.txt"]
    assert not list((tmp_path / "out").rglob("*.tmp"))


def test_a_run_that_was_stopped_goes_on(
    nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sources(tmp_path / "in")
    with monkeypatch.context() as stopping:
        stopping.setattr(local, "_tell", StopAfter(30))
        with pytest.raises(KeyboardInterrupt):
            clean(source, tmp_path / "out")
    assert (tmp_path / "out/.cleaner/run/journal.jsonl").exists()
    assert not list((tmp_path / "out").rglob("*.tmp"))
    jobs, _ = plan([str(source)], tmp_path / "out")
    with connected("ray") as carrier:
        totals = local.run(jobs, Settings(), resume=True, carrier=carrier)
    assert totals == cluster.clean(source, tmp_path / "one", engine="local")
    assert tree(tmp_path / "out") == tree(tmp_path / "one")


def test_the_command_line(nodes: Any, tmp_path: Path) -> None:
    """From another folder than that of the nodes, with rules of its own."""
    sources(tmp_path / "in")
    rule = tmp_path / "rules/mine/ferry.toml"
    rule.parent.mkdir(parents=True)
    rule.write_text(
        'message = "of this test"\nkind = "line"\nsafety = "safe"\n'
        '[phrases]\nen = ["the ferry line"]\n'
        '[[tests]]\nname = "fires"\ninput = "One.\\nThe ferry line\\nTwo."\nwant = "One.\\nTwo."\n'
        '[[tests]]\nname = "prose"\ninput = "The ferry line runs."\nwant = "The ferry line runs."\n'
    )
    (tmp_path / "in/f.txt").write_text(f"{DIRTY}\nThe ferry line\n{DIRTY}")
    options = ("clean", "in", "--rules", "rules", "-o")
    done = run(*options, "two", "--engine", "ray", "--address", nodes.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert run(*options, "one", cwd=tmp_path).stderr == done.stderr
    assert tree(tmp_path / "two") == tree(tmp_path / "one")
    assert "ferry line" not in (tmp_path / "two/f.txt").read_text()
    assert run("restore", "two", "-o", "back", cwd=tmp_path).returncode == 0
    assert tree(tmp_path / "back") == tree(tmp_path / "in")


def test_rules_that_cannot_be_used_and_addresses_without_a_cluster(
    nodes: Any, tmp_path: Path
) -> None:
    source = sources(tmp_path / "in")
    with pytest.raises(ConfigError, match="level"):
        cluster.clean(source, tmp_path / "out", level="rough")
    with pytest.raises(ConfigError, match="connected to a Ray cluster already"):
        cluster.clean(source, tmp_path / "out", address="127.0.0.1:1")
    done = run("clean", source, "-o", tmp_path / "x", "--engine", "ray", "--address", "127.0.0.1:1")
    assert done.returncode == 2
    assert b"no Ray cluster at 127.0.0.1:1" in done.stderr
    assert b"ray start --head" in done.stderr


CARDS = [
    {"id": str(n), "title": f"{STORIES[n % 3][:20]} {n % 40}", "text": text}
    for n, text in enumerate(
        cut(f"{STORIES[n % 3]} {PROSE[n % 5]} {n % 40}", 1 - n % 7 / 12) for n in range(400)
    )
]


def test_copies_are_found_on_two_nodes(
    nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = cleaner.dedup(CARDS)
    assert 1 < len(one) < len(CARDS)
    monkeypatch.setattr(tokens, "_BATCH_CHARS", 10_000)
    monkeypatch.setattr(candidates, "_PARTITION", 1_000)
    monkeypatch.setattr(verify, "_PIECE", 100)
    third = nodes.add_node(num_cpus=2, object_store_memory=100 << 20)
    steps: list[str] = []
    with connected("ray") as found:
        assert found is not None

        def losing(step: Any, shared: Any, pieces: Any) -> Iterator[Any]:
            for result in found.over(step, shared, pieces):
                if step.__name__ == "_compared" and step.__name__ not in steps:
                    nodes.remove_node(third, allow_graceful=False)
                steps.append(step.__name__)
                yield result

        assert dedup(CARDS, over=losing) == one
        given = list(map(read, CARDS))
        assert list(find(given, over=found.over, room=Room(held=999)).clusters()) == one
    assert set(steps) == {"_tabulated", "_range", "_compared"}
    assert min(Counter(steps).values()) > 3
    assert cluster.dedup(CARDS) == one


def test_dedup_on_the_command_line(nodes: Any, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(card) + "\n" for card in CARDS))
    there = ("--engine", "ray", "--address", nodes.address)
    two = run("dedup", source, "-o", tmp_path / "two", *there)
    assert two.returncode == 0, two.stderr.decode()
    assert run("dedup", source, "-o", tmp_path / "one").stderr == two.stderr
    assert tree(tmp_path / "two") == tree(tmp_path / "one")
    refused = run("dedup", source, "-o", tmp_path / "x", "--index", tmp_path / "i", *there)
    assert refused.returncode == 2
    assert b"--index works on one machine" in refused.stderr
