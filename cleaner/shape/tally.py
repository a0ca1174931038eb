"""What characters and words stand in lines, for all lines of a page at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.characters import CLASS, CLASSES, WORD_CLASSES, classes_of, codes
from cleaner.shape.words import WordTable

Floats = NDArray[np.float64]


class Tally(NamedTuple):
    """Of each line, a column a line.

    ``of``: how many characters of each class; ``by``: how many words, between white space, begin
    with each; ``edges``: the classes of the first, the last but one and the last character. Of the
    runs of letters how many there are (``words``), how many are function words, and of their
    weights the sum, that of the negative ones, and the first.
    """

    of: NDArray[np.float32]
    by: NDArray[np.float32]
    edges: NDArray[np.uint8]
    words: Floats
    functions: Floats
    weight: Floats
    low: Floats
    first: Floats


def tally(lines: Sequence[str], table: WordTable) -> Tally:
    """Count what stands in ``lines``, none of them empty, without line feeds."""
    tallier = table.tallier
    if tallier is None:
        return counted(lines, table)
    size = len(CLASSES), len(lines)
    of, by = np.empty(size, np.float32), np.empty(size, np.float32)
    edges, words = np.empty((3, len(lines)), np.uint8), np.empty((5, len(lines)))
    tallier.tally(list(lines), of, by, edges, words)
    return Tally(of, by, edges, *words)


def counted(lines: Sequence[str], table: WordTable) -> Tally:
    """``tally`` by numpy."""
    count = len(lines)
    lengths = np.fromiter(map(len, lines), np.int64, count)
    ends = np.cumsum(lengths + 1)
    starts = ends - lengths - 1
    text = codes("\n".join(lines) + "\n")
    classes = classes_of(text)
    line = np.repeat(np.arange(count), lengths + 1)
    cells = classes * np.intp(count) + line
    of = _counted(cells, count)
    of[CLASS["space"]] -= 1  # the line feed
    space = classes == CLASS["space"]
    heads = np.flatnonzero(space[:-1] > space[1:]) + 1
    if not space[0]:
        heads = np.concatenate(([0], heads))
    by = _counted(cells[heads], count)
    edges = classes[[starts, np.maximum(ends - 3, starts), ends - 2]]
    return Tally(of, by, edges, *_words(text, classes, line, count, table))


def _counted(cells: NDArray[np.intp], count: int) -> NDArray[np.float32]:
    """How often each cell occurs in a table of classes and ``count`` lines."""
    found = np.bincount(cells, minlength=len(CLASSES) * count)
    return found.reshape(len(CLASSES), count).astype(np.float32)


def _words(
    text: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    line: NDArray[np.intp],
    count: int,
    table: WordTable,
) -> tuple[NDArray[Any], ...]:
    """Words, function words, and what the words of a line say about it."""
    letter = np.zeros(len(classes) + 1, bool)
    np.logical_and(classes >= WORD_CLASSES[0], classes <= WORD_CLASSES[1], out=letter[1:])
    # The text ends in a line feed, so each word has both edges.
    edges = np.flatnonzero(letter[1:] != letter[:-1])
    starts = edges[::2]
    weight, function = table.look_up(text, starts, edges[1::2] - starts)
    owner = line[starts]
    first = np.zeros(count)
    # The last one written stays.
    first[owner[::-1]] = weight[::-1]
    return (
        np.bincount(owner, minlength=count).astype(float),
        np.bincount(owner, function, count),
        np.bincount(owner, weight, count),
        np.bincount(owner, np.minimum(weight, 0), count),
        first,
    )
