"""What stood raised behind a word and came to a line of its own: "May 4 / th", "Heron / ®".

Nobody begins a line so. Numbers of footnotes stand raised, too; they are no part of the word before
them and stay.
"""

from __future__ import annotations

import re

MOST_RAISED = 4
"""Code points of such a line."""
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ère|ème|º|ª)[.,;:]?")
_SIGNS = frozenset("®™℠")
RAISED = frozenset("snrteè") | _SIGNS | frozenset("ºª")
"""What such a line begins with."""


def is_raised(line: str, below: str) -> bool:
    """Whether a line is the end of an ordinal number above it, or a sign of a trademark."""
    below = below.strip()
    if line[-1:].isdigit():
        return below in _SIGNS or _ORDINAL.fullmatch(below) is not None
    return below in _SIGNS and (line[-1:].isalpha() or line[-1:] == ")")
