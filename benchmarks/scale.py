"""Formats, cores, memory and resuming: `python benchmarks/scale.py PAGES... [--megabytes 40]`.

PAGES are JSONL (plain or .gz) with a text in `--field`. The corpus repeats them up to the size,
with a number in each document so that no two are the same. Runs are processes of the command line;
those that are compared take turns. Needs the extra `formats`. Prints one line a measurement.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUN = Path(".cleaner/run/journal.jsonl")


def texts(pages: list[str], field: str) -> list[str]:
    """The texts of the pages."""
    found = []
    for name in pages:
        path = Path(name)
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            found += [record[field] for record in map(json.loads, file) if record.get(field)]
    return found


def write(known: list[str], target: Path, megabytes: int) -> None:
    """A JSONL corpus of a size."""
    size = number = 0
    with target.open("wb") as file:
        while size < megabytes * 1_000_000:
            text = f"{known[number % len(known)]}\n{number}"
            line = json.dumps({"id": number, "text": text}, ensure_ascii=False).encode() + b"\n"
            file.write(line)
            size += len(line)
            number += 1


def to_parquet(source: Path) -> Path:
    """The same corpus as Parquet."""
    import pyarrow.json
    import pyarrow.parquet

    target = source.with_suffix(".parquet")
    table = pyarrow.json.read_json(source)
    pyarrow.parquet.write_table(table, target, compression="zstd", row_group_size=1_000)
    return target


def command(source: Path, out: Path, *options: str) -> list[str]:
    """A command that cleans."""
    start = [sys.executable, "-m", "cleaner", "clean", str(source), "-o", str(out), "-q"]
    return [*start, "--isolated", *options]


def measure(source: Path, out: Path, *options: str) -> tuple[float, float, float]:
    """Seconds of the clock, seconds of CPU, and the peak of the largest process in MB."""
    shutil.rmtree(out, ignore_errors=True)
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command(source, out, *options))
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert os.waitstatus_to_exitcode(status) == 0
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, usage.ru_maxrss / 1000


def say(name: str, megabytes: float, found: tuple[float, float, float]) -> None:
    """One line."""
    seconds, cpu, peak = found
    load = os.getloadavg()[0]
    print(
        f"{name:28} {megabytes:6.0f} MB {seconds:7.1f} s {cpu:7.1f} s CPU "
        f"{megabytes / seconds:6.1f} MB/s {megabytes / cpu:6.1f} MB/s of CPU "
        f"{peak:5.0f} MB peak, load {load:.1f}",
        flush=True,
    )


def kill_and_resume(source: Path, folder: Path) -> None:
    """How many parts are done again after kill -9 in the middle of a run with two workers."""
    out = folder / "killed"
    shutil.rmtree(out, ignore_errors=True)
    process = subprocess.Popen(command(source, out, "-j", "2"))
    while process.poll() is None and _parts(out) < 4:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = _parts(out)
    time.sleep(2)  # its workers end when they see that it is gone
    total = -(-source.stat().st_size // (4 << 20))
    again = subprocess.Popen([*command(source, out, "-j", "2"), "--resume"])
    most = kept
    while again.poll() is None:
        most = max(most, _parts(out))
        time.sleep(0.005)
    print(
        f"kill -9: {kept} of about {total} parts were done and kept; begun and lost: at most one "
        f"for each of 2 workers; the resumed run did {most - kept} or more "
        f"(exit {again.returncode})"
    )


def _parts(out: Path) -> int:
    journal = out / RUN
    try:
        return journal.read_bytes().count(b'"part"')
    except OSError:
        return 0


def main() -> None:
    """Measure all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--field", default="text")
    parser.add_argument("--megabytes", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    known = texts(given.pages, given.field)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "corpus.jsonl"
        write(known, source, given.megabytes)
        table = to_parquet(source)
        size = source.stat().st_size / 1e6
        for _ in range(given.rounds):
            for label, path, options in (
                ("JSONL, one process", source, ("-j", "1")),
                ("JSONL, two processes", source, ("-j", "2")),
                ("Parquet, one process", table, ("-j", "1")),
                ("Parquet, two processes", table, ("-j", "2")),
                ("JSONL, no ledger", source, ("-j", "1", "--no-ledger", "--related", "drop")),
            ):
                say(label, size, measure(path, folder / "out", *options))
        kill_and_resume(source, folder)
        for megabytes in (given.megabytes // 4, given.megabytes * 2):
            write(known, source, megabytes)
            found = measure(source, folder / "out", "-j", "1")
            say("memory", source.stat().st_size / 1e6, found)


if __name__ == "__main__":
    main()
