"""What stood raised behind a word and came to a line of its own: "May 4 / th", "M / me / Perrin".

Nobody begins a line so. Numbers of footnotes stand raised, too; they are no part of the word before
them and stay.
"""

from __future__ import annotations

import re

MOST_RAISED = 4
"""Code points of such a line."""
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ère|ème|º|ª)[.,;:]?")
_SIGNS = frozenset("®™℠")
_ROMAN = re.compile(r"(?:^|[\s(«\"'’])[IVXLC]+$")
_TITLE = re.compile(r"(?:^|[\s(«\"'’])[MDPVnN]$")
_TITLES = {
    "M": ("me", "mes", "lle", "lles", "gr", "e"),
    "D": ("r",),
    "P": ("r",),
    "V": ("ve",),
    "n": ("o", "os"),
    "N": ("o", "os"),
}
"""French titles and "number", by their first letters."""
RAISED = frozenset("snrteèmlgvo") | _SIGNS | frozenset("ºª")
"""What such a line begins with."""


def is_raised(line: str, below: str) -> bool:
    """Whether a line ends an ordinal number or a title above it, or is a sign of a trademark."""
    below = below.strip()
    if line[-1:].isdigit():
        return below in _SIGNS or _ORDINAL.fullmatch(below) is not None
    if below in _SIGNS:
        return line[-1:].isalpha() or line[-1:] == ")"
    return _is_title(line, below) or (
        _ROMAN.search(line) is not None and _ORDINAL.fullmatch(below) is not None
    )


def leads_on(line: str, below: str, after: str) -> bool:
    """Whether the line behind a raised ``below`` goes on in the sentence.

    A name or a number stands behind a title, a small word behind an ordinal number.
    """
    below = below.strip()
    if not below[-1:].isalpha():
        return False
    return after[:1].islower() or (_is_title(line, below) and after[:1].isalnum())


def _is_title(line: str, below: str) -> bool:
    return _TITLE.search(line) is not None and below in _TITLES[line[-1]]
