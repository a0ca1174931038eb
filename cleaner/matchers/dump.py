"""What a text browser writes into the text of a page: numbers of links, buttons, fields, frames.

``lynx -dump`` and its kind put ``[12]`` before each link and list the targets at the end. A paper
cites "[12]" and lists what it read; so the list must be nothing but numbered addresses from 1 up
to the end, and the numbers must stand in order right before words, as those of a paper do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise, repeat, takewhile
from typing import Any, NamedTuple

from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

KIND = "dump"
STAGE = "repair"
OPTIONS: Mapping[str, Any] = {"buttons": [], "frames": []}

_ENTRY = re.compile(r" *(\d{1,5})\. *(?:[A-Za-z][A-Za-z0-9+.-]*:|$)")
_ADDRESS = re.compile(r" *[A-Za-z][A-Za-z0-9+.-]*:\S+")
_NUMBER = re.compile(r"\[(\d{1,5})\]")
_FIELD = re.compile(r" *_{5,} *")
_IMAGE = re.compile(r" *\[[^\[\]\s]+\.(?:gif|jpe?g|png|svg|webp|avif)\] *", re.IGNORECASE)
_CLOSING = frozenset(",.;:!?)]}")
_LABEL_CHARS = 30
"""Code points of the heading of the list, and of those of its parts."""
_LABELS = 3
"""Lines between two parts of the list."""
_HEAD_LINES = 5
_LEAST = 3
"""Entries of a list."""
_GLUED, _ORDERED, _USED = 0.6, 0.95, 0.5
"""Shares of the numbers before a word, in order, and of the entries that they name."""
_BUTTONS = 2
"""Buttons that show by themselves that a text browser wrote the text."""


class _Targets(NamedTuple):
    """The list of targets: the first of its lines, how many it has, the last number in the text."""

    line: int
    entries: int
    last: int


class DumpMatcher:
    """Each rule names the marks that a text browser puts before things that are no text."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = [
            (rule, tuple(rule.options["buttons"]), tuple(rule.options["frames"])) for rule in rules
        ]

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each mark, and one for the list of the targets of links."""
        for rule, buttons, frames in self.rules:
            pushed = sum(map(page.text.count, buttons))
            targets = _targets(page) if "]" in page.text else None
            if targets is None and pushed < _BUTTONS:
                continue
            first, end = 0, len(page.lines)
            if targets is not None:
                why = f"the targets of {targets.entries} links, as a text browser lists them"
                yield _lines(page, rule, targets.line, end, why)
                first, end = _head(page), targets.line
                if first:
                    yield _lines(page, rule, 0, first, "links that no reader sees")
            for number in range(first, end):
                if why := _thing(page.lines[number], frames):
                    yield _lines(page, rule, number, number + 1, why)
                else:
                    yield from _marks(page, rule, number, buttons, targets)


def _head(page: Page) -> int:
    """The line behind those of the links in the head of the page, "#[1]next [2]index"; else 0."""
    filled = [i for i in range(min(_HEAD_LINES, len(page.lines))) if not page.blank(i)]
    if not filled or not page.lines[filled[0]].lstrip().startswith("#["):
        return 0
    links = takewhile(lambda i: _NUMBER.search(page.lines[i]), range(filled[0], len(page.lines)))
    return filled[0] + len(list(islice(links, _HEAD_LINES)))


def _thing(line: str, frames: tuple[str, ...]) -> str:
    """What a line is that stands for something else than text; nothing for other lines."""
    if frames and line.lstrip().startswith(frames):
        return "the address of a frame"
    if _FIELD.fullmatch(line):
        return "a field to fill in"
    return "the name of an image" if _IMAGE.fullmatch(line) else ""


def _targets(page: Page) -> _Targets | None:
    """The list of targets at the end of a text whose links are numbered; None without one.

    Below the targets of links that are seen there may be parts with others, numbered anew.
    """
    lines, numbers, first, labels = page.lines, [], len(page.lines), 0
    for i in range(len(lines) - 1, -1, -1):
        if page.blank(i):
            continue
        entry = _ENTRY.match(lines[i])
        if entry is not None:
            numbers.append(int(entry[1]))
            first, labels = i, 0
        elif _ADDRESS.fullmatch(lines[i]) is None:
            labels += 1
            if not numbers or labels > _LABELS or len(lines[i].strip()) > _LABEL_CHARS:
                break
    numbers.reverse()
    last = next((i for i, (a, b) in enumerate(pairwise(numbers), 1) if a + 1 != b), len(numbers))
    if last < _LEAST or numbers[0] != 1:
        return None
    first = _heading(page, first)
    if not first or not _are_links(page.text[: page.starts[first]], last):
        return None
    return _Targets(first, len(numbers), last)


def _heading(page: Page, first: int) -> int:
    """The line of the heading above line ``first``, with that of a part between; 0 for none."""
    above = [i for i in range(max(0, first - 5), first) if not page.blank(i)][-2:]
    while above and page.lines[above[-1]].strip()[-1:] == ":":
        above.pop()
    if not above or len(page.lines[above[-1]].strip()) > _LABEL_CHARS:
        return 0
    return above[-1]


def _are_links(text: str, last: int) -> bool:
    """Whether the numbers in square brackets stand in order and before words."""
    found = [(int(match[1]), match) for match in _NUMBER.finditer(text)]
    found = [(number, match) for number, match in found if 0 < number <= last]
    if len({number for number, _ in found}) < _USED * last:
        return False
    ends = [0, *(match.end() for _, match in found)]
    glued = sum(map(_is_glued, repeat(text), (match for _, match in found), ends))
    ordered = sum(a[0] <= b[0] for a, b in pairwise(found))
    return glued >= _GLUED * len(found) and ordered >= _ORDERED * (len(found) - 1)


def _is_glued(text: str, match: re.Match[str], before: int) -> bool:
    """Whether a number stands right before a word, or alone in its line, as that of an image.

    ``before``: where the number before it ends, 0 for the first.
    """
    after = text[match.end() : match.end() + 1]
    if after.strip():
        return after not in _CLOSING
    line = text.rfind("\n", before, match.start()) + 1
    return (line > 0 or before == 0) and not text[line : match.start()].strip(" *+")


def _marks(
    page: Page, rule: Rule, number: int, buttons: Sequence[str], targets: _Targets | None
) -> Iterator[Finding]:
    """The numbers and buttons in a line; the whole line if nothing else stands there."""
    line = page.lines[number]
    spans = (
        []
        if targets is None or "[" not in line
        else [
            (match.start(), match.end(), "the number of a link, which a text browser put there")
            for match in _NUMBER.finditer(line)
            if 0 < int(match[1]) <= targets.last
        ]
    )
    for button in buttons:
        at = line.find(button)
        while at >= 0:
            end = at + len(button)
            end += line[end : end + 1] == " "
            spans.append((at, end, "the mark of a button, which a text browser put there"))
            at = line.find(button, end)
    if not spans:
        return
    spans.sort()
    borders = pairwise([0, *(at for start, end, _ in spans for at in (start, end)), len(line)])
    if not any(line[a:b].strip(" *") for a, b in islice(borders, 0, None, 2)):
        yield _lines(page, rule, number, number + 1, spans[0][2])
        return
    begin = page.starts[number]
    for start, end, why in spans:
        yield _finding(rule, begin + start, begin + end, why, number, number + 1)


def _lines(page: Page, rule: Rule, first: int, end: int, why: str) -> Finding:
    return _finding(rule, *page.span(first, end), why, first, end)


def _finding(rule: Rule, start: int, end: int, why: str, line: int, end_line: int) -> Finding:
    return Finding(start, end, rule.id, rule.safety, why, line, end_line, supported=True)


def build(rules: Sequence[Rule]) -> DumpMatcher:
    """Compile the rules of this kind."""
    return DumpMatcher(rules)
