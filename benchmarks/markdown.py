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

from collections.abc import Iterator
from typing import Any

from forms import Job, Rows, Texts, rows, run, shown

from cleaner import Cleaner

FORMS = ("naive text", "wrapped text", "html2text", "html2text, unwrapped", "markdownify",
         "trafilatura")  # fmt: skip


def forms(page: dict[str, Any]) -> dict[str, str]:
    """A page in each of ``FORMS``."""
    import html2text
    import markdownify
    import trafilatura

    html = str(shown(page["html"]))
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


def texts(name: str, page: dict[str, Any], tool: Cleaner) -> Iterator[Texts]:
    """What each form of a page says, as it is and cleaned, in its set."""
    for form, text in forms(page).items():
        had, has = text, tool.clean(text).text
        if form not in ("naive text", "wrapped text"):
            had, has = read(had), read(has)
        yield name, form, had, has


def work(job: Job) -> Rows:
    """Rows of the pages of one fold, as (set, form, tool, row)."""
    return rows(job, texts)


if __name__ == "__main__":
    run(__doc__, FORMS, work, html=True)
