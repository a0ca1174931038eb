"""Lines that hold several lines, because somebody took the line ends away.

Whoever makes all white space a space, or takes the text of an element as one, leaves "Home News
Sport" of a menu; whoever takes it without any separator leaves "HomeNewsSport".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from cleaner.segment import Page
from cleaner.sentences import CLOSING, TERMINAL

_SHORT, _LONG = 40, 600
"""Code points of a line from which it may be several, and from which a sentence may end it."""
_LABELS = 3
"""Labels in a line that is several."""
_SPARSE, _SPARSEST = 400, 1_000
"""Code points of such a line that have a label, where there are many lines and few."""
_FEWEST, _FEWEST_RULES = 12, 6
"""The same of a page, and of how many rules: in running text their words mean what they say."""
_LEAST = 0.08
"""Share of the text in lines that may be several, of a page that has some."""
_FEW_LINES = 24
"""Of more lines than these at least one is known on a page where others have lost their ends."""
_LARGEST = 200_000
"""Code points of such lines beyond which the text is no page; a gap takes half a kilobyte."""
_MOSTLY = 0.5
"""Share of the text in such lines from which none was broken at links."""
_CLOSED = frozenset(TERMINAL + CLOSING)
_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
_CAPITALISED, _CAPITALISED_LABELS = 0.12, 0.35
"""Capitals for each word of a page in one line, and of a line of labels, in Latin script."""
_LATIN = 1.2
"""Bytes for each character of such a line at most."""
_CUT = re.compile(
    "(?<=[a-z0-9\u00df-\u00f6\u00f8-\u00ff\u0430-\u045f.!?\u2026)\\]\u201d\u00bb])"
    "(?=[A-Z\u00c0-\u00d6\u00d8-\u00de\u0410-\u042f])"
)

_CONTINUED = re.compile("[,;]|['\u2019]s\\b|\\s+[a-z\u00df-\u00f6\u00f8-\u00ff\u0430-\u045f]")
"""Behind words of a sentence: "Norway, too", "Norway's", "Norway said"; a label ends there."""
_RUNNING = 0.6
"""Share of labels with such behind them from which a page of many lines only speaks of them."""
_GAP, _PAIRS, _ROW = 3, 4, 3
"""Code points between labels that stand side by side; pairs of such, or a row, that prose lacks."""


class Label(NamedTuple):
    """What rules know whole lines by, at a half-open span of a line, and these rules."""

    start: int
    end: int
    rules: list[str]


class Flat(NamedTuple):
    """What a page says of its lost line ends; all offsets are those of its text.

    ``lines``: numbers of the lines that hold several; ``labels``: half-open spans in them of what
    rules know whole lines by; ``cuts``: where words may have been glued together; ``mostly``:
    whether most of the text stands in these lines.
    """

    lines: list[int]
    labels: list[tuple[int, int]]
    cuts: list[int]
    mostly: bool


def flat_lines(page: Page) -> Flat | None:
    """The lines of a page that hold several lines; None if it has its line ends."""
    few = len(page.lines) <= _FEW_LINES
    if not few and not page.marks:
        return None  # lines enough, and none that is known: somebody's text
    lines = page.lines
    numbers = [
        number
        for number, size in enumerate(page.sizes)
        if size >= _SHORT
        and (size >= _LONG or lines[number][-1] not in _CLOSED)
        and ((few and size >= _LONG) or _has_capitals(lines[number]))
    ]
    if not _LEAST * len(page.text) < sum(page.sizes[i] for i in numbers) < _LARGEST:
        return None  # the usual case, seen at once
    labels, cuts = labels_in(page, "\n".join([page.lines[i] for i in numbers]))
    found = Flat([], [], [], False)
    rules: list[str] = []
    size = start = first = cut = 0
    for number in numbers:
        end = start + page.sizes[number]
        last, stop = first, bisect_left(cuts, end, cut)
        while last < len(labels) and labels[last].end <= end:
            last += 1
        own = [rule for label in labels[first:last] for rule in label.rules]
        if len(own) >= max(_LABELS, page.sizes[number] / (_SPARSEST if few else _SPARSE)):
            shift = page.starts[number] - start
            found.lines.append(number)
            found.labels.extend((one.start + shift, one.end + shift) for one in labels[first:last])
            found.cuts.extend(at + shift for at in cuts[cut:stop])
            rules += own
            size += page.sizes[number]
        start, first, cut = end + 1, last, stop
    if len(rules) < _FEWEST or len(set(rules)) < _FEWEST_RULES:
        return None
    if not few and _are_only_spoken_of(page.text, found.labels):
        return None  # a text that has its line ends
    return found._replace(mostly=size >= _MOSTLY * len(page.text))


def _are_only_spoken_of(text: str, labels: list[tuple[int, int]]) -> bool:
    """Whether sentences are about the labels: no menu, in which they stand side by side."""
    continued = sum(_CONTINUED.match(text, end) is not None for _, end in labels)
    return continued > _RUNNING * len(labels) or not _stand_together(text, labels)


def _stand_together(text: str, labels: list[tuple[int, int]]) -> bool:
    """Whether different labels stand side by side, some pairs or a row of them."""
    pairs = row = 0
    last, before = -_GAP, ""
    for start, end in sorted(labels):
        if start < last:
            continue
        label = text[start:end]
        beside = start - last <= _GAP and label != before
        pairs += beside
        row = row + 1 if beside else 1
        if pairs >= _PAIRS or row >= _ROW:
            return True
        last, before = end, label
    return False


def _has_capitals(line: str) -> bool:
    """Whether a line has as many capitals as labels make, or another script."""
    data = line.encode(errors="replace")
    if len(data) > _LATIN * len(line):
        return True
    # This counts the capitals at the speed of a copy.
    capitals = len(data) - len(data.translate(None, _CAPITALS))
    least = _CAPITALISED if len(line) >= _LONG else _CAPITALISED_LABELS
    return capitals >= least * (line.count(" ") + 1)


def cuts_of(text: str) -> list[int]:
    """Offsets at which words may have been glued together: a capital behind none."""
    return [match.start() for match in _CUT.finditer(text)]


def labels_in(page: Page, text: str) -> tuple[list[Label], list[int]]:
    """The labels in lines of a page, by their ends, and where the lines may be cut.

    A label with a capital inside ("YouTube") is not cut.
    """
    cuts = cuts_of(text)
    labels = [
        Label(start, end, [mark.rule.id for mark in marks if mark.known])
        for start, end, marks in page.spoken(text, frozenset(cuts))
    ]
    inner = {at for one in labels for at in range(one.start + 1, one.end)} if cuts else set()
    return labels, [cut for cut in cuts if cut not in inner]
