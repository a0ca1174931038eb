"""From texts to what is compared: normalised characters, words, shingles and numbers.

Texts are handled in batches, as one array of code points, because a Python call for each word of
a million snippets would take longer than everything behind it. Words are hashed by differences
of one running polynomial sum (Karp and Rabin, 1987), so that a batch costs a few passes over the
array whatever the number of words.

Scripts that write no spaces have no words to hash: there each character stands for the window of
three that begins with it.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64, U64, Rows, edges, mix, spread
from cleaner.deduplication.table import Table

SHINGLE = 3
GRAM = 4
HEADLINE = (6, 25)
"""Words of a first line that can be a headline."""
_BATCH_CHARS = 1 << 19


_SPACE, _WORD, _SINGLE, _DIGIT, _UNKNOWN = 0, 1, 2, 3, 255
# Thai, Lao, Myanmar, Khmer; kana, bopomofo and ideographs.
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x312F),
    (0x31A0, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_IDEOGRAPHS = 0x2E80
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff\ufe0f"
_BASE = np.uint64(0x9E3779B97F4A7C15 | 1)
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))


def batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of ``texts`` of some half a million characters each."""
    start = size = 0
    for at, text in enumerate(texts):
        size += len(text)
        if size >= _BATCH_CHARS:
            yield start, at + 1
            start, size = at + 1, 0
    if start < len(texts):
        yield start, len(texts)


def batched(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in batches of some half a million characters."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= _BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


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


def tabulate(texts: Sequence[str]) -> Table:
    """The table of ``texts``, a row each; call it with a batch."""
    joined = "\x00".join([normalised(text).replace("\x00", " ") for text in texts]) + "\x00"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _classes(codes)
    ends = np.flatnonzero(codes == 0)
    starts, lengths, single = _words(codes, kinds)
    hashes = _hashes(codes, starts, lengths, single)
    counts = np.diff(np.searchsorted(starts, ends), prepend=0).astype(np.int64)
    owner = np.repeat(np.arange(len(texts)), counts)
    characters, shown = _characters(codes, kinds, ends)
    numbers = _are_numbers(kinds, starts, lengths)
    digest = _digests(hashes, owner, counts)
    return Table(
        digest,
        _patterns(digest, hashes, owner, counts, numbers),
        _lengths(codes[starts], single, owner, counts),
        _headlines(codes, ends, starts, shown),
        characters,
        _shingles(hashes, counts),
        _numbers(hashes[numbers], owner[numbers], len(texts)),
    )


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
        return _DIGIT
    if category[0] not in "LMN" and category != "So":
        return _SPACE
    unspaced = any(first <= code <= last for first, last in _UNSPACED)
    return _SINGLE if unspaced or category == "So" else _WORD


def _words(
    codes: NDArray[np.uint32], kinds: NDArray[np.uint8]
) -> tuple[I64, I64, NDArray[np.bool_]]:
    """Start, length and "is a window of an unspaced script" of every word."""
    lone = kinds == _SINGLE
    spaced = (kinds != _SPACE) & ~lone
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
    powers = _powers(_BASE, len(codes) + 1)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes.astype(np.uint64) * powers[:-1], out=sums[1:])
    values = (sums[starts + lengths] - sums[starts]) * _powers(_INVERSE, len(codes) + 1)[starts]
    return mix(values + single.astype(np.uint64))


_power_tables: dict[int, U64] = {}


def _powers(base: np.uint64, count: int) -> U64:
    """The first ``count`` powers of ``base`` modulo 2^64, kept for the next batch."""
    table = _power_tables.get(int(base))
    if table is None or len(table) < count:
        table = np.full(max(count, _BATCH_CHARS + _BATCH_CHARS // 8), base, np.uint64)
        table[0] = 1
        np.cumprod(table, out=table)
        _power_tables[int(base)] = table
    return table[:count]


def _digests(hashes: U64, owner: I64, counts: I64) -> U64:
    """A hash of each row's sequence of words."""
    at = np.arange(len(hashes), dtype=np.int64) - edges(counts)[owner]
    weighted = hashes * mix(at.astype(np.uint64) + np.uint64(1))
    sums = np.zeros(len(hashes) + 1, np.uint64)
    np.cumsum(weighted, out=sums[1:])
    starts = edges(counts)
    return mix(sums[starts[1:]] - sums[starts[:-1]] + counts.astype(np.uint64))


def _shingles(hashes: U64, counts: I64) -> Rows:
    """Hashes of every three words; a row of fewer is one shingle, an empty row none."""
    padded = np.concatenate([hashes, np.zeros(SHINGLE, np.uint64)])
    values = hashes.copy()
    for k in range(1, SHINGLE):
        values += padded[k : k + len(hashes)] * np.uint64(2 * k + 1) ** np.uint64(9)
    starts = edges(counts)
    lengths = np.maximum(counts - SHINGLE + 1, 0)
    short = np.flatnonzero((counts > 0) & (counts < SHINGLE))
    for row in short:
        first, last = starts[row], starts[row + 1]
        total = int(hashes[first:last].sum(dtype=np.uint64))
        values[first] = np.uint64(total * (int(counts[row]) + 7) % (1 << 64))
        lengths[row] = 1
    return Rows(mix(values[spread(starts[:-1], lengths)]), edges(lengths))


def _headlines(codes: NDArray[np.uint32], ends: I64, starts: I64, shown: I64) -> NDArray[np.int32]:
    """How many of the shown characters of each row stand in a first line that is a headline.

    A first line of fewer words names a source or a section, one of more is a paragraph.
    """
    first = np.concatenate([[0], ends[:-1] + 1])
    breaks = np.append(np.flatnonzero(codes == 10), len(codes))
    line_end = np.minimum(breaks[np.searchsorted(breaks, first)], ends)
    words = np.searchsorted(starts, line_end) - np.searchsorted(starts, first)
    more = np.searchsorted(starts, ends) - np.searchsorted(starts, line_end)
    size = np.searchsorted(shown, line_end) - np.searchsorted(shown, first)
    fits = (words >= HEADLINE[0]) & (words <= HEADLINE[1]) & (more > 0)
    return np.where(fits, size, 0).astype(np.int32)


def _characters(codes: NDArray[np.uint32], kinds: NDArray[np.uint8], ends: I64) -> tuple[Rows, I64]:
    """The characters of the words, one byte each, a space behind each spaced word.

    Also where they stand among ``codes``.
    """
    kept = kinds != _SPACE
    gap = np.empty_like(kept)
    gap[0], gap[1:] = False, kept[:-1]
    gap &= ~kept
    shown = np.flatnonzero(kept | gap)
    points = codes[shown]
    values = points.astype(np.uint8)
    wide = points > 127
    values[wide] = (mix(points[wide].astype(np.uint64)) >> np.uint64(57)).astype(np.uint8) + 128
    values[gap[shown]] = 32
    lengths = np.diff(np.searchsorted(shown, np.concatenate([[-1], ends]), side="right"))
    return Rows(values, edges(lengths.astype(np.int64))), shown


def _lengths(
    first: NDArray[np.uint32], single: NDArray[np.bool_], owner: I64, counts: I64
) -> NDArray[np.int32]:
    """The length of each row in words; in scripts without spaces it is estimated.

    A word has some two ideographs, or four of the letters and marks of Thai and its neighbours.
    """
    if not single.any():
        return counts.astype(np.int32)
    rows = owner[single]
    eastern = np.bincount(rows[first[single] < _IDEOGRAPHS], minlength=len(counts))
    others = np.bincount(rows, minlength=len(counts)) - eastern
    return (counts - others // 2 - 3 * eastern // 4).astype(np.int32)


def _patterns(digest: U64, hashes: U64, owner: I64, counts: I64, numbers: I64) -> U64:
    """A hash of each row's sequence of words in which one number is like another."""
    if not len(numbers):
        return digest
    masked = hashes.copy()
    masked[numbers] = 1
    return _digests(masked, owner, counts)


def _are_numbers(kinds: NDArray[np.uint8], starts: I64, lengths: I64) -> I64:
    """Which words are nothing but digits."""
    digits = np.zeros(len(kinds) + 1, np.int32)
    np.cumsum(kinds == _DIGIT, out=digits[1:])
    return np.flatnonzero(digits[starts + lengths] - digits[starts] == lengths)


def _numbers(values: U64, owner: I64, rows: int) -> Rows:
    """The numbers of each row, from the hashes of all and the rows that they stand in."""
    order = np.lexsort((values, owner))
    values, owner = values[order], owner[order]
    again = np.zeros(len(values), np.int64)
    if len(values):
        fresh = np.ones(len(values), bool)
        fresh[1:] = (values[1:] != values[:-1]) | (owner[1:] != owner[:-1])
        at = np.arange(len(values))
        again = at - np.maximum.accumulate(np.where(fresh, at, 0))
    values = mix(values + again.astype(np.uint64) * _BASE)
    return Rows(values, edges(np.bincount(owner, minlength=rows).astype(np.int64)))
