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
from cleaner.sentences import ends_sentence

KIND = "group"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {
    "min_lines": 3,
    "alike": False,
    "counts": True,
    "labels": [],
    "lends": True,
}

_GAP = 1
_BEFORE_GAP = 2
_GAP_CHARS = 60
_CERTAIN, _CERTAIN_LINES = 2, 12
_ANYWHERE_LINES = 6
_TITLE_CHARS = 4
_TEXT_LINES = 3
_HEADLINE_CHARS = 20

_ANYWHERE = ("head", "tail")


class _Row(NamedTuple):
    """Marked lines that stand together, and how many of those that count differ."""

    lines: list[tuple[int, Mark]]
    distinct: int


class GroupMatcher:
    """Looks for rows of marked lines that are long enough.

    There are two kinds. Between the lines of one part of the page a few short unknown ones may
    stand. Where nothing unknown stands between them, lines of all groups are company for each
    other.
    """

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for neighbouring lines of one rule in a row that is long enough."""
        hits = page.hits.get(KIND, ())
        if len(hits) < min((mark.rule.options["min_lines"] for _, mark in hits), default=1):
            return
        taken: set[int] = set()
        for row in _by_position(page):
            for mark, first, end in _fitting(page, row):
                if row.distinct >= _ANYWHERE_LINES or _in_place(page, first, mark.rule.position):
                    taken.update(range(first, end))
                    yield _finding(page, mark, first, end, row.distinct)
        for row in _unbroken(page):
            left = _Row([(i, mark) for i, mark in row.lines if i not in taken], row.distinct)
            for mark, first, end in _fitting(page, left):
                if _in_place(page, first, mark.rule.position):
                    yield _finding(page, mark, first, end, row.distinct)


def _fitting(page: Page, row: _Row) -> Iterator[tuple[Mark, int, int]]:
    """Neighbouring lines of one rule for which a row is long enough."""
    for mark, first, end in _neighbours(page, _without_title(page, row.lines)):
        if row.distinct >= mark.rule.options["min_lines"]:
            yield mark, first, end


def _finding(page: Page, mark: Mark, first: int, end: int, distinct: int) -> Finding:
    rule = mark.rule
    start, stop = page.span(first, end)
    certain = distinct >= min(_CERTAIN * rule.options["min_lines"], _CERTAIN_LINES)
    supported = rule.safety != "safe" and (certain or page.placed(first, rule.position))
    why = f"{mark.why}, one of {distinct} that stand together"
    lends = rule.options["lends"]
    return Finding(
        start, stop, rule.id, rule.safety, why, first, end, supported=supported, lends=lends
    )


def _unbroken(page: Page) -> Iterator[_Row]:
    """Rows in which every line with letters is known, to whatever part of the page it belongs.

    Without running text nobody can tell the head from the tail: there a row ends where lines of
    the one meet lines of the other.
    """
    known: dict[int, list[Mark]] = {}
    for i, mark in page.hits.get(KIND, ()):
        known.setdefault(i, []).append(mark)
    has_text = len(page.prose) >= _TEXT_LINES
    row: dict[int, list[Mark]] = {}
    last, room = -1, set(_ANYWHERE)
    for i, marks in known.items():
        own = {place for mark in marks for place in mark.rule.position or _ANYWHERE}
        if row and not (_all_known(page, last + 1, i) and (has_text or room & own)):
            yield _counted(page, row)
            row, room = {}, set(_ANYWHERE)
        row[i] = marks
        last, room = i, room & own
    if row:
        yield _counted(page, row)


def _all_known(page: Page, first: int, end: int) -> bool:
    return all(page.marks[i] or _is_nothing(page, i) for i in range(first, end))


def _counted(page: Page, row: Mapping[int, list[Mark]]) -> _Row:
    """A row from the first to the last line that counts, with one mark a line."""
    counting = [i for i, marks in row.items() if any(m.rule.options["counts"] for m in marks)]
    if not counting:
        return _Row([], 0)
    lines = [
        (i, _best(page, i, marks)) for i, marks in row.items() if counting[0] <= i <= counting[-1]
    ]
    known = set(counting)
    return _Row(lines, _distinct(page, [line for line in lines if line[0] in known]))


def _best(page: Page, number: int, marks: Sequence[Mark]) -> Mark:
    """Of the marks of a line that of a rule which belongs there and wants the least company."""

    def unfit(mark: Mark) -> tuple[bool, int]:
        in_place = _in_place(page, number, mark.rule.position)
        return not in_place, mark.rule.options["min_lines"]

    return min(marks, key=unfit)


def _by_position(page: Page) -> Iterator[_Row]:
    """Rows of lines of one position between which few unknown lines stand.

    Lines that belong before the text are no company for those that belong behind it.
    """
    open_: dict[tuple[str, ...], list[tuple[int, Mark]]] = {}
    side_by_side: dict[tuple[str, ...], int] = {}
    for i, mark in page.hits.get(KIND, ()):
        if not mark.rule.options["counts"]:
            continue
        position = mark.rule.position
        lines = open_.setdefault(position, [])
        if lines and lines[-1][0] == i:
            continue  # a line that several rules know belongs to the first
        unknown = _unknown(page, lines[-1][0], i, position) if lines else 0
        # Every second line unknown is a list of other things, not a menu with a new entry.
        if unknown > (_GAP if side_by_side.get(position, 0) >= _BEFORE_GAP else 0):
            yield _Row(lines, _distinct(page, lines))
            open_[position] = lines = []
        side_by_side[position] = 1 if unknown else side_by_side.get(position, 0) + 1
        lines.append((i, mark))
    for lines in open_.values():
        yield _Row(lines, _distinct(page, lines))


def _distinct(page: Page, lines: Sequence[tuple[int, Mark]]) -> int:
    return len({_kind(page, i, mark) for i, mark in lines})


def _kind(page: Page, number: int, mark: Mark) -> str:
    """What makes a line another one than its neighbours: its text, or what of the rule fits it."""
    return mark.why if mark.rule.options["alike"] else page.lines[number].strip().casefold()


def _unknown(page: Page, one: int, other: int, position: tuple[str, ...]) -> int:
    """How many lines that no rule knows lie between two lines; a long one counts as many."""
    unknown = 0
    for i in range(one + 1, other):
        if _is_nothing(page, i) or _known(page, i, position):
            continue
        unknown += 1 if len(page.lines[i]) <= _GAP_CHARS else _GAP + 1
        if unknown > _GAP:
            break
    return unknown


def _known(page: Page, number: int, position: tuple[str, ...]) -> bool:
    """Whether a rule knows a line that does not belong to another part of the page."""
    marks = page.marks[number]
    # A guest belongs to no part of the page.
    groups = [m for m in marks if m.rule.kind == KIND and m.rule.options["counts"]]
    return bool(marks) and (not groups or any(m.rule.position == position for m in groups))


def _in_place(page: Page, number: int, position: tuple[str, ...]) -> bool:
    """Whether no line of the head stands behind the running text, and none of the tail before."""
    if len(page.prose) < _TEXT_LINES or len(position) != 1:
        return True
    first, end = page.body
    return number < end if position[0] == "head" else number >= first


def _without_title(page: Page, lines: list[tuple[int, Mark]]) -> list[tuple[int, Mark]]:
    """The lines without the title of the page, as its first line says it.

    A menu has entries for the very page it stands on: a short one stays only where the menu ends,
    because there it may be the headline, or when it is no sure entry.
    """
    top = next((i for i in range(len(page.lines)) if not page.blank(i)), 0)
    if not lines or any(mark.rule.kind == KIND for mark in page.marks[top]):
        return lines
    title, last = bare(page.folded_title), lines[-1][0]

    def is_title(i: int, mark: Mark) -> bool:
        text = bare(fold(page.lines[i]))
        entry = i < last and mark.rule.options["counts"]
        return len(text) >= (_HEADLINE_CHARS if entry else _TITLE_CHARS) and title.startswith(text)

    return [(i, mark) for i, mark in lines if not is_title(i, mark)]


def _is_nothing(page: Page, number: int) -> bool:
    """Whether a line says nothing by itself: blank, a sign, or what a label above names."""
    return page.blank(number) or _is_sign(page.lines[number]) or _is_value(page, number)


def _is_value(page: Page, number: int) -> bool:
    """Whether a line is what a label in the line above names: "Location / Marlen"."""
    if number == 0 or number in page.marks or page.sizes[number] > _GAP_CHARS:
        return False
    if ends_sentence(page.lines[number]):
        return False  # where nothing was filled in, the next line may be the post
    labels = {
        bare(fold(label))
        for mark in page.marks[number - 1]
        if mark.rule.kind == KIND
        for label in mark.rule.options["labels"]
    }
    return bool(labels) and bare(fold(page.lines[number - 1])) in labels


def _is_sign(line: str) -> bool:
    """Whether a line is a bar, a number or a single letter, as an index has them."""
    return not any(map(str.isalpha, line)) or (line.isascii() and len(line.strip()) == 1)


def _neighbours(page: Page, lines: Sequence[tuple[int, Mark]]) -> Iterator[tuple[Mark, int, int]]:
    """Neighbouring lines of one rule, with the blank lines and signs between and the values."""
    at = 0
    while at < len(lines):
        first, mark = lines[at]
        end = first + 1
        at += 1
        while (
            at < len(lines)
            and lines[at][1].rule is mark.rule
            and all(_is_nothing(page, i) for i in range(end, lines[at][0]))
        ):
            end = lines[at][0] + 1
            at += 1
        if end < len(page.lines) and not page.blank(end) and _is_value(page, end):
            end += 1
        yield mark, first, end


def build(rules: Sequence[Rule]) -> GroupMatcher:
    """The lines are compiled into the page's lexicon; nothing is left to do here."""
    return GroupMatcher()
