"""What of a document is compared: blocks, paragraphs, or the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from cleaner.deduplication.scripts import MARKS, UNSPACED

UnitKind = Literal["snippet", "paragraph", "document"]
UNITS: tuple[UnitKind, ...] = ("snippet", "paragraph", "document")

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def _class(ranges: Iterable[tuple[int, int]]) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


# Marks are no part of a word to Python.
_WORD = re.compile(rf"[\w{_class(MARKS)}]+")
_UNSPACED = re.compile(f"[{_class(UNSPACED)}]")


class Unit(NamedTuple):
    """A span of a document that can be removed, with its line end.

    A snippet also takes the blank lines before the next one with it, the last one those at the end.
    """

    document: int
    start: int
    end: int
    text: str


def split(document: int, text: str, kind: UnitKind, fewest: int) -> Iterator[Unit]:
    """The units of a text, numbered ``document``.

    *document*: the text. *paragraph*: every line. *snippet*: every run of lines without a blank
    one. Units of fewer than ``fewest`` words are left out (in scripts without spaces: of fewer
    characters).
    """
    if kind == "document":
        spans = iter([(0, len(text))])
    elif kind == "paragraph":
        spans = ((m.start(), m.end()) for m in _LINE.finditer(text))
    else:
        spans = _blocks(text)
    for start, end in spans:
        content = text[start:end].strip()
        if content and long_enough(content, fewest):
            yield Unit(document, start, end, content)


def long_enough(content: str, fewest: int) -> bool:
    """Whether a text has at least ``fewest`` words; four letters without spaces are one."""
    found = 0
    for word in _WORD.findall(content):
        # A run of ideographs is one word to the pattern.
        found += 1 if word.isascii() else max(1, len(_UNSPACED.findall(word)) // 4)
        if found >= fewest:
            return True
    return False


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start: int | None = None
    blank = False
    for line in _LINE.finditer(text):
        if line.group().strip():
            if start is not None and blank:
                yield start, line.start()
                start = None
            if start is None:
                start = line.start()
            blank = False
        else:
            blank = True
    if start is not None:
        yield start, len(text)
