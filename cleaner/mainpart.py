"""The text of an HTML page: what the extractor found, and what it surely overlooked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import NamedTuple

from cleaner.errors import ReadError
from cleaner.extract import Mode, main_text, opened, visible
from cleaner.matchers.structure import StructureMatcher
from cleaner.model import Edit
from cleaner.overlooked import Gap, Known
from cleaner.pipeline import Cleaner
from cleaner.segment import Page
from cleaner.sentences import PROSE_CHARS

_NEARLY_ALL = 0.9
_LITTLE = 0.4
_ENOUGH = 400
_DOUBTFUL = 240
"""Code points of running text for which the extractor is asked once more: three lines."""
_SURE = 3.5
"""Log odds (97 in 100) of a sentence that needs no other witness."""


class MainPart(NamedTuple):
    """The main text of everything visible.

    ``lines``: what cleaning left; ``sure``: sentences of the page that the shape is sure of.
    """

    lines: Sequence[str]
    sure: frozenset[str]


def page_text(html: str | bytes, mode: Mode = "balanced", tool: Cleaner | None = None) -> str:
    """The main text of a page, in lines that end in a line feed but for the last.

    That is what the extractor finds in this ``mode``, and in their places lines that it
    overlooked: those of everything visible which are left by cleaning (with ``tool``; None: at
    ``aggressive``) and have a witness. Witness is the extractor itself when it is asked for all
    that could be main text, or of a whole sentence the shape of the page, if it is sure. Where
    the extractor found less than two fifths of the running text that cleaning leaves, it took
    another part of the page for the article, and everything visible is returned, as it is where
    it found nothing. Raises ReadError for bytes that are not text.
    """
    page = opened(html)
    found = main_text(page, mode)
    if not found:
        return visible(page).text
    try:
        seen = visible(page)
    except ReadError:
        return found
    size = sum(map(len, found.split()))
    if size >= _NEARLY_ALL * seen.size:
        return found  # half of all pages are settled here
    part = main_part(seen.text, tool)
    known = Known(found)
    if size < _LITTLE * seen.size:
        expected = _running(part.lines)
        if expected >= _ENOUGH and _running(known.lines) < _LITTLE * expected:
            return seen.text
    comments = Known(seen.comments)
    gaps = [gap for gap in known.gaps(part.lines) if gap.line not in comments]
    ask = mode != "recall" and _running(gap.line for gap in gaps) >= _DOUBTFUL
    second = Known(main_text(page, "recall") if ask else "")
    return known.filled(_wanted(gaps, lambda line: line in part.sure or line in second))


def reader(mode: Mode) -> Callable[[bytes], str]:
    """``page_text`` in a mode, as formats take it."""
    return partial(page_text, mode=mode)


def main_part(text: str, tool: Cleaner | None = None) -> MainPart:
    """What is surely main text of a raw scrape; nothing where there is none to clean."""
    tool = tool or _surest()
    sure: list[str] = []
    matchers = [one for one in tool.matchers("remove") if isinstance(one, StructureMatcher)]

    def watch(page: Page, _edits: Sequence[Edit]) -> None:
        for matcher in matchers:
            sure.extend(page.lines[i] for i, odds in matcher.sentences(page) if odds > _SURE)
        matchers.clear()  # later rounds do not see what the page was like

    result = tool.clean(text, watch=watch)
    lines = result.text.split("\n") if result.status == "cleaned" else []
    return MainPart(lines, frozenset(sure))


def _wanted(gaps: Sequence[Gap], has_witness: Callable[[str], bool]) -> list[Gap]:
    """The gaps with a witness, and the short ones that lead to one of these, as headings do."""
    wanted: list[Gap] = []
    leads_to: int | None = None
    for gap in reversed(gaps):
        if gap.behind == leads_to if gap.short else has_witness(gap.line):
            wanted.append(gap)
            leads_to = gap.behind
        else:
            leads_to = None
    return wanted[::-1]


def _running(lines: Iterable[str]) -> int:
    """Code points of the lines that are running text."""
    return sum(size for size in map(len, lines) if size >= PROSE_CHARS)


@cache
def _surest() -> Cleaner:
    """Compiled when the first page needs it, which takes as long as a few pages."""
    return Cleaner(level="aggressive")
