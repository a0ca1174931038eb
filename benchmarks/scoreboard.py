"""The whole scoreboard: `PAGES='a.jsonl.gz b.jsonl.gz' CARDS=cards.jsonl.gz make bench`.

    python benchmarks/scoreboard.py PAGES... [--cards CARDS] [--sample 300] [--rounds 2]
                                    [--only TOOL]... [--patience 900] [--cache DIR]
                                    [--out docs/benchmarks.md]

PAGES: JSONL with ``text`` (what a naive scraper saves), ``html`` and ``gold``; pages without one of
these are left out. CARDS: JSONL with ``text`` and ``cluster``. Every peer is installed in an
environment of its own below DIR (the first time) and run in processes of its own; in every round
each tool has its turn, so that a machine that is slow for a while is slow for all of them. One that
cannot be installed or fails is listed with the reason. Writes the tables, and plots beside them.

A first look takes a minute, with `BENCH='--sample 20 --rounds 1 --only cleaner --out /tmp/look.md'`
before `make bench`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from dedup import score
from quality import Score
from scoreboard_page import write

from cleaner import Cleaned, __version__

HERE = Path(__file__).parent


class Tool(NamedTuple):
    """A tool, what is installed for it ("": it runs beside this package), and what it reads."""

    name: str
    needs: str
    reads: str


TOOLS = (
    Tool("cleaner", "", "text"),
    Tool("cleaner, rules alone", "", "text"),
    Tool("every regex on every line", "", "text"),
    Tool("lines of ten words", "", "text"),
    Tool("ftfy", "ftfy", "text"),
    Tool("clean-text", "clean-text", "text"),
    Tool("datatrove C4 lines", "datatrove nltk spacy", "text"),
    Tool("datatrove FineWeb", "datatrove nltk spacy", "text"),
    Tool("NeMo-Curator modifiers", "nemo-curator[text_cpu]", "text"),
    Tool("data-juicer mappers", "py-data-juicer aiohttp", "text"),
    Tool("trafilatura", "trafilatura lxml_html_clean", "html"),
    Tool("jusText", "justext lxml_html_clean", "html"),
    Tool("resiliparse", "resiliparse", "html"),
    Tool("cleaner dedup", "", "cards"),
    Tool("exact hash", "", "cards"),
    Tool("normalised hash", "", "cards"),
    Tool("datasketch", "datasketch", "cards"),
    Tool("rensa", "rensa", "cards"),
    Tool("semhash", "semhash", "cards"),
)


class FailedError(Exception):
    """A tool that cannot be installed or does not run; says why in one line."""


def read(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return [json.loads(line) for line in file]


def environment(tool: Tool, cache: Path, patience: int) -> Path:
    """The interpreter for a tool, in an environment that is made the first time.

    What could not be installed is not tried again before ``NAME.failed`` in DIR is removed.
    """
    if not tool.needs:
        return Path(sys.executable)
    folder = cache / tool.needs.split()[0].split("[")[0]
    python = folder / "bin" / "python"
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_text() == tool.needs:
        return python
    failed = cache / f"{folder.name}.failed"
    if failed.exists():
        raise FailedError(failed.read_text())
    venv.create(folder, clear=True)
    # pip takes a quarter of an hour to find versions that some of the peers' needs agree on.
    command = [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", str(python)]
    try:
        _run([*command, *tool.needs.split()], patience, f"install {tool.needs}: ")
    except FailedError as error:
        failed.write_text(str(error))
        raise
    stamp.write_text(tool.needs)
    return python


def turn(tool: Tool, python: Path, source: Path, target: Path, patience: int) -> dict[str, float]:
    """One turn of a tool: seconds of CPU."""
    command = [str(python), str(HERE / "scoreboard_peers.py"), tool.name, str(source), str(target)]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "RAYON_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    found: dict[str, float] = json.loads(_run(command, patience, "", threads).splitlines()[-1])
    return found


def _run(command: list[str], patience: int, what: str, more: dict[str, str] | None = None) -> str:
    """What a command prints; raises FailedError if it fails or takes more seconds."""
    with (
        tempfile.TemporaryFile("w+") as out,
        tempfile.TemporaryFile("w+") as errors,
        # A session of its own, so that what it started ends with it.
        subprocess.Popen(
            command,
            stdout=out,
            stderr=errors,
            env=os.environ | (more or {}),
            start_new_session=True,
        ) as process,
    ):
        try:
            code = process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise FailedError(f"{what}takes more than {patience} s") from None
        out.seek(0)
        errors.seek(0)
        if code:
            raise FailedError(f"{what}{_last(errors.read())}")
        return out.read()


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "rror" in line]
    return (errors or lines or ["no word"])[-1][:160]


def version(tool: Tool, python: Path) -> str:
    """The version of the package that was installed."""
    if not tool.needs:
        return __version__
    name = tool.needs.split()[0].split("[")[0]
    code = f"import importlib.metadata as m; print(m.version({name!r}))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True).stdout.strip()


def quality(pages: Sequence[dict[str, Any]], target: Path) -> dict[str, float]:
    """What cleaning did to the pages."""
    found = Score()
    with target.open(encoding="utf-8") as lines:
        for page, line in zip(pages, lines, strict=True):
            text = json.loads(line)
            found.add(page, page["text"], Cleaned(text, original=page["text"]))
    return {name: float(value) for name, value in found.figures().items()}


def grouping(cards: Sequence[dict[str, Any]], target: Path) -> dict[str, float]:
    """How well the groups fit the labels."""
    labels = [json.loads(line) for line in target.read_text().splitlines()]
    return score([str(card["cluster"]) for card in cards], labels)


def sample(pages: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """``count`` pages taken evenly from those that have all that is compared."""
    whole = [p for p in pages if all((p.get(k) or "").strip() for k in ("text", "html", "gold"))]
    step = max(1, len(whole) / count)
    return [whole[int(i * step)] for i in range(min(count, len(whole)))]


def arguments() -> argparse.Namespace:
    """What was asked for, with the records of the files; exits with a word on what cannot be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--cards", type=Path)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=2)
    names = [tool.name for tool in TOOLS]
    parser.add_argument("--only", action="append", choices=names, metavar="TOOL", default=[])
    parser.add_argument(
        "--patience", type=int, default=900, help="seconds to install, and for a turn"
    )
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache/cleaner-bench")
    parser.add_argument("--out", type=Path, default=HERE.parent / "docs/benchmarks.md")
    given = parser.parse_args()
    for path in filter(None, (*given.pages, given.cards)):
        if not path.is_file():
            parser.error(f"{path}: no such file")
    given.records = [page for path in given.pages for page in sample(read(path), given.sample)]
    if not given.records:
        parser.error('no page has "text", "html" and "gold"')
    given.snippets = read(given.cards) if given.cards else []
    if any("text" not in card or "cluster" not in card for card in given.snippets):
        parser.error(f'{given.cards}: a card needs "text" and "cluster"')
    return given


def main() -> None:
    """Measure all, write the page."""
    given = arguments()
    pages, cards = given.records, given.snippets
    rows: dict[str, dict[str, Any]] = {}
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = {"text": folder / "pages.jsonl", "cards": folder / "cards.jsonl"}
        sources["html"] = sources["text"]
        for path, records in ((sources["text"], pages), (sources["cards"], cards)):
            path.write_text("".join(json.dumps(record) + "\n" for record in records))
        tools = [tool for tool in TOOLS if cards or tool.reads != "cards"]
        tools = [tool for tool in tools if not given.only or tool.name in given.only]
        for number in range(given.rounds):
            for tool in tools:
                if tool.name in failed:
                    continue
                target = folder / "result.jsonl"
                try:
                    python = environment(tool, given.cache, given.patience)
                    found = turn(tool, python, sources[tool.reads], target, given.patience)
                except FailedError as error:
                    if tool.name not in rows:
                        failed[tool.name] = str(error)
                    print(f"{tool.name}: {error}", flush=True)
                    continue
                row = rows.setdefault(tool.name, {"reads": tool.reads, "seconds": []})
                row["seconds"].append(found["seconds"])
                if number == 0:
                    row["version"] = version(tool, python)
                    judged = grouping(cards, target) if tool.reads == "cards" else None
                    row |= judged or quality(pages, target)
                print(f"{tool.name}: {found['seconds']:.2f} s", flush=True)
    about = {
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[1], 1),
        "pages": len(pages),
        "sets": ", ".join(path.name.split(".")[0] for path in given.pages),
        "megabytes": round(sum(len(p["text"].encode()) for p in pages) / 1e6, 2),
        "html": round(sum(len(p["html"].encode()) for p in pages) / 1e6, 2),
        "before": quality_before(pages),
        "cards": len(cards),
        "rounds": given.rounds,
    }
    write(given.out, about, rows, failed)
    print(f"written: {given.out}")


def quality_before(pages: Sequence[dict[str, Any]]) -> float:
    """F1 of the pages as they come."""
    found = Score()
    for page in pages:
        found.add(page, page["text"], Cleaned(page["text"], original=page["text"]))
    return float(found.figures()["f1_before"])


if __name__ == "__main__":
    main()
