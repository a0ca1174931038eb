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
_CUT = r"(?:\.\.\.|…|&hellip;|\[(?:\.\.\.|…|&hellip;)\])"
_POINTS = r"[\s.…»›>→]*"
_CAPITAL = "|".join(f"{b.upper()}|{b.title()}|{b.capitalize()}" for b in _ENDINGS)
# In small letters they are a button only where a sentence has ended.
_TAIL = re.compile(
    rf"(?:\s*{_CUT})?"
    rf"(?:\s*[\[(]?(?:(?<=\W)(?:{_CAPITAL})|(?<=[.!?…\n\])])[ ]?(?:{'|'.join(_ENDINGS)}))[\])]?"
    rf"{_POINTS})*{_POINTS}\Z"
)
_HEAD = re.compile(rf"\A[\s.…]*(?:(?:{'|'.join(b.upper() for b in _ENDINGS)})\b[\s.…:»›>→]*)*")
# What a text must end or begin with for the patterns to be tried at all.
_ENDS = tuple({button[-4:] for button in _ENDINGS})
_CUTS = ("...", "…", "&hellip;", "]")
_BEGINNINGS = tuple(button.upper() for button in _ENDINGS)
_BUTTONS = re.compile(rf"\s*\b(?:{'|'.join(b.upper() for b in _ENDINGS)})\b[.…»›>→]*")
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
    if not age and any(mark in head for mark in "—–|·•"):
        source, age, body = _inline(text)
    return Header(source, age, _trimmed(body))


def without_buttons(text: str) -> str:
    """``text`` without the buttons in the middle of it, which only capitals tell from prose."""
    if any(button in text for button in _BEGINNINGS):
        return _BUTTONS.sub("", text)
    return text


def _trimmed(body: str) -> str:
    body = body.rstrip()
    tail = body[-60:]
    if tail[-14:].rstrip(" .…»›>→])").lower().endswith(_ENDS) or tail.endswith(_CUTS):
        cut = _TAIL.search(tail)
        if cut is not None and cut.group().strip(" .\n"):
            body = body[: len(body) - len(cut.group())].rstrip()
    if body[:1] in " .…\n\t" or body.startswith(_BEGINNINGS):
        body = _HEAD.sub("", body)
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
