"""Header residue of a snippet: the source and the age that a scraper glued to its text.

"CNN / 3 hours ago / text" on three lines, "3 hours ago · CNN — text" on one. Two pages show the
same snippet with different headers, so that they must be off before snippets are compared.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.deduplication.ages import is_age

_INLINE = re.compile(
    r"\s*(?P<first>[^\n·•|]{2,40}?)\s*(?:[·•|]\s*(?P<second>[^\n·•|]{2,40}?)\s*)?[—–]\s+"
)
_LINE = re.compile(r"\s*(?P<line>[^\n]{1,60}?)[ \t\r]*\n")
_DASHED = re.compile(r"[-–—•·|]\s+(?P<source>\S.{0,58})")
_TAIL = re.compile(
    r"(?:\s*(?:\.\.\.|…|\[\.\.\.\]|\[…\]))?(?:\s*(?:read more|continue reading|weiterlesen))?"
    r"[\s.…»›>]*\Z",
    re.IGNORECASE,
)
_HEAD = re.compile(r"\A[\s.…]+")
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
    if not age and ("—" in head or "–" in head):
        source, age, body = _inline(text)
    return Header(source, age, _trimmed(body))


def _trimmed(body: str) -> str:
    tail = body[-40:]
    if "…" in tail or "..." in tail or tail.rstrip().lower().endswith(_BUTTONS):
        cut = _TAIL.search(tail)
        if cut is not None and cut.group().strip(" .\n"):
            body = body[: len(body) - len(cut.group())]
    return _HEAD.sub("", body).rstrip() if body[:1] in " .…\n\t" else body.rstrip()


_BUTTONS = ("read more", "continue reading", "weiterlesen")


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
        elif not age and not before and lines == 0:
            before = dashed["source"] if dashed else line
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
