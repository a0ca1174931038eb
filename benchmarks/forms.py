"""What the benchmarks of a page in several forms have in common: its parts, and their table."""

from __future__ import annotations

import argparse
import multiprocessing
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from quality import pages
from shape import FOLDS, Row, fold, group, line, row, tools

from cleaner import Cleaner

Page = tuple[str, dict[str, Any]]
"""The name of a set and one of its pages."""
Job = tuple[int, str, Path, list[Page]]
"""The pages of one fold: its number, the level, the folder of the models, and the pages."""
Rows = list[tuple[str, str, str, Row]]
"""By (group, form, tool)."""
Texts = tuple[str, str, str, str]


def shown(html: str) -> Any:
    """A page without what no reader sees, as BeautifulSoup takes it."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "lxml")
    for tag in soup(["script", "style", "noscript", "template"]):
        tag.decompose()
    return soup


def rows(job: Job, texts: Callable[[str, dict[str, Any], Cleaner], Iterator[Texts]]) -> Rows:
    """Rows of the pages of one fold, each page cleaned by the model that has not seen its site.

    ``texts`` yields (group, form, text, cleaned text), as they are scored, of a page of a set.
    """
    number, level, folder, found = job
    tool = tools(folder / f"fold-{number}.json", level)
    return [
        (group, form, name, row(page, had, one))
        for of, page in found
        for group, form, had, has in texts(of, page, tool)
        for name, one in (("unchanged", had), ("cleaner", has))
    ]


def plain_rows(job: Job, forms: Callable[[dict[str, Any]], dict[str, str]]) -> Rows:
    """Rows of pages whose ``forms``, by name, are scored as they are, in the group of the page."""

    def texts(name: str, page: dict[str, Any], tool: Cleaner) -> Iterator[Texts]:
        kind = group(name, page)[0]
        for form, text in forms(page).items():
            yield kind, form, text, tool.clean(text).text

    return rows(job, texts)


def run(
    about: str | None, forms: Sequence[str], work: Callable[[Job], Rows], *, html: bool
) -> None:
    """Print the table of all pages, or of those with ``html``, given on the command line."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--level", default="contextual")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    by_fold: list[list[Page]] = [[] for _ in range(FOLDS)]
    for path in given.pages:
        for page in pages(path, articles=False):
            if page.get("html") or not html:
                by_fold[fold(page)].append((path.name.split(".")[0], page))
    jobs = [(i, given.level, given.folds, found) for i, found in enumerate(by_fold)]
    table: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    with multiprocessing.Pool(given.jobs) as pool:
        for done in pool.imap(work, jobs):
            for name, form, tool, one in done:
                table[name, form, tool].append(one)
    columns = ("pages", "input", "tool", "number", "P", "R", "F1", "lost")
    print(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}")
    for name in dict.fromkeys(key[0] for key in table):
        for form in forms:
            for tool in ("unchanged", "cleaner"):
                key = name, form, tool
                if key in table:
                    print(f"| {name} {line(key, table[key])}")
