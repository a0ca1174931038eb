"""Numbers of lines that stand near each other, taken together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def rows(numbers: Iterable[int], gap: int = 1) -> Iterator[list[int]]:
    """Groups of sorted numbers, each at most ``gap`` behind the one before."""
    row: list[int] = []
    for number in numbers:
        if row and number - row[-1] > gap:
            yield row
            row = []
        row.append(number)
    if row:
        yield row
