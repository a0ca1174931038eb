"""The same paragraph again in one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner import neighbours
from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

KIND = "repeat"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {"min_chars": 80}

_MOST_SLIPS = 2
_ATTRIBUTION = ":：↑"


class RepeatMatcher:
    """Later copies of a paragraph of at least ``min_chars``; the first one stays.

    Where a copy stands behind a colon ("millstone said:"), people quote each other.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each copy, with the line that is kept."""
        for rule in self.rules:
            copies = _copies(page, rule.options["min_chars"])
            # Forum posts quote and legal texts repeat; a paragraph twice in a row is a slip,
            # unless the page does it again and again.
            slips = sum(copy == kept + 1 for copy, kept in copies) <= _MOST_SLIPS
            quotes = any(_is_quoted(page, copy) for copy, _ in copies)
            for copy, kept in copies:
                if quotes and copy != kept + 1:
                    continue
                start, end = page.span(copy, copy + 1)
                yield Finding(
                    start,
                    end,
                    rule.id,
                    rule.safety,
                    "the same paragraph as one above, which is kept",
                    copy,
                    copy + 1,
                    supported=slips and copy == kept + 1,
                    twin=kept,
                )


def _is_quoted(page: Page, copy: int) -> bool:
    """Whether the line above a copy, there is always one that is not blank, says who said it."""
    return page.lines[neighbours.above(page, copy)].rstrip()[-1] in _ATTRIBUTION


def _copies(page: Page, least: int) -> list[tuple[int, int]]:
    """Line numbers of (a later copy, the first one) of each paragraph of ``least`` characters."""
    paragraphs = [page.lines[i].strip() for i in page.prose]
    if len(set(paragraphs)) == len(paragraphs):
        return []
    first: dict[str, int] = {}
    found = []
    for i, paragraph in zip(page.prose, paragraphs, strict=True):
        if len(paragraph) >= least:
            kept = first.setdefault(paragraph, i)
            if kept != i:
                found.append((i, kept))
    return found


def build(rules: Sequence[Rule]) -> RepeatMatcher:
    """Compile the rules of this kind."""
    return RepeatMatcher(rules)
