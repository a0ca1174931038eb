"""Standard streams of which the other end is gone, or that are closed from the beginning."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import PROSE

DIRTY = f"{PROSE[0]}\nREAD MORE\n{PROSE[1]}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(DIRTY)
    (tmp_path / "large").mkdir()
    (tmp_path / "large/a.txt").write_text(DIRTY * 2000)
    (tmp_path / "clean").mkdir()
    (tmp_path / "clean/a.txt").write_text(PROSE[0])
    return tmp_path


def run_to_nobody(
    arguments: list[str], folder: Path, *, stdout: bool = True, stderr: bool = False
) -> tuple[int, str]:
    """Run the program with pipes that nobody reads; exit code and what it said to stderr."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *arguments],
        cwd=folder,
        stdout=writing if stdout else subprocess.DEVNULL,
        stderr=writing if stderr else subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    return done.returncode, (done.stderr or b"").decode()


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (0, ["--help"]),
        (0, ["config"]),
        (0, ["clean", "in/a.txt"]),
        (0, ["clean", "large/a.txt"]),
        (0, ["clean", "clean", "--diff"]),
        (1, ["clean", "in", "--diff"]),
        (1, ["clean", "large", "--diff"]),
        (0, ["explain", "in/a.txt"]),
        (0, ["explain", "large/a.txt"]),
        (0, ["rules", "list"]),
        (0, ["rules", "show", "news/read-more"]),
        (0, ["check", "clean", "--output-format", "json"]),
        (0, ["check", "large", "--exit-zero"]),
        (1, ["check", "in"]),
        (1, ["check", "large"]),
        (1, ["check", "large", "--diff"]),
    ],
)
def test_a_reader_that_is_gone_is_no_finding(folder: Path, code: int, arguments: list[str]) -> None:
    """As in ``| head``: an exit code of 1 says that something was found, and only that."""
    returned, said = run_to_nobody(arguments, folder)
    assert returned == code
    assert "Broken pipe" not in said
    assert "Exception ignored" not in said


def test_a_baseline_is_written_whoever_reads(folder: Path) -> None:
    assert run_to_nobody(["check", "large", "--write-baseline", "known.json"], folder)[0] == 0
    assert run_to_nobody(["check", "large", "--baseline", "known.json"], folder)[0] == 0


@pytest.mark.parametrize("how", [[], ["--json-progress"]])
def test_the_work_goes_on_when_nobody_listens(folder: Path, how: list[str]) -> None:
    (folder / "in/0.txt").write_bytes(b"\x81\x8d\x8f\x90\x9d" * 20)  # an error comes first
    arguments = ["clean", "in", "-o", "out", *how]
    assert run_to_nobody(arguments, folder, stderr=True)[0] == 2
    assert (folder / "out/a.txt").read_text() == f"{PROSE[0]}\n{PROSE[1]}\n"
    (folder / "in/0.txt").unlink()
    assert run_to_nobody(arguments, folder, stderr=True)[0] == 0


def run_in_shell(line: str, folder: Path) -> tuple[int, bytes, str]:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m cleaner {line}"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.decode()


@pytest.mark.parametrize("line", ["clean in/a.txt", "check in", "rules list", "--version"])
def test_standard_output_is_closed(folder: Path, line: str) -> None:
    code, _, said = run_in_shell(f"{line} >&-", folder)
    assert code == 2
    assert said == "error: standard output: is closed\n  give it a place: > FILE\n"


@pytest.mark.parametrize("command", ["clean", "check", "explain"])
def test_standard_input_is_closed(folder: Path, command: str) -> None:
    code, out, said = run_in_shell(f"{command} - <&-", folder)
    assert (code, out) == (2, b"")
    assert "is closed\n  give a file" in said
    assert "Traceback" not in said


def test_all_streams_are_closed(folder: Path) -> None:
    assert run_in_shell("clean in -o out <&- >&- 2>&-", folder)[0] == 0
    assert (folder / "out/a.txt").read_text() == f"{PROSE[0]}\n{PROSE[1]}\n"


def test_words_to_people_stay_out_of_the_text(folder: Path) -> None:
    (folder / "wall.txt").write_text("Verify you are human\n")
    code, out, said = run_in_shell("clean wall.txt 2>&-", folder)
    assert (code, out, said) == (0, b"Verify you are human\n", "")


def test_a_text_that_takes_too_long_is_copied(folder: Path) -> None:
    slow = folder / "slow.txt"
    slow.write_text("q " * 400_000)
    rule = folder / "rules/mill/q.toml"
    rule.parent.mkdir(parents=True)
    head = 'message = "m"\nkind = "inline"\nsafety = "safe"\nboundary = "none"\n'
    rule.write_text(head + "patterns = ['q.*z|q']\n")
    arguments = ["clean", "slow.txt", "--rules", "rules", "--timeout", "0.2"]
    command = [sys.executable, "-m", "cleaner", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"took more than 0.2 s" in done.stderr
    assert done.stdout == slow.read_bytes()
