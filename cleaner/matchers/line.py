"""Whole lines that a rule recognises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner.edges import is_code_word, is_wrapped_sentence
from cleaner.headings import heads_text
from cleaner.model import Finding
from cleaner.rules import Choice, Rule
from cleaner.segment import Page

KIND = "line"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {
    "names_sections": False,
    "often": 0,
    "in_scrapes": Choice(("never", "tail", "anywhere"), "never"),
}


class LineMatcher:
    """Every marked line is a finding; whether it fires is the decision's business.

    Not a line that is plainly text: part of a sentence that was broken; if the rule is contextual,
    a word of a program; a heading with text of its own, if the rule is contextual or says that its
    words also name sections (``names_sections``). A line that stands ``often`` on one page is the
    button below each post or item, and needs no other support. Nor does one in a raw scrape, of
    whatever kind of page, if the rule says that its words are no text there (``in_scrapes``); but
    it gives none to the lines beside it.
    """

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each line and rule that fit together."""
        hits = page.hits.get(KIND)
        if not hits:
            return
        starts, size = page.starts, len(page.text)
        # By rule, because a line that two rules know has two hits.
        times = Counter(
            (mark.rule.id, page.lines[i].strip()) for i, mark in hits if mark.rule.options["often"]
        )
        for i, (rule, _, why) in hits:
            safety = rule.safety
            if is_wrapped_sentence(page, i) or (safety != "safe" and is_code_word(page, i)):
                continue
            if (safety != "safe" or rule.options["names_sections"]) and heads_text(page, i):
                continue
            placed = safety != "safe" and (
                page.placed(i, rule.position)
                or 0 < rule.options["often"] <= times[rule.id, page.lines[i].strip()]
            )
            end = min(starts[i + 1], size)
            found = Finding(starts[i], end, rule.id, safety, why, i, i + 1, "", placed)
            yield found
            if not placed and safety != "safe" and _goes_in_scrapes(page, i, rule):
                # Besides, not instead: between two others it is still one of a row.
                yield found._replace(supported=True, lends=False)


def _goes_in_scrapes(page: Page, number: int, rule: Rule) -> bool:
    """Whether a line needs no support because the page is a raw scrape.

    A single word may be one of a sentence, or of a program, whose line ends a scraper made.
    """
    where = rule.options["in_scrapes"]
    if where == "never" or " " not in page.lines[number].strip() or not page.is_raw:
        return False
    return where == "anywhere" or (bool(page.prose) and number >= page.body[1])


def build(rules: Sequence[Rule]) -> LineMatcher:
    """The rules are compiled into the page's lexicon; nothing is left to do here."""
    return LineMatcher()
