"""What readers wrote under a text: names and dates with a comment behind each.

Comments read like the text that they are about. What tells them apart is where they stand, behind
the text and a heading that announces them, and that each has a name and a date above it. In a forum
the first post is hardly longer than the others, so nothing of it stands behind the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from cleaner.cards import dated
from cleaner.headings import announcing
from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

KIND = "comments"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {
    "after": [],
    "min_comments": 3,
    "max_lines": 60,
    "min_text": 2_000,
    "max_times": 20,
}

_HEADER_LINES = 8
"""Lines below the heading in which the first date stands."""
_NAME_CHARS, _PARAGRAPHS = 60, 4
_NEAR = 4
"""Lines from a date on in which the text of a post begins."""


class CommentsMatcher:
    """Finds the comments behind a heading that one of the block rules ``after`` knows.

    ``min_comments`` make a thread, each of at most ``max_lines`` lines; ``min_text`` code points of
    running text stand before them, in at least four paragraphs. A thread that is more than
    ``max_times`` as long as these is what people come for. What an extractor left stays: it knows
    comments by their elements.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each thread, over its heading and all of its comments."""
        for rule in self._rules:
            heads = sorted(announcing(page, rule.options["after"]))
            if not heads or page.extracted or not page.is_article:
                continue
            dates = _dates(page)
            done = -1
            for head in heads:
                least = rule.options["min_comments"]
                text = _text_before(page, head)
                if head < done or text < rule.options["min_text"]:
                    continue
                own = _thread(dates, head, rule.options["max_lines"])
                before = dates[: bisect_left(dates, head)]
                if len(own) < least or _are_posts(page, before, max(least, len(own) // 3)):
                    continue
                end = done = _end(page, own, rule.options["max_lines"])
                start, stop = page.span(head, end)
                if stop - start > rule.options["max_times"] * text:
                    continue
                why = f"{len(own)} comments under {page.lines[head].strip()!r}"
                yield Finding(start, stop, rule.id, rule.safety, why, head, end, supported=True)


def _dates(page: Page) -> list[int]:
    """Numbers of the lines that are a date or an age, with a name above, in order."""
    return sorted(i for i in dated(page) if i and 0 < len(page.lines[i - 1].strip()) <= _NAME_CHARS)


def _text_before(page: Page, head: int) -> int:
    """Code points of the running text before a heading; none where it is but a few paragraphs."""
    before = page.prose[: bisect_left(page.prose, head)]
    return sum(page.sizes[i] for i in before) if len(before) >= _PARAGRAPHS else 0


def _are_posts(page: Page, dates: Sequence[int], least: int) -> bool:
    """Whether so many dates have text below them: posts, which are what the page is about."""
    prose = page.prose_lines
    return sum(any(i in prose for i in range(date, date + _NEAR)) for date in dates) >= least


def _thread(dates: Sequence[int], head: int, most: int) -> list[int]:
    """The dates of the comments below a heading: the first one near it, none far behind another."""
    own: list[int] = []
    for date in dates[bisect_right(dates, head) :]:
        if date - (own[-1] if own else head) > (most if own else _HEADER_LINES):
            break
        own.append(date)
    return own


def _end(page: Page, own: Sequence[int], most: int) -> int:
    """The line behind the last comment: where something begins that rules know, or none is longer.

    A comment has as many lines as the longest of the others at most.
    """
    longest = max((other - one for one, other in pairwise(own)), default=1)
    end = own[-1] + 1
    stop = min(end + min(longest, most), len(page.lines))
    while end < stop and end not in page.marks:
        end += 1
    return end


def build(rules: Sequence[Rule]) -> CommentsMatcher:
    """Compile the rules of this kind."""
    return CommentsMatcher(rules)
