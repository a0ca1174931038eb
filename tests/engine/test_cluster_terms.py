"""What is said before a cluster does anything, and by nodes that cannot take part."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cleaner
from cleaner import ConfigError
from cleaner.engine.cluster import checked
from cleaner.engine.cluster.standing import Terms
from cleaner.engine.jobs import Settings
from tests.support import run

HIDE = "import sys; sys.modules['ray'] = None; from cleaner.cli.main import run; run(sys.argv[1:])"


def test_a_node_has_the_same_version() -> None:
    with pytest.raises(ConfigError, match=r"has cleaner .*, the run is of 0\.0\.0"):
        Terms("0.0.0", ()).check(Settings())


def test_a_node_sees_the_folder_and_the_rules(tmp_path: Path) -> None:
    token = tmp_path / "out/.cleaner/run/cluster"
    with pytest.raises(ConfigError, match=f"does not see {tmp_path}/out"):
        Terms(cleaner.__version__, ((token, "x"),)).check(Settings())
    token.parent.mkdir(parents=True)
    token.write_text("of another run")
    with pytest.raises(ConfigError, match="does not see"):
        Terms(cleaner.__version__, ((token, "x"),)).check(Settings())
    token.write_text("x")
    Terms(cleaner.__version__, ((token, "x"),)).check(Settings())
    with pytest.raises(ConfigError, match="does not see the rules"):
        terms = Terms(cleaner.__version__, ((token, "x"),))
        terms.check(Settings(cleaner={"rules": (str(tmp_path / "gone.toml"),)}))


def test_engines_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as found:
        checked("rai")
    assert "ray" in found.value.remedy
    (tmp_path / "a.txt").write_text("A line.")
    command = [sys.executable, "-c", HIDE, "clean", tmp_path / "a.txt", "-o", tmp_path / "out"]
    done = subprocess.run([*command, "--engine", "ray"], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"ray is not installed" in done.stderr
    assert b"pip install '.[ray]'" in done.stderr
    assert subprocess.run(command, check=False).returncode == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--address", "h:1", "-o", "x"), b"--engine ray"),
        (("--engine", "ray"), b"give -o OUT"),
        (("--engine", "ray", "--learn", "-o", "x"), b"cleaner learn SOURCE"),
    ],
)
def test_what_does_not_go_together(tmp_path: Path, options: tuple[str, ...], said: bytes) -> None:
    if "ray" in options:
        pytest.importorskip("ray")
    (tmp_path / "a.txt").write_text("A line.")
    done = run("clean", "a.txt", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "x").exists()
