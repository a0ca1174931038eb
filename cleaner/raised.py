"""What stood raised behind a word and came to a line of its own: "May 4 / th", "Heron / ®".

Nobody begins a line so. Numbers of footnotes stand raised, too; they are no part of the word before
them and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.segment import Page

_LONGEST = 4
"""Code points of such a line."""
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ère|ème|º|ª)[.,;:]?")
_SIGNS = frozenset("®™℠")


def raised(page: Page, numbers: Iterable[int]) -> list[int]:
    """Numbers of the lines to whose last word the next one, one of ``numbers``, belongs."""
    lines, sizes = page.lines, page.sizes
    short = [i for i in numbers if 0 < sizes[i] <= _LONGEST]
    return [i - 1 for i in short if i and is_raised(lines[i - 1].rstrip(), lines[i])]


def is_raised(line: str, below: str) -> bool:
    """Whether a line is the end of an ordinal number above it, or a sign of a trademark."""
    if len(below) > 2 * _LONGEST:
        return False  # as nearly all
    below = below.strip()
    if line[-1:].isdigit():
        return below in _SIGNS or _ORDINAL.fullmatch(below) is not None
    return below in _SIGNS and (line[-1:].isalpha() or line[-1:] == ")")
