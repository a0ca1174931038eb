"""Two runs into one folder: the second does nothing, and the first loses nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.engine.alone import LOCK, alone
from cleaner.errors import WriteError
from tests.engine.test_run import DIRTY, tree
from tests.support import run


def test_one_at_a_time(tmp_path: Path) -> None:
    with alone([tmp_path / "out", tmp_path / "other", tmp_path / "out"]):
        both = alone([tmp_path / "new", tmp_path / "out"])
        with pytest.raises(WriteError, match="another run is writing here") as caught, both:
            raise AssertionError
        assert caught.value.path == str(tmp_path / "out")
        assert caught.value.remedy
        with alone([tmp_path / "new"]):
            pass
    with alone([tmp_path / "out"]):
        pass
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("options", [["clean", "-o", "out"], ["clean", "--in-place"],
                                     ["clean", "--in-place", "--no-ledger"],
                                     ["check", "--fix"], ["check", "--fix", "--no-ledger"],
                                     ["dedup", "-o", "out"]])  # fmt: skip
def test_the_command_line(tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(DIRTY)
    folder = tmp_path / "out" if "-o" in options else tmp_path / "in/.cleaner"
    with alone([folder]):
        done = run(*options, "in", cwd=tmp_path)
        assert done.returncode == 2
        assert b"another run is writing here" in done.stderr
        assert (tmp_path / "in/a.txt").read_text() == DIRTY
        assert [path.name for path in folder.iterdir()] == [LOCK]
        assert run("check", "in", cwd=tmp_path).returncode == 1  # what writes nothing does not wait
    assert run(*options, "in", cwd=tmp_path).returncode in (0, 1)
    assert not (folder / LOCK).exists()


def test_a_run_that_was_killed_keeps_nobody_out(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from cleaner.engine.alone import alone\n"
        "with alone([Path(sys.argv[1])]): print('in', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"in\n"
        with pytest.raises(WriteError), alone([tmp_path]):
            pass
        holder.kill()
    assert (tmp_path / LOCK).exists()
    with alone([tmp_path]):
        pass
    assert tree(tmp_path) == {}
