"""Which line above the text is its headline, where no title of the page tells.

A scrape of what a page shows has no title, and its headline stands somewhere between the menu and
the text: the line near the text that speaks of what the text speaks of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from heapq import nlargest
from itertools import pairwise
from math import log1p

from cleaner.segment import Page
from cleaner.sentences import COLONS, WORD, ends_sentence

_LONG_WORD = 4
_TEXT_CHARS, _LINE_CHARS = 4_000, 250
"""Code points of the text that is looked into, and most of a headline."""
_REACH = 150
"""Lines above the text among which the headline is."""
_NEXT = 3
_FEW = 4
"""Words of most menu entries, at most."""
_MOST, _LEAST, _MARGIN = 3, 1.0, 1.0
"""Lines that may be the headline, how likely they are, and how much less than the best of them."""


def toplines(page: Page, number: int | None = None) -> list[int]:
    """Numbers of the lines above the text that are most likely its headline; one is, or several.

    ``number``: of the first line of the text, if that is known otherwise.
    """
    end = page.body[0] if number is None else number
    if end >= len(page.lines):
        return []
    numbers = [i for i in range(max(0, end - 2 * _REACH), end) if not page.blank(i)][-_REACH:]
    text = _text(page, end).casefold()
    keys = _keys(WORD.findall(text), text.isascii())
    around = _around(page, numbers)
    scores: list[tuple[float, int]] = []
    seen, unknown = set[str](), 0
    for place in range(len(numbers) - 1, -1, -1):
        line = page.lines[numbers[place]].strip()
        is_known = numbers[place] in page.marks
        if not is_known and line not in seen and _may_be(line):
            words = WORD.findall(line.casefold())
            own = _keys(words, line.isascii())
            if " " in line or not line.isascii() or own & keys:
                score = _score(_count(words, line.isascii()), own, keys) + around[place]
                score -= 0.3 * log1p(len(numbers) - place) + 0.4 * log1p(unknown)
                scores.append((score, numbers[place]))
        unknown += not is_known
        seen.add(line)
    best = nlargest(_MOST, scores)
    found = {i for score, i in best if score >= max(_LEAST, best[0][0] - _MARGIN)}
    return sorted(found | {*_above(page, numbers, found)})


def _above(page: Page, numbers: Sequence[int], found: Collection[int]) -> Iterator[int]:
    """The lines right above those found that may be the headline: what is found says more of it."""
    for above, number in pairwise(numbers):
        line = page.lines[above].strip()
        if number not in found or above in page.marks or not _may_be(line):
            continue
        if _count(WORD.findall(line), line.isascii()) > _FEW:
            yield above


def _text(page: Page, end: int) -> str:
    """The beginning of the running text."""
    parts: list[str] = []
    size = 0
    for i in page.prose:
        if i >= end:
            parts.append(page.lines[i])
            size += page.sizes[i]
            if size >= _TEXT_CHARS:
                break
    return "\n".join(parts)[:_TEXT_CHARS]


def _may_be(line: str) -> bool:
    return (
        len(line) <= _LINE_CHARS
        and not line[0].islower()
        and not line.endswith(COLONS)
        and not (line.endswith(".") and ends_sentence(line))
        and any(map(str.isalpha, line))
    )


def _score(words: int, own: frozenset[str], keys: frozenset[str]) -> float:
    """How likely a line is the headline by its words, so many, ``own`` of which tell.

    From the headlines of a thousand pages, rounded, as what is around it is.
    """
    common = len(own & keys)
    score = 3.4 * common / (len(own) + 1) + 0.4 * min(common, 6)
    return score + 0.15 * min(words, 10) - 0.7 * max(0, _FEW - words)


def _around(page: Page, numbers: Sequence[int]) -> list[float]:
    """What the lines before and behind each of them say: known ones, and a date behind it."""
    known = [i in page.marks for i in numbers]
    dated = [any(map(str.isdigit, page.lines[i])) for i in numbers]
    return [
        0.6 * sum(known[max(0, at - _NEXT) : at])
        + 0.3 * sum(known[at + 1 : at + 1 + _NEXT])
        + 0.8 * any(dated[at + 1 : at + 1 + _NEXT])
        for at in range(len(numbers))
    ]


def _count(words: Sequence[str], is_ascii: bool) -> int:
    """How many words these are; of scripts without spaces two letters are about one."""
    if is_ascii:
        return len(words)
    letters = sum(len(word) == 1 and not word.isascii() for word in words)
    return len(words) - letters // 2


def _keys(words: Sequence[str], is_ascii: bool) -> frozenset[str]:
    """What a line and a text are compared by: long words, and of scripts without spaces pairs."""
    found = {word for word in words if len(word) >= _LONG_WORD}
    if not is_ascii:
        found |= {
            a + b
            for a, b in pairwise(words)
            if len(a) == len(b) == 1 and not a.isascii() and not b.isascii()
        }
    return frozenset(found)
