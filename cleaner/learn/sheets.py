"""A document as arrays: a row for each line that is not blank, ready to be counted.

Counting needs no text: a line is a 64-bit digest of its template and a few flags, so that the
lines of a corpus fit where its text would not. The text of what is worth a rule is read again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from hashlib import blake2b
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import U64
from cleaner.learn.templates import MONTH, UNIT, WEEKDAY, templates
from cleaner.segment import ends_sentence, is_prose

PROSE, SENTENCE, WORDLESS, ABSTRACT, VALUE, TITLE, COLON, FRAGMENT = (1 << i for i in range(8))
"""Flags: running text; closes a sentence; has no letters; holds a number or a date; is a number
with at most a unit; begins the first line, which usually is the page's title; ends with a colon;
starts with a small letter, as a piece of a broken sentence does."""
PREFIX, SUFFIX, GLUED = 0, 1, 2
"""Kinds of affix: before a separator, behind one, behind the last sentence of a line."""
AFFIX_CHARS = 60
GLUED_AFTER = 40
UNIT_CHARS = 4
TITLE_CHARS = 4
MEMO = 200_000

_SEPARATOR = re.compile(r"(?: (?:[|·•»/–—-]|::)|:) |：|(?<=[^\s|])[|｜](?=[^\s|])")
_GLUED = re.compile(
    r"(?m)(?<=[^\s.][.!?…。！？])[\"”’)»]{0,2}( ?[^.!?…。！？\s][^.!?…。！？\n]{2,59})$"
)
_COLONS = (":", "：")
_OPENING = tuple(".,;:)'(=")
_LETTERS = re.compile(r"[^\W\d_]")
_CHARS = 0xFFFF


class Affix(NamedTuple):
    """Words at an edge of a line: the number of the row, the kind, and the text."""

    row: int
    kind: int
    text: str


class Sheet(NamedTuple):
    """A document's lines: ``keys`` (digests of templates), ``flags``, ``sizes`` in code points.

    All have the length of the number of lines that are not blank; ``affixes`` are sparse:
    """

    keys: U64
    flags: NDArray[np.uint8]
    sizes: NDArray[np.uint16]
    affixes: list[tuple[int, int, int]]
    """(row, kind, digest)"""


class Digester:
    """Turns texts into sheets; remembers the digests of lines it has seen."""

    def __init__(self) -> None:
        self._memo: dict[str, bytes] = {}

    def sheet(self, text: str) -> Sheet:
        """The sheet of one document."""
        text = unified(text)
        raw = text.split("\n")
        forms = templates(text)
        rows = [i for i, form in enumerate(forms) if form]
        starts = list(accumulate(map((1).__add__, map(len, raw)), initial=0))
        keys = b"".join([self._digest(forms[i]) for i in rows])
        top = forms[rows[0]] if rows else ""
        flags = bytes([_flags(raw[i], forms[i], top) for i in rows])
        sizes = np.minimum(np.fromiter((len(raw[i]) for i in rows), np.int64, len(rows)), _CHARS)
        return Sheet(
            np.frombuffer(keys, "<u8").astype(np.uint64),
            np.frombuffer(flags, np.uint8),
            sizes.astype(np.uint16),
            [
                (a.row, a.kind, digest(f"{a.kind}{a.text}"))
                for a in affixes(text, [starts[i] for i in rows])
            ],
        )

    def _digest(self, form: str) -> bytes:
        found = self._memo.get(form)
        if found is None:
            found = blake2b(form.encode("utf-8", "replace"), digest_size=8).digest()
            if len(form) <= 200:
                if len(self._memo) >= MEMO:
                    self._memo.clear()
                self._memo[form] = found
        return found


def digest(text: str) -> int:
    """A 64-bit digest, the same on every machine."""
    return int.from_bytes(
        blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little"
    )


def unified(text: str) -> str:
    """``text`` with line feeds only."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def numbered(text: str) -> list[tuple[int, str]]:
    """The lines of a document that have a row in its sheet, with their 1-based numbers."""
    text = unified(text)
    pairs = zip(text.split("\n"), templates(text), strict=True)
    return [(number, line) for number, (line, form) in enumerate(pairs, 1) if form]


def _flags(line: str, form: str, top: str) -> int:
    flags = 0
    if len(line) >= 30 and is_prose(line):
        flags |= PROSE
    if ends_sentence(line):
        flags |= SENTENCE
    if "0" in form:
        flags |= ABSTRACT
        if len(form) <= 2 * UNIT_CHARS and _is_value(form):
            flags |= VALUE
    if not _LETTERS.search(form):
        flags |= WORDLESS
    if len(form) >= TITLE_CHARS and top.startswith(form):
        flags |= TITLE
    bare = line.strip()
    if bare[-1:] in _COLONS:
        flags |= COLON
    if bare[:1].islower() or bare[:1] in _OPENING:
        flags |= FRAGMENT
    return flags


def _is_value(form: str) -> bool:
    """Whether a short template is a number with at most a unit of a few letters."""
    letters = _LETTERS.findall(form)
    if len(letters) > UNIT_CHARS or any(letter >= "\u2e80" for letter in letters):
        return False
    return not any(sign in form for sign in (MONTH, WEEKDAY, UNIT))


def affixes(text: str, starts: list[int]) -> Iterator[Affix]:
    """Words before the first and behind the last separator of lines, and glued to sentences.

    ``starts``: the offset of each row.
    """
    if not starts:
        return
    yield from _separated(text, starts)
    for match in _GLUED.finditer(text):
        row = _row(starts, match.start())
        if match.start() - starts[row] >= GLUED_AFTER:
            yield Affix(row, GLUED, match[1])


def _separated(text: str, starts: list[int]) -> Iterator[Affix]:
    found: list[re.Match[str]] = []
    row = -1
    for match in _SEPARATOR.finditer(text):
        own = _row(starts, match.start())
        if own != row and found:
            yield from _edges(text, row, starts[row], found)
            found = []
        row = own
        found.append(match)
    if found:
        yield from _edges(text, row, starts[row], found)


def _edges(text: str, row: int, start: int, found: list[re.Match[str]]) -> Iterator[Affix]:
    """What stands before the first three separators of a line and behind the last two."""
    end = text.find("\n", found[-1].end())
    end = len(text) if end < 0 else end
    for match in found[:3]:
        if match[0] not in (": ", "：") and 3 < match.end() - start <= AFFIX_CHARS < end - start:
            yield Affix(row, PREFIX, text[start : match.end()])
    for match in found[-2:]:
        if match[0] not in (": ", "：") and 3 < end - match.start() <= AFFIX_CHARS:
            yield Affix(row, SUFFIX, text[match.start() : end].rstrip())


def _row(starts: list[int], at: int) -> int:
    return max(bisect_right(starts, at) - 1, 0)
