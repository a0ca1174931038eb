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

from functools import partial
from typing import Any

from forms import plain_rows, run, shown

FORMS = ("naive text", "one line", "gold in one line", 'get_text(" ")', 'get_text(" "), one line',
         "get_text()", "get_text(), one line")  # fmt: skip


def forms(page: dict[str, Any]) -> dict[str, str]:
    """A page in each of ``FORMS``; in the first three if it has no HTML."""
    texts = [page["text"], one_line(page["text"]), one_line(page["gold"])]
    if page.get("html"):
        soup = shown(page["html"])
        for text in (soup.get_text(" "), soup.get_text()):
            texts += [text, one_line(text)]
    return dict(zip(FORMS, texts, strict=False))


def one_line(text: str) -> str:
    """``text`` with all white space as one space."""
    return " ".join(text.split())


if __name__ == "__main__":
    run(__doc__, FORMS, partial(plain_rows, forms=forms), html=False)
