"""Near-duplicate snippets: quality on labelled ones, time and memory as they grow, the index.

    python benchmarks/dedup.py quality LABELLED.jsonl.gz...
    python benchmarks/dedup.py growth [--sizes 10000,100000,1000000] [--tools cleaner,rensa]
    python benchmarks/dedup.py brute [--sizes 2000,4000] [--to 1000000]
    python benchmarks/dedup.py index [--size 1000000] [--add 1000]
    python benchmarks/dedup.py spill [--runs 100000:,1000000:,1000000:400MB,10000000:4GB]

*quality*: records with ``text`` and ``cluster`` (and ``source``, ``title``, … which ``cleaner``
alone can use; it is also measured on the bare texts). *growth*: synthetic snippets with known
copies; every tool in a process of its own, one core; CPU seconds and peak memory of the whole
process, less what making the texts takes. *brute*: every pair by rapidfuzz, extrapolated.
*spill*: ``cleaner dedup`` on a file of so many records, with a limit of memory or without one;
CPU, peak memory and the peak of its temporary files. MinHash tools are tried at several thresholds;
the best is shown.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from dedup_peers import PERMUTATIONS, peers
from snippet_corpus import snippets, write

import cleaner

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
SHINGLES = (1, 3)


def pairs(counts: Iterable[int]) -> int:
    """How many pairs groups of these sizes have."""
    return sum(n * (n - 1) // 2 for n in counts)


def score(truth: Sequence[Any], labels: Sequence[Any]) -> dict[str, float]:
    """Pairwise precision, recall and F1, and the adjusted Rand index."""
    both = pairs(Counter(zip(truth, labels, strict=True)).values())
    real, found = pairs(Counter(truth).values()), pairs(Counter(labels).values())
    precision, recall = both / found if found else 1.0, both / real if real else 1.0
    expected = real * found / (len(truth) * (len(truth) - 1) / 2)
    return {
        "P": precision,
        "R": recall,
        "F1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "ARI": (both - expected) / ((real + found) / 2 - expected),
    }


def shown(figures: dict[str, float]) -> str:
    """The figures in one line."""
    return "  ".join(f"{name} {value:.4f}" for name, value in figures.items())


def quality(paths: Sequence[Path]) -> None:
    """Every tool on labelled records."""
    for path in paths:
        opener: Any = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        truth = [str(record.pop("cluster")) for record in records]
        texts = [record["text"] for record in records]
        print(f"{path.name}: {len(texts)} records, {len(set(truth))} clusters")
        labels = [0] * len(texts)
        for number, cluster in enumerate(cleaner.dedup(records)):
            for member in cluster.members:
                labels[member.index] = number
        print(f"  {'cleaner, all fields':34} {shown(score(truth, labels))}")
        truncated = [i for i, r in enumerate(records) if str(r.get("kind", "")).startswith("trunc")]
        if truncated:
            first = {cluster: i for i, cluster in reversed(list(enumerate(truth)))}
            hits = [labels[i] == labels[first[truth[i]]] for i in truncated if first[truth[i]] != i]
            print(f"  {'':34} recall of truncated copies {sum(hits) / len(hits):.4f}")
        for name in ("cleaner", "exact", "normalised"):
            print(f"  {name:34} {shown(score(truth, peers(0, 0)[name](texts)))}")
        for name in ("datasketch", "rensa"):
            tried = [
                (score(truth, peers(t, size)[name](texts)), t, size)
                for t in THRESHOLDS
                for size in SHINGLES
            ]
            best, threshold, size = max(tried, key=lambda found: found[0]["F1"])
            label = f"{name}, threshold {threshold}, {size}-shingles"
            print(f"  {label:34} {shown(best)}")


def growth(sizes: Sequence[int], tools: Sequence[str], threshold: float, size: int) -> None:
    """CPU seconds, peak memory and quality of each tool at each size."""
    rows: dict[str, list[tuple[int, float]]] = {}
    for count in sizes:
        for tool in tools:
            command = [sys.executable, __file__, "one", tool, str(count), str(threshold), str(size)]
            with tempfile.TemporaryFile() as output:
                process = subprocess.Popen(command, stdout=output)
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                output.seek(0)
                if process.returncode:
                    raise SystemExit(f"{tool} ended with {process.returncode}")
                found = json.loads(output.read())
            rows.setdefault(tool, []).append((count, found["seconds"]))
            print(
                f"{count:9,} {tool:12} {found['seconds']:8.2f} s of CPU  "
                f"{usage.ru_maxrss / 1024:6.0f} MB peak  {shown(found['score'])}",
                flush=True,
            )
    for tool, found in rows.items():
        for (few, short), (many, long) in pairwise(found):
            exponent = math.log(long / short) / math.log(many / few)
            print(f"{tool}: exponent {few:,} to {many:,}: {exponent:.2f}")


def one(tool: str, count: int, threshold: float, size: int) -> None:
    """One measurement, in a process of its own."""
    texts, truth = snippets(count)
    start = time.process_time()
    labels = peers(threshold, size)[tool](texts)
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "score": score(truth, labels)}))


def brute(sizes: Sequence[int], goal: int) -> None:
    """Every pair by rapidfuzz's token-sorted ratio, and what ``goal`` texts would take."""
    from rapidfuzz import fuzz, process

    for count in sizes:
        texts, _ = snippets(count)
        start = time.process_time()
        process.cdist(texts, texts, scorer=fuzz.token_sort_ratio, score_cutoff=60, workers=1)
        seconds = time.process_time() - start
        hours = seconds * (goal / count) ** 2 / 3600
        print(f"{count:9,} all pairs   {seconds:8.2f} s of CPU; {goal:,} would take {hours:,.0f} h")


def index(size: int, add: int) -> None:
    """Seconds to remember ``size`` snippets, to add ``add`` more, and to meet them again."""
    texts, _ = snippets(size + add)
    with tempfile.TemporaryDirectory() as folder:
        parts = {"first": texts[:size], "more": texts[size:]}
        for name, part in parts.items():
            lines = [json.dumps({"text": text}) + "\n" for text in part]
            Path(folder, f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        for name in ("first", "more", "more"):
            command = [sys.executable, "-m", "cleaner", "dedup", f"{folder}/{name}.jsonl"]
            command += ["-o", f"{folder}/out", "--index", f"{folder}/seen.sqlite", "--no-ledger"]
            start = time.perf_counter()
            process = subprocess.Popen(command)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            print(
                f"{len(parts[name]):9,} snippets: {time.perf_counter() - start:7.1f} s, "
                f"{usage.ru_maxrss / 1024:.0f} MB peak, index of "
                f"{Path(folder, 'seen.sqlite').stat().st_size / 1e6:.0f} MB, "
                f"exit {process.returncode}",
                flush=True,
            )


def spill(runs: Sequence[str], folder: Path | None) -> None:
    """Seconds, peak memory and peak temporary files of ``cleaner dedup``, by size and limit."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        source = Path(place, "cards.jsonl")
        made = 0
        for run in runs:
            size, _, limit = run.partition(":")
            if made != int(size):
                write(source, made := int(size))
            out = Path(place, "out")
            command = [sys.executable, "-m", "cleaner", "dedup", str(source), "-o", str(out)]
            command += ["--memory", limit] if limit else []
            start = time.perf_counter()
            process = subprocess.Popen(command)
            disk = 0
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                disk = max(disk, _unnamed(process.pid))
                time.sleep(1)
            process.returncode = os.waitstatus_to_exitcode(status)
            print(
                f"{made:10,} limit {limit or 'none':6} {usage.ru_utime + usage.ru_stime:8.1f} s of "
                f"CPU, {time.perf_counter() - start:7.1f} s in all, "
                f"{usage.ru_maxrss / 1024:6.0f} MiB peak, {disk / 1e6:7.0f} MB of temporary files, "
                f"exit {process.returncode}",
                flush=True,
            )
            shutil.rmtree(out)


def _unnamed(pid: int) -> int:
    """Bytes of the files without a name that a process has open."""
    total = 0
    with suppress(OSError):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                status = entry.stat()
                total += status.st_size if status.st_nlink == 0 else 0
    return total


def numbers(text: str) -> list[int]:
    """Numbers with commas between them."""
    return [int(part) for part in text.split(",")]


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("quality")
    command.add_argument("paths", nargs="+", type=Path)
    command = commands.add_parser("growth")
    command.add_argument("--sizes", type=numbers, default=[10_000, 100_000, 1_000_000])
    command.add_argument("--tools", default="cleaner,rensa")
    command.add_argument("--threshold", type=float, default=0.5)
    command.add_argument("--shingles", type=int, default=1)
    command = commands.add_parser("one")
    command.add_argument("values", nargs=4)
    command = commands.add_parser("brute")
    command.add_argument("--sizes", type=numbers, default=[2_000, 4_000])
    command.add_argument("--to", type=int, default=1_000_000)
    command = commands.add_parser("index")
    command.add_argument("--size", type=int, default=1_000_000)
    command.add_argument("--add", type=int, default=1_000)
    command = commands.add_parser("spill")
    command.add_argument("--runs", default="100000:,1000000:,1000000:400MB,10000000:4GB")
    command.add_argument("--folder", type=Path, help="for the corpus, the results and the rest")
    args = parser.parse_args()
    print(f"# MinHash with {PERMUTATIONS} permutations", file=sys.stderr)
    if args.command == "quality":
        quality(args.paths)
    elif args.command == "growth":
        growth(args.sizes, args.tools.split(","), args.threshold, args.shingles)
    elif args.command == "one":
        tool, count, threshold, size = args.values
        one(tool, int(count), float(threshold), int(size))
    elif args.command == "spill":
        spill(args.runs.split(","), args.folder)
    elif args.command == "brute":
        brute(args.sizes, args.to)
    else:
        index(args.size, args.add)


if __name__ == "__main__":
    main()
