"""What a scraper took out of its brackets: "palm ( / Chamaedorea / )", "health [ / 4 / , / 5 / ]".

A bracket that opens at the end of a line and one that closes at the beginning of another belong
together, and what was a link between them to both. So it is with quotation marks and dashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaner.segment import Page

_OPENING = {")": "(", "]": "[", '"': '"', "'": "'", "—": "—", "–": "–"}
_MOST_CHARS, _MOST_LINES = 60, 16
"""Code points of what is enclosed, and lines of numbers and what stands between them."""
_TEXT_CHARS = 20
"""Code points of a line before numbers of sources."""
_NUMBER = re.compile(r"\d{1,4}|[,;–-]")
_CODE = re.compile(r"[{}=<>\\|()\[\]_]|::|->|['\"]$")
_PROGRAM = re.compile(r"[{}=<>\\|_]|::|->|\(\)")
_TEXT_SPACES = 3
_DASHES = frozenset("—–")
_QUOTES = _DASHES.union("\"'")
"""Marks that look the same where they open and where they close; of dashes two stand so."""


def enclosed(page: Page, numbers: Iterable[int]) -> Iterator[int]:
    """Numbers of the lines that belong to the next one; ``numbers``: of lines above punctuation."""
    lines = page.lines
    for number in numbers:
        below = lines[number + 1].lstrip()
        opening = _OPENING.get(below[:1])
        if opening is None or below[1:2].isalnum():
            continue
        after = lines[number + 2] if number + 2 < len(lines) else ""
        if opening in _DASHES and after.lstrip()[:1] in _DASHES:
            continue  # a list follows what ends in a dash
        first = number
        if opening not in _QUOTES and _NUMBER.fullmatch(lines[number].strip()):
            while number - first < _MOST_LINES and _NUMBER.fullmatch(lines[first].strip()):
                first -= 1
            first += 1
        elif opening == "[" or not _is_entry(page, number):
            continue
        if first > 0 and _opens(lines[first - 1].strip(), opening):
            yield from range(first - 1, number + 1)


def _opens(line: str, opening: str) -> bool:
    """Whether a line is text and a bracket, or a quotation mark, behind a space."""
    if line[-1:] != opening or not line[-2:-1].isspace():
        return False
    if opening in _QUOTES:
        odd = opening in _DASHES or line.count(opening) % 2 == 1
        return odd and len(line) >= _TEXT_CHARS and _is_said(line)
    least = _TEXT_CHARS if opening == "[" else 0
    return line[:1].isalnum() and len(line) >= least and _CODE.search(line[:-2]) is None


def _is_said(line: str) -> bool:
    """Whether a line has the words of text, and none of what programs are written in."""
    return line.count(" ") >= _TEXT_SPACES and _PROGRAM.search(line) is None


def _is_entry(page: Page, number: int) -> bool:
    """Whether a line is some words that no rule knows."""
    line = page.lines[number].strip()
    return (
        number not in page.marks
        and 0 < len(line) <= _MOST_CHARS
        and any(map(str.isalnum, line))
        and _CODE.search(line) is None
    )
