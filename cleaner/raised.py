"""What stood raised behind a word and came to a line of its own: "May 4 / th", "Heron / ®".

Nobody begins a line so. Numbers of footnotes stand raised, too; they are no part of the word before
them and stay.
"""

from __future__ import annotations

import re

from cleaner.segment import Page

_LONGEST = 4
"""Code points of such a line."""
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ère|ème|º|ª)[.,;:]?")
_SIGNS = frozenset("®™℠")


def raised(page: Page) -> list[int]:
    """Numbers of the lines whose next line belongs to their last word, in order."""
    lines = page.lines
    return [
        i - 1
        for i, size in enumerate(page.sizes)
        if 0 < size <= _LONGEST and i and is_raised(lines[i - 1].rstrip(), lines[i])
    ]


def is_raised(line: str, below: str) -> bool:
    """Whether a line is the end of an ordinal number above it, or a sign of a trademark."""
    below = below.strip()
    if line[-1:].isdigit():
        return below in _SIGNS or _ORDINAL.fullmatch(below) is not None
    return below in _SIGNS and (line[-1:].isalpha() or line[-1:] == ")")
