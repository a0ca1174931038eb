"""Labels that scraping took from what they say: "Cabinets: / Mend the doors first.".

They stood in a type of their own before the text. A heading may end with a colon, too, and so do
the names in an interview; but headings have several lines below them, and where a label and one
line follow each other again and again in a raw scrape, both are one paragraph. Behind the last of
these labels a list may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.rows import rows
from cleaner.segment import Page
from cleaner.sentences import COLONS, ends_sentence

_LABEL_CHARS, _LABEL_SPACES = 40, 4
_LEAST = 3
"""Labels that follow each other."""
_TEXT_CHARS, _SENTENCE_CHARS = 60, 25
"""Code points of text that need not end, and of a sentence; less may be the item of a list."""
_CODE = re.compile(r"[{}=<>_|\\#$*@()\[\]]")


def labelled(page: Page, numbers: Iterable[int]) -> list[int]:
    """Numbers of the lines that are the label of the text in the next line, in order.

    None where none of the lines ``numbers``, which are new or near new ones, ends as a label does.
    """
    lines = page.lines
    if not any(lines[i][-1:] in COLONS for i in numbers):
        return []
    ends = {i for i, line in enumerate(lines) if line[-1:] in COLONS}
    # Most lines with a colon stand alone, which is seen before they are looked at.
    near = sorted(i for i in ends if i - 2 in ends or i + 2 in ends)
    return [
        i
        for row in rows([i for i in near if _is_label(page, i)], 2)
        if len(row) >= _LEAST
        for i in row
        if i < row[-1] or _is_text(lines[i + 1].strip())
    ]


def _is_label(page: Page, number: int) -> bool:
    """Whether a line that ends with a colon, and the next one, may be a label and its text."""
    line = page.lines[number].strip()
    below = page.lines[number + 1].strip() if number + 1 < len(page.lines) else ""
    return (
        1 < len(line) <= _LABEL_CHARS
        and line.count(" ") <= _LABEL_SPACES
        and not line[0].islower()
        and not _CODE.search(line)
        and bool(below)
        and below[0].isalnum()
        and below[-1] not in COLONS
        and number not in page.marks
        and number + 1 not in page.marks
    )


def _is_text(line: str) -> bool:
    return len(line) >= _TEXT_CHARS or (len(line) >= _SENTENCE_CHARS and ends_sentence(line))
