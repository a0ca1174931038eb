"""Header residue of a snippet: the source and the age that a scraper glued to its text.

"CNN / 3 hours ago / text" on three lines, "3 hours ago · CNN — text" on one. Two pages show the
same snippet with different headers, so that they must be off before snippets are compared.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.deduplication.ages import is_age

_INLINE = re.compile(
    r"\s*(?P<first>[^\n·•|]{2,40}?)\s*(?:[·•|]\s*(?P<second>[^\n·•|]{2,40}?)\s*)?[—–·•|]\s+"
)
_LINE = re.compile(r"\s*(?P<line>[^\n]{1,60}?)[ \t\r]*\n")
_DASHED = re.compile(r"[-–—•·|]\s+(?P<source>\S.{0,58})")
_ENDINGS = (
    "read more",
    "continue reading",
    "read full story",
    "read the full story",
    "weiterlesen",
    "mehr lesen",
    "lire la suite",
    "leer más",
    "seguir leyendo",
    "leggi tutto",
    "lees meer",
    "ler mais",
    "läs mer",
)
"""Words of a button that stands behind a snippet."""
_SMALL = tuple(_ENDINGS)
_SENTENCE_ENDS = tuple('.!?…])"”»')
_BEGINNINGS = tuple(button.upper() for button in _ENDINGS)
_CAPITAL = (
    *_BEGINNINGS,
    *(button.title() for button in _ENDINGS),
    *(button.capitalize() for button in _ENDINGS),
)
_CUTS = ("[&hellip;]", "&hellip;", "[...]", "[…]", "...", "…")
_POINTS = " \t\r\n.…»›>→"
# What a text can end in that ends in a button or a mark of a cut.
_ENDS = frozenset(button[-4:] for button in _ENDINGS)
_MARKS = frozenset("…»›>→)];")
_HEAD = re.compile(rf"\A[\s.…]*(?:(?:{'|'.join(_BEGINNINGS)})\b[\s.…:»›>→]*)*")
_BUTTONS = re.compile(rf"\s*\b(?:{'|'.join(_BEGINNINGS)})\b[.…»›>→]*")
_LINES = 4
_HEAD_CHARS = 100


class Header(NamedTuple):
    """What was glued to a text, and the text without it."""

    source: str
    age: str
    body: str


def parse(text: str) -> Header:
    """Take source, age, leading and trailing "…" and a trailing "Read more" off ``text``.

    Only what contains an age is a header: a first line or a first clause alone may be prose.
    """
    source = age = ""
    body = text
    # Looked for in the texts' first characters only: most have neither, and a million have to pass.
    head = text[:_HEAD_CHARS]
    if "\n" in head:
        source, age, body = _lines(text)
    if not age and ("—" in head or "–" in head or "|" in head or "·" in head or "•" in head):
        source, age, body = _inline(text)
    return Header(source, age, _trimmed(body))


def without_buttons(text: str) -> str:
    """``text`` without the buttons in the middle of it, which only capitals tell from prose."""
    for button in _BEGINNINGS:
        if button in text:
            return _BUTTONS.sub("", text)
    return text


def _trimmed(body: str) -> str:
    body = body.rstrip()
    # Nearly every text ends with a word and a full stop.
    if body[-1:] in _MARKS or body.rstrip(".")[-4:].lower() in _ENDS or body.endswith("..."):
        body = _without_tail(body)
    if body[:1] in " .…\n\t" or body.startswith(_BEGINNINGS):
        body = _HEAD.sub("", body)
    return body


def _without_tail(body: str) -> str:
    """``body`` without the marks of a cut and the buttons at its end."""
    while True:
        shorter = _without_button(body)
        for cut in _CUTS:
            if shorter.endswith(cut):
                shorter = shorter[: -len(cut)].rstrip()
        if shorter == body:
            return body
        body = shorter


def _without_button(body: str) -> str:
    bare = body.rstrip(_POINTS + ")]")
    for forms in (_CAPITAL, _SMALL):
        if not bare.endswith(forms):
            continue
        size = max(len(form) for form in forms if bare.endswith(form))
        before = bare[:-size]
        text = before.rstrip(" \t\r\n[(")
        # In small letters it is a button only on a line of its own or where a sentence has ended.
        ended = text[-1:] in _SENTENCE_ENDS or "\n" in before[len(text) :]
        if not before[-1:].isalnum() and (ended or forms is _CAPITAL):
            return text
    return body


def _lines(text: str) -> tuple[str, str, str]:
    """Header lines: up to four, of which one is an age, a source before it or dashed behind it."""
    source = age = ""
    at, lines = 0, 0
    before = ""
    while lines < _LINES:
        found = _LINE.match(text, at)
        if found is None:
            break
        line = found["line"]
        dashed = _DASHED.fullmatch(line)
        if not age and is_age(line):
            age = line
            source = source or before
        elif age and dashed:
            source = dashed["source"]
        elif not age and lines == 0:
            before = dashed["source"] if dashed else line
        elif not age and dashed and dashed["source"] == before:
            pass  # "CNN" and below it "- CNN"
        else:
            break
        at = found.end()
        lines += 1
    return (source, age, text[at:]) if age else ("", "", text)


def _inline(text: str) -> tuple[str, str, str]:
    found = _INLINE.match(text)
    if found is None:
        return "", "", text
    first, second = found["first"], found["second"] or ""
    if is_age(first):
        return second, first, text[found.end() :]
    if second and is_age(second):
        return first, second, text[found.end() :]
    return "", "", text
