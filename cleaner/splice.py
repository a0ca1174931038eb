"""What is known of the lines of a page, after edits: kept where no edit touched it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
Piece = tuple[int, int, list[str]]
"""Lines ``first:end`` of a page and what stands there after the edits."""


def spliced(
    old: list[T], pieces: Sequence[tuple[int, int, list[T]]]
) -> tuple[list[T], list[tuple[int, int]]]:
    """What stands for each line after the pieces, and the ranges of the new ones."""
    spliced: list[T] = []
    fresh = []
    at = 0
    for first, end, new in pieces:
        spliced += old[at:first]
        fresh.append((len(spliced), len(spliced) + len(new)))
        spliced += new
        at = end
    spliced += old[at:]
    return spliced, fresh


def renumbered(
    old: Sequence[int], new: Sequence[int], pieces: Sequence[Piece]
) -> Iterator[tuple[int, bool, int]]:
    """Where numbered lines are after the pieces: (number after, whether it is new, before).

    ``old`` are numbers of lines of the page, ``new`` of lines of the pieces, which count through.
    """
    i = j = used = shift = 0
    for first, end, lines in pieces:
        while i < len(old) and old[i] < first:
            yield old[i] + shift, False, old[i]
            i += 1
        while i < len(old) and old[i] < end:
            i += 1
        while j < len(new) and new[j] < used + len(lines):
            yield new[j] + first + shift - used, True, new[j]
            j += 1
        used += len(lines)
        shift += len(lines) - (end - first)
    for number in old[i:]:
        yield number + shift, False, number


def moved(ranges: Sequence[tuple[int, int]], pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Where ranges of lines are after the pieces; what a piece cuts reaches over its new lines."""
    moved = []
    i = shift = 0
    for start, end in ranges:
        while i < len(pieces) and pieces[i][1] <= start:
            shift += len(pieces[i][2]) - (pieces[i][1] - pieces[i][0])
            i += 1
        inside = i < len(pieces) and pieces[i][0] < start
        first = (pieces[i][0] if inside else start) + shift
        j, later = i, shift
        while j < len(pieces) and pieces[j][1] <= end:
            later += len(pieces[j][2]) - (pieces[j][1] - pieces[j][0])
            j += 1
        if j < len(pieces) and pieces[j][0] < end:
            moved.append((first, pieces[j][0] + later + len(pieces[j][2])))
        else:
            moved.append((first, end + later))
    return moved


def first_filled(lines: Sequence[str]) -> str:
    """The first line that is not blank, stripped; empty where there is none."""
    return next(filter(str.strip, lines), "").strip()
