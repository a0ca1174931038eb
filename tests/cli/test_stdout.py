"""``cleaner clean`` of one source to standard output: no option means less there than elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import page, run

DIRTY = page("READ MORE")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(DIRTY)
    return tmp_path


def test_what_would_be_done_to_standard_input() -> None:
    done = run("clean", "-", "--dry-run", stdin=DIRTY.encode())
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"1 document, 1 changed; 10 of " in done.stderr
    assert b"would be removed" in done.stderr
    quiet = run("clean", "-", "--dry-run", "-q", stdin=DIRTY.encode())
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, b"", b"")


def test_what_is_passed_over_is_copied(folder: Path) -> None:
    options = ("--exclude", "a.txt")
    assert run("clean", "a.txt", *options, cwd=folder).stdout.decode() == page()
    done = run("clean", "a.txt", *options, "--force-exclude", cwd=folder)
    assert (done.returncode, done.stdout.decode()) == (0, DIRTY)
    assert done.stderr == b"a.txt: passed over (exclude), copied unchanged\n"


def test_not_both_to_standard_output_and_in_place(folder: Path) -> None:
    done = run("clean", "a.txt", "-o", "-", "--in-place", cwd=folder)
    assert done.returncode == 2
    assert b"-o and --in-place exclude each other" in done.stderr
    assert (folder / "a.txt").read_text() == DIRTY


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--jobs", "x"), "jobs is 'x'"),
        (("--min-confidence", "7"), "min-confidence is 7"),
        (("--memory", "2GB"), "--memory and --json-progress need an output"),
        (("--json-progress",), "--memory and --json-progress need an output"),
        (("--timeout", "inf"), "timeout is inf"),
        (("--timeout", "nan"), "timeout is nan"),
    ],
)
def test_options_that_cannot_be_heeded(folder: Path, options: tuple[str, ...], said: str) -> None:
    done = run("clean", "a.txt", *options, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert b"error" in done.stderr
    assert b"Traceback" not in done.stderr
