"""Headings as Markdown and reStructuredText write them, and whether text stands under them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from itertools import islice

from cleaner import neighbours
from cleaner.fold import bare, fold
from cleaner.segment import Page
from cleaner.sentences import ends_sentence

_MARKED = re.compile(r"\s*#{1,6}\s| {12}")
_UNDERLINES = "=-~^*"
_LEAST_RULE = 3
TITLE_CHARS = 8
_HEADING_CHARS, _TEXT_CHARS = 60, 25
"""Most code points of a heading without marks, and least of the sentence below it."""
_CLOSED = ".…。,:;>"
_SECTIONS = 2
"""Other headings that a page has which has sections."""
_FIRST = 8
"""Lines among which the title of a page is, if it stands alone at its top."""


def announcing(page: Page, rules: Iterable[str]) -> set[int]:
    """Numbers of the lines that are a heading of one of the block rules with these ids."""
    ids = set(rules)
    hits = page.hits.get("block", ())
    return {i for i, mark in hits if mark.role == "start" and mark.rule.id in ids}


def heads_text(page: Page, number: int) -> bool:
    """Whether a line is a heading, marked, centred or the page's title, over text no rule knows.

    "## Code of Conduct" over its text is a section; over links, or as a link in a footer, the same
    words are none. The first section of "# Changelog" may begin with a heading of its own.
    """
    lines = page.lines
    last = number
    if number + 1 == len(lines):
        return False
    if lines[number + 1][:1] in _UNDERLINES and _underlines(lines[number + 1], lines[number]):
        last += 1
    elif not _is_marked(page, number) and (number > _FIRST or not _is_title(page, number)):
        return False
    below = neighbours.below(page, last)
    if below == len(lines) or page.marks[below] or lines[below].strip() in page.markup.links:
        return False
    return not _is_marked(page, below) or 0 < _level(page, number) < _level(page, below)


def is_section(page: Page, number: int) -> bool:
    """Whether a line is a heading without marks over a sentence that no rule knows.

    So are others of the page, of which rules know nothing either.
    """
    if not _heads_sentence(page, number):
        return False
    others = (i for i in range(len(page.lines)) if i not in page.marks)
    found = filter(partial(_heads_sentence, page), others)
    return len([*islice(found, _SECTIONS)]) == _SECTIONS


def _heads_sentence(page: Page, number: int) -> bool:
    """Whether a line is short and open, and the next one a sentence that no rule knows."""
    lines, line = page.lines, page.lines[number].strip()
    if not 0 < len(line) <= _HEADING_CHARS or not (line[-1].isalnum() or line[-1] in ")]"):
        return False
    if number and not page.blank(number - 1) and not ends_sentence(lines[number - 1]):
        return False
    below = neighbours.below(page, number)
    if below == len(lines) or page.marks[below]:
        return False
    return page.sizes[below] >= _TEXT_CHARS and ends_sentence(lines[below])


def heads_paragraph(page: Page, number: int) -> bool:
    """Whether a line that no rule knows is short and open, and running text comes next."""
    line = page.lines[number].strip()
    if number in page.marks or not 0 < len(line) <= _HEADING_CHARS or line[-1] in _CLOSED:
        return False
    return any(map(str.isalpha, line)) and neighbours.below(page, number) in page.prose_lines


def has_headings(page: Page) -> bool:
    """Whether somewhere between two paragraphs stands a line that heads the second."""
    above = (neighbours.above(page, i) for i in page.prose)
    return any(
        i > 0 and heads_paragraph(page, i) and neighbours.above(page, i) in page.prose_lines
        for i in above
    )


def _is_marked(page: Page, number: int) -> bool:
    line = page.lines[number]
    return _MARKED.match(line) is not None or line.strip() in page.markup.headings


def _level(page: Page, number: int) -> int:
    """How deep a heading of Markdown is, 0 for another line."""
    line = page.lines[number].strip()
    return len(line) - len(line.lstrip("#")) or page.markup.headings.get(line, 0)


def says_title(line: str, title: str) -> bool:
    """Whether a line says what the first line, usually the page's ``title``, starts with.

    Title and line are compared folded; ``title`` is folded already.
    """
    if line[0].isalnum() and line[0].casefold() != title[:1]:
        return False
    text = bare(fold(line))
    return len(text) >= TITLE_CHARS and title.startswith(text)


def _underlines(rule: str, line: str) -> bool:
    """Whether a line is a row of one mark, of about the length of the line above."""
    rule = rule.rstrip()
    return len(rule) >= max(_LEAST_RULE, len(line.strip()) - 1) and rule == rule[0] * len(rule)


def _is_title(page: Page, number: int) -> bool:
    return all(page.blank(i) for i in range(number))
