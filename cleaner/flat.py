"""Lines that hold several lines, because somebody took the line ends away.

Whoever makes all white space a space, or takes the text of an element as one, leaves "Home News
Sport" of a menu; whoever takes it without any separator leaves "HomeNewsSport".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.segment import Page
from cleaner.sentences import ends_sentence

_SHORT, _LONG = 60, 600
"""Code points of a line from which it may be several, and from which a sentence may end it."""
_LABELS = 3
"""Labels in a line that is several."""
_FEWEST, _FEWEST_RULES = 12, 6
"""The same of a page, and of how many rules: in running text their words mean what they say."""
_LARGEST = 200_000
"""Code points of such lines beyond which the text is no page; a gap takes half a kilobyte."""
_MOSTLY = 0.5
"""Share of the text in such lines from which none was broken at links."""
_CUT = re.compile(
    "(?<=[a-z0-9\u00df-\u00f6\u00f8-\u00ff\u0430-\u045f.!?\u2026)\\]\u201d\u00bb])"
    "(?=[A-Z\u00c0-\u00d6\u00d8-\u00de\u0410-\u042f])"
)


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
    found = Flat([], [], [], False)
    rules: set[str] = set()
    known = size = 0
    for number, length in enumerate(page.sizes):
        if length < _SHORT or (length < _LONG and ends_sentence(page.lines[number])):
            continue
        labels, cuts, own = labels_in(page, number)
        if len(own) >= _LABELS:
            at = page.starts[number]
            found.lines.append(number)
            found.labels.extend((at + start, at + end) for start, end in labels)
            found.cuts.extend(at + cut for cut in cuts)
            rules.update(own)
            known += len(own)
            size += length
    if known < _FEWEST or len(rules) < _FEWEST_RULES or size > _LARGEST:
        return None
    return found._replace(mostly=size >= _MOSTLY * len(page.text))


def cuts_of(text: str) -> list[int]:
    """Offsets at which words may have been glued together: a capital behind none."""
    return [match.start() for match in _CUT.finditer(text)]


def labels_in(page: Page, number: int) -> tuple[list[tuple[int, int]], list[int], list[str]]:
    """Spans of the labels in a line, where it may be cut, and the rules that know the labels.

    A label with a capital inside ("YouTube") is not cut.
    """
    cuts = cuts_of(page.lines[number])
    labels: list[tuple[int, int]] = []
    rules: list[str] = []
    for start, end, marks in page.spoken(number, frozenset(cuts)):
        labels.append((start, end))
        rules += (m.rule.id for m in marks if m.role != "end" and not m.rule.evidence)
    inner = {at for start, end in labels for at in range(start + 1, end)} if cuts else set()
    return labels, [cut for cut in cuts if cut not in inner], rules
