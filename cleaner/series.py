"""Entries with a comma between them, each a link: "Maps / , / Boats / , / Mills"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cleaner.edges import NO_JOIN_AFTER, is_code
from cleaner.hanging import is_near_text
from cleaner.rows import rows
from cleaner.segment import Page

_SEPARATORS = frozenset(",;")
_LEAST = 2
"""Separators in lines of their own that make a series."""
_MOST_CHARS = 60
_CODE = re.compile(r"[{}=<>_\\*@()\[\]|`\"]|[$#](?!\d)|::|->|'$")
_REACH = 3
"""Lines around a series in which no line of highlighted code may stand."""


def series(page: Page, numbers: Iterable[int]) -> Iterator[int]:
    """Those of the sorted numbers, and of the lines behind them, that belong to the next line.

    ``numbers``: lines above punctuation.
    """
    lines = page.lines
    texts: dict[int, bool] = {}
    above = [i for i in numbers if lines[i + 1].strip() in _SEPARATORS and _is_entry(page, i)]
    for row in rows(above, 2):
        if len(row) < _LEAST or not _is_even(page, row):
            continue
        last = row[-1] + 2
        end = last if _is_entry(page, last) else last - 1
        if any(map(is_code, lines[max(0, row[0] - _REACH) : last + _REACH])):
            continue
        if _are_names(lines[row[0] : end + 1]) or is_near_text(page, row[0], end, texts):
            yield from range(row[0], end)


def _are_names(lines: Sequence[str]) -> bool:
    """Whether entries and what stands between them are not mostly words as programs have them."""
    entries = [line.strip() for line in lines[::2]]
    words = sum(entry.isidentifier() and entry.islower() for entry in entries)
    return 2 * words < len(entries)


def _is_even(page: Page, row: list[int]) -> bool:
    """Whether entries and separators take turns, and one separator stands in all of them."""
    separators = {page.lines[i + 1].strip() for i in row}
    return len(separators) == 1 and row == [*range(row[0], row[-1] + 1, 2)]


def _is_entry(page: Page, number: int) -> bool:
    """Whether a line is a name, or a few words."""
    if number >= len(page.lines) or number in page.marks:
        return False
    line = page.lines[number].strip()
    return (
        0 < len(line) <= _MOST_CHARS
        and line[0].isalnum()
        and line[-1] not in NO_JOIN_AFTER
        and line[-1] not in _SEPARATORS
        and any(map(str.isalpha, line))
        and _CODE.search(line) is None
    )
