"""Which of the lines before the text is the headline.

A scraped page usually starts with its title ("Headline - Name of the site"), and the headline
stands once more right before the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_EDGE = re.compile(r"[\W_]+")
_LETTERS = 4
_SHARE = 0.3
_WORD = re.compile(r"[^\W_]{4,}")
_LEAST_WORDS, _ALIKE = 3, 0.6
"""Words of four letters and more that a headline and a title have in common."""


def headline(lines: Sequence[str], known: Sequence[bool]) -> list[int]:
    """The last of the lines that the first one starts with; else the first, and one like it.

    ``known``: whether other rules know the line. Where they know the first one, the page has no
    title, and the headline is the last line before the text that they do not know. ``lines``
    reach to the first line of the text.
    """
    if not lines:
        return []
    if known[0]:
        return [i for i in range(len(lines) - 1) if not known[i]][-1:]
    title = _bare(lines[0])
    if len(title) < _LETTERS:
        return []
    for number in range(len(lines) - 1, 0, -1):
        line = lines[number]
        first = line[:1].casefold()
        # Most lines start otherwise, which is seen at once.
        if len(line) <= 2 * len(lines[0]) and (title.startswith(first) or not first.isalnum()):
            bare = _bare(line)
            if len(bare) >= max(_LETTERS, _SHARE * len(title)) and title.startswith(bare):
                return [number]
    return [0, *alike(lines, known)]


def share(line: str, title: str) -> float:
    """Which part of the words of a title a line has; words have four letters and more."""
    words = set(_WORD.findall(title.casefold()))
    return len(words & set(_WORD.findall(line.casefold()))) / max(1, len(words))


def alike(lines: Sequence[str], known: Sequence[bool]) -> list[int]:
    """The last line that says in other words what the title does, above the text, as a list.

    Papers give an article one title for readers and another one for search engines.
    """
    title = set(_WORD.findall(lines[0].casefold()))
    for number in range(len(lines) - 2, 0, -1):
        if not known[number] and len(lines[number]) <= 2 * len(lines[0]):
            own = set(_WORD.findall(lines[number].casefold()))
            if len(own & title) >= max(_LEAST_WORDS, _ALIKE * len(own)):
                return [number]
    return []


def _bare(line: str) -> str:
    return _EDGE.sub("", line.casefold())
