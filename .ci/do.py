"""Set up and run: `python3 .ci/do.py demo` cleans the seeds, `python3 .ci/do.py test` tests all.

Needs nothing but Python 3.11 and git. The first call makes `.venv` and installs the package with
its extras; later calls install again only when pyproject.toml or what is compiled has changed.
"""

from __future__ import annotations

import hashlib
import os
import shlex
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
    if sys.version_info < (3, 11):
        sys.exit(f"cleaner needs Python 3.11 or newer, this is {sys.version.split()[0]}")
    built = [ROOT / "pyproject.toml", ROOT / "hatch_build.py", *ROOT.glob("cleaner/native/*.pyx")]
    project = hashlib.sha256(b"".join(path.read_bytes() for path in built)).hexdigest()
    wanted = f"{sys.version}\n{project}"
    stamp = STAMP.read_text() if STAMP.exists() else ""
    if stamp == wanted:
        return
    print("setting up .venv, which takes a minute the first time …", flush=True)
    try:
        # One that was made here for another Python cannot be mended; one made by hand is kept.
        venv.create(VENV, clear=bool(stamp) and not stamp.startswith(sys.version), with_pip=True)
    except subprocess.CalledProcessError:
        sys.exit("cannot create .venv: on Debian and Ubuntu, apt install python3-venv first")
    quiet = ("--quiet", "--disable-pip-version-check")
    run("python", "-m", "pip", "install", *quiet, "-e", f"{ROOT}[all,dev]")
    if run("python", "-c", "import cleaner.native.sieve", check=False):
        print("without a C compiler cleaner does the same, a quarter slower", flush=True)
    STAMP.write_text(wanted)


def run(program: str, *arguments: str, check: bool = True) -> int:
    """Run a program of the environment; exit with its code when it fails."""
    command = [str(BIN / program), *arguments]
    # The tests start hundreds of processes, none of which ought to compile the package anew.
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    code = subprocess.run(command, cwd=ROOT, env=kept).returncode
    if check and code:
        print(f"failed: {program} {' '.join(arguments)}", flush=True)
        sys.exit(code)
    return code


def demo() -> None:
    """Clean the seeds into out/, and show one page before and after."""
    out = ROOT / "out"
    shutil.rmtree(out, ignore_errors=True)
    run("cleaner", "clean", "seeds", "-o", "out")
    print("\nwhat changed in one page:\n", flush=True)
    run("cleaner", "clean", "seeds/orchard.txt", "--diff", check=False)
    print("\nthe clean pages: out/")
    print("every change:    out/ledger.jsonl")
    print("the cards:       out/related.jsonl")
    print(f"the way back:    {(BIN / 'cleaner').relative_to(ROOT)} restore out -o originals")


def test() -> None:
    """Everything that has to hold: style, types, rules, docs, tests."""
    run("ruff", "check", ".")
    run("ruff", "format", "--check", ".")
    run("mypy")
    run("cleaner", "rules", "test")
    run("python", "docs/generate.py", "--check")
    # One more than there are cores: many tests wait for processes that they started.
    run("pytest", "-n", str((os.cpu_count() or 1) + 1), "--dist", "loadgroup")


def bench() -> None:
    """The scoreboard, on the pages named in PAGES and the cards in CARDS, and the floors.

    BENCH has further options of benchmarks/scoreboard.py.
    """
    pages, cards = os.environ.get("PAGES"), os.environ.get("CARDS")
    if not pages:
        sys.exit(
            "name labelled files: PAGES='a.jsonl.gz b.jsonl.gz' CARDS=c.jsonl.gz make bench\n"
            "(what they hold, and options for a first look: benchmarks/scoreboard.py)"
        )
    run("python", "-m", "pip", "install", "--quiet", "-e", f"{ROOT}[bench]")
    more = ("--cards", cards) if cards else ()
    options = shlex.split(os.environ.get("BENCH", ""))
    run("python", "benchmarks/scoreboard.py", *pages.split(), *more, *options)
    run("python", "benchmarks/floors.py")


JOBS = {"demo": demo, "test": test, "bench": bench}


def main() -> None:
    """Run the job that is named."""
    job = sys.argv[1] if len(sys.argv) == 2 else ""
    if job not in (*JOBS, "setup"):
        sys.exit(f"usage: python3 .ci/do.py {'|'.join(JOBS)}|setup")
    set_up()
    if job in JOBS:
        JOBS[job]()


if __name__ == "__main__":
    main()
