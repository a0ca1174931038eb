"""Pages that have no content at all: captchas, error pages, "enable JavaScript"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

KIND = "document"
STAGE = "judge"
OPTIONS: Mapping[str, Any] = {}

_MOST_CHARS = 3_000


class DocumentMatcher:
    """A short page without running text in which a line of a rule stands."""

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield at most one finding, over the whole page; it is a verdict, not an edit."""
        hits = page.hits.get(KIND, ())
        if not hits or len(page.text) > _MOST_CHARS:
            return
        own = {i for i, _ in hits}
        if any(i not in own for i in page.prose):
            return
        rule, _, why = hits[0][1]
        yield Finding(0, len(page.text), rule.id, rule.safety, why, 0, len(page.lines))


def build(rules: Sequence[Rule]) -> DocumentMatcher:
    """The phrases are compiled into the page's lexicon; nothing is left to do here."""
    return DocumentMatcher()
