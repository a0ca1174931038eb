"""What a line looks like by itself, for all lines of a page at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.characters import CLASS, CLASSES
from cleaner.shape.tally import tally
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
SPACELESS_WORD = 1.7
"""Letters of a script without spaces that say as much as a word."""


def ends_of(line: str) -> str:
    """What the features see of a line: all of it, or both ends."""
    return line if len(line) <= CUT else line[: CUT // 2] + line[-CUT // 2 :]


def line_features(lines: Sequence[str], table: WordTable) -> Rows:
    """Features of stripped lines, none of them empty: shape (len(FEATURES), lines).

    Of a long line only both ends are looked at, so that running text is cheap.
    """
    sizes = np.fromiter(map(len, lines), np.int64, len(lines))
    seen = list(lines)
    for i in np.flatnonzero(sizes > CUT).tolist():
        seen[i] = ends_of(seen[i])
    lengths = np.minimum(sizes, CUT)
    found = tally(seen, table)
    of, by, (start, before, last) = found.of, found.by, found.edges
    words = np.maximum(by.sum(0), 1)
    letters = of[_LETTERS].sum(0)
    digits, terminals, upper = of[CLASS["digit"]], of[CLASS["terminal"]], of[CLASS["upper"]]
    size = lengths.astype(np.float32)
    scale = sizes / size
    end = np.where(_CLOSING[last] & (lengths > 1), before, last)
    units = words - by[CLASS["spaceless"]] + of[CLASS["spaceless"]] / SPACELESS_WORD
    rows = [
        np.log1p(sizes),
        np.log1p(words * scale),
        np.log1p(units * scale),
        np.minimum(letters / words, 30),
        by[CLASS["upper"]] / words,
        by[CLASS["lower"]] / words,
        by[CLASS["digit"]] / words,
        digits / size,
        (size - letters - digits - of[CLASS["space"]]) / size,
        terminals,
        of[CLASS["comma"]],
        end,
        start,
        found.functions / np.maximum(found.words, 1),
        found.functions,
        *of[_SIGNS],
        of[_QUOTES].sum(0),
        upper / np.maximum(upper + of[CLASS["lower"]], 1),
        last,
        np.maximum(terminals - (end == CLASS["terminal"]), 0),
        found.weight / (found.words + 2),
        found.weight,
        found.low,
        found.first,
    ]
    features = np.empty((len(rows), len(lines)), np.float32)
    for i, row in enumerate(rows):
        features[i] = row
    return features


def units_of(rows: Rows) -> Rows:
    """Words of each line, or the letters that say as much, rounded to hundredths.

    A logarithm and back makes 11.999999 of twelve words, differently on different machines.
    """
    found: Rows = np.rint(np.expm1(rows[ROW["units"]]) * 100) / 100
    return found
