"""How far a run says that it is: bytes of the files, whatever their format."""

from __future__ import annotations

import json
import time
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner.cli.console import Failures
from cleaner.cli.watching import Progress
from cleaner.engine import local, parts
from cleaner.engine.plan import plan
from cleaner.engine.worker import Settings
from cleaner.report.progress import JsonProgress, bar
from tests.engine.test_scale import StopAfter, jsonl
from tests.support import run


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_a_run_is_done_when_all_bytes_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 4_000)
    texts = ["The blossom was open and the air stood still. " * 20] * 400
    source = tmp_path / name
    if source.suffix == ".jsonl":
        source.write_bytes(jsonl(texts))
    elif source.suffix == ".csv":
        source.write_text("text\n" + "".join(f"{text}\n" for text in texts))
    else:  # of repeated text, which packs to a small part of itself, without a long footer
        table = pa.table({"text": texts, "n": list(range(len(texts)))})
        pq.write_table(
            table, source, row_group_size=50, use_dictionary=False, write_statistics=False
        )
    told: list[int] = []
    jobs, _ = plan([str(source)], tmp_path / "out")
    local.run(jobs, Settings(), progress=told.append)
    size = source.stat().st_size
    assert len(told) > 1
    assert 0.6 * size < sum(told) <= size


class Clock:
    """Time that goes as the test says."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_an_earlier_run_did_is_no_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the terminal and in JSON: half is kept, a tenth took ten seconds, four tenths are left."""
    clock, stream = Clock(), StringIO()
    monkeypatch.setattr(time, "monotonic", clock)
    progress = Progress([], Settings(), Failures(), json_progress=False, quiet=True)
    progress.json = JsonProgress(1_000, 1, stream)
    progress.bar = bar(1_000)
    progress.bar.get_time = clock
    progress.advance(0)
    progress.keep(500)
    for _ in range(10):
        clock.now += 1
        progress.advance(10)
    said = json.loads(stream.getvalue().splitlines()[-1])
    assert (said["bytes"], said["bytes_per_second"], said["seconds_left"]) == (600, 10, 40.0)
    task = progress.bar.tasks[0]
    assert (task.completed, task.speed) == (600, 10)


def test_a_resumed_run_tells_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 4_000)
    source = tmp_path / "a.jsonl"
    source.write_bytes(jsonl(["The blossom was open and the air stood still. " * 20] * 40))
    jobs, _ = plan([str(source)], tmp_path / "out")
    with monkeypatch.context() as stopping, pytest.raises(KeyboardInterrupt):
        stopping.setattr(local, "_tell", StopAfter(4))
        local.run(jobs, Settings())
    done: list[int] = []
    kept: list[int] = []
    local.run(jobs, Settings(), progress=done.append, kept=kept.append, resume=True)
    assert done
    assert kept
    assert sum(done) + sum(kept) == source.stat().st_size


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("gone.txt", "-o", "out"), "gone.txt: no such file"),
        ((".", "-o", "out", "--jobs", "many"), "jobs is 'many' (a number of processes"),
        ((".", "-o", "out", "--to", "word"), "to is 'word'"),
        ((".", "-o", "."), "inside"),
        (("a.txt",), "need an output"),
    ],
)
def test_errors_before_a_run_are_json_too(
    tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    (tmp_path / "a.txt").write_text("It rains.")
    done = run("clean", *options, "--json-progress", cwd=tmp_path)
    assert done.returncode == 2
    [event] = map(json.loads, done.stderr.splitlines())
    assert event["event"] == "error"
    assert words in event["message"]
