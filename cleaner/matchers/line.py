"""Whole lines that a rule recognises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

KIND = "line"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {}


class LineMatcher:
    """Every marked line is a finding; whether it fires is the decision's business."""

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each line and rule that fit together."""
        hits = page.hits.get(KIND)
        if not hits:
            return
        starts, size = page.starts, len(page.text)
        for i, (rule, _, why) in hits:
            safety = rule.safety
            placed = safety != "safe" and page.placed(i, rule.position)
            end = min(starts[i + 1], size)
            yield Finding(starts[i], end, rule.id, safety, why, i, i + 1, "", placed)


def build(rules: Sequence[Rule]) -> LineMatcher:
    """The rules are compiled into the page's lexicon; nothing is left to do here."""
    return LineMatcher()
