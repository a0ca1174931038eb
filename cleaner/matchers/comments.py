"""What readers wrote under a text: names and dates with a comment behind each.

Comments read like the text that they are about. What tells them apart is where they stand, behind
the text and a heading that announces them, and that each has a name and a date above it. In a forum
the first post is hardly longer than the others, so nothing of it stands behind the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

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


class _Thread(NamedTuple):
    """Comments: the lines of the first and last date, how many they are, lines of the longest."""

    first: int
    last: int
    comments: int
    longest: int


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
            least, most = rule.options["min_comments"], rule.options["max_lines"]
            dates = _dates(page)
            texts = list(accumulate((page.sizes[i] for i in page.prose), initial=0))
            posts = list(accumulate((_is_post(page, date) for date in dates), initial=0))
            threads = _threads(dates, most)
            done = -1
            for head in heads:
                paragraphs = bisect_left(page.prose, head)
                text = texts[paragraphs] if paragraphs >= _PARAGRAPHS else 0
                if head < done or text < rule.options["min_text"]:
                    continue
                first = bisect_right(dates, head)
                own = threads[first] if first < len(dates) else None
                if own is None or own.comments < least or dates[first] - head > _HEADER_LINES:
                    continue
                if posts[bisect_left(dates, head)] >= max(least, own.comments // 3):
                    continue  # which are what the page is about
                end = done = _end(page, own, most)
                start, stop = page.span(head, end)
                if stop - start > rule.options["max_times"] * text:
                    continue
                why = f"{own.comments} comments under {page.lines[head].strip()!r}"
                yield Finding(start, stop, rule.id, rule.safety, why, head, end, supported=True)


def _dates(page: Page) -> list[int]:
    """Numbers of the lines that are a date or an age, with a name above, in order."""
    return sorted(i for i in dated(page) if i and 0 < len(page.lines[i - 1].strip()) <= _NAME_CHARS)


def _is_post(page: Page, date: int) -> bool:
    """Whether a date has text below it."""
    return any(i in page.prose_lines for i in range(date, date + _NEAR))


def _threads(dates: Iterable[int], most: int) -> list[_Thread]:
    """For each date the comments from it on, none of them far behind another."""
    found: list[_Thread] = []
    for date in sorted(dates, reverse=True):
        one = _Thread(date, date, 1, 1)
        if found and found[-1].first - date <= most:
            _, last, comments, longest = found[-1]
            one = _Thread(date, last, comments + 1, max(longest, found[-1].first - date))
        found.append(one)
    return found[::-1]


def _end(page: Page, own: _Thread, most: int) -> int:
    """The line behind the last comment: where something begins that rules know, or none is longer.

    A comment has as many lines as the longest of the others at most.
    """
    end = own.last + 1
    stop = min(end + min(own.longest, most), len(page.lines))
    while end < stop and end not in page.marks:
        end += 1
    return end


def build(rules: Sequence[Rule]) -> CommentsMatcher:
    """Compile the rules of this kind."""
    return CommentsMatcher(rules)
