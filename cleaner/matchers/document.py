"""Pages that have no content at all: captchas, error pages, "enable JavaScript"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

KIND = "document"
STAGE = "judge"
OPTIONS: Mapping[str, Any] = {"max_page": 3_000}


class DocumentMatcher:
    """A short page without running text in which a line of a rule stands."""

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield at most one finding, over the whole page; it is a verdict, not an edit."""
        hits = page.hits.get(KIND, ())
        if not hits:
            return
        own = {i for i, _ in hits}
        if any(i not in own for i in page.prose):
            return
        for _, (rule, _, why) in hits:
            if len(page.text) <= rule.options["max_page"]:
                yield Finding(0, len(page.text), rule.id, rule.safety, why, 0, len(page.lines))
                return


def build(rules: Sequence[Rule]) -> DocumentMatcher:
    """The phrases are compiled into the page's lexicon; nothing is left to do here."""
    return DocumentMatcher()
