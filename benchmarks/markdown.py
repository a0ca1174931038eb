"""Markdown and wrapped text, as converters make them of the same pages: cleaned and scored.

    python benchmarks/markdown.py PAGES.jsonl.gz... --folds FOLDER [--level contextual] [--jobs 2]

Every page with ``html`` and ``gold`` is turned into Markdown by html2text (as it comes, wrapped at
78 columns, and unwrapped), markdownify and, as an extractor, trafilatura, and into wrapped text
without links. Each is cleaned by the model that has not seen the site (see ``shape.py``). What
Markdown says is read by markdown-it-py and BeautifulSoup, before and after cleaning, and scored by
4-token shingles. Columns: precision, recall and F1 (means over pages), and the share ``lost`` of
the main text that the input had. Needs ``benchmarks/requirements-markdown.txt``.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections import defaultdict
from pathlib import Path
from typing import Any

from quality import pages
from shape import Row, fold, line, row, tools

FORMS = ("naive text", "wrapped text", "html2text", "html2text, unwrapped", "markdownify",
         "trafilatura")  # fmt: skip
Job = tuple[int, str, Path, list[tuple[str, dict[str, Any]]]]


def forms(page: dict[str, Any]) -> dict[str, str]:
    """A page in each of ``FORMS``."""
    import html2text
    import markdownify
    import trafilatura
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page["html"], "lxml")
    for tag in soup(["script", "style", "noscript", "template"]):
        tag.decompose()
    html = str(soup)
    found = {"naive text": page["text"]}
    for name, settings in (
        ("wrapped text", {"ignore_links": True, "ignore_images": True}),
        ("html2text", {}),
        ("html2text, unwrapped", {"body_width": 0}),
    ):
        converter = html2text.HTML2Text()
        for key, value in settings.items():
            setattr(converter, key, value)
        found[name] = converter.handle(html)
    found["markdownify"] = markdownify.markdownify(html, heading_style="ATX")
    found["trafilatura"] = (
        trafilatura.extract(
            page["html"], output_format="markdown", include_links=True, include_images=True
        )
        or ""
    )
    return found


def read(text: str) -> str:
    """What Markdown says, by a parser that is not ours."""
    from bs4 import BeautifulSoup
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").enable("table").render(text)
    return BeautifulSoup(html, "lxml").get_text("\n")


def work(job: Job) -> list[tuple[str, str, str, Row]]:
    """Rows of the pages of one fold, as (set, form, tool, row)."""
    number, level, folder, found = job
    tool = tools(folder / f"fold-{number}.json", level)
    rows = []
    for name, page in found:
        for form, text in forms(page).items():
            plain = form in ("naive text", "wrapped text")
            had, has = (one if plain else read(one) for one in (text, tool.clean(text).text))
            rows.append((name, form, "unchanged", row(page, had, had)))
            rows.append((name, form, "cleaner", row(page, had, has)))
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--level", default="contextual")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    by_fold: list[list[tuple[str, dict[str, Any]]]] = [[] for _ in range(5)]
    for path in given.pages:
        for page in pages(path, articles=False):
            if page.get("html"):
                by_fold[fold(page)].append((path.name.split(".")[0], page))
    jobs = [(i, given.level, given.folds, found) for i, found in enumerate(by_fold)]
    table: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    with multiprocessing.Pool(given.jobs) as pool:
        for rows in pool.imap(work, jobs):
            for name, form, tool, one in rows:
                table[name, form, tool].append(one)
    columns = ("pages", "input", "tool", "number", "P", "R", "F1", "lost")
    print(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}")
    for name in dict.fromkeys(key[0] for key in table):
        for form in FORMS:
            for tool in ("unchanged", "cleaner"):
                key = name, form, tool
                print(f"| {name} {line(key, table[key])}")


if __name__ == "__main__":
    main()
