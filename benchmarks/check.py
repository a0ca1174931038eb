"""Cold and warm runs of ``cleaner check`` over many small files.

    python benchmarks/check.py PAGES.jsonl.gz [--field gold] [--files 10000] [--chars 4000]

Writes the texts of the records, cut to ``--chars`` and repeated until there are enough, as files
into a temporary folder, and measures in fresh processes on one job:

* in memory: reading the files and cleaning them with one ``Cleaner``, nothing else;
* cold: ``cleaner check`` with an empty cache; warm: the same again.

The best of ``--rounds``, CPU and wall time, the start of the interpreter and the loading of the
rules included in all three.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

IN_MEMORY = """
import sys
from pathlib import Path
from cleaner import Cleaner
from cleaner.reading import decode, read_bytes
tool = Cleaner()
found = 0
for path in sorted(Path(sys.argv[1]).rglob("*.txt")):
    found += len(tool.clean(decode(read_bytes(path)).text).findings)
"""


def main() -> None:
    """Lay the files, measure, print a row of the table in check.md."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--field", default="gold")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--chars", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", default="1")
    said = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="cleaner-bench-"))
    try:
        size = lay(folder / "files", said)
        measure(folder, size, said)
    finally:
        shutil.rmtree(folder)


def lay(folder: Path, said: argparse.Namespace) -> int:
    """Write the files, old enough to be remembered; returns their bytes."""
    texts = []
    for pages in said.pages:
        with gzip.open(pages, "rt", encoding="utf-8") as file:
            texts += [json.loads(line).get(said.field) or "" for line in file]
    size = 0
    then = time.time() - 3_600
    for number, text in enumerate(islice(cycle(texts), said.files)):
        path = folder / f"{number // 500:03}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(text[: said.chars].encode("utf-8", "replace"))
        os.utime(path, (then, then))
    return size


def measure(folder: Path, size: int, said: argparse.Namespace) -> None:
    """Time the three ways in turn and print them."""
    files, cache = folder / "files", folder / "cache"
    check = [sys.executable, "-m", "cleaner", "check", str(files), "--jobs", said.jobs]
    check += ["--isolated", "--cache-dir", str(cache)]
    times: dict[str, list[tuple[float, float]]] = {"memory": [], "cold": [], "warm": []}
    for _ in range(said.rounds):
        shutil.rmtree(cache, ignore_errors=True)
        times["memory"].append(seconds([sys.executable, "-c", IN_MEMORY, str(files)]))
        times["cold"].append(seconds(check))
        times["warm"].append(seconds(check))
    print(f"{said.files:,} files, {size / 1e6:.1f} MB, field {said.field}, jobs {said.jobs}")
    for number, what in enumerate(("CPU", "wall")):
        memory, cold, warm = (min(took[number] for took in times[way]) for way in times)
        print(f"{what}: in memory {memory:.2f} s, cold {cold:.2f} s, warm {warm:.2f} s:", end=" ")
        print(
            f"cold {memory / cold:.2f} of in memory, warm {cold / warm:.1f} times as fast as cold"
        )


def seconds(command: list[str]) -> tuple[float, float]:
    """CPU and wall time of a command that may find something.

    Bytecode is written, as it is when a package is installed.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall


if __name__ == "__main__":
    main()
