"""Lines that are not main text by the shape of the page: menus, teasers, comments, footers.

Every line gets a score from what it looks like, what stands around it and where it stands
(``cleaner.shape``); the lines whose score is too low go, in runs. No words need be known for
that, so it reaches what no list of phrases can. Where the shape is unclear, lines stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleaner.flat import Flat
from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

if TYPE_CHECKING:
    from cleaner.shape.explaining import LineScore
    from cleaner.shape.judging import Judge

KIND = "structure"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {
    "article_care": 1.0,
    "other_care": 3.0,
    "sentence_odds": 0.3,
    "near_odds": 0.0,
    "beside_chance": 1.0,
    "hole_lines": 0,
    "min_lines": 6,
    "keep_headline": True,
    "model": "",
}

_FEWEST_KNOWN = 5
"""Lines known from other pages below which a page is clean already and not worth a score."""
_FEWEST_RULES = 3


class StructureMatcher:
    """Lets the shape judge the pages that are worth it; what judges is loaded for the first."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        if any(rule.options["model"] for rule in rules):
            _ = self._judge  # a file that somebody names may be none

    @cached_property
    def _judge(self) -> Judge:
        from cleaner.shape.judging import Judge

        return Judge(self.rules)

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding a run of lines."""
        if _scored(page):
            yield from self._judge.find(page)

    def line_ends(self, page: Page, flat: Flat) -> list[tuple[int, int]]:
        """Half-open spans of the gaps between words at which lines ended in ``flat.lines``."""
        return self._judge.line_ends(page, flat)

    def explain(self, page: Page) -> Iterator[tuple[int, LineScore]]:
        """Each line that is scored, by its number, and where its score comes from."""
        if _scored(page):
            yield from self._judge.explain(page)

    def sentences(self, page: Page) -> Iterator[tuple[int, float]]:
        """The whole sentences of a page, by line number, and their log odds of main text.

        None of a page that is not worth a score.
        """
        if _scored(page):
            yield from self._judge.sentences(page)


def _scored(page: Page) -> bool:
    """Whether a page is worth a score: an extractor's text, or lines of several kinds are known.

    A licence has a dozen copyright notices, a raw scrape has menus, buttons and notices. These
    stand around the text; what is known within it ("- Education" in a list of subjects) says
    nothing of the page.
    """
    if page.extracted:
        return True
    first, end = page.body
    known = [i for i in page.suspects if not first <= i < end and page.known(i)]
    return (
        len(known) >= _FEWEST_KNOWN
        and len({mark.rule.id for i in known for mark in page.marks[i]}) >= _FEWEST_RULES
    )


def build(rules: Sequence[Rule]) -> StructureMatcher:
    """Read the models that the rules name; raises ConfigError for a file that is none."""
    return StructureMatcher(rules)
