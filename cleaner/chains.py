"""Whether lines that a scraper left of a sentence are together a sentence.

Verse, lists, code and tables of labels have line breaks like those where a link stood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from string import digits

from cleaner.columns import SPACELESS, are_filled
from cleaner.edges import LEAD, PART_CHARS, QUOTES, TAIL, goes_on
from cleaner.segment import Page
from cleaner.sentences import COLONS, ends_sentence

Leans = Callable[[str], bool]
"""Whether a line ends in a word or a comma behind which a sentence goes on."""

_PART_SPACES = 6
_SHORT_WORDS, _FEW_WORDS = 6, 5
"""Words of a short sentence, and of one with a link at its beginning or end."""
_SENTENCE_WORDS = 10
_LABEL_SPACES = 2
_LINK_LINES = 3
"""Lines of a sentence with one link."""
_LABEL_DASHES = ("– ", "— ")
_LEAST_ITEMS, _LEAST_LINES = 2, 4
_ENDS = frozenset(".!?")
OPENED = "([“„「『《（"
_DASHES = "—– "
_ITEM = re.compile(r"^(?:\d{1,3}[.)]|[-–—•·*▪◦‣])\s+")
"""The mark of a list item."""
_STOP = re.compile(r"[.!?。！？](?=\s|$)")
_BRACKETS = {")": "(", "]": "["}
_CODE = re.compile(r"[{}=<>|\\*]|_\w*|\$(?!\d)|#(?!\w)|@(?!\w)")
_CODE_SIGN = re.compile(r"[{}=<>|\\*_$#@]")
"""One of which is in each of these."""
_CODE_SHARE = 0.02
_DIGIT_SHARE = 0.25
_TABLE = re.compile(r"\S(?:\t| {3,})\S|\":|^\$ |^--\w")
"""Columns, keys of data, a command, an option."""
_TABLE_SIGNS = ("\t", "   ", '":', "$ ", "--")
"""One of which is in every such line; to look for them takes a tenth of the time."""


def is_sentence(lines: Sequence[str], leans: Leans) -> bool:
    """Whether the lines of a chain are together prose: some long part, and little code.

    Highlighted code comes a token a line, and tag lists a tag and a comma a line; both have
    only short lines, and hardly a word that leans on the next one.
    """
    longest = max(lines, key=len)
    spaced = longest[0] < SPACELESS
    if len(longest) < (PART_CHARS if spaced else PART_CHARS // 2):
        return _is_short_sentence(lines, leans) or _is_labelled(lines) or _is_closed(lines)
    if spaced and longest.count(" ") < _PART_SPACES:
        return False
    if lines[0].lstrip()[:1].islower() and not ends_sentence(lines[-1]):
        return False
    if len(lines) > 2 and are_filled(lines) and not _has_tight_start(lines):
        return False
    joined = "".join(lines)
    if sum(map(joined.count, digits)) > _DIGIT_SHARE * len(joined):
        return False
    if any(sign in joined for sign in _TABLE_SIGNS) and any(map(_TABLE.search, lines)):
        return False
    return not _CODE_SIGN.search(joined) or (
        len(_CODE.findall(joined)) <= len(joined) * _CODE_SHARE
    )


def _is_short_sentence(lines: Sequence[str], leans: Leans) -> bool:
    """Whether short lines make a sentence: a capital, a full stop, and open words between."""
    joined = " ".join(lines)
    words = joined.split()
    return (
        len(words) >= (_SHORT_WORDS if len(lines) > 2 else _FEW_WORDS)
        and _ITEM.sub("", joined).lstrip(QUOTES)[:1].isupper()
        and (ends_sentence(joined) or _leads(lines))
        and not _CODE.search(joined)
        and (
            any(leans(line.rstrip(", ")) or line[-1] in OPENED for line in lines[:-1])
            or (is_end(lines[-1]) and len(words) >= _SENTENCE_WORDS)
            or (lines[0][-1] == "," and lines[0].count(" ") >= _LABEL_SPACES)
            or _surrounds_link(lines)
        )
    )


def _leads(lines: Sequence[str]) -> bool:
    """Whether lines end with a colon; one in a line of its own may be that of the line above it."""
    if lines[-1] in COLONS:
        return any(line[:1].islower() for line in lines[1:])
    return lines[-1][-1] in COLONS


def _surrounds_link(lines: Sequence[str]) -> bool:
    """Whether all lines but the first begin in lower case, and the mark that may end three."""
    rest = lines[1:-1] if len(lines) == _LINK_LINES and is_end(lines[-1]) else lines[1:]
    return all(line.lstrip(_DASHES)[:1].islower() for line in rest)


def is_end(line: str) -> bool:
    """Whether a line is nothing but the mark that ends a sentence."""
    return line.strip() in _ENDS


def was_cut(lines: Sequence[str]) -> bool:
    """Whether a line behind the first begins as nothing does that somebody wrapped.

    That is punctuation, or the space behind a link, if not all lines are indented.
    """
    if _has_tight_start(lines):
        return True
    return lines[0][:1] not in LEAD and any(line[:1] in LEAD for line in lines[1:] if line)


def _has_tight_start(lines: Sequence[str]) -> bool:
    """Whether one of the lines behind the first begins with punctuation: nobody wraps so."""
    return any(map(TAIL.match, lines[1:]))


def _is_labelled(lines: Sequence[str]) -> bool:
    """Whether two lines are a label in a type of its own and its colon or dash: "Cost / :".

    What it says may stand behind the colon: "Cost / : low in …".
    """
    return (
        len(lines) == 2
        and (
            lines[1] == ":"
            or lines[1][:2] in _LABEL_DASHES
            or (lines[1][:2] == ": " and lines[1].count(" ") >= _LABEL_SPACES)
        )
        and lines[0][0].isupper()
        and not _CODE.search("".join(lines))
    )


def _is_closed(lines: Sequence[str]) -> bool:
    """Whether two lines are some words and the mark that closes them: "Stay active / .".

    A bracket must have been opened: "Anna Kovacs (Heron / )".
    """
    words, mark = lines[0], lines[-1]
    if len(lines) != 2 or " " not in words or _CODE.search(words):
        return False
    if opened := _BRACKETS.get(mark[0]):
        return words.count(opened) > words.count(mark[0])
    return mark in _ENDS and words[0].isupper()


def items(page: Page, first: int, end: int, leans: Leans) -> Iterator[tuple[int, int]]:
    """Lines ``first:end`` as they are, or cut into the items of a list that has no full stop.

    "learn to / think for yourself / Get better / at your work / Avoid / …": each item begins
    with a capital behind a line that leans on nothing.
    """
    if end - first < _LEAST_LINES:
        yield first, end
        return
    lines = [line.strip() for line in page.lines[first:end]]
    cuts = [
        i
        for i in range(1, len(lines))
        if lines[i][:1].isupper() and goes_on(lines[i - 1]) and not leans(lines[i - 1])
    ]
    if len(cuts) < _LEAST_ITEMS or any(map(_STOP.search, lines)):
        cuts = []
    yield from pairwise((first, *(first + cut for cut in cuts), end))
