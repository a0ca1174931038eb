"""The check of the action.

Annotations go to stdout and the summary of the job is written by the `github` format; the outputs
are written here. Inputs come by the environment and are split as a shell would, but nothing in
them is run.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path


def words(name: str, default: str = "") -> list[str]:
    """The words of an input."""
    try:
        found = shlex.split(os.environ.get(name) or default)
    except ValueError as error:
        sys.exit(stopped(f"{name.removeprefix('CLEANER_').lower()}: {error}"))
    if any(word.startswith("--output-f") for word in found):
        sys.exit(stopped("the format is that of annotations; give sarif-file for a report"))
    return found


def stopped(why: str) -> int:
    """Say in the list of annotations why nothing was checked."""
    print(f"::error title=cleaner check::{why}", flush=True)
    return 2


def check(*options: str) -> list[str]:
    """The command with the inputs, and ``options``, which win."""
    paths = words("CLEANER_PATHS", ".")
    return [
        sys.executable,
        "-m",
        "cleaner",
        "check",
        *words("CLEANER_ARGS"),
        *options,
        "--",
        *paths,
    ]


def annotate() -> tuple[int, int]:
    """Print the annotations as they come; returns the exit code and the number of findings."""
    findings = errors = 0
    with subprocess.Popen(check("--output-format", "github"), stdout=subprocess.PIPE) as program:
        for line in program.stdout or ():
            findings += line.startswith(b"::error file=")
            errors += line.startswith(b"::error ")
            sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
    if program.returncode > 1 and not errors:
        stopped("wrong usage or configuration, see the log")
    return program.returncode, findings


def main() -> int:
    """Check, write what is asked for, and give back the exit code of the check."""
    status, findings = annotate()
    sarif = os.environ.get("CLEANER_SARIF")
    if sarif:
        more = ("--output-format", "sarif", "--output-file", sarif, "--quiet", "--exit-zero")
        # What could not be checked was told already; what was found goes into the file.
        told = subprocess.DEVNULL if status > 1 else None
        status = subprocess.run(check(*more), check=False, stderr=told).returncode or status
    outputs = os.environ.get("GITHUB_OUTPUT")
    if outputs:
        with Path(outputs).open("a", encoding="utf-8") as file:
            file.write(f"findings={findings}\nstatus={status}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
