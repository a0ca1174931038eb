"""The words of texts: where they stand, and a hash of each.

Words are hashed by differences of one running polynomial sum (Karp and Rabin, 1987), so that a
batch costs a few passes over the array whatever the number of words. In scripts that write no
spaces each character stands for the window of three that begins with it.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64, U64, edges, mix, spread
from cleaner.deduplication.scripts import UNSPACED

_USUAL_CHARS = 1 << 19


SPACE, _WORD, _SINGLE, DIGIT, _UNKNOWN = 0, 1, 2, 3, 255
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff\ufe0f"
BASE = np.uint64(0x9E3779B97F4A7C15 | 1)
_INVERSE = np.uint64(pow(int(BASE), -1, 1 << 64))


def normalised(text: str) -> str:
    """The form in which texts are compared: entities decoded, NFKC, casefolded.

    Invisible characters are dropped. Punctuation and white space stay; only words are compared.
    """
    if "&" in text:
        text = html.unescape(text)
    if text.isascii():
        return text.lower()
    for invisible in _INVISIBLE:
        if invisible in text:
            text = text.replace(invisible, "")
    return unicodedata.normalize("NFKC", text).casefold()


class Words(NamedTuple):
    """The words of a batch: what each code point of it is, and where words stand.

    ``ends``: where each text ends; ``counts``: how many words it has.
    """

    codes: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    ends: I64
    starts: I64
    lengths: I64
    single: NDArray[np.bool_]
    hashes: U64
    counts: I64

    @property
    def owner(self) -> I64:
        """The text of each word."""
        return np.repeat(np.arange(len(self.counts)), self.counts)


def read_words(texts: Sequence[str]) -> Words:
    """The words of ``texts``; call it with a batch."""
    joined = "\x00".join([normalised(text).replace("\x00", " ") for text in texts]) + "\x00"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _classes(codes)
    ends = np.flatnonzero(codes == 0)
    starts, lengths, single = _words(codes, kinds)
    hashes = _hashes(codes, starts, lengths, single)
    counts = np.diff(np.searchsorted(starts, ends), prepend=0).astype(np.int64)
    return Words(codes, kinds, ends, starts, lengths, single, hashes, counts)


_known = np.full(0x110000, _UNKNOWN, np.uint8)


def _classes(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """What each code point is; a code point is looked up once in the life of the process."""
    kinds = _known[codes]
    if (kinds == _UNKNOWN).any():
        for code in set(codes[kinds == _UNKNOWN].tolist()):
            _known[code] = _class(code)
        kinds = _known[codes]
    return kinds


def _class(code: int) -> int:
    category = unicodedata.category(chr(code))
    if category == "Nd":
        return DIGIT
    if category[0] not in "LMN" and category != "So":
        return SPACE
    unspaced = any(first <= code <= last for first, last in UNSPACED)
    return _SINGLE if unspaced or category == "So" else _WORD


def _words(
    codes: NDArray[np.uint32], kinds: NDArray[np.uint8]
) -> tuple[I64, I64, NDArray[np.bool_]]:
    """Start, length and "is a window of an unspaced script" of every word."""
    lone = kinds == _SINGLE
    spaced = (kinds != SPACE) & ~lone
    before = np.empty_like(spaced)
    before[0], before[1:] = False, spaced[:-1]
    starts = np.flatnonzero((spaced & ~before) | lone)
    behind = np.empty_like(spaced)
    behind[-1], behind[:-1] = False, spaced[1:]
    lengths = np.ones(len(starts), np.int64)
    single = lone[starts]
    lengths[~single] = np.flatnonzero(spaced & ~behind) + 1 - starts[~single]
    if single.any():
        # A window of three, as far as the run goes; the array ends with a separator.
        at = starts[single]
        second = lone[np.minimum(at + 1, len(codes) - 1)]
        third = second & lone[np.minimum(at + 2, len(codes) - 1)]
        lengths[single] += second.astype(np.int64) + third
    return starts, lengths, single


def _hashes(codes: NDArray[np.uint32], starts: I64, lengths: I64, single: NDArray[np.bool_]) -> U64:
    powers = _powers(BASE, len(codes) + 1)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes.astype(np.uint64) * powers[:-1], out=sums[1:])
    values = (sums[starts + lengths] - sums[starts]) * _powers(_INVERSE, len(codes) + 1)[starts]
    return mix(values + single.astype(np.uint64))


def hashes_of(codes: NDArray[np.uint32], starts: I64, lengths: I64) -> U64:
    """The hashes of a few stretches, as if they were words; none is empty."""
    at = spread(starts, lengths)
    values = (
        codes[at].astype(np.uint64) * _powers(BASE, len(codes) + 1)[at - np.repeat(starts, lengths)]
    )
    return mix(np.add.reduceat(values, edges(lengths)[:-1]) if len(at) else values)


_power_tables: dict[int, U64] = {}


def _powers(base: np.uint64, count: int) -> U64:
    """The first ``count`` powers of ``base`` modulo 2^64, kept for the next batch."""
    table = _power_tables.get(int(base))
    if table is None or len(table) < count:
        table = np.full(max(count, _USUAL_CHARS + _USUAL_CHARS // 8), base, np.uint64)
        table[0] = 1
        np.cumprod(table, out=table)
        _power_tables[int(base)] = table
    return table[:count]
