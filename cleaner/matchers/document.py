"""Pages that have no content at all: captchas, error pages, "enable JavaScript"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner.meant import is_few, is_meant
from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

KIND = "document"
STAGE = "judge"
OPTIONS: Mapping[str, Any] = {"max_page": 3_000}


_MOST_OTHERS = 30
"""Lines beside those of the rules that a page has which is no raw scrape and says nothing."""


class DocumentMatcher:
    """A short page without running text in which a line of a rule stands.

    Where few lines are known, a line that somebody says does not count, nor any among many others:
    a list of phrases or of messages has it.
    """

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield at most one finding, over the whole page; it is a verdict, not an edit."""
        hits = page.hits.get(KIND, ())
        if not hits:
            return
        own = {i for i, _ in hits}
        if any(i not in own for i in page.prose):
            return
        few = is_few(page)
        if few and sum(not page.blank(i) for i in range(len(page.lines))) > len(own) + _MOST_OTHERS:
            return
        for i, (rule, _, why) in hits:
            if few and is_meant(page, i, own):
                continue
            if len(page.text) <= rule.options["max_page"]:
                yield Finding(0, len(page.text), rule.id, rule.safety, why, 0, len(page.lines))
                return


def build(rules: Sequence[Rule]) -> DocumentMatcher:
    """The phrases are compiled into the page's lexicon; nothing is left to do here."""
    return DocumentMatcher()
