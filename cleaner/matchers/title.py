"""The title of the page, "Headline | Name of the site", where the headline stands below it.

A naive scraper takes the title from the head of the page and puts it first. Of 760 such first lines
on pages whose main text people marked, they marked none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from cleaner import neighbours
from cleaner.fold import bare, fold, fold_all
from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page
from cleaner.shape.headline import alike, share

KIND = "title"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {"min_chars": 8, "within": 120}

_PARTS = re.compile(r"\s+[-–—|·•:»/]\s+|\s*\|\s*|:\s+")
_MOST_CHARS, _MOST_PARTS = 300, 6
_HALF = 0.4
"""Least share of a title that is the headline."""
_MOST = 0.6
"""Least share of the words of its longest part that stand in a headline in other words."""


class TitleMatcher:
    """Looks at the first line of raw scrapes, once the other rules had their turn."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield the line of the title; the line of the headline is its twin, and has to stay.

        The other rules know the headline by the title, so this one comes behind them.
        """
        if not (page.raw and page.opens and page.first_line) or "remove" not in page.seen:
            return
        first = neighbours.below(page, -1)
        for rule in self.rules:
            least, within = rule.options["min_chars"], rule.options["within"]
            lines = page.lines[first + 1 : first + 1 + within]
            known = [first + i in page.marks for i in range(1, len(lines) + 1)]
            twin = _headline(page.first_line, lines, known, least)
            if twin >= 0:
                start, end = page.span(first, first + 1)
                yield Finding(
                    start,
                    end,
                    rule.id,
                    rule.safety,
                    "title of the page, whose headline stands below and is kept",
                    first,
                    first + 1,
                    supported=True,
                    twin=first + 1 + twin,
                )


def _headline(title: str, lines: Sequence[str], known: Sequence[bool], least: int) -> int:
    """Number of the line that is most of the title, the longest one, or says it in other words.

    ``known``: whether rules know a line. -1 if there is none.
    """
    headlines = set(_headlines(title, least)) if len(title) <= _MOST_CHARS else set()
    if not headlines:
        return -1
    keys = [bare(line) for line in fold_all(lines)]
    found = [(len(key), -i) for i, key in enumerate(keys) if key in headlines]
    if found:
        return -max(found)[1]
    # The last line is none, because it may be the text.
    again = alike([title, *lines, ""], [False, *known, True])
    said = _PARTS.split(title)
    if again and share(lines[again[0] - 1], max(said, key=len)) >= _MOST:
        return again[0] - 1
    return -1


def _headlines(title: str, least: int) -> Iterator[str]:
    """The title, and what it says without the names around it, folded."""
    whole = bare(fold(title))
    cuts = [(0, 0), *(match.span() for match in _PARTS.finditer(title)), (len(title), 0)]
    for (_, start), (end, _) in combinations(cuts[: _MOST_PARTS + 1], 2):
        part = bare(fold(title[start:end]))
        if len(part) >= max(least, _HALF * len(whole)):
            yield part


def build(rules: Sequence[Rule]) -> TitleMatcher:
    """Compile the rules of this kind."""
    return TitleMatcher(rules)
