"""Set up and run: `python3 .ci/do.py demo` cleans the seeds, `python3 .ci/do.py test` tests all.

Needs nothing but Python 3.11 and git. The first call makes `.venv` and installs the package with
its extras; later calls install again only when pyproject.toml has changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = VENV / "installed"


def set_up() -> None:
    """Make the environment and install the package, unless both are up to date."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    if sys.version_info < (3, 11):
        sys.exit(f"cleaner needs Python 3.11 or newer, this is {sys.version.split()[0]}")
    print("setting up .venv …", flush=True)
    if not BIN.exists():
        venv.create(VENV, with_pip=True)
    run(
        "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-e",
        f"{ROOT}[all,dev]",
    )
    STAMP.write_text(wanted)


def run(program: str, *arguments: str, check: bool = True) -> int:
    """Run a program of the environment; exit with its code when it fails."""
    command = [str(BIN / program), *arguments]
    code = subprocess.run(command, cwd=ROOT).returncode
    if check and code:
        print(f"failed: {program} {' '.join(arguments)}", flush=True)
        sys.exit(code)
    return code


def demo() -> None:
    """Clean the seeds into out/, and show one page before and after."""
    out = ROOT / "out"
    shutil.rmtree(out, ignore_errors=True)
    run("cleaner", "clean", "seeds", "-o", "out")
    print("\nwhat changed in seeds/bridge.txt:\n", flush=True)
    run("cleaner", "clean", "seeds/bridge.txt", "--diff", check=False)
    print("\nclean pages, out/ledger.jsonl and out/related.jsonl are in out/", flush=True)
    print("back again: .venv/bin/cleaner restore out -o originals")


def test() -> None:
    """Everything that has to hold: style, types, rules, docs, tests."""
    run("ruff", "check", ".")
    run("ruff", "format", "--check", ".")
    run("mypy")
    run("cleaner", "rules", "test")
    run("python", "docs/generate.py", "--check")
    run("pytest", "-n", "auto")


def bench() -> None:
    """The benchmarks that need only this package, on the pages named in PAGES."""
    pages = os.environ.get("PAGES")
    if not pages:
        sys.exit("name the labelled pages: PAGES='a.jsonl.gz b.jsonl.gz' python3 .ci/do.py bench")
    run("python", "benchmarks/quality.py", *pages.split())
    run("python", "benchmarks/speed.py", *pages.split(), "--peers", "re,ftfy")


JOBS = {"demo": demo, "test": test, "bench": bench, "setup": lambda: None}


def main() -> None:
    """Run the job that is named."""
    if len(sys.argv) != 2 or sys.argv[1] not in JOBS:
        sys.exit(f"usage: python3 .ci/do.py {'|'.join(JOBS)}")
    set_up()
    JOBS[sys.argv[1]]()


if __name__ == "__main__":
    main()
