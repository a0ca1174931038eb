"""Sentences that a scraper broke wherever a link stood are joined again.

A break at a link leaves a trace that other line breaks do not: the next line goes on in lower
case or with closing punctuation, the line before does not end, and one of the two is short (the
text of the link). Hard-wrapped text has lines of one length, verse and lists have only short
lines, and headings are followed by a capital; those are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner import breaks
from cleaner.breaks import PART_CHARS, TIGHT
from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import CLOSING, Page, ends_sentence

KIND = "reflow"
STAGE = "repair"
OPTIONS: Mapping[str, Any] = {}

_LINK_CHARS = 80
_LONG_CHARS = 60
_PART_SPACES = 6
_HEADLINE_CHARS = 120
_SMALL_WORD = 3
_WRAP_SHARE = 0.6
_WRAP_CHARS = 130
_COLUMN_CHARS = 100
_CODE = re.compile(r"[{}=<>_|\\#$*@]")
_CODE_SHARE = 0.02
_TAIL = re.compile(r"[,.;:!?)\]}’”»،。，、；：！？）」』]+(?=\s|$)|['’]s\b|[，。、；：！？）」』]")
_NO_JOIN_AFTER = ".!?…。！？:：;；|>•·*_=~#-–—"
_BULLET = re.compile(r"\s*(?:[-–—•·*▪◦‣>|+]|\d{1,3}[.)]|[a-z][.)]|\(\w{1,3}\))\s")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LOWER_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*(?!['’-]?[^\W\d_])")
_NOWHERE = 1 << 62
_LOWER_STYLE_SHARE = 0.3
_LOWER_STYLE_LEAST = 3


class ReflowMatcher:
    """Finds the line ends to mend; all rules of the kind share one algorithm."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules[:1]

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each line end that stands inside a sentence."""
        for rule in self.rules:
            lines = page.lines
            candidates, lowered = breaks.candidates(page)
            if _written_in_lower_case(page, lowered):
                page.unjudged |= {KIND}
                return
            if STAGE in page.seen and KIND not in page.unjudged:
                candidates = breaks.near_fresh(candidates, page.fresh)
            page.unjudged -= {KIND}
            if not candidates:
                return
            strong = [i for i in candidates if _goes_on(lines[i + 1]) and _strong(page, i)]
            for i in _proven(page, _chains(page, strong)):
                left, right = lines[i].rstrip(), lines[i + 1].lstrip()
                start = page.starts[i] + len(left)
                end = page.starts[i + 2] - 1 - len(right)
                tight = not right[:1].isalpha() and _TAIL.match(right)
                gap = "" if tight or _spaceless(left, right) else " "
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


def _goes_on(line: str) -> bool:
    """Whether a line starts in the middle of a sentence."""
    first = line[:1]
    if not first.islower():
        return bool(first) and first in TIGHT and _TAIL.match(line) is not None
    # "a) …" and "x. …" are list items, "iPhone" and "eBay" are names.
    if line[1:2] in (".", ")") and _BULLET.match(line):
        return False
    if _LOWER_WORD.match(line):
        return True
    word = _WORD.match(line)
    return word is not None and word[0].islower()


def _open_end(page: Page, number: int) -> bool:
    """Whether a line could be continued: not blank, not ended, not a list item or boilerplate."""
    line = page.lines[number].rstrip()
    if not line or line[-1] in _NO_JOIN_AFTER or (line[-1] in CLOSING and ends_sentence(line)):
        return False
    if number in page.marks:
        marks = page.marks[number]
        if any(mark.rule.safety == "safe" or mark.rule.kind == "block" for mark in marks):
            return False
    if line[0].isalpha() and line[1:2] not in (".", ")"):
        return True
    return _BULLET.match(line) is None


def _strong(page: Page, i: int) -> bool:
    """Whether the break after line ``i`` alone shows a broken sentence (``i + 1`` goes on)."""
    left, right = page.lines[i].rstrip(), page.lines[i + 1].rstrip()
    if not right[:1].islower():
        # Punctuation cannot start a line; a lone mark or one with text behind it goes back.
        proof = len(left) > 1
    elif len(right) >= _LONG_CHARS:
        proof = len(left) <= _LINK_CHARS
    elif len(left) >= _LONG_CHARS:
        proof = _closes(page, i + 1)
    else:
        # "…long text of the sentence / Link / rest of it."
        proof = i > 0 and len(page.lines[i - 1]) >= _LONG_CHARS and _open_end(page, i - 1)
    return proof and _open_end(page, i) and not _is_safe_boilerplate(page, i + 1)


def _is_safe_boilerplate(page: Page, number: int) -> bool:
    return number in page.marks and any(m.rule.safety == "safe" for m in page.marks[number])


def _closes(page: Page, number: int) -> bool:
    """Whether a short line ends a sentence, or the next one goes on with it.

    A lower-case line that does neither may be a user name or a label under the text.
    """
    after = page.lines[number + 1] if number + 1 < len(page.lines) else ""
    return ends_sentence(page.lines[number]) or _goes_on(after)


def _proven(page: Page, joins: set[int]) -> Iterator[int]:
    """The breaks, in order, whose chain of lines holds running text and no code."""
    chain: list[int] = []
    for i in [*sorted(joins), _NOWHERE]:
        if chain and i != chain[-1] + 1:
            first, end = chain[0], chain[-1] + 2
            if _is_sentence(page.lines[first:end]) and not _wrapped_by_hand(page, first, end):
                yield from chain
            chain = []
        chain.append(i)


def _is_sentence(lines: Sequence[str]) -> bool:
    """Whether the lines of a chain are together prose: some long part, and little code.

    Highlighted code comes a token a line, and tag lists a tag and a comma a line; both have only
    short lines.
    """
    longest = max(lines, key=len)
    spaced = longest[0] < "\u2e80"
    if len(longest) < (PART_CHARS if spaced else PART_CHARS // 2):
        return False
    if spaced and longest.count(" ") < _PART_SPACES:
        return False
    if len(lines) > 2 and _wrapped(lines):
        return False
    joined = "".join(lines)
    return len(_CODE.findall(joined)) <= len(joined) * _CODE_SHARE


def _wrapped_by_hand(page: Page, first: int, end: int) -> bool:
    """Whether a chain is a paragraph between blank lines, all within a usual column.

    Text that has blank lines between its paragraphs was not taken apart at its links.
    """
    before = first > 0 and page.blank(first - 1)
    behind = end < len(page.lines) and page.blank(end)
    if not (before or first == 0) or not (behind or end == len(page.lines)):
        return False
    return (before or behind) and max(map(len, page.lines[first:end])) <= _COLUMN_CHARS


def _wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines were broken at a column: all but the last are of about one length."""
    lengths = [len(line) for line in lines[:-1]]
    longest = max(lengths)
    return PART_CHARS <= longest <= _WRAP_CHARS and min(lengths) >= _WRAP_SHARE * longest


def _chains(page: Page, strong: Sequence[int]) -> set[int]:
    """Breaks to mend: the strong ones, and weak ones that lead up to or away from them."""
    joins = set(strong)
    for i in strong:
        _backwards(page, i, joins)
        _forwards(page, i, joins)
    return joins


def _backwards(page: Page, i: int, joins: set[int]) -> None:
    """Follow a sentence from the break after line ``i`` back to its beginning."""
    lowered = 0
    while i > 0 and i - 1 not in joins:
        line, before = page.lines[i], page.lines[i - 1]
        if not _open_end(page, i - 1):
            return
        if _goes_on(line):
            # Two short lower-case lines running are a list, not a sentence with links.
            lowered += 1
            if lowered > 1 and len(before) < _LONG_CHARS:
                return
        elif not (len(line) <= _LINK_CHARS and _leads_on(before)):
            return
        else:
            lowered = 0
        joins.add(i - 1)
        i -= 1


def _forwards(page: Page, i: int, joins: set[int]) -> None:
    """Follow a sentence over a capitalised link: "… he told / Reuters / on Monday …"."""
    at = i + 1
    while at + 2 < len(page.lines) and at not in joins:
        link, after = page.lines[at + 1], page.lines[at + 2]
        if not (
            _open_end(page, at)
            and _continues(page.lines[at])
            and 0 < len(link) <= _LINK_CHARS
            and _open_end(page, at + 1)
            and _goes_on(after)
        ):
            return
        joins.update((at, at + 1))
        at += 2


def _continues(line: str) -> bool:
    """Whether a line is itself the middle of a sentence, so that a link may follow it."""
    return (_goes_on(line) or len(line) >= _LONG_CHARS) and not ends_sentence(line)


def _leads_on(line: str) -> bool:
    """Whether a link may follow a line: it is long, or ends in a comma or a small word.

    A headline is long, too, and followed by a capital; only its last word tells it apart.
    """
    if _goes_on(line) or len(line) >= _HEADLINE_CHARS or line.endswith(("'s", "’s")):
        return not ends_sentence(line)
    last = line.split()[-1] if line.strip() else ""
    return len(line) >= PART_CHARS and (
        last.endswith(",") or (len(last) <= _SMALL_WORD and last.isalpha() and last.islower())
    )


def _spaceless(left: str, right: str) -> bool:
    return bool(left) and left[-1] >= "\u2e80" and right[:1] >= "\u2e80"


def _written_in_lower_case(page: Page, lowered: int) -> bool:
    """Whether the author starts sentences in lower case, so that case says nothing."""
    if lowered < _LOWER_STYLE_LEAST:
        return False
    ended = 0
    for mark in ".!?":
        ended += page.text.count(f"{mark}\n")
        if lowered <= _LOWER_STYLE_SHARE * ended:
            return False
    return True


def build(rules: Sequence[Rule]) -> ReflowMatcher:
    """Compile the rules of this kind."""
    return ReflowMatcher(rules)
