"""Headings as Markdown and reStructuredText write them, and whether text stands under them."""

from __future__ import annotations

import re

from cleaner.segment import Page

_MARKED = re.compile(r"\s*#{1,6}\s| {12}")
_LEAST_RULE = 3


def heads_text(page: Page, number: int) -> bool:
    """Whether a line is a heading, marked, centred or the page's title, over text no rule knows.

    "## Code of Conduct" over its text is a section, as a link in a footer the same words are none.
    """
    lines = page.lines
    below = number + 1
    if _is_underlined(lines[number], lines[below : below + 1]):
        below += 1
    elif not (_MARKED.match(lines[number]) or _is_title(page, number)):
        return False
    while below < len(lines) and page.blank(below):
        below += 1
    return below < len(lines) and not (page.marks[below] or _MARKED.match(lines[below]))


def _is_underlined(line: str, following: list[str]) -> bool:
    """Whether the line below is a row of ``=`` or ``-`` (or another mark) of about its length."""
    rule = following[0].rstrip() if following else ""
    return (
        len(rule) >= max(_LEAST_RULE, len(line.strip()) - 1)
        and rule[0] in "=-~^*"
        and rule == rule[0] * len(rule)
    )


def _is_title(page: Page, number: int) -> bool:
    return all(page.blank(i) for i in range(number))
