"""What stands around the gaps between the words of a text, for all gaps at once.

A text that lost its line ends still shows where they stood: behind "Home" and before "News" no
sentence goes on. What tells are the words on both sides (how they begin and end, which of them are
function words), how far off sentences end, and whether the same two words meet again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.characters import CLASS, classes_of, codes, lowered
from cleaner.shape.lines import SPACELESS_WORD, Rows
from cleaner.shape.words import WordTable, hashes

_WIDE = range(-3, 5)
"""Words that are looked at: 0 is the one before the gap, 1 the one behind it."""
_NEAR = range(-1, 3)
_WINDOWS = (6, 14, 40)
"""Words on each side over which shares are taken."""
_LONGEST, _FARTHEST, _MOST = 25, 60, 9
_PLACE = 3000
_EDGES = [CLASS[name] for name in ("open", "close", "quote")]
_MIX = (np.uint64(31), np.uint64(0x9E3779B97F4A7C15))

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
_Window = tuple[int, Numbers, Numbers]
Spans = Sequence[tuple[int, int]] | NDArray[np.int64]


class Words:
    """The words of a text, parted by white space and ``cuts``, and what each of them looks like.

    ``starts``, ``ends``: their half-open spans in code points. ``labels``: half-open spans
    of what rules know whole lines by.
    """

    def __init__(
        self, text: str, labels: Spans, table: WordTable, cuts: Sequence[int] = ()
    ) -> None:
        self._text = codes(text)
        self._classes = classes_of(self._text)
        self._table = table
        filled = np.concatenate(([False], self._classes != CLASS["space"], [False]))
        edges = np.flatnonzero(filled[1:] != filled[:-1])
        inner = np.array(cuts, np.int64)
        self.starts: Numbers = np.sort(np.concatenate((edges[::2], inner)))
        self.ends: Numbers = np.sort(np.concatenate((edges[1::2], inner)))
        self.sizes: Numbers = self.ends - self.starts
        spans = np.array(labels, np.int64).reshape(-1, 2)
        self._opening = self._owner(spans[:, 0])
        self._closing = self._owner(spans[:, 1] - 1)

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def units(self) -> NDArray[np.float64]:
        """How many words each is; of scripts without spaces letters say as much."""
        spaceless = self._counted(self._classes == CLASS["spaceless"])
        return np.maximum(1, spaceless / SPACELESS_WORD)

    @cached_property
    def first(self) -> NDArray[np.uint8]:
        """Class of the first character."""
        return self._classes[self.starts]

    @cached_property
    def last(self) -> NDArray[np.uint8]:
        """Class of the last character."""
        return self._classes[self.ends - 1]

    @cached_property
    def head(self) -> NDArray[np.uint8]:
        """Class of the first character behind a quote or a bracket."""
        inner = self._classes[np.minimum(self.starts + 1, self.ends - 1)]
        return np.where(np.isin(self.first, _EDGES), inner, self.first)

    @cached_property
    def tail(self) -> NDArray[np.uint8]:
        """Class of the last character before a quote or a bracket."""
        inner = self._classes[np.maximum(self.ends - 2, self.starts)]
        return np.where(np.isin(self.last, _EDGES), inner, self.last)

    @cached_property
    def shouted(self) -> Flags:
        """Whether all letters, two or more, are capitals."""
        upper, lower = (self._counted(self._classes == CLASS[c]) for c in ("upper", "lower"))
        found: Flags = (upper > 1) & (lower == 0)
        return found

    @cached_property
    def function(self) -> Flags:
        """Whether the first run of letters is a function word of some language."""
        return self._known[1].astype(bool)

    @cached_property
    def weight(self) -> NDArray[np.float32]:
        """What the first run of letters says for or against main text."""
        return self._known[0]

    @cached_property
    def _known(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """What the table says of the first run of letters of each word: weight and function."""
        letter = (self._classes >= CLASS["lower"]) & (self._classes <= CLASS["spaceless"])
        edges = np.flatnonzero(np.diff(np.concatenate(([False], letter, [False]))))
        starts, ends = edges[::2], edges[1::2]
        owner = self._owner(starts)
        weight, function = np.zeros((2, len(self)), np.float32)
        looked_up = self._table.look_up(self._text, starts, ends - starts)
        # The last one written stays.
        weight[owner[::-1]], function[owner[::-1]] = (row[::-1] for row in looked_up)
        return weight, function

    @cached_property
    def kinds(self) -> dict[str, Flags]:
        """What is true of each word, by name."""
        return {
            "upper": self.head == CLASS["upper"],
            "lower": self.head == CLASS["lower"],
            "digit": self.head == CLASS["digit"],
            "comma": self.tail == CLASS["comma"],
            "terminal": self.tail == CLASS["terminal"],
            "function": self.function,
        }

    @cached_property
    def opens(self) -> Numbers:
        """How many words the longest label has that begins with the word."""
        return self._longest(self._opening)

    @cached_property
    def closes(self) -> Numbers:
        """How many words the longest label has that ends with the word."""
        return self._longest(self._closing)

    @cached_property
    def goes_on(self) -> Flags:
        """Whether a label goes on behind the word."""
        count = len(self)
        begun = np.bincount(self._opening, minlength=count)
        ended = np.bincount(self._closing, minlength=count)
        found: Flags = np.cumsum(begun - ended) > 0
        return found

    @cached_property
    def meetings(self) -> Numbers:
        """How often each two neighbouring words meet in the text, up to a bound."""
        found = hashes(lowered(self._text), self.starts, self.sizes)
        pairs = found[:-1] * _MIX[0] + found[1:] * _MIX[1]
        _, which, counts = np.unique(pairs, return_inverse=True, return_counts=True)
        return np.minimum(counts[which], _MOST)

    def _owner(self, places: Numbers) -> Numbers:
        """The numbers of the words in which characters stand."""
        found: Numbers = np.searchsorted(self.starts, places, side="right") - 1
        return found

    def _longest(self, ends: Numbers) -> Numbers:
        found = np.zeros(len(self), np.int64)
        np.maximum.at(found, ends, self._closing - self._opening + 1)
        return found

    def _counted(self, flags: Flags) -> Numbers:
        """How many characters of each word have a flag."""
        sums = np.concatenate(([0], np.cumsum(flags)))
        found: Numbers = sums[self.ends] - sums[self.starts]
        return found


def gap_features(words: Words) -> Rows:
    """What stands around each gap between two words: shape (len(GAP_NAMES), len(words) - 1)."""
    return np.array([row for _, row in _rows(words)], np.float32)


def _rows(words: Words) -> Iterator[tuple[str, NDArray[np.generic]]]:
    yield from _sides(words)
    yield from _meetings(words)
    yield from _shares(words)
    yield from _distances(words)
    count = len(words) - 1
    number = np.arange(count)
    yield "label_ends", words.closes[:-1]
    yield "label_begins", words.opens[1:]
    yield "label_begun", words.opens[:-1]
    yield "label_goes_on", words.goes_on[:-1]
    yield "place", number / max(1, count)
    yield "from_start", np.minimum(number, _PLACE)
    yield "to_end", np.minimum(number[::-1], _PLACE)
    yield "size", np.full(count, np.log1p(count + 1))
    yield from _glued(words)
    yield "nouns", np.full(count, _nouns(words))


def _glued(words: Words) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Whether nothing stands in the gap, and how many gaps of the text and around are like that."""
    glued = words.starts[1:] == words.ends[:-1]
    count = len(glued)
    gap = np.arange(count)
    near = _WINDOWS[-1:]
    ((_, before, behind),) = _around(glued, gap, _windows(gap, count, near))
    yield "glued", glued
    yield "glued_share", np.full(count, np.count_nonzero(glued) / max(1, count))
    yield "glued_share_before", before
    yield "glued_share_behind", behind


def _nouns(words: Words) -> float:
    """Share of capitals behind words in lower case: a fifth where nouns have them, as in German."""
    behind = words.kinds["lower"][:-1]
    return int((behind & words.kinds["upper"][1:]).sum()) / max(1, int(behind.sum()))


def _sides(words: Words) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """The words on both sides; -1 beyond the ends of the text."""
    wide = {
        "head": words.head,
        "tail": words.tail,
        "function": words.function,
        "weight": words.weight,
        "length": np.minimum(words.sizes, _LONGEST),
    }
    near = {"first": words.first, "last": words.last, "shouted": words.shouted}
    for offsets, values in ((_WIDE, wide), (_NEAR, near)):
        for name, row in values.items():
            for offset in offsets:
                yield f"{name}_{offset}", _shifted(row, offset)


def _shifted(row: NDArray[np.generic], offset: int) -> NDArray[np.generic]:
    """For each gap the value of the word ``offset`` behind the one before it."""
    count = len(row) - 1
    found = np.full(count, -1, np.float32)
    first, end = max(0, -offset), min(count, count + 1 - offset)
    if first < end:
        found[first:end] = row[first + offset : end + offset]
    return found


def _meetings(words: Words) -> Iterator[tuple[str, NDArray[np.generic]]]:
    met = words.meetings
    yield "meet", met
    yield "meet_before", np.concatenate(([0], met[:-1]))
    yield "meet_behind", np.concatenate((met[1:], [0]))


def _shares(words: Words) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Of which share of the words before and behind the gap something is true."""
    count = len(words)
    gap = np.arange(1, count)
    rows: dict[str, NDArray[np.generic]] = {
        **words.kinds,
        "length": words.sizes,
        "weight": words.weight,
    }
    windows = _windows(gap, count, _WINDOWS)
    for name, row in rows.items():
        for size, before, behind in _around(row, gap, windows):
            yield f"{name}_share_before_{size}", before
            yield f"{name}_share_behind_{size}", behind


def _windows(places: Numbers, count: int, sizes: Sequence[int]) -> list[_Window]:
    """Where the windows around places begin and end in a row of ``count`` values."""
    return [(n, np.maximum(places - n, 0), np.minimum(places + n, count)) for n in sizes]


def _around(
    row: NDArray[np.generic], places: Numbers, windows: Sequence[_Window]
) -> Iterator[tuple[int, NDArray[np.float64], NDArray[np.float64]]]:
    """For each window its size, and the means of what stands before and behind the places."""
    sums = np.concatenate(([0], np.cumsum(row, dtype=np.float64)))
    until = sums[places]
    for size, first, end in windows:
        before = (until - sums[first]) / np.maximum(1, places - first)
        yield size, before, (sums[end] - until) / (end - places)


def _distances(words: Words) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """How many words off the last one before the gap and the next one behind it is."""
    for name in ("upper", "lower", "terminal", "function"):
        flags = words.kinds[name]
        yield f"{name}_before", _since(flags)[:-1]
        yield f"{name}_behind", _since(flags[::-1])[::-1][1:]


def _since(flags: Flags) -> Numbers:
    """How many words ago a flag was set, up to a bound."""
    number = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, number, -_FARTHEST))
    return np.minimum(number - last, _FARTHEST)


def _names() -> tuple[str, ...]:
    return tuple(name for name, _ in _rows(Words("a b", (), WordTable({}, ()))))


GAP_NAMES = _names()
"""Names of the rows of ``gap_features``."""
