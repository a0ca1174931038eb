"""Lines of one kind that follow each other immediately: the months of an archive.

A month alone heads a table or a timetable; twenty of them with nothing between are a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

KIND = "sequence"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {"min_lines": 5}


class SequenceMatcher:
    """Finds rows of at least ``min_lines`` lines that one rule knows, blank lines aside."""

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding a row."""
        found: dict[str, tuple[Rule, list[int]]] = {}
        for i, mark in page.hits.get(KIND, ()):
            _, numbers = found.setdefault(mark.rule.id, (mark.rule, []))
            if numbers[-1:] != [i]:  # several of its patterns may fit
                numbers.append(i)
        for rule, numbers in found.values():
            for first, end, count in _rows(page, numbers):
                if count >= rule.options["min_lines"]:
                    start, stop = page.span(first, end)
                    why = f"{count} such lines follow each other"
                    yield Finding(
                        start, stop, rule.id, rule.safety, why, first, end, supported=True
                    )


def _rows(page: Page, numbers: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """First line, end and length of each row of numbers with nothing but blank lines between."""
    first, last, count = numbers[0], numbers[0], 1
    for number in numbers[1:]:
        if all(map(page.blank, range(last + 1, number))):
            count += 1
        else:
            yield first, last + 1, count
            first, count = number, 1
        last = number
    yield first, last + 1, count


def build(rules: Sequence[Rule]) -> SequenceMatcher:
    """Compile the rules of this kind, which their marks in a page tell."""
    return SequenceMatcher()
