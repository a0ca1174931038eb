"""What a line looks like by itself, for all lines of a page at once."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.characters import CLASS, CLASSES, classes_of, codes
from cleaner.shape.words import WordTable

FEATURES = (
    "chars", "words", "units", "word_length", "capitalised", "lower_words", "number_words",
    "digits", "marks_share", "sentences", "commas", "end", "start", "function_share",
    "functions", "colons", "pipes", "arrows", "bullets", "slashes", "ats", "hashes",
    "copyrights", "money", "code", "emoji", "dashes", "quotes", "upper_share", "last",
    "inner_ends", "weight", "weight_sum", "weight_low", "weight_first",
)  # fmt: skip
"""Names of the rows of ``line_features``."""
Rows = NDArray[np.float32]
"""Features of lines, a row a feature and a column a line."""
ROW = {name: number for number, name in enumerate(FEATURES)}

CUT = 300
"""Characters of a line that are looked at, half of them from each end."""
_LETTERS = slice(CLASS["lower"], CLASS["digit"])
_SIGNS = [CLASS[name] for name in (
    "colon", "pipe", "arrow", "bullet", "slash", "at", "hash", "copyright", "money", "code",
    "emoji", "dash",
)]  # fmt: skip
_QUOTES = [CLASS[name] for name in ("open", "close", "quote")]
_CLOSING = np.isin(CLASSES, ("open", "close", "quote", "bullet"))
"""Of each class, whether its characters may stand behind the end of a sentence."""
_REMEMBERED = 8192
"""Lines whose features are remembered."""
SPACELESS_WORD = 1.7
"""Letters of a script without spaces that say as much as a word."""


class LineMemo:
    """Features of lines seen before: of this page a round ago, or of other pages of the site.

    Each thread has its own; safe to share.
    """

    def __init__(self, table: WordTable) -> None:
        self._table = table
        self._mine = threading.local()

    def weighed(self, line: str) -> dict[str, float]:
        """The words of a line that have a weight."""
        return self._table.weighed(ends_of(line))

    def features(self, lines: Sequence[str]) -> tuple[Rows, NDArray[np.intp]]:
        """``line_features`` of ``lines``, and a number for each that equal lines have in common."""
        places: dict[str, int] = getattr(self._mine, "places", {})
        new = [line for line in dict.fromkeys(lines) if line not in places]
        first = len(places)
        if not places or first + len(new) > _REMEMBERED:
            new, first = list(dict.fromkeys(lines)), 0
            places = self._mine.places = {}
            self._mine.rows = np.empty((len(FEATURES), max(_REMEMBERED, len(new))), np.float32)
        rows: Rows = self._mine.rows
        if new:
            rows[:, first : first + len(new)] = line_features(new, self._table)
            places.update(zip(new, range(first, first + len(new)), strict=True))
        which = np.fromiter(map(places.__getitem__, lines), np.intp, len(lines))
        return rows.take(which, axis=1), which


def ends_of(line: str) -> str:
    """What the features see of a line: all of it, or both ends."""
    return line if len(line) <= CUT else line[: CUT // 2] + line[-CUT // 2 :]


def line_features(lines: Sequence[str], table: WordTable) -> Rows:
    """Features of stripped lines, none of them empty: shape (len(FEATURES), lines).

    Of a long line only both ends are looked at, so that running text is cheap.
    """
    count = len(lines)
    sizes = np.fromiter(map(len, lines), np.int64, count)
    seen = list(lines)
    for i in np.flatnonzero(sizes > CUT).tolist():
        seen[i] = ends_of(seen[i])
    lengths = np.minimum(sizes, CUT)
    ends = np.cumsum(lengths + 1)
    starts = ends - lengths - 1
    text = codes("\n".join(seen) + "\n")
    classes = classes_of(text)
    line = np.repeat(np.arange(count), lengths + 1)
    cells = classes * np.intp(count) + line
    of = _counted(cells, count)
    space = classes == CLASS["space"]
    # The line feed that ends a line is a space, too.
    heads = np.flatnonzero(space[:-1] > space[1:]) + 1
    if not space[0]:
        heads = np.concatenate(([0], heads))
    by = _counted(cells[heads], count)
    words = np.maximum(by.sum(0), 1)
    letters = of[_LETTERS].sum(0)
    digits, terminals, upper = of[CLASS["digit"]], of[CLASS["terminal"]], of[CLASS["upper"]]
    size = lengths.astype(np.float32)
    scale = sizes / size
    last = classes[ends - 2]
    end = np.where(_CLOSING[last] & (lengths > 1), classes[np.maximum(ends - 3, starts)], last)
    units = words - by[CLASS["spaceless"]] + of[CLASS["spaceless"]] / SPACELESS_WORD
    function_share, functions, *weights = _word_features(text, classes, line, count, table)
    rows = [
        np.log1p(sizes),
        np.log1p(words * scale),
        np.log1p(units * scale),
        np.minimum(letters / words, 30),
        by[CLASS["upper"]] / words,
        by[CLASS["lower"]] / words,
        by[CLASS["digit"]] / words,
        digits / size,
        (size - letters - digits - of[CLASS["space"]] + 1) / size,
        terminals,
        of[CLASS["comma"]],
        end,
        classes[starts],
        function_share,
        functions,
        *of[_SIGNS],
        of[_QUOTES].sum(0),
        upper / np.maximum(upper + of[CLASS["lower"]], 1),
        last,
        np.maximum(terminals - (end == CLASS["terminal"]), 0),
        *weights,
    ]
    return np.array(rows, np.float32)


def units_of(rows: Rows) -> Rows:
    """Words of each line, or the letters that say as much, rounded to hundredths.

    A logarithm and back makes 11.999999 of twelve words, differently on different machines.
    """
    found: Rows = np.rint(np.expm1(rows[ROW["units"]]) * 100) / 100
    return found


def _counted(cells: NDArray[np.intp], count: int) -> Rows:
    """How often each cell occurs in a table of classes and ``count`` lines."""
    found = np.bincount(cells, minlength=len(CLASSES) * count)
    return found.reshape(len(CLASSES), count).astype(np.float32)


def _word_features(
    text: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    line: NDArray[np.intp],
    count: int,
    table: WordTable,
) -> list[NDArray[Any]]:
    """Function words, and what the words of a line say about it."""
    letter = np.zeros(len(classes) + 1, bool)
    np.logical_and(classes >= CLASS["lower"], classes <= CLASS["uncased"], out=letter[1:])
    # The text ends in a line feed, so each word has both edges.
    edges = np.flatnonzero(letter[1:] != letter[:-1])
    starts = edges[::2]
    weight, function = table.look_up(text, starts, edges[1::2] - starts)
    owner = line[starts]
    words = np.bincount(owner, minlength=count)
    total = np.bincount(owner, weight, count)
    functions = np.bincount(owner, function, count)
    low = np.bincount(owner, np.minimum(weight, 0), count)
    first = np.zeros(count)
    # The last one written stays.
    first[owner[::-1]] = weight[::-1]
    return [functions / np.maximum(words, 1), functions, total / (words + 2), total, low, first]
