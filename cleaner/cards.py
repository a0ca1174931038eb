"""The lines of a card: what each of them can be, and the fields that they fill.

A line that is an age, or repeats the source behind a dash, *anchors* a card; the short lines around
it are its header, and a long line is its snippet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from cleaner.segment import Page

SOURCE_CHARS = 60
_HEADER_CHARS = 200
_DASH = re.compile(r"\s*[-–—•·|]\s+(?P<source>\S.{0,58}\S?)\s*")
_NAME_SPACES = 4
_STOPS = ".?…"
_LABEL = re.compile(
    r"(?:\d+[ -]?min(?:s|ute|utes|uten)?\.?(?: read| lesezeit| de lecture)?|lesezeit:? .{1,20}"
    r"|(?:first )?(?:published|posted|updated)|\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: [a-z]{2,4})?"
    r"|in [\"“].{1,40}[\"”])",
    re.IGNORECASE,
)
"""Lines of a header that are neither source nor title."""
_SPLIT = re.compile(r"\s+[-–—•·|]\s+|\s*[•·|]\s*")


class Line(NamedTuple):
    """A line that is not blank: its number, its stripped text, its kind."""

    number: int
    text: str
    kind: str
    """``age``, ``dash``, ``long``, ``short``; ``stop`` for what cannot be in a card."""


def dated(page: Page) -> set[int]:
    """Numbers of the lines that are a date or an age."""
    return {i for i, mark in page.hits.get("card", ()) if mark.role == "line"}


def read(page: Page, first: int, ages: Set[int], between: Set[int]) -> Iterator[Line]:
    """The lines from ``first`` on that are not blank, up to the next section.

    ``ages`` and ``between`` are numbers of lines; the latter are part of no card.
    """
    before: tuple[Line, ...] = ()
    last: Line | None = None
    dashed = False  # whether the last line has a dash
    for number in range(first, len(page.lines)):
        if page.blank(number) or number in between:
            continue
        title = last is not None and last.kind == "dash" and _is_title(page, number, before)
        if not title and any(
            m.rule.kind == "block" and m.role == "start" for m in page.marks[number]
        ):
            break
        text = page.lines[number].strip()
        found = _DASH.fullmatch(text)
        if title:
            kind = "short"
        elif number in ages:
            kind = "age"
        elif found and (
            _repeats(found["source"], before) or not (dashed or _speaks(found["source"]))
        ):
            kind = "dash"
        elif len(text) > _HEADER_CHARS or number in page.prose_lines:
            kind = "long"
        else:
            kind = "short"
        if last is not None:
            several = dashed and found and last.kind == "dash" and kind == "short"
            # Several dashes in a row are a list.
            yield last._replace(kind="short") if several else last
        dashed = found is not None
        last = Line(number, text, kind)
        before = (*before[-2:], last)
    if last is not None:
        yield last


def _is_title(page: Page, number: int, before: Sequence[Line]) -> bool:
    """Whether a line is a title, whatever it says: the source again above it, a snippet below."""
    found = _DASH.fullmatch(before[-1].text)
    return (
        found is not None
        and _repeats(found["source"], before[:-1])
        and len(page.lines[number]) <= _HEADER_CHARS
        and number + 1 in page.prose_lines
    )


def _speaks(source: str) -> bool:
    """Whether what stands behind a dash is a sentence, which somebody says, and no name."""
    return source[-1] in ".!?" and source.count(" ") >= _NAME_SPACES


def _repeats(source: str, before: Sequence[Line]) -> bool:
    """Whether one of the two lines before names the source."""
    return any(line.text == source for line in before[-2:])


class Fields(NamedTuple):
    """What a header says; what is missing is empty. ``teaser``: a short line below the title."""

    source: str
    age: str
    title: str
    teaser: str = ""


def fields(header: Sequence[Line]) -> Fields:
    """The fields of a header."""
    age = next((line.text for line in header if line.kind == "age"), "")
    dash = next((line.text for line in header if line.kind == "dash"), "")
    found = _DASH.fullmatch(dash)
    source = found["source"] if found else ""
    texts = [line.text for line in header if line.kind == "short"]
    # A bar or a dash in a line of its own names nobody, nor does how long it takes to read.
    named = [text for text in texts if any(map(str.isalnum, text))]
    shorts = [text for text in named if not _LABEL.fullmatch(text)] or named
    if age and not source:
        age, source = _source_in_age(age)
        source = "" if _LABEL.fullmatch(source) else source
    if source and len(shorts) > 1:
        shorts = [text for text in shorts if text != source] or shorts
    elif not source and len(shorts) > 1:
        source = _unnamed_source(header, shorts)
        if not source:
            return Fields("", age, shorts[0], max(shorts[1:], key=len))
        shorts.remove(source)
    elif source and shorts == [source]:
        shorts = []
    teaser = ""
    if len(shorts) > 1 and shorts[-1][-1] in _STOPS and shorts[0][-1] not in _STOPS:
        teaser = shorts.pop()  # a snippet of one short sentence
    return Fields(source, age, max(shorts, key=len, default=""), teaser)


def _unnamed_source(header: Sequence[Line], shorts: Sequence[str]) -> str:
    """Which short line is the source: the one before the age, or the shortest of one side.

    None of them, where that is a sentence or has more words than a name.
    """
    anchor = next((i for i, line in enumerate(header) if line.kind != "short"), 0)
    first = anchor == 1 and header[0].text == shorts[0] and len(shorts[0]) <= SOURCE_CHARS
    found = shorts[0] if first else min(shorts, key=len)
    return "" if found.count(" ") > _NAME_SPACES or found[-1] in _STOPS else found


def _source_in_age(age: str) -> tuple[str, str]:
    """Split "Example News · 2 hours ago" into age and source."""
    parts = [part for part in _SPLIT.split(age) if part]
    if len(parts) != 2:
        return age, ""
    first, second = parts
    # An age has digits, or is one of the words "a day ago", which begin in lower case.
    digits = [any(map(str.isdigit, part)) for part in parts]
    small = [part[0].islower() for part in parts]
    told = digits if digits[0] != digits[1] else small
    if told == [False, True]:
        return second, first
    return (first, second) if told == [True, False] else (age, "")
