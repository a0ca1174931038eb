"""Inline links and images of Markdown: where they stand in a text."""

from __future__ import annotations

import re
from collections import deque
from typing import NamedTuple

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
_SPACES = re.compile(r"[\s_-]+")


class Span(NamedTuple):
    """A link or image of the source, where its words end, and whether they are seen."""

    start: int
    end: int
    words: int
    shown: bool


def parse(text: str) -> list[Span]:
    """The links and images of a text in order; what stands within a hidden image is left out.

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
                shown = opener[0] == "["
                found.append(Span(opener.start(), token.end(), token.start(), shown))
    found.sort()
    kept: list[Span] = []
    hidden = leading = 0
    for span in found:
        if span.end <= hidden:
            continue
        if span.shown:
            leads = not _PICTURE.search(text, span.words, span.end)
            leading = max(leading, span.end if leads else 0)
        elif span.end <= leading and not _BADGE.search(text, span.words, span.end):
            span = span._replace(shown=True)
        else:
            hidden = span.end
        kept.append(span)
    return kept


def _is_entry(words: str, target: str) -> bool:
    """Whether a link of several words leads to the section of the page that they name."""
    if not target.startswith("(#"):
        return False
    slug = "".join(c for c in _SPACES.sub("-", words.strip().lower()) if c.isalnum() or c == "-")
    return "-" in slug and target == f"(#{slug})"
