"""Runs of short lines before or behind the text of which some are known labels.

A menu has labels that every site knows ("Contact us", "Log in") between those that only this site
has. A long run of short lines without punctuation that stands outside the running text and holds
several known labels is a menu or a footer, and the unknown lines in it are its entries.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import Any, NamedTuple

from cleaner.edges import is_rest
from cleaner.fold import bare
from cleaner.headings import TITLE_CHARS, says_title
from cleaner.model import Finding
from cleaner.rules import Choice, Rule
from cleaner.segment import Page
from cleaner.sentences import CLOSING, TERMINAL
from cleaner.tables import comparisons, in_tables
from cleaner.topline import toplines

KIND = "run"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {
    "place": Choice(("head", "tail"), "head"),
    "min_labels": 2,
    "min_lines": 10,
    "max_words": 4,
    "keep_last": 4,
}

_LETTERS_A_WORD = 10
_DIFFERENT = 2
_SHARE = 0.08
_TEXT_SHARE = 0.4
_NEAR_TEXT = 12
_HEADLINE_SPACES = 4
_ENDS = TERMINAL + CLOSING


class _Run(NamedTuple):
    """Lines ``first:end`` and the numbers of those that are known labels (at least one)."""

    first: int
    end: int
    labels: tuple[int, ...]


class RunMatcher:
    """Looks at the lines before the body for ``place = "head"`` and behind it for ``"tail"``."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding a run."""
        if not page.is_dirty:
            return
        heads = cache(partial(toplines, page))
        tables = [i for rows in comparisons(page) for i in rows]
        for rule in self.rules:
            place, least = rule.options["place"], rule.options["min_labels"]
            first, end = (0, page.body[0]) if place == "head" else (page.body[1], len(page.lines))
            for run in _runs(page, first, end, _words(page, rule), tables):
                if len(run.labels) < least or not page.placed(run.first, (place,)):
                    continue
                known = len(run.labels)
                if len(_rules(page, run)) < _DIFFERENT or known < _SHARE * (run.end - run.first):
                    continue
                yield from _findings(page, rule, _trimmed(page, run, rule), known, heads)


def _words(page: Page, rule: Rule) -> int:
    """Most words of an entry; a third fewer on a page of lists, whose lines may be what it says."""
    words: int = rule.options["max_words"]
    return words if page.prose_chars >= _TEXT_SHARE * len(page.text) else words * 2 // 3


def _runs(page: Page, first: int, end: int, words: int, tables: Sequence[int]) -> Iterator[_Run]:
    """Maximal runs of short or known lines in ``first:end``; blank lines do not end a run.

    ``tables``: lines that are no entries.
    """
    letters = _LETTERS_A_WORD * words
    broken = [
        first + i
        for i, line in enumerate(page.lines[first:end])
        if len(line) > letters or line[-1:] in _ENDS or line.count(" ") >= words
    ]
    broken += in_tables(page, first, end)
    broken += (i for i in tables if first <= i < end)
    known = page.labels[bisect_left(page.labels, first) : bisect_left(page.labels, end)]
    # Known labels and blank lines are part of a run whatever they look like.
    numbers = set(broken).difference(known)
    stops = sorted(i for i in numbers if i < end and not page.blank(i))
    for start, stop in pairwise([first - 1, *stops, end]):
        own = known[bisect_left(known, start) : bisect_left(known, stop)]
        labels = tuple(i for i in own if page.known(i, "line"))
        if labels:
            yield _Run(start + 1, stop, labels)


def _rules(page: Page, run: _Run) -> set[str]:
    """The rules whose labels stand in a run: a list of one kind of thing is no menu."""
    return {mark.rule.id for i in run.labels for mark in page.marks[i]}


def _trimmed(page: Page, run: _Run, rule: Rule) -> tuple[int, int]:
    """The part of a run that is surely menu: what borders on the text may belong to it."""
    first, end = run.first, run.end
    if rule.options["place"] == "tail":
        first = run.labels[0]
    elif end >= page.body[0]:
        end = max(run.labels[-1] + 1, end - rule.options["keep_last"])
    while first < end < len(page.lines) and is_rest(page, end):
        end -= 1  # half of a sentence is no entry
    while first < end and is_rest(page, first):
        first += 1
    return first, end


def _findings(
    page: Page,
    rule: Rule,
    span: tuple[int, int],
    labels: int,
    heads: Callable[[], Sequence[int]],
) -> Iterator[Finding]:
    """One finding, or several around lines that repeat the title of the page."""
    first, end = span
    lines = page.lines
    total = sum(1 for line in lines[first:end] if line.strip())
    if total < rule.options["min_lines"]:
        return
    where = "before" if rule.options["place"] == "head" else "behind"
    why = f"{total} short lines {where} the text, {labels} of them known labels"
    title = "" if page.blank(0) else bare(page.folded_title)
    longest = len(title) + TITLE_CHARS
    tops = heads() if first < page.body[0] else ()
    at = first
    for i in range(first, end):
        if (
            i == 0
            or (TITLE_CHARS <= len(lines[i]) <= longest and says_title(lines[i], title))
            or i in tops
            or _may_be_headline(page, i)
        ):
            if at < i:
                yield _finding(page, rule, at, i, why)
            at = i + 1
    if at < end:
        yield _finding(page, rule, at, end, why)


def _may_be_headline(page: Page, number: int) -> bool:
    """Whether an unknown line of some words stands among the last ones before the text."""
    return (
        0 < page.body[0] - number <= _NEAR_TEXT
        and page.lines[number].count(" ") >= _HEADLINE_SPACES
        and number not in page.marks
    )


def _finding(page: Page, rule: Rule, first: int, end: int, why: str) -> Finding:
    start, stop = page.span(first, end)
    return Finding(start, stop, rule.id, rule.safety, why, first, end, supported=True)


def build(rules: Sequence[Rule]) -> RunMatcher:
    """Compile the rules of this kind."""
    return RunMatcher(rules)
