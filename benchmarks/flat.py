"""Texts that lost their line ends: the same pages with all white space made a space.

    python benchmarks/flat.py PAGES.jsonl.gz... --folds FOLDER [--level contextual] [--jobs 2]

Each page is cleaned by the model that has not seen the site (see ``shape.py``), as naive text and
in one line, and so is its gold text in one line. Scored by 4-token shingles. Columns: precision,
recall and F1 (means over pages), and the share ``lost`` of the main text that the input had.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections import defaultdict
from pathlib import Path
from typing import Any

from quality import pages
from shape import FOLDS, Row, fold, group, line, row, tools

FORMS = ("naive text", "one line", "gold in one line")
Job = tuple[int, str, Path, list[tuple[str, dict[str, Any]]]]


def forms(page: dict[str, Any]) -> dict[str, str]:
    """A page in each of ``FORMS``."""
    texts = (page["text"], " ".join(page["text"].split()), " ".join(page["gold"].split()))
    return dict(zip(FORMS, texts, strict=True))


def work(job: Job) -> list[tuple[str, str, str, Row]]:
    """Rows of the pages of one fold, as (group, form, tool, row)."""
    number, level, folder, found = job
    tool = tools(folder / f"fold-{number}.json", level)
    rows = []
    for name, page in found:
        for form, text in forms(page).items():
            cleaned = tool.clean(text).text
            for one in group(name, page)[:1]:
                rows.append((one, form, "unchanged", row(page, text, text)))
                rows.append((one, form, "cleaner", row(page, text, cleaned)))
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--level", default="contextual")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    by_fold: list[list[tuple[str, dict[str, Any]]]] = [[] for _ in range(FOLDS)]
    for path in given.pages:
        for page in pages(path, articles=False):
            by_fold[fold(page)].append((path.name.split(".")[0], page))
    jobs = [(i, given.level, given.folds, found) for i, found in enumerate(by_fold)]
    table: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    with multiprocessing.Pool(given.jobs) as pool:
        for rows in pool.imap(work, jobs):
            for name, form, tool, one in rows:
                table[name, form, tool].append(one)
    columns = ("pages", "input", "tool", "number", "P", "R", "F1", "lost")
    print(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}")
    for name in sorted({key[0] for key in table}):
        for form in FORMS:
            for tool in ("unchanged", "cleaner"):
                key = name, form, tool
                print(f"| {name} {line(key, table[key])}")


if __name__ == "__main__":
    main()
