"""Lines that are boilerplate in each other's company: the entries of one menu, one footer.

An entry alone ("Science") says nothing; several of one site's entries in a row are its menu. The
rules are learned from the pages of a site, where such lines always stand together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.fold import bare, fold
from cleaner.lexicon import Mark
from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

KIND = "group"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {"min_lines": 3, "alike": False}

_GAP = 1
_BEFORE_GAP = 2
_GAP_CHARS = 60
_CERTAIN = 2
_TITLE_CHARS = 4
_TEXT_LINES = 3
_HEADLINE_CHARS = 20


class _Stretch(NamedTuple):
    """Lines of one position with a mark that stand together, and how many differ.

    Lines that belong before the text are no company for those that belong behind it.
    """

    lines: list[tuple[int, Mark]]
    distinct: int


class GroupMatcher:
    """Looks for stretches of marked lines; a few short unknown lines do not end one."""

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each row of lines of one rule in a stretch that is long enough."""
        for stretch in _stretches(page):
            for mark, first, end in _rows(page, _without_title(page, stretch.lines)):
                rule = mark.rule
                least = rule.options["min_lines"]
                if stretch.distinct < least or _misplaced(page, first, rule.position):
                    continue
                start, stop = page.span(first, end)
                placed = rule.safety != "safe" and (
                    stretch.distinct >= _CERTAIN * least or page.placed(first, rule.position)
                )
                why = f"{mark.why}, one of {stretch.distinct} that stand together"
                yield Finding(start, stop, rule.id, rule.safety, why, first, end, supported=placed)


def _stretches(page: Page) -> Iterator[_Stretch]:
    open_: dict[tuple[str, ...], list[tuple[int, Mark]]] = {}
    side_by_side: dict[tuple[str, ...], int] = {}
    for i, mark in page.hits.get(KIND, ()):
        position = mark.rule.position
        lines = open_.setdefault(position, [])
        if lines and lines[-1][0] == i:
            continue  # a line that several rules know belongs to the first
        unknown = _unknown(page, lines[-1][0], i, position) if lines else 0
        # Every second line unknown is a list of other things, not a menu with a new entry.
        if unknown > (_GAP if side_by_side.get(position, 0) >= _BEFORE_GAP else 0):
            yield _stretch(page, lines)
            open_[position] = lines = []
        side_by_side[position] = 1 if unknown else side_by_side.get(position, 0) + 1
        lines.append((i, mark))
    for lines in open_.values():
        yield _stretch(page, lines)


def _stretch(page: Page, lines: list[tuple[int, Mark]]) -> _Stretch:
    return _Stretch(lines, len({_kind(page, i, mark) for i, mark in lines}))


def _kind(page: Page, number: int, mark: Mark) -> str:
    """What makes a line another one than its neighbours: its text, or what of the rule fits it."""
    return mark.why if mark.rule.options["alike"] else page.lines[number].strip().casefold()


def _unknown(page: Page, one: int, other: int, position: tuple[str, ...]) -> int:
    """How many lines that no rule knows lie between two lines; a long one counts as many."""
    unknown = 0
    for i in range(one + 1, other):
        if page.blank(i) or _wordless(page.lines[i]) or _known(page, i, position):
            continue
        unknown += 1 if len(page.lines[i]) <= _GAP_CHARS else _GAP + 1
        if unknown > _GAP:
            break
    return unknown


def _known(page: Page, number: int, position: tuple[str, ...]) -> bool:
    """Whether a rule knows a line that does not belong to another part of the page."""
    marks = page.marks[number]
    groups = [mark for mark in marks if mark.rule.kind == KIND]
    return bool(marks) and (not groups or any(m.rule.position == position for m in groups))


def _misplaced(page: Page, number: int, position: tuple[str, ...]) -> bool:
    """Whether a line of the head stands behind the running text, or one of the tail before it."""
    if len(page.prose) < _TEXT_LINES or len(position) != 1:
        return False
    first, end = page.body
    return number >= end if position[0] == "head" else number < first


def _without_title(page: Page, lines: list[tuple[int, Mark]]) -> list[tuple[int, Mark]]:
    """The lines without the title of the page, as its first line says it.

    A menu has entries for the very page it stands on: a short one stays only where the menu ends,
    because there it may be the headline.
    """
    top = next((i for i in range(len(page.lines)) if not page.blank(i)), 0)
    if any(mark.rule.kind == KIND for mark in page.marks[top]):
        return lines
    title, last = bare(fold(page.lines[top])), lines[-1][0]

    def is_title(i: int) -> bool:
        text = bare(fold(page.lines[i]))
        least = _TITLE_CHARS if i == last else _HEADLINE_CHARS
        return len(text) >= least and title.startswith(text)

    return [(i, mark) for i, mark in lines if not is_title(i)]


def _wordless(line: str) -> bool:
    return not any(map(str.isalpha, line))


def _rows(page: Page, lines: Sequence[tuple[int, Mark]]) -> Iterator[tuple[Mark, int, int]]:
    """Neighbouring lines of one rule, with the blank lines, numbers and bars between them."""
    at = 0
    while at < len(lines):
        first, mark = lines[at]
        end = first + 1
        at += 1
        while (
            at < len(lines)
            and lines[at][1].rule is mark.rule
            and all(page.blank(i) or _wordless(page.lines[i]) for i in range(end, lines[at][0]))
        ):
            end = lines[at][0] + 1
            at += 1
        yield mark, first, end


def build(rules: Sequence[Rule]) -> GroupMatcher:
    """The lines are compiled into the page's lexicon; nothing is left to do here."""
    return GroupMatcher()
