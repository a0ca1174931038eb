"""Words glued into running text: taken between two sentences, left inside one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from cleaner.columns import SPACELESS
from cleaner.fold import encodable
from cleaner.lexicon import GLUED
from cleaner.linescan import LineScan
from cleaner.model import Finding
from cleaner.patterns import options
from cleaner.rules import Choice, Rule
from cleaner.segment import Page
from cleaner.sentences import CLOSING, TERMINAL
from cleaner.triggers import forms

KIND = "inline"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {
    "case": Choice(("upper", "title", "exact"), ["upper"]),
    "boundary": Choice(("sentence", "none"), "sentence"),
}

_ANY = 1 << 62
_MOST = 200
"""Matches of a pattern in one line and round, so that time grows with the line."""
_OPENING = "\"'“‘«»„‚(["
_WORDS_AFTER = re.compile(r"[^\W\d_]+")


class _Literal(NamedTuple):
    rule: Rule
    text: str


class InlineMatcher:
    """Phrases and patterns in the lines that the page's lexicon thinks may hold one."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._literals = [_Literal(rule, text) for rule in rules for text in forms(rule)]
        self._automaton: Any = None
        if self._literals:
            from ahocorasick_rs import AhoCorasick, MatchKind

            self._automaton = AhoCorasick(
                [literal.text for literal in self._literals],
                matchkind=MatchKind.LeftmostLongest,
            )
        self._scan = LineScan(
            [((rule, pattern), pattern, _ANY) for rule in rules for pattern in _patterns(rule)]
        )

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield the glued words with the space that belongs to them."""
        numbers = page.signed(GLUED)
        if STAGE in page.seen:
            numbers = page.are_fresh(numbers)
        if not numbers:
            return
        lines = [encodable(page.lines[number]) for number in numbers]
        if self._automaton is not None:
            for number, line in zip(numbers, lines, strict=True):
                offset = page.starts[number]
                for which, start, stop in self._automaton.find_matches_as_indexes(line):
                    yield from _glued(page, self._literals[which], offset + start, offset + stop)
        for i, (rule, pattern) in self._scan.search(lines):
            yield from _matched(page, numbers[i], lines[i], rule, _compiled(pattern))


def _matched(page: Page, number: int, line: str, rule: Rule, pattern: Any) -> Iterator[Finding]:
    """The findings of a pattern in one line: its first group, or the whole match.

    If nothing else stands in the line, its end goes, too.
    """
    group = 1 if pattern.groups else 0
    # Each search may go over the whole line; what is left comes in the next round.
    for match in islice(pattern.finditer(line), _MOST):
        start, end = match.span(group)
        if start < 0 or start == end:
            continue
        at = page.starts[number]
        why = f"{match.group(group)[:60].strip()!r} matches {pattern.pattern!r}"
        span = (at + start, at + end)
        if not line[:start].strip() and not line[end:].strip():
            span = page.span(number, number + 1)
        yield Finding(*span, rule.id, rule.safety, why, number, number + 1, supported=True)


def _glued(page: Page, literal: _Literal, start: int, end: int) -> Iterator[Finding]:
    """The finding for a phrase at ``start:end``, if it stands where no sentence needs it."""
    text, rule = page.text, literal.rule
    if start and text[start - 1].isalnum() and text[start].isalnum() and text[start] < "\u0e00":
        return
    if end < len(text) and text[end].isalnum() and text[end - 1].isalnum() and text[end] < "\u0e00":
        return
    number = page.line_at(start)
    first, last = page.starts[number], page.starts[number + 1] - 1
    if end < last and text[end] == ":":
        end += 1
    after = end
    while after < last and text[after].isspace():
        after += 1
    before = start
    while before > first and text[before - 1].isspace():
        before -= 1
    if before == first and after == last:
        return  # a line of its own is a line rule's business
    if rule.options["boundary"] == "sentence" and not (
        _closed(text, first, before, start) and _opens(text, after, last)
    ):
        return
    span = (before, last) if after == last else (start, after)
    why = f"{literal.text!r} stands between two sentences"
    yield Finding(*span, rule.id, rule.safety, why, number, number + 1, supported=True)


def _closed(text: str, first: int, before: int, start: int) -> bool:
    """Whether a sentence ends at ``before``, with white space (or the line start) after it."""
    if before == first:
        return True
    if before == start and text[before - 1] < SPACELESS:
        return False
    at = before - 1
    while at > first and before - at <= 3 and text[at] in CLOSING:
        at -= 1
    return text[at] in TERMINAL


def _opens(text: str, after: int, last: int) -> bool:
    """Whether a sentence can start at ``after``: a capital, a digit, a quote, or the line's end.

    All capitals behind the phrase mean that the whole line shouts, and nothing is glued.
    """
    if after == last:
        return True
    if text[after] in _OPENING:
        after += 1
    head = text[after : min(after + 40, last)]
    if not head or not (head[0].isupper() or head[0].isdigit() or head[0] >= SPACELESS):
        return False
    words = _WORDS_AFTER.findall(head)[:2]
    return not words or not all(word.isupper() and len(word) > 1 for word in words)


def _patterns(rule: Rule) -> Sequence[str]:
    trigger = rule.triggers.get("line")
    return trigger.patterns if trigger else ()


@lru_cache(1024)
def _compiled(pattern: str) -> Any:
    import re2

    return re2.compile(pattern, options(groups=True))


def build(rules: Sequence[Rule]) -> InlineMatcher:
    """Compile the rules of this kind."""
    return InlineMatcher(rules)
