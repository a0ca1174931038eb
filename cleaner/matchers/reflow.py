"""Sentences that a scraper broke wherever a link stood are joined again.

A break at a link leaves a trace that other line breaks do not: the next line goes on in lower
case or with closing punctuation, the line before does not end, and one of the two is short (the
text of the link). Hard-wrapped text has lines of one length, verse and lists have only short
lines, and headings are followed by a capital; those are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner.breaks import ASIDE, PART_CHARS, TAIL, TIGHT, Breaks
from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import TERMINAL, Page

KIND = "reflow"
STAGE = "repair"
OPTIONS: Mapping[str, Any] = {"open_ends": {}}

_GOING_ON = frozenset(TIGHT + ASIDE) | {chr(c) for c in range(0x61, 0x1F00) if chr(c).islower()}
"""First characters of a line that goes on: a set, because no test is cheaper."""
_REACH = 4
_NOWHERE = 1 << 62
_LOWER_STYLE_SHARE = 0.3
_LOWER_STYLE_LEAST = 3


class ReflowMatcher:
    """Finds the line ends to mend; all rules of the kind share one algorithm.

    The option ``open_ends`` lists, by language, words behind which no sentence ends.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules[:1]
        words = (w for rule in rules for ws in rule.options["open_ends"].values() for w in ws)
        self._breaks = Breaks(frozenset(words))

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each line end that stands inside a sentence."""
        for rule in self.rules:
            lines = page.lines
            candidates, lowered = _candidates(page)
            if _written_in_lower_case(page, lowered):
                page.unjudged |= {KIND}
                return
            page.unjudged -= {KIND}
            if not candidates:
                return
            for i in self._breaks.mended(page, candidates):
                left, right = lines[i].rstrip(), lines[i + 1].lstrip()
                start = page.starts[i] + len(left)
                end = page.starts[i + 2] - 1 - len(right)
                gap = "" if _tight(left, right) else " "
                yield Finding(
                    start,
                    end,
                    rule.id,
                    rule.safety,
                    "the sentence goes on in the next line",
                    i,
                    i + 2,
                    replacement=gap,
                    supported=True,
                )


def _candidates(page: Page) -> tuple[list[int], int]:
    """Numbers of the lines whose next line starts in lower case or with punctuation.

    Only those near a line long enough to be running text: menus, lists and code have thousands
    of the others, and no chain of them could be a sentence. Also returns how often a sentence
    starts in lower case.
    """
    lines = page.lines
    least = PART_CHARS // 2
    sizes = [0, 0, *map(len, lines), 0, 0]
    lowered = 0
    found = []
    for i in [i for i, line in enumerate(lines) if line[:1] in _GOING_ON]:
        before = lines[i - 1][-1:] if i else "."
        if before in TERMINAL:
            lowered += bool(before) and lines[i][0].islower()
        # Line i - 1 has its size at i + 1: three lines before the break and three behind it.
        elif sizes[i + 1] >= least or max(sizes[i - 1 : i + 5]) >= least:
            found.append(i - 1)
    if STAGE in page.seen and KIND not in page.unjudged:
        found = _near_fresh(found, page.fresh)
    return found, lowered


def _near_fresh(candidates: list[int], fresh: list[tuple[int, int]]) -> list[int]:
    """The candidates that the round before has not judged already.

    A verdict depends on the lines of the chain only, and candidates of one chain are at most one
    line apart; so groups of neighbours are judged again as a whole where a line near them changed.
    """
    kept: list[int] = []
    group: list[int] = []
    ranges = iter(fresh)
    first, end = next(ranges, (0, 0))
    for i in [*candidates, _NOWHERE]:
        if group and i - group[-1] > _REACH:
            while end + _REACH < group[0] and (found := next(ranges, None)) is not None:
                first, end = found
            if first - _REACH <= group[-1] and end + _REACH >= group[0]:
                kept += group
            group = []
        group.append(i)
    return kept


def _tight(left: str, right: str) -> bool:
    """Whether no space belongs between two parts of a sentence."""
    if right[:1] == "-" or TAIL.match(right):
        return True
    return bool(left) and left[-1] >= "\u2e80" and right[:1] >= "\u2e80"


def _written_in_lower_case(page: Page, lowered: int) -> bool:
    """Whether the author starts sentences in lower case, so that case says nothing."""
    if lowered < _LOWER_STYLE_LEAST:
        return False
    ended = sum(page.text.count(f"{mark}\n") for mark in ".!?")
    return lowered > _LOWER_STYLE_SHARE * ended


def build(rules: Sequence[Rule]) -> ReflowMatcher:
    """Compile the rules of this kind."""
    return ReflowMatcher(rules)
