"""Program text between the fences of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

FENCES = ("```", "~~~")


def between(lines: Sequence[str], numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Half-open ranges of lines from a fence to the one that closes it.

    ``numbers``: those of the lines that hold the sign of one, in order.
    """
    found = []
    first, opened = 0, ""
    for number in numbers:
        line = lines[number].strip()
        if not opened and line.startswith(FENCES):
            first, opened = number, line[0]
        elif opened and not line.strip(opened):
            found.append((first, number + 1))
            opened = ""
    return found
