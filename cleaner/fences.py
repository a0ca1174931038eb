"""Program text between the fences of Markdown, and the data in front of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

FENCES = ("```", "~~~")
_FRONT = {"---": ("---", "..."), "+++": ("+++",)}
"""What opens the data in front of a text, YAML or TOML, and what closes them."""
_FRONT_LINES = 500
_KEY = re.compile(r"[\w\"'.-]+ *[:=](?:\s|$)")
_INSIDE = (" ", "\t", "-", "#", "]", "}", "[")
"""What a line within them begins with, if with no key."""


def between(lines: Sequence[str], numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Half-open ranges of lines from a fence to the one that closes it.

    ``numbers``: those of the lines that hold the sign of one, in order. The data in front of the
    text are the first range.
    """
    front = front_matter(lines)
    found = [(0, front)] if front else []
    first, opened = 0, ""
    for number in numbers:
        line = lines[number].strip()
        if number < front:
            continue
        if not opened and line.startswith(FENCES):
            first, opened = number, line[0]
        elif opened and not line.strip(opened):
            found.append((first, number + 1))
            opened = ""
    return found


def front_matter(lines: Sequence[str]) -> int:
    """How many lines the data in front of a Markdown text and the marks around them are."""
    ends = _FRONT.get(lines[0].rstrip())
    if ends is None or len(lines) < 3 or not _KEY.match(lines[1]):
        return 0
    for number in range(1, min(len(lines), _FRONT_LINES)):
        line = lines[number].rstrip()
        if line in ends:
            return number + 1
        if line and not line.startswith(_INSIDE) and not _KEY.match(line):
            return 0
    return 0
