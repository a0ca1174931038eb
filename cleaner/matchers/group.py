"""Lines that are boilerplate in each other's company: the entries of one menu, one footer.

An entry alone ("Science") says nothing; several of one site's entries in a row are its menu. The
rules are learned from the pages of a site, where such lines always stand together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.lexicon import Mark
from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

KIND = "group"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {"min_lines": 3}

_GAP = 2
_GAP_CHARS = 60
_CERTAIN = 2


class _Stretch(NamedTuple):
    """Lines with a mark that stand together, with the mark of each, and how many differ."""

    lines: list[tuple[int, Mark]]
    distinct: int


class GroupMatcher:
    """Looks for stretches of marked lines; a few short unknown lines do not end one."""

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each row of lines of one rule in a stretch that is long enough."""
        for stretch in _stretches(page):
            for mark, first, end in _rows(page, stretch.lines):
                rule = mark.rule
                least = rule.options["min_lines"]
                if stretch.distinct < least:
                    continue
                start, stop = page.span(first, end)
                placed = rule.safety != "safe" and (
                    stretch.distinct >= _CERTAIN * least or page.placed(first, rule.position)
                )
                why = f"{mark.why}, one of {stretch.distinct} that stand together"
                yield Finding(
                    start, stop, rule.id, rule.safety, why, first, end, supported=placed
                )


def _stretches(page: Page) -> Iterator[_Stretch]:
    lines: list[tuple[int, Mark]] = []
    for i, mark in page.hits.get(KIND, ()):
        if lines and lines[-1][0] == i:
            continue  # a line that several rules know belongs to the first
        if lines and not _joined(page, lines[-1][0], i):
            yield _stretch(page, lines)
            lines = []
        lines.append((i, mark))
    if lines:
        yield _stretch(page, lines)


def _stretch(page: Page, lines: list[tuple[int, Mark]]) -> _Stretch:
    return _Stretch(lines, len({page.lines[i].strip().casefold() for i, _ in lines}))


def _joined(page: Page, one: int, other: int) -> bool:
    """Whether little but short lines, or such as other rules know, lies between two lines."""
    unknown = 0
    for i in range(one + 1, other):
        if page.blank(i) or _wordless(page.lines[i]) or page.marks[i]:
            continue
        unknown += 1
        if unknown > _GAP or len(page.lines[i]) > _GAP_CHARS:
            return False
    return True


def _wordless(line: str) -> bool:
    return not any(map(str.isalpha, line))


def _rows(
    page: Page, lines: Sequence[tuple[int, Mark]]
) -> Iterator[tuple[Mark, int, int]]:
    """Neighbouring lines of one rule, with the blank lines, numbers and bars between them."""
    at = 0
    while at < len(lines):
        first, mark = lines[at]
        end = first + 1
        at += 1
        while (
            at < len(lines)
            and lines[at][1].rule is mark.rule
            and all(
                page.blank(i) or _wordless(page.lines[i]) for i in range(end, lines[at][0])
            )
        ):
            end = lines[at][0] + 1
            at += 1
        yield mark, first, end


def build(rules: Sequence[Rule]) -> GroupMatcher:
    """The lines are compiled into the page's lexicon; nothing is left to do here."""
    return GroupMatcher()
