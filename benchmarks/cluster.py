"""Ray Data and Daft on one job: `python benchmarks/cluster.py PAGES CARDS [--megabytes 100]`.

PAGES and CARDS are JSONL (plain or .gz) with a `text`. The job: clean pages and write Parquet;
count lines by site; candidates of snippets by a shuffle of their shingles by range of hash; verify
them; connected groups. The functions are those of the package (engines/job.py), so that engines
differ only in how they carry the batches. Prints lines of code, and of each stage seconds of CPU
and of the clock, peak memory (proportional set size of all processes) and a hash of the results.
With `--kill` a worker is killed in the middle of the cleaning; `--limit` is a limit of memory.
Needs `pip install ray daft pandas polars`.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import hashlib
import importlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).parent / "engines"
ENGINES = {
    "ray": "ray_data",
    "daft": "daft_frame",
    "daft-on-ray": "daft_frame",
    "cleaner": "package",
    "cleaner-on-ray": "package",
}
STAGES = ("clean", "count", "candidates", "verify", "group", "dedup")


def texts(name: str) -> list[str]:
    """The texts of a file of records."""
    path = Path(name)
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return [found["text"] for found in map(json.loads, file) if found.get("text")]


def write(folder: Path, known: list[str], size: int, *, cards: bool) -> None:
    """Sixteen files of records; texts are repeated with other words."""
    folder.mkdir(parents=True)
    files = [(folder / f"{n:02d}.jsonl").open("w") for n in range(16)]
    total = number = 0
    while total < size:
        turn, at = divmod(number, len(known))
        text = known[at]
        if turn:
            text = f"{text}\n{number}"
            if cards:
                words = text.split()
                text = " ".join(f"{w}{turn}" if len(w) % 2 else w for w in words)
        line = json.dumps({"id": number, "site": at % 40, "text": text}, ensure_ascii=False) + "\n"
        files[number % 16].write(line)
        total += len(line.encode())
        number += 1
    for file in files:
        file.close()


def tree(root: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in (path.name for path in Path("/proc").iterdir()):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text()
            except OSError:
                continue
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def ticks(pid: int) -> int:
    """The CPU that a process used, in ticks of the clock."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    return sum(map(int, stat.rpartition(")")[2].split()[11:13]))


def memory(pid: int) -> int:
    """Proportional set size in bytes."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))


def command(pid: int) -> str:
    """The command line of a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


class Watch(threading.Thread):
    """Samples the memory of a process tree; kills a worker when it is told to."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.peak, self.over = root, 0, False
        self.ticks: dict[int, int] = {}

    def run(self) -> None:
        """Sample until it is over."""
        while not self.over:
            found = tree(self.root)
            self.peak = max(self.peak, sum(map(memory, found)))
            self.ticks |= {pid: spent for pid in found if (spent := ticks(pid))}
            time.sleep(0.3)

    @property
    def processor(self) -> float:
        """Seconds of CPU of all processes, but for their last fraction of a second."""
        return sum(self.ticks.values()) / os.sysconf("SC_CLK_TCK")


def worker_of(root: int, engine: str) -> int:
    """The process of an engine that cleans: the one that used most of the processor."""
    marks = ("ray::", "udf", "multiprocessing.spawn")
    found = [pid for pid in tree(root)[1:] if any(m in command(pid).lower() for m in marks)]
    busy = [(ticks(pid), pid) for pid in found]
    return max(busy)[1] if busy else 0


def digest(folder: Path) -> str:
    """A hash of the rows of a stage, whatever their order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.concat_tables(map(pq.read_table, sorted(folder.rglob("*.parquet"))))
    names = sorted(n for n in table.column_names if "count" not in n and n != "edits")
    rows = sorted(map(str, zip(*(table[n].to_pylist() for n in names), strict=True)))
    return f"{len(rows)} rows {hashlib.sha256(repr(rows).encode()).hexdigest()[:12]}"


def stage(engine: str, name: str, source: Path, work: Path, given: argparse.Namespace) -> str:
    """Run a stage in a process; returns what is to be said of it."""
    out = work / engine / name
    shutil.rmtree(out, ignore_errors=True)
    inputs = {
        "clean": [source / "pages"],
        "count": [work / engine / "clean"],
        "candidates": [source / "cards"],
        "verify": [source / "cards", work / engine / "candidates"],
        "group": [work / engine / "verify"],
        "dedup": [source / "cards"],
    }[name]
    code = [sys.executable, __file__, "--stage", engine, name, *map(str, inputs), str(out)]
    code += ["--cores", str(given.cores), "--store", str(given.store), "--limit", str(given.limit)]
    (work / engine).mkdir(parents=True, exist_ok=True)
    begin = time.perf_counter()
    errors = work / f"{engine}.{name}.log"
    process = subprocess.Popen(code, stderr=errors.open("w"), stdout=subprocess.DEVNULL)
    watch = Watch(process.pid)
    watch.start()
    said = ""
    if given.kill:
        victim = 0
        while process.poll() is None and ticks(victim) < 2 * os.sysconf("SC_CLK_TCK"):
            time.sleep(0.2)
            victim = worker_of(process.pid, engine)
        if victim and process.poll() is None:
            said = f", killed {command(victim)[:60]!r} after {time.perf_counter() - begin:.0f} s"
            os.kill(victim, signal.SIGKILL)
    try:
        process.wait(given.patience)
    except subprocess.TimeoutExpired:
        said += ", given up"
        for pid in reversed(tree(process.pid)):
            os.kill(pid, signal.SIGKILL)
        process.wait()
    seconds = time.perf_counter() - begin
    watch.over = True
    watch.join()
    result = digest(out) if process.returncode == 0 else f"failed ({process.returncode})"
    figures = f"{watch.processor:6.1f} s CPU {seconds:6.1f} s {watch.peak / 1e6:6.0f} MB peak"
    return f"{figures}, {result}{said}"


def run_stage(engine: str, name: str, paths: list[str], given: argparse.Namespace) -> None:
    """In the process of a stage."""
    sys.path.insert(0, str(HERE))
    os.environ["PYTHONPATH"] = str(HERE)
    if given.limit:
        resource.setrlimit(resource.RLIMIT_DATA, (given.limit, given.limit))
    module = importlib.import_module(ENGINES[engine])
    more = {"on_ray": True} if engine.endswith("-on-ray") else {}
    module.start("", given.cores, given.store, **more)
    getattr(module, name)(*paths, given.cores)


def has_stage(engine: str, name: str) -> bool:
    """Whether a module has a stage."""
    return f"def {name}(" in (HERE / f"{ENGINES[engine]}.py").read_text()


def code_lines(name: str) -> int:
    """Lines of code without comments, docstrings, blank lines and imports."""
    source = (HERE / f"{name}.py").read_text()
    found: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.stmt) or isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        end = node.lineno if hasattr(node, "body") else node.end_lineno or node.lineno
        found |= set(range(node.lineno, end + 1))
    return len(found)


def main() -> None:
    """Compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs", nargs="*", metavar="PAGES CARDS")
    parser.add_argument("--stage", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--stages", default=",".join(STAGES))
    parser.add_argument("--megabytes", type=int, default=100, help="of pages")
    parser.add_argument("--cards", type=int, default=20, help="megabytes of cards")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--store", type=int, default=1 << 30, help="bytes of Ray's object store")
    parser.add_argument("--limit", type=int, default=0, help="RLIMIT_DATA of the processes")
    parser.add_argument("--patience", type=float, default=900.0)
    parser.add_argument("--kill", action="store_true")
    given = parser.parse_args()
    if given.stage:
        engine, name, *paths = given.stage
        run_stage(engine, name, paths, given)
        return
    for engine in given.engines.split(","):
        print(f"{engine}: {code_lines(ENGINES[engine])} lines of code", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        write(source / "pages", texts(given.inputs[0]), given.megabytes * 1_000_000, cards=False)
        write(source / "cards", texts(given.inputs[1]), given.cards * 1_000_000, cards=True)
        for name in given.stages.split(","):
            for engine in given.engines.split(","):
                if not has_stage(engine, name):
                    continue
                said = stage(engine, name, source, Path(folder) / "out", given)
                print(f"{name:10} {engine:12} {said}, load {os.getloadavg()[0]:.1f}", flush=True)
                log = Path(folder) / "out" / f"{engine}.{name}.log"
                if "failed" in said:
                    print("   ", *log.read_text().splitlines()[-4:], sep="\n    ", flush=True)


if __name__ == "__main__":
    main()
