"""Hashtags that are not part of a sentence: lines of them, and runs at the end of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner.model import Finding
from cleaner.rules import Choice, Rule
from cleaner.segment import Page
from cleaner.sentences import ends_sentence

KIND = "hashtag"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {
    "scope": Choice(("line", "trailing"), ["line", "trailing"]),
    "min_run": 2,
}

_MOST_LINES = 3
_WINDOW = 2_000
"""Code points at the end of a line that are looked at: a longer run of hashtags is no run."""

_TAG = re.compile(r"[#＃][^\s#＃,;|]*[^\W\d_][^\s#＃,;|]*[,;|]?")


class HashtagMatcher:
    """Looks only at lines that have a hash sign, word by word from the end."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield lines of hashtags and trailing runs."""
        if "#" not in page.text and "＃" not in page.text:
            return
        numbers = sorted({number for sign in "#＃" for number in page.lines_with(sign)})
        found = [f for i in numbers for f in self._in_line(page, i, page.lines[i])]
        # A list of posts has hashtags under each of them, and they are what the list is about.
        alone = len({finding.line for finding in found}) <= _MOST_LINES
        yield from (f if alone else f._replace(supported=False) for f in found)

    def _in_line(self, page: Page, number: int, line: str) -> Iterator[Finding]:
        offset = max(0, len(line) - _WINDOW)
        at, run = _trailing_run(line[offset:])
        if not run:
            return
        at += offset
        scope = "line" if not line[:at].strip() else "trailing"
        for rule in self.rules:
            if scope not in rule.options["scope"] or run < rule.options["min_run"]:
                continue
            if scope == "line":
                start, end = page.span(number, number + 1)
                why = f"a line of {run} hashtags and nothing else"
            elif ends_sentence(line[:at]):
                start = page.starts[number] + len(line[:at].rstrip())
                end = page.starts[number] + len(line.rstrip())
                why = f"a run of {run} hashtags after the end of the sentence"
            else:
                continue
            # A run proves itself; a single tag may be a title or a quotation.
            supported = run >= 2
            yield Finding(
                start, end, rule.id, rule.safety, why, number, number + 1, supported=supported
            )


def _trailing_run(line: str) -> tuple[int, int]:
    """Offset at which the run of hashtags that ends the line starts, and how many there are."""
    start, run = len(line), 0
    for word in reversed(line.split()):
        tags = _TAG.findall(word)
        if not tags or "".join(tags) != word:
            break
        run += len(tags)
        start = line.rindex(word, 0, start)
    return start, run


def build(rules: Sequence[Rule]) -> HashtagMatcher:
    """Compile the rules of this kind."""
    return HashtagMatcher(rules)
