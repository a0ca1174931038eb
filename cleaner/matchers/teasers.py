"""Teasers that follow each other behind the text: title, perhaps a sentence, author, date.

Their headings are many, their titles and sentences read like text, but each has the name of an
author in a line of its own behind a word like "By", and few lines stand between two of these. What
a page is about stands before them: where it does not, they are the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from cleaner.model import Finding
from cleaner.rows import rows
from cleaner.rules import Rule
from cleaner.segment import Page
from cleaner.sentences import TERMINAL

KIND = "teasers"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {"by": {}, "min_teasers": 3, "max_lines": 8}

_NAME_CHARS, _NAME_WORDS = 60, 8
_META_CHARS = 30
"""Code points of a date, an age or how many comments there are."""
_TEXT_CHARS = 320
"""Code points of running text between two authors that is more than a teaser."""
_BEHIND = 0.5
"""Running text behind teasers at most, for that before them."""
_DIGIT = re.compile(r"\d")


class _Byline(NamedTuple):
    """The lines ``first:end`` that say who wrote something."""

    first: int
    end: int


class _Sums:
    """Code points of the lines ``numbers``, which are in order, before any line."""

    def __init__(self, page: Page, numbers: Sequence[int]) -> None:
        self._numbers = numbers
        self._sums = list(accumulate((page.sizes[i] for i in numbers), initial=0))
        self.total = self._sums[-1]

    def before(self, line: int) -> int:
        """The code points before a line."""
        return self._sums[bisect_left(self._numbers, line)]


class TeasersMatcher:
    """Finds the rows of teasers by their authors.

    ``by``: by language, the words before a name; ``min_teasers`` that make a row, ``max_lines``
    of one of them.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = [(rule, _forms(rule.options["by"].values())) for rule in rules]

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each row of teasers."""
        for rule, words in self._rules:
            least, most = rule.options["min_teasers"], rule.options["max_lines"]
            # Clean text, the usual case, is seen at once: hardly a line of it is known.
            if len(page.marks) < least or not page.is_article:
                continue
            bylines = _bylines(page, words)
            groups = [group for group in _groups(bylines, most) if len(group) >= least]
            extents = [_extent(page, group) for group in groups]
            text = _Sums(page, _outside(page, extents))
            whole = _Sums(page, page.prose if extents else ())
            for group, (first, end) in zip(groups, extents, strict=True):
                if _has_text(page, group) or not _is_behind(text, whole, first, end):
                    continue
                if not (page.raw or page.is_dirty or _are_dated(page, group)):
                    continue  # books and their authors
                start, stop = page.span(first, end)
                yield Finding(
                    start,
                    stop,
                    rule.id,
                    rule.safety,
                    f"{len(group)} titles with their authors behind the text",
                    first,
                    end,
                    supported=True,
                )


def _forms(words: Iterable[Sequence[str]]) -> Mapping[str, frozenset[str]]:
    """By their first two characters the words as they are written: "by", "By", "BY"."""
    forms = {form for some in words for word in some for form in (word, word.title(), word.upper())}
    return {head: frozenset(f for f in forms if f[:2] == head) for head in {f[:2] for f in forms}}


def _groups(bylines: Sequence[_Byline], most: int) -> Iterator[list[_Byline]]:
    """Names of which each stands at most so many lines behind the one before."""
    ends = dict(bylines)
    for row in rows(ends, most):
        yield [_Byline(first, ends[first]) for first in row]


def _bylines(page: Page, words: Mapping[str, frozenset[str]]) -> list[_Byline]:
    """The names of authors, in order; with the word before them, in the same line or above it."""
    lines, found, last = page.lines, [], len(page.lines) - 1
    for i in [i for i, line in enumerate(lines) if line[:2] in words]:
        if page.sizes[i] > _NAME_CHARS:
            continue
        word, _, name = lines[i].strip().partition(" ")
        if word not in words[word[:2]]:
            continue
        if name:
            if _is_name(name):
                found.append(_Byline(i, i + 1))
        elif i < last and _is_name(lines[i + 1].strip()):
            found.append(_Byline(i, i + 2))
    return found


def _is_name(line: str) -> bool:
    """Whether a line may be the name of one or several authors."""
    return (
        1 < len(line) <= _NAME_CHARS
        and not line[0].islower()
        and line[-1] not in TERMINAL
        and line.count(" ") < _NAME_WORDS
        and _DIGIT.search(line) is None
    )


def _has_text(page: Page, group: Sequence[_Byline]) -> bool:
    """Whether running text stands between two authors: posts, letters, parts of a text."""
    prose = page.prose
    for one, other in pairwise(group):
        between = prose[bisect_left(prose, one.end) : bisect_left(prose, other.first)]
        if sum(page.sizes[i] for i in between) > _TEXT_CHARS:
            return True
    return False


def _extent(page: Page, group: Sequence[_Byline]) -> tuple[int, int]:
    """The lines from the title of the first teaser to what stands behind the last author.

    Running text above the first author is a teaser's own where most of the others have some, too.
    """
    before, behind, texts = Counter[int](), Counter[int](), 0
    for one, other in pairwise(group):
        meta = one.end
        while meta < other.first - 1 and _is_meta(page, meta):
            meta += 1
        behind[meta - one.end] += 1
        before[other.first - meta] += 1
        texts += not page.prose_lines.isdisjoint(range(meta, other.first))
    first = max(group[0].first - _usual(before), 0)
    if 2 * texts < len(group):
        above = bisect_left(page.prose, group[0].first)
        first = max(first, page.prose[above - 1] + 1 if above else 0)
    end = group[-1].end
    most = min(end + _usual(behind), len(page.lines))
    while end < most and _is_meta(page, end):
        end += 1
    return first, end


def _are_dated(page: Page, group: Sequence[_Byline]) -> bool:
    """Whether most teasers have a date, an age or a count beside the author."""
    beside = ((one.first - 1, one.end) for one in group)
    dated = (any(i < len(page.lines) and _is_meta(page, i) for i in lines) for lines in beside)
    return 2 * sum(dated) > len(group)


def _usual(counts: Counter[int]) -> int:
    """The number that is counted most often, the smallest of several."""
    return min(counts, key=lambda number: (-counts[number], number))


def _is_meta(page: Page, number: int) -> bool:
    """Whether a line is a date, an age, a count or a sign."""
    line = page.lines[number].strip()
    return len(line) <= _META_CHARS and (
        _DIGIT.search(line) is not None or not any(map(str.isalnum, line))
    )


def _outside(page: Page, extents: Sequence[tuple[int, int]]) -> list[int]:
    """The lines of running text that stand in no row: what the page is about, if it is no list."""
    inside = {i for first, end in extents for i in range(first, end)}
    return [i for i in page.prose if i not in inside] if extents else []


def _is_behind(text: _Sums, whole: _Sums, first: int, end: int) -> bool:
    """Whether as much text stands before some lines as in them, and hardly any behind them."""
    before = text.before(first)
    within = whole.before(end) - whole.before(first)
    behind = text.total - before
    return before >= within and behind <= _BEHIND * before


def build(rules: Sequence[Rule]) -> TeasersMatcher:
    """Compile the rules of this kind."""
    return TeasersMatcher(rules)
