"""Where sentences end, what is running text, and what is a word."""

from __future__ import annotations

import re

TERMINAL = ".!?…。！？؟।｡"
COLONS = (":", "：")
CLOSING = "\"'”’»)]」』）】*"
PROSE_CHARS, LONG_CHARS = 80, 160
SPACELESS_CHARS = 30
"""Code points that say as much in scripts without spaces."""
SPACELESS_MARKS = "。，、！？ๆ"
_SMALL_WORD = 3
AND = frozenset(["and", "und", "et", "y", "e", "en", "og", "och", "i", "и"])
"""What stands before the last of several names."""
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
WORD = re.compile(rf"[{_SPACELESS}]|[^\W{_SPACELESS}]+")
"""Letters of scripts without spaces are a word each."""


def ends_sentence(line: str) -> bool:
    """Whether the line closes a sentence: terminal punctuation, perhaps inside quotes."""
    last = line[-1:]
    if last.isalnum():  # as most lines that do not
        return False
    return bool(last) and line.rstrip().rstrip(CLOSING).rstrip()[-1:] in TERMINAL


def is_prose(line: str) -> bool:
    """Whether a line is long and punctuated enough to be running text of any language."""
    length = len(line)
    if length >= PROSE_CHARS:
        return length >= LONG_CHARS or ends_sentence(line)
    return length >= SPACELESS_CHARS and any(mark in line for mark in SPACELESS_MARKS)


def is_small(word: str) -> bool:
    """Whether a word is a small one in lower case, as "by", "von" and "di" are."""
    return len(word) <= _SMALL_WORD and word.isalpha() and word.islower()
