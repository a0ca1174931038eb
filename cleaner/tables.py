"""Tables that scraping took apart: a label in one line, what it says in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.segment import Page
from cleaner.sentences import COLONS

_ENDS = (*COLONS, *(f"{colon} " for colon in COLONS))
_LABEL_CHARS, _LABEL_WORDS = 40, 4
_VALUE_CHARS = 80
_ROW = 8
_GRID = re.compile(r"[.,:;\d]+(?: +[.,:;\d]+){2,}")


def row_of_table(page: Page, number: int) -> range:
    """The lines of a label, its value and the next label; empty where that is not so.

    Two labels with a value between are facts of a page: a developer, a release date, what a
    program requires. Menus and lists of other things have no such rows.
    """
    if not _is_label(page.lines[number]):
        return range(0)
    near = range(number + 1, min(number + _ROW, len(page.lines)))
    following = [i for i in near if not page.blank(i)]
    if len(following) < 2 or _is_label(page.lines[following[0]]):
        return range(0)
    end = next((i for i in following[1:] if _is_label(page.lines[i])), -1)
    values = (page.lines[i] for i in following if i < end)
    fits = end > 0 and all(len(value) <= _VALUE_CHARS for value in values)
    return range(number, end + 1) if fits else range(0)


def in_tables(page: Page, first: int, end: int) -> Iterator[int]:
    """Numbers of the lines of all rows that begin in ``first:end``."""
    for i, line in enumerate(page.lines[first:end], first):
        if line.endswith(_ENDS):
            yield from row_of_table(page, i)


def is_sign(line: str, below: str) -> bool:
    """Whether a mark at the beginning of ``below`` is no punctuation of a sentence.

    In a row of a grid, ". 4 . . 1", it is an empty square, alone in an indented text, as in
    copyright files of Debian, an empty line.
    """
    return _GRID.fullmatch(below.strip()) is not None or (below == " ." and line[:1] == " ")


def _is_label(line: str) -> bool:
    """Whether a line names what the next one says: "Publisher:"."""
    short = len(line) <= _LABEL_CHARS and line.count(" ") < _LABEL_WORDS
    return short and line.rstrip()[-1:] in COLONS
