"""Documents whose text is read again, for the few lines that are worth a rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cleaner.learn.proposals import Example

_CONTEXT = 2


class Leaf(NamedTuple):
    """A document whose text was read again: its name, its rows, all of it.

    A row is (line number, text).
    """

    name: str
    rows: list[tuple[int, str]]
    text: str


Read = Callable[[int], Leaf | None]
"""A document by its place in the input; None when it cannot be read any more."""


def example_at(read: Read, document: int, row: int) -> Example | None:
    """The line of a row and what stands around it; None when it cannot be had any more."""
    leaf = read(document)
    if leaf is None or row >= len(leaf.rows):
        return None
    number, text = leaf.rows[row]
    before = tuple(line for _, line in leaf.rows[max(row - _CONTEXT, 0) : row])
    after = tuple(line for _, line in leaf.rows[row + 1 : row + 1 + _CONTEXT])
    return Example(leaf.name, number, text.strip(), before, after)
