"""Growth: time and memory of ``cleaner clean`` on JSONL from 1 MB to 1 GB, one core.

    python benchmarks/growth.py PAGES.jsonl.gz... [--field text] [--articles] [--words]
                                [--sizes 1,10,100,1000]

Makes a JSONL file of each size from the pages (repeated, each time with another mark so that no
two documents are the same), cleans it in a process of its own with one job and a ledger, and
prints seconds, MB/s, peak memory, and the exponent of time over size (1 is linear). ``--words``
leaves the shape of the page out.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from itertools import count, pairwise
from pathlib import Path

from quality import pages

SHAPE = ("--ignore", "core/page-shape")


def make(path: Path, texts: list[str], size: int) -> int:
    """Write at least ``size`` bytes of records; returns the bytes written."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for turn in count():
            for number, text in enumerate(texts):
                marked = text.replace(". ", f". {turn} ", 1) if turn else text
                record = {"id": f"{turn}-{number}", "text": marked}
                line = json.dumps(record, ensure_ascii=False) + "\n"
                written += len(line.encode())
                file.write(line)
                if written >= size:
                    return written
    raise AssertionError("not reached")


def measure(path: Path, out: Path, options: tuple[str, ...]) -> tuple[float, float]:
    """Seconds of CPU and peak megabytes of one run."""
    command = [sys.executable, "-m", "cleaner", "clean", str(path), "-o", str(out), "--jobs", "1"]
    process = subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--field", default="text")
    parser.add_argument("--sizes", default="1,10,100,1000", help="megabytes")
    parser.add_argument("--articles", action="store_true", help="only pages of this type")
    parser.add_argument("--words", action="store_true", help="without the shape of the page")
    args = parser.parse_args()
    found = (page.get(args.field) for path in args.pages for page in pages(path, args.articles))
    texts = list(filter(None, found))
    rows: list[tuple[float, float, float]] = []
    for megabytes in map(int, args.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "corpus.jsonl")
            size = make(source, texts, megabytes * 1_000_000)
            seconds, memory = measure(source, Path(folder, "out"), SHAPE if args.words else ())
        rows.append((size / 1e6, seconds, memory))
        print(
            f"{size / 1e6:8.1f} MB  {seconds:8.2f} s  {size / 1e6 / seconds:6.1f} MB/s  "
            f"{memory:6.0f} MB peak",
            flush=True,
        )
    for (size, seconds, _), (larger, longer, _) in pairwise(rows):
        exponent = math.log(longer / seconds) / math.log(larger / size)
        print(f"exponent {size:.0f} to {larger:.0f} MB: {exponent:.2f}")


if __name__ == "__main__":
    main()
