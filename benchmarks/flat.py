"""Texts that lost their line ends: all white space made a space, or none put between elements.

    python benchmarks/flat.py PAGES.jsonl.gz... --folds FOLDER [--level contextual] [--jobs 2]

Each page is cleaned by the model that has not seen the site (see ``shape.py``), as naive text and
in one line, and so is its gold text in one line. Pages with ``html`` are also read as BeautifulSoup
gives them by ``get_text(" ")``, where an element is a line, and by ``get_text()``, where words are
glued together, with their line ends and in one line. Scored by 4-token shingles. Columns:
precision, recall and F1 (of mean precision and recall), and the share ``lost`` of the main text
that the input had.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections import defaultdict
from pathlib import Path
from typing import Any

from quality import pages
from shape import FOLDS, Row, fold, group, line, row, tools

FORMS = ("naive text", "one line", "gold in one line", 'get_text(" ")', 'get_text(" "), one line',
         "get_text()", "get_text(), one line")  # fmt: skip
Job = tuple[int, str, Path, list[tuple[str, dict[str, Any]]]]


def forms(page: dict[str, Any]) -> dict[str, str]:
    """A page in each of ``FORMS``; in the first three if it has no HTML."""
    from bs4 import BeautifulSoup

    texts = [page["text"], one_line(page["text"]), one_line(page["gold"])]
    if page.get("html"):
        soup = BeautifulSoup(page["html"], "lxml")
        for tag in soup(["script", "style", "noscript", "template"]):
            tag.decompose()
        for text in (soup.get_text(" "), soup.get_text()):
            texts += [text, one_line(text)]
    return dict(zip(FORMS, texts, strict=False))


def one_line(text: str) -> str:
    """``text`` with all white space as one space."""
    return " ".join(text.split())


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
                if key in table:
                    print(f"| {name} {line(key, table[key])}")


if __name__ == "__main__":
    main()
