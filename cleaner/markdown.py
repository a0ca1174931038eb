"""Marks of Markdown: where links, images, headings and emphasis stand in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["link", "picture", "image", "emphasis", "heading", "mark"]

_LINK_CHARS = 2_000
"""Source of a link at most: a whole card can be one, but a bracket left open begins none."""

# Converters that wrap their lines break addresses behind hyphens, and titles anywhere.
_WRAP = r"(?>(?<=-)\r?\n(?=[^\s()]))"
_TITLE = r"""(?>"(?>[^"\n]|\n(?!\s*\n))*+"|'(?>[^'\n]|\n(?!\s*\n))*+'|\([^()\n]*\))"""
_PLAIN = rf"(?><[^<>\n]*>|(?>[^\s()]|{_WRAP}|\([^\s()]*\))*+)(?>\s++{_TITLE})?+[ \t]*+\)"
_SPACED = r"(?>https?://|[/#])[^()\n]*+\)"
_TOKEN = re.compile(rf"\\.|(!?\[)|\](\([ \t]*+(?>{_PLAIN}|{_SPACED}))?", re.DOTALL)

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?![\w/])", re.IGNORECASE)
_BADGE = re.compile(r"shields\.io|badge", re.IGNORECASE)
_SPACES, _NO_SLUG = re.compile(r"[\s_-]+"), re.compile(r"[^\w-]+")

# A mark comes first in each of these, so that they are looked for at the speed of one character.
_STARS, _LINES = (
    re.compile(rf"({mark}(?<![\w\\{mark}]{mark}){mark}{{0,2}})(?=[^\s{mark}])([^\n]{{0,300}}?)(?<=[^\s{mark}])\1(?![\w{mark}])")
    for mark in (r"\*", "_")
)  # fmt: skip
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(?=\S)", re.MULTILINE)
_UNDERLINED = re.compile(r"\r?\n[ \t]{0,3}(?:=+|-{2,})[ \t]*(?=\r?\n|\Z)")
_ESCAPE = re.compile(r"\\(?=[-_*.+#>!()\[\]~`|{}])")
_ICON = re.compile(r"(?:__|\*\*)(?<!\S..)(?:\*\*)?(?!\S)")
"""An empty emphasis: "__ Menu"."""


class Span(NamedTuple):
    """A piece of Markdown: the words ``first:last``, with marks ``start:first`` and ``last:end``.

    ``kind``: an ``image`` and a ``mark`` that stands alone have no words; a ``picture`` is an image
    whose words are seen; a ``heading`` is its mark alone, or words that are underlined.
    """

    start: int
    first: int
    last: int
    end: int
    kind: Kind


def parse(text: str) -> list[Span]:
    """All pieces of a text that has links, in order; none for one that has not.

    What stands within an image or the target of a link is left out; so no two marks overlap.
    """
    links = _links(text) if "]" in text and "](" in text else []
    if not links:
        return []
    hidden = sorted(
        (span.start, span.end) if span.kind == "image" else (span.last, span.end) for span in links
    )
    starts = [start for start, _ in hidden]

    def is_seen(place: int) -> bool:
        at = bisect_right(starts, place) - 1
        return at < 0 or hidden[at][1] <= place

    others = (
        span
        for span in _others(text)
        if is_seen(span.start) and is_seen(min(span.last, span.end - 1))
    )
    return sorted([*links, *others])


def _links(text: str) -> list[Span]:
    """The links and images in order.

    The words of an image are seen where it is a link's picture and the link leads to a page: a
    logo or an icon, whose words say what the link does. An entry of a table of contents is not
    taken for a link.
    """
    opened: deque[re.Match[str]] = deque(maxlen=_LINK_CHARS)
    found: list[Span] = []
    for token in _TOKEN.finditer(text):
        if token[1]:
            opened.append(token)
        elif token[0][0] == "]" and opened:
            opener = opened.pop()
            if not token[2] or token.end() - opener.start() > _LINK_CHARS:
                continue
            if not _is_entry(text[opener.end() : token.start()], token[2]):
                kind: Kind = "link" if opener[0] == "[" else "picture"
                found.append(Span(*opener.span(), *token.span(), kind))
    found.sort()
    kept: list[Span] = []
    hidden = leading = 0
    for span in found:
        if span.end <= hidden:
            continue
        if span.kind == "link":
            leads = not _PICTURE.search(text, span.last, span.end)
            leading = max(leading, span.end if leads else 0)
            kept.append(span)
        elif span.end <= leading and not _BADGE.search(text, span.last, span.end):
            kept.append(span)
        else:
            hidden = span.end
            kept.append(Span(span.start, span.end, span.end, span.end, "image"))
    return kept


def _others(text: str) -> Iterator[Span]:
    """Emphasis, the marks of headings, escapes."""
    for family in (_STARS, _LINES):
        for match in family.finditer(text):
            yield Span(match.start(), match.end(1), match.end(2), match.end(), "emphasis")
    for match in _HEADING.finditer(text):
        start, end = match.span()
        yield Span(start, end, end, end, "heading")
    reach = 0  # what underlines a heading is underlined by nothing
    for match in _UNDERLINED.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        if line >= reach and text[line : match.start()].strip():
            reach = match.end()
            yield Span(line, line, *match.span(), "heading")
    for alone in (_ESCAPE, _ICON):
        for match in alone.finditer(text):
            start, end = match.span()
            yield Span(start, end, end, end, "mark")


def _is_entry(words: str, target: str) -> bool:
    """Whether a link of several words leads to the section of the page that they name."""
    if not target.startswith("(#") or "-" not in target or "](" in words:
        return False
    slug = _NO_SLUG.sub("", _SPACES.sub("-", words.strip().lower()))
    return target == f"(#{slug})"
