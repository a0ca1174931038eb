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


def headline(lines: Sequence[str], known: Sequence[bool]) -> list[int]:
    """The last of the lines that the first one starts with; the first, if no other does.

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
    return [0]


def _bare(line: str) -> str:
    return _EDGE.sub("", line.casefold())
