"""A run that is stopped leaves none of its temporary files, wherever it was."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaner.engine import local, parts
from cleaner.engine.plan import plan
from cleaner.engine.temporaries import swept
from cleaner.engine.worker import Settings
from cleaner.writing import StagedStream, stage, target_of, temporary_name
from tests.engine.test_run import DIRTY

LONG = "n" * 245


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts and processes for files of some kilobytes."""
    monkeypatch.setattr(parts, "PART_BYTES", 8_000)
    monkeypatch.setattr(local, "SMALL_BYTES", 1)


def stopping(calls: int) -> Callable[[Any], None]:
    """Raise KeyboardInterrupt when called that often."""
    left = iter(range(calls - 1))

    def stop(_: Any) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    return stop


def corpus(folder: Path) -> Path:
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(DIRTY)
    lines = [json.dumps({"text": f"{number} {DIRTY}"}) for number in range(60)]
    (folder / "d.jsonl").write_text("\n".join(lines))
    return folder


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("told", "calls"),
    [(told, calls) for told in ("progress", "watch") for calls in (1, 2, 3, 4)],
)
def test_stopped_between_any_two_sources(
    tmp_path: Path, workers: int, told: str, calls: int
) -> None:
    """What was staged and waited for the rest of its batch stayed behind once."""
    jobs, _ = plan([str(corpus(tmp_path / "in"))], tmp_path / "out")
    more: dict[str, Any] = {told: stopping(calls)}
    with pytest.raises(KeyboardInterrupt):
        local.run(jobs, Settings(), workers=workers, **more)
    assert not list(tmp_path.rglob("*.tmp"))
    totals = local.run(jobs, Settings(), workers=workers, resume=True)
    assert (totals.sources, totals.failures) == (4, [])
    assert not list(tmp_path.rglob("*.tmp"))


def test_only_what_the_run_writes_is_removed(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / f"{LONG}.txt").write_text(DIRTY)
    jobs, _ = plan([str(source)], out)
    mine = [
        stage(out / f"{LONG}.txt", b"x").temporary,
        StagedStream(out / "book")._staged.temporary,
    ]
    foreign = [stage(out / "other.txt", b"x").temporary, out / f".{LONG}.txt.tmp"]
    foreign[1].touch()
    with swept(jobs, {"book"}):
        assert [path.exists() for path in mine + foreign] == [False, False, True, True]
        again = stage(out / f"{LONG}.txt", b"x").temporary
    assert not again.exists()


KILLED = """
import os
from pathlib import Path
from cleaner.engine import output
from cleaner.engine.local import run
from cleaner.engine.plan import plan
from cleaner.engine.worker import Settings
cut = output.Output.cut

def dying(self):
    cut(self)
    if len(self.staged) > 2:
        os.kill(os.getpid(), 9)

output.Output.cut = dying
jobs, _ = plan(["in"], Path("out"), to="{to}")
run(jobs, Settings(shard_size=5_000))
"""


@pytest.mark.parametrize("to", ["", ".csv"])
def test_shards_of_a_run_that_was_killed(tmp_path: Path, to: str) -> None:
    (corpus(tmp_path / "in") / "a-00007.txt").write_text(DIRTY)
    code = KILLED.replace("{to}", to)
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False)
    assert done.returncode == -9
    assert len(list(tmp_path.rglob("*.tmp"))) > 1
    jobs, _ = plan([str(tmp_path / "in")], tmp_path / "out", to=to)
    totals = local.run(jobs, Settings(shard_size=5_000), resume=True)
    assert (totals.sources, totals.failures) == (5, [])
    assert len(list((tmp_path / "out").glob(f"d-0000*{to or '.jsonl'}"))) > 2
    assert not list(tmp_path.rglob("*.tmp"))


@pytest.mark.parametrize("name", ["a.txt", LONG + ".jsonl", "é" * 122 + ".jsonl"])
def test_temporary_names_fit_and_tell_their_target(tmp_path: Path, name: str) -> None:
    for kind in ("", ".ledger", ".cards"):
        found = temporary_name(name, kind)
        (tmp_path / found).touch()
        assert name.startswith(target_of(found))
        assert len(target_of(found)) >= min(len(name), 110)
    assert target_of(name) == ""


def test_a_table_with_the_longest_name_is_cleaned(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / f"{LONG}.jsonl").write_text(json.dumps({"text": DIRTY}))
    jobs, _ = plan([str(tmp_path / "in")], tmp_path / "out")
    totals = local.run(jobs, Settings())
    assert (totals.failures, totals.changed) == ([], 1)


def test_what_a_killed_run_began_to_keep_of_an_original(tmp_path: Path) -> None:
    """It stayed for ever: as large as the source, in a folder that nobody looks into."""
    kept = tmp_path / "out/.cleaner/originals"
    kept.mkdir(parents=True)
    (kept / temporary_name("original")).write_text("half")
    (kept / "0123").write_text("another original")
    jobs, _ = plan([str(corpus(tmp_path / "in"))], tmp_path / "out")
    local.run(jobs, Settings())
    assert [path.name for path in kept.iterdir()] == ["0123"]
