"""The same paragraph again in one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

KIND = "repeat"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {"min_chars": 80}


class RepeatMatcher:
    """Later copies of a paragraph of at least ``min_chars``; the first one stays."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each copy, naming the line that is kept."""
        for rule in self.rules:
            least = rule.options["min_chars"]
            seen: dict[str, int] = {}
            for i in page.prose:
                line = page.lines[i].strip()
                if len(line) < least:
                    continue
                kept = seen.setdefault(line, i)
                if kept != i:
                    start, end = page.span(i, i + 1)
                    why = f"the same paragraph as line {kept + 1}, which is kept"
                    # Forum posts quote and legal texts repeat; twice in a row is a slip.
                    yield Finding(
                        start, end, rule.id, rule.safety, why, i, i + 1, supported=kept == i - 1
                    )


def build(rules: Sequence[Rule]) -> RepeatMatcher:
    """Compile the rules of this kind."""
    return RepeatMatcher(rules)
