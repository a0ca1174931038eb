"""Marks of list items that stand in lines of their own: "1. / Soak the cane", "• / Pegs"."""

from __future__ import annotations

import re

from cleaner.segment import Page

_NUMBER = re.compile(r"\d{1,3}[.)]")
_BULLETS = frozenset("•–▪●✔✓‣○■▸➤")
_LONGEST = 6
"""Code points of a line with nothing but a mark, white space included."""
_LEAST_CHARS = 3
_LEAST = 2
"""Items that make a list."""


def bullets(page: Page) -> list[int]:
    """Numbers of the lines that are the mark of the item in the next line, in order."""
    lines = page.lines
    kinds: dict[str, list[int]] = {}
    for i, size in enumerate(page.sizes[:-1]):
        if 0 < size <= _LONGEST and (kind := _kind(lines[i].strip())) and _is_item(page, i + 1):
            kinds.setdefault(kind, []).append(i)
    return sorted(i for found in kinds.values() if len(found) >= _LEAST for i in found)


def _kind(mark: str) -> str:
    """What kind of mark a line is; nothing for another line."""
    if mark in _BULLETS:
        return mark
    return mark[-1] if _NUMBER.fullmatch(mark) else ""


def _is_item(page: Page, number: int) -> bool:
    """Whether a line may be the text of an item."""
    line = page.lines[number].strip()
    return (
        len(line) >= _LEAST_CHARS
        and line[0].isalnum()
        and not line.isdigit()
        and not _kind(line)
        and number not in page.marks
    )
