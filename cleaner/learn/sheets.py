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
from cleaner.sentences import COLONS, ends_sentence, is_prose

PROSE, SENTENCE, WORDLESS, ABSTRACT, VALUE, TITLE, COLON, FRAGMENT = (1 << i for i in range(8))
"""Flags: running text; closes a sentence; has no word of two letters; holds a number or a date;
is a number with at most a unit; begins the first line, which usually is the page's title; ends
with a colon or a number sign, as a label does; starts with a small letter, as a piece of a broken
sentence does."""
PREFIX, SUFFIX, GLUED = 0, 1, 2
"""Kinds of affix: before a separator, behind one, behind the last sentence of a line."""
AFFIX_CHARS = 60
GLUED_AFTER = 40
UNIT_CHARS = 4
TITLE_CHARS = 4
MEMO = 200_000
MEMO_CHARS = 200

_SEPARATOR = re.compile("[|·•»/–—｜-]|::")
_GLUED = re.compile(r"[^\s.][.!?…。！？][\"”’)»]{0,2}( ?[^.!?…。！？\s][^.!?…。！？]{2,59})$")
_ENDS = '.!?…。！？"”’)»'
_LABEL_ENDS = (*COLONS, "#")
_OPENING = tuple(".,;:)'(=")
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]{2}|[\u2e80-\ud7ff]")
_CHARS = 0xFFFF


class Affix(NamedTuple):
    """Words at an edge of a line: the number of the row, the kind, and the text."""

    row: int
    kind: int
    text: str


class Sheet(NamedTuple):
    """A document's lines: ``keys`` (digests of templates), ``flags``, ``sizes`` in code points.

    Each of these has an item for every line that is not blank. ``affixes`` are few: the number of
    a row, the kind, and the digest of each.
    """

    keys: U64
    flags: NDArray[np.uint8]
    sizes: NDArray[np.uint16]
    affixes: list[tuple[int, int, int]]


class _Known(NamedTuple):
    """What is remembered of a line: its template, the digest and the flags of that."""

    form: str
    key: bytes
    flags: int


class Digester:
    """Turns texts into sheets; remembers the short lines it has seen."""

    def __init__(self) -> None:
        self._memo: dict[str, _Known] = {}

    def sheet(self, text: str) -> Sheet:
        """The sheet of one document."""
        text = unified(text)
        raw = text.split("\n")
        known = self._look_up(raw)
        starts = list(accumulate(map((1).__add__, map(len, raw)), initial=0))
        rows = [(line, at, known[line]) for line, at in zip(raw, starts, strict=False)]
        rows = [row for row in rows if row[2].form]
        top = rows[0][2].form if rows else ""
        flags = bytes(
            [
                found.flags | TITLE if _begins(top, found.form) else found.flags
                for _, _, found in rows
            ]
        )
        sizes = np.fromiter((len(line) for line, _, _ in rows), np.int64, len(rows))
        edges = affixes(text, [at for _, at, _ in rows])
        return Sheet(
            np.frombuffer(b"".join([found.key for _, _, found in rows]), "<u8").astype(np.uint64),
            np.frombuffer(flags, np.uint8),
            np.minimum(sizes, _CHARS).astype(np.uint16),
            [(a.row, a.kind, digest(f"{a.kind}{a.text}")) for a in edges],
        )

    def _look_up(self, lines: list[str]) -> dict[str, _Known]:
        memo = self._memo
        distinct = set(lines)
        known = {line: memo[line] for line in distinct if line in memo}
        new = [line for line in distinct if line not in known]
        if not new:
            return known
        for line, form in zip(new, templates("\n".join(new)), strict=True):
            key = blake2b(form.encode("utf-8", "replace"), digest_size=8).digest()
            known[line] = _Known(form, key, _flags(line, form) if form else 0)
        if len(memo) + len(new) > MEMO:
            memo.clear()
        memo.update((line, known[line]) for line in new if len(line) <= MEMO_CHARS)
        return known


def _begins(top: str, form: str) -> bool:
    return len(form) >= TITLE_CHARS and top.startswith(form)


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


def _flags(line: str, form: str) -> int:
    flags = 0
    if len(line) >= 30 and is_prose(line):
        flags |= PROSE
    if ends_sentence(line):
        flags |= SENTENCE
    if "0" in form:
        flags |= ABSTRACT
        if len(form) <= 2 * UNIT_CHARS and _is_value(form):
            flags |= VALUE
    if not _WORDS.search(form):
        flags |= WORDLESS
    bare = line.strip()
    if bare[-1:] in _LABEL_ENDS:
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
    yield from _glued(text, starts)


def _glued(text: str, starts: list[int]) -> Iterator[Affix]:
    for row, start in enumerate(starts):
        after = starts[row + 1] if row + 1 < len(starts) else len(text) + 1
        if after - start <= GLUED_AFTER:
            continue
        end = text.find("\n", start, after)
        end = len(text) if end < 0 else end
        if end - start <= GLUED_AFTER or text[end - 1] in _ENDS:
            continue
        match = _GLUED.search(text, max(start + GLUED_AFTER, end - AFFIX_CHARS - 6), end)
        if match is not None:
            yield Affix(row, GLUED, match[1])


def _separated(text: str, starts: list[int]) -> Iterator[Affix]:
    found: list[tuple[int, int]] = []
    row = -1
    for match in _SEPARATOR.finditer(text):
        span = _separator(text, match)
        if span is None:
            continue
        own = _row(starts, span[0])
        if own != row and found:
            yield from _edges(text, row, starts[row], found)
            found = []
        row = own
        found.append(span)
    if found:
        yield from _edges(text, row, starts[row], found)


def _separator(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """The span of a separator with the spaces around it; bars may stand without."""
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == " " and after == " ":
        return start - 1, end + 1
    bar = match[0] in "|｜" and before.strip() and after.strip()
    return (start, end) if bar else None


def _edges(text: str, row: int, start: int, found: list[tuple[int, int]]) -> Iterator[Affix]:
    """What stands before the first three separators of a line and behind the last two."""
    end = text.find("\n", found[-1][1])
    end = len(text) if end < 0 else end
    for _, behind in found[:3]:
        if 3 < behind - start <= AFFIX_CHARS < end - start:
            yield Affix(row, PREFIX, text[start:behind])
    for before, _ in found[-2:]:
        if 3 < end - before <= AFFIX_CHARS:
            yield Affix(row, SUFFIX, text[before:end].rstrip())


def _row(starts: list[int], at: int) -> int:
    return max(bisect_right(starts, at) - 1, 0)
