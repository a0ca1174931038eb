"""Sentences of scripts without spaces that a scraper broke where a link stood.

These scripts have no small letters that would tell which line goes on, so other evidence counts:
a line that ends behind the beginning of its second sentence, with a comma or with a word that leads
on ("在", "の"), or one that starts with a word that only goes on ("等", "が"). Besides, what stands
behind the link has to be text with punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cleaner.columns import SPACELESS
from cleaner.edges import LEAD, NO_JOIN_AFTER, TIGHT
from cleaner.segment import Page
from cleaner.sentences import SPACELESS_MARKS, ends_sentence

_LINK_CHARS = 40
_OPEN_CHARS, _LISTED_CHARS = 12, 8
"""Code points of a line that ends behind the beginning of a sentence, and with a comma."""
_STOPS = "。！？"
_COMMAS = "，、"
_BEGUN = re.compile(r"[。！？][」』”）]?\s*\w[^。！？\s]+(?<![摄攝])$")
"""The beginning of a sentence behind the end of another one."""
_LEAST_TEXT = 10
_WORD_CHARS = 4
"""Most code points of a word that ends in one that leads on."""
_OPENING = "「『“（《【［(["


class Unspaced:
    """Finds the line ends within such sentences.

    ``ends`` are words behind which a line goes on, ``starts`` those with which no sentence begins,
    ``words`` others that begin like one of these.
    """

    def __init__(self, ends: Iterable[str], starts: Iterable[str], words: Iterable[str]) -> None:
        self._ends = tuple(ends)
        self._starts, self._words = tuple(starts), tuple(words)

    def __call__(self, page: Page, numbers: Sequence[int]) -> list[int]:
        """Those of the line numbers whose line goes on in the next one, in order.

        On a raw scrape; elsewhere somebody may have put them so, except where a space beside the
        link shows that it stood in a line.
        """
        if page.text.isascii() or not any(mark in page.text for mark in SPACELESS_MARKS):
            return []
        found: set[int] = set()
        is_raw = page.raw or page.is_dirty
        for i in numbers:
            if i + 2 >= len(page.lines) or not _is_open(page, i):
                continue
            if (is_raw or _is_cut(page, i)) and self._surround_link(page, i):
                found |= {i, i + 1}
        return sorted(found)

    def _surround_link(self, page: Page, number: int) -> bool:
        """Whether a line and the one behind the link below it are of one sentence."""
        line, link, below = (text.strip() for text in page.lines[number : number + 3])
        if not 0 < len(link) <= _LINK_CHARS or link[-1] in NO_JOIN_AFTER or _is_text(link):
            return False
        if number + 1 in page.marks or number + 2 in page.marks:
            return False
        if not (_is_part(below) or below in self._ends):
            return False
        if self._leads(line) or (len(line) > 1 and self._continues(below)):
            return True  # of a headline and the name below it neither
        if link[0] in _OPENING or below[0] in _OPENING:
            return False  # titles of others
        begun = len(line) >= _OPEN_CHARS and _BEGUN.search(line)
        return bool(begun) or (line[-1] in _COMMAS and len(line) >= _LISTED_CHARS)

    def _leads(self, line: str) -> bool:
        """Whether a line ends in a word that leads on: "据" alone, and not the end of "应用"."""
        return line.endswith(self._ends) and (len(line) > _WORD_CHARS or line in self._ends)

    def _continues(self, line: str) -> bool:
        return line.startswith(self._starts) and not line.startswith(self._words)


def _is_open(page: Page, number: int) -> bool:
    line = page.lines[number].rstrip()
    return (
        bool(line)
        and (line[-1] >= SPACELESS or line[-1] in _OPENING)
        and line[-1] not in NO_JOIN_AFTER
        and number not in page.marks
        and not ends_sentence(line)
    )


def _is_cut(page: Page, number: int) -> bool:
    """Whether a space stands before or behind the link below a line."""
    line, below = page.lines[number], page.lines[number + 2]
    return line[-1:] == " " or (below[:1] in LEAD and below[1:2].strip() != "")


def _is_part(line: str) -> bool:
    """Whether a line may go on behind a link: text, or what closes the sentence."""
    if not line or line.startswith(".."):
        return False
    return line[0] in TIGHT or _is_text(line)


def _is_text(line: str) -> bool:
    """Whether a line is some text with punctuation."""
    marks = (*_STOPS, *_COMMAS)
    return any(mark in line for mark in marks) and (len(line) >= _LEAST_TEXT or line[-1] in _STOPS)
