"""What a line looks like by itself, for all lines of a page at once."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.characters import CLASS, CLASSES, class_table, codes
from cleaner.shape.words import WordTable

FEATURES = (
    "chars", "words", "units", "word_length", "capitalised", "lower_words", "number_words",
    "digits", "marks_share", "sentences", "commas", "end", "start", "function_share",
    "functions", "colons", "pipes", "arrows", "bullets", "slashes", "ats", "hashes",
    "copyrights", "money", "code", "emoji", "dashes", "quotes", "upper_share", "last",
    "inner_ends", "weight", "weight_sum", "weight_low", "weight_first",
)  # fmt: skip
"""Names of the columns of ``line_features``."""
COLUMN = {name: number for number, name in enumerate(FEATURES)}

CUT = 300
"""Characters of a line that are looked at, half of them from each end."""
_CLASSES = len(CLASSES)
_SPACELESS_WORD = 1.7
"""Letters of a script without spaces that say as much as a word."""
_ROOM = "\n" + " " * 8


class LineMemo:
    """Features of the lines of the last page, because the next is mostly the same without some.

    Each thread has its own; safe to share.
    """

    def __init__(self, table: WordTable) -> None:
        self._table = table
        self._last = threading.local()

    def weighed(self, line: str) -> dict[str, float]:
        """The words of a line that have a weight."""
        return self._table.weighed(ends_of(line))

    def features(self, lines: Sequence[str]) -> NDArray[np.float32]:
        """``line_features`` of ``lines``."""
        places: dict[str, int] = getattr(self._last, "places", {})
        new = [line for line in dict.fromkeys(lines) if line not in places]
        if len(new) * 2 > len(lines):
            new, places = list(dict.fromkeys(lines)), {}
        if new:
            rows = line_features(new, self._table)
            if places:
                rows = np.concatenate((self._last.rows, rows))
            places = places | {line: len(places) + i for i, line in enumerate(new)}
            self._last.places, self._last.rows = places, rows
        found: NDArray[np.float32] = self._last.rows[[places[line] for line in lines]]
        return found


def ends_of(line: str) -> str:
    """What the features see of a line: all of it, or both ends."""
    return line if len(line) <= CUT else line[: CUT // 2] + line[-CUT // 2 :]


def line_features(lines: Sequence[str], table: WordTable) -> NDArray[np.float32]:
    """Features of stripped lines, none of them empty: shape (lines, len(FEATURES)).

    Of a long line only both ends are looked at, so that running text is cheap.
    """
    count = len(lines)
    sizes = np.fromiter(map(len, lines), np.int64, count)
    if sizes.max() > CUT:
        lines = list(map(ends_of, lines))
    text = codes("\n".join(lines) + _ROOM)
    lengths = np.minimum(sizes, CUT)
    ends = np.cumsum(lengths + 1)
    starts = ends - lengths - 1
    text = text[: ends[-1]]
    classes = class_table()[text]
    owner = np.repeat(np.arange(0, count * _CLASSES, _CLASSES), lengths + 1)
    counts = np.bincount(owner + classes, minlength=count * _CLASSES)
    of = counts.reshape(count, _CLASSES).T.astype(np.float32)
    space = classes == CLASS["space"]
    # The line feed that ends a line is a space, too.
    heads = np.flatnonzero(space[:-1] & ~space[1:]) + 1
    heads = np.concatenate(([0], heads)) if not space[0] else heads
    kinds = np.bincount(owner[heads] + classes[heads], minlength=count * _CLASSES)
    by = kinds.reshape(count, _CLASSES).T.astype(np.float32)
    weights = _word_features(text, classes, owner // _CLASSES, count, table)
    words = np.maximum(by.sum(0), 1)
    letters = of[1:5].sum(0)
    size = lengths.astype(np.float32)
    scale = sizes / size
    last = classes[ends - 2]
    end = np.where(_closing(last) & (lengths > 1), classes[np.maximum(ends - 3, starts)], last)
    spaceless = of[CLASS["spaceless"]]
    units = words - by[CLASS["spaceless"]] + spaceless / _SPACELESS_WORD
    cased = of[CLASS["upper"]] + of[CLASS["lower"]]
    columns = [
        np.log1p(sizes),
        np.log1p(words * scale),
        np.log1p(units * scale),
        np.minimum(letters / words, 30),
        by[CLASS["upper"]] / words,
        by[CLASS["lower"]] / words,
        by[CLASS["digit"]] / words,
        of[CLASS["digit"]] / size,
        (size - letters - of[CLASS["digit"]] - of[CLASS["space"]] + 1) / size,
        of[CLASS["terminal"]],
        of[CLASS["comma"]],
        end,
        classes[starts],
        weights[0],
        weights[1],
        of[CLASS["colon"]],
        of[CLASS["pipe"]],
        of[CLASS["arrow"]],
        of[CLASS["bullet"]],
        of[CLASS["slash"]],
        of[CLASS["at"]],
        of[CLASS["hash"]],
        of[CLASS["copyright"]],
        of[CLASS["money"]],
        of[CLASS["code"]],
        of[CLASS["emoji"]],
        of[CLASS["dash"]],
        of[CLASS["open"]] + of[CLASS["close"]] + of[CLASS["quote"]],
        of[CLASS["upper"]] / np.maximum(cased, 1),
        last,
        np.maximum(of[CLASS["terminal"]] - (end == CLASS["terminal"]), 0),
        *weights[2:],
    ]
    return np.array(columns, np.float32).T


def _closing(classes: NDArray[np.uint8]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (classes == CLASS["close"]) | (classes == CLASS["open"])
    found |= (classes == CLASS["quote"]) | (classes == CLASS["bullet"])
    return found


def _word_features(
    text: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    owner: NDArray[np.int64],
    count: int,
    table: WordTable,
) -> list[NDArray[np.float32]]:
    """Function words, and what the words of a line say about it."""
    letter = np.zeros(len(classes) + 1, np.int8)
    letter[1:] = (classes >= CLASS["lower"]) & (classes <= CLASS["uncased"])
    change = np.diff(letter, append=np.int8(0))
    starts = np.flatnonzero(change == 1)
    sizes = np.flatnonzero(change == -1) - starts
    weight, function = table.look_up(text, starts, sizes)
    line = owner[starts]
    words = np.bincount(line, minlength=count)
    total = np.bincount(line, weight, count)
    functions = np.bincount(line, function, count)
    low = np.bincount(line, np.minimum(weight, 0), count)
    first = np.zeros(count)
    opening = np.flatnonzero(np.diff(line, prepend=-1))
    first[line[opening]] = weight[opening]
    return [
        (functions / np.maximum(words, 1)).astype(np.float32),
        functions.astype(np.float32),
        (total / (words + 2)).astype(np.float32),
        total.astype(np.float32),
        low.astype(np.float32),
        first.astype(np.float32),
    ]
