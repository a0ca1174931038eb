"""The quality below which no change may go, on this repository's own pages.

    python benchmarks/floors.py            # what is measured, beside the floors
    python benchmarks/floors.py --raise    # lifts floors to what is measured; never lowers one

The floors are in ``floors.toml``; ``tests/test_floors.py`` holds the package to them. A floor that
is to be lowered needs an entry ``[[lowered]]`` with ``figure``, ``to`` and ``why``; the highest
value that it ever had stays in the file, which the history of the repository is asked for.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomlkit
from dedup import score
from quality import Score
from snippet_corpus import snippets

import cleaner

ROOT = Path(__file__).parent.parent
FILE = Path(__file__).with_name("floors.toml")
FOLDERS = ("in-the-wild", "known-failures", "negative")
SNIPPETS = 3_000
SLACK = 0.01
"""How far above its floor a figure may lie before the floor has to be raised."""


def pages() -> Iterator[tuple[str, str, str]]:
    """Name, text and gold text of each page; a page of ``negative`` is its own gold."""
    for folder in FOLDERS:
        for path in sorted((ROOT / "fixtures" / folder).glob("*.txt")):
            if path.name.endswith(".want.txt"):
                continue
            text = path.read_bytes().decode()
            want = path.with_suffix(".want.txt")
            gold = want.read_bytes().decode() if want.exists() else text
            if gold.strip():
                yield f"{folder}/{path.stem}", text, gold


def data() -> str:
    """The hash of all that is measured on."""
    sha = hashlib.sha256()
    for row in pages():
        sha.update("\0".join(row).encode())
    texts, labels = snippets(SNIPPETS)
    for label, text in zip(labels, texts, strict=True):
        sha.update(f"{label}\0{text}\0".encode())
    return sha.hexdigest()


def measured() -> dict[str, float]:
    """Every figure; more is better."""
    tool = cleaner.Cleaner()
    cleaning = Score()
    for name, text, gold in pages():
        cleaning.add({"id": name, "gold": gold}, text, tool.clean(text))
    figures = cleaning.figures()
    texts, labels = snippets(SNIPPETS)
    found = [0] * len(texts)
    for number, cluster in enumerate(cleaner.dedup(texts)):
        for member in cluster.members:
            found[member.index] = number
    duplicates = score(labels, found)
    return {
        "cleaning-f1": round(figures["f1_after"], 4),
        "cleaning-kept": round(1 - figures["lost"], 4),
        "cleaning-removed": round(figures["removed_pooled"], 4),
        "dedup-precision": round(duplicates["P"], 4),
        "dedup-recall": round(duplicates["R"], 4),
    }


def past(file: Path = FILE) -> dict[str, float]:
    """The highest floors of all commits behind this one; none where there is no repository."""
    highest: dict[str, float] = {}
    for commit in _git(file, "log", "--format=%H", "--", file.name).split():
        known = tomllib.loads(_git(file, "show", f"{commit}:./{file.name}"))
        for figure, value in known.get("highest", {}).items():
            highest[figure] = max(value, highest.get(figure, 0.0))
    return highest


def _git(file: Path, *arguments: str) -> str:
    """What git says in the folder of a file; nothing where it cannot."""
    command = ["git", "-C", str(file.parent), *arguments]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def problems(
    known: Any, now: dict[str, float], data_now: str, before: dict[str, float]
) -> list[str]:
    """What is wrong with floors: figures below, floors too low, or lowered without a word.

    ``before``: the highest ones of all times.
    """
    found = [
        f"{figure}: the highest floor was {value}, not {known['highest'][figure]}"
        for figure, value in before.items()
        if value > known["highest"].get(figure, value)
    ]
    if known["data"] != data_now:
        found.append("the pages are others: measure again, and give the new hash as data")
    if set(known["floors"]) != set(now) or set(known["highest"]) != set(now):
        return [*found, "the figures are not those that have floors"]
    lowered = {one["figure"]: one for one in known.get("lowered", []) if one["why"].strip()}
    for figure, value in now.items():
        floor, highest = known["floors"][figure], known["highest"][figure]
        if value < floor:
            found.append(f"{figure} is {value}, its floor {floor}")
        if value > floor + SLACK:
            found.append(f"{figure} is {value}: raise its floor of {floor}")
        if floor > highest:
            found.append(f"{figure}: the highest floor was {floor}, not {highest}")
        said = lowered.get(figure)
        if floor < highest and (said is None or said["to"] != floor):
            found.append(f"{figure} was lowered from {highest} to {floor} without saying why")
    return found


def main() -> None:
    """Show, or raise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise", dest="lift", action="store_true")
    given = parser.parse_args()
    known: Any = tomlkit.parse(FILE.read_text())
    now = measured()
    if given.lift:
        known["data"] = data()
        for figure, value in now.items():
            known["floors"][figure] = max(value, known["floors"].get(figure, 0.0))
            known["highest"][figure] = max(value, known["highest"].get(figure, 0.0))
        for one in known.get("lowered", []):
            one["to"] = known["floors"][one["figure"]]  # what was lowered may be half way back
        FILE.write_text(tomlkit.dumps(known))
    for figure, value in now.items():
        print(f"{figure:18} {value:.4f}  floor {known['floors'].get(figure, 0.0):.4f}")
    for problem in problems(known, now, data(), past()):
        print(problem)


if __name__ == "__main__":
    main()
