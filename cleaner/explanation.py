"""Why each line of a document goes or stays: the rule, and what its score is made of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.matchers.structure import StructureMatcher
from cleaner.model import Edit, with_line_feeds
from cleaner.pipeline import Cleaner
from cleaner.segment import Page
from cleaner.shape.explaining import LineScore


@dataclass(frozen=True, slots=True)
class Explained:
    """One line of a document that is not blank.

    ``line``: its number, from 0; ``column``: where it begins in that line of the source, which is
    more than 0 only in a text that lost its line ends; ``removed``: whether nothing of it is left;
    ``edits``: the changes that touch it; ``score``: how the shape of the page speaks for or against
    it when it was looked at last, None where it was not (another rule took the line first, or the
    page shows no boilerplate).
    """

    line: int
    column: int
    text: str
    removed: bool
    edits: tuple[Edit, ...]
    score: LineScore | None

    @property
    def place(self) -> str:
        """The number of the line for people, from 1, with the column where there are several."""
        return f"{self.line + 1}:{self.column + 1}" if self.column else f"{self.line + 1}"


def explain(tool: Cleaner, text: str, *, extracted: bool = False) -> tuple[Explained, ...]:
    """Clean ``text`` and tell of each line that is not blank why it went or stayed.

    ``extracted``: see ``Cleaner.clean``. Takes several times as long as cleaning.
    Raises TypeError for what is no text.
    """
    if not isinstance(text, str):
        tool.clean(text)  # says what is wrong with it
    ends = tool.line_ends(text, extracted=extracted)
    lines = [one for one in _lines(text, ends) if one.text.strip()]
    matchers = [one for one in tool.matchers("remove") if isinstance(one, StructureMatcher)]
    scores: dict[int, LineScore] = {}

    def watch(page: Page, edits: Sequence[Edit]) -> None:
        found = {number: score for one in matchers for number, score in one.explain(page)}
        if not found:
            return
        places = _Places(edits)
        for line in lines:
            at = places.kept(line.start, line.text)
            if at is not None and (score := found.get(page.line_at(at))) is not None:
                scores[line.start] = score

    result = tool.clean(text, extracted=extracted, watch=watch)
    places = _Places(result.edits)
    return tuple(
        Explained(
            line.number,
            line.column,
            line.text,
            places.kept(line.start, line.text) is None,
            tuple(places.changes(line.start, line.start + len(line.text))),
            scores.get(line.start),
        )
        for line in lines
    )


class _Line(NamedTuple):
    """A line as it is read: the number of its line in the source, and where it begins."""

    number: int
    column: int
    start: int
    text: str


def _lines(text: str, ends: Sequence[tuple[int, int]]) -> Iterator[_Line]:
    r"""Yield the lines; they end in ``\n``, ``\r\n``, ``\r`` or at the sorted spans ``ends``."""
    start = 0
    for number, line in enumerate(with_line_feeds(text).split("\n")):
        end = start + len(line)
        inner = ends[bisect_left(ends, (start, 0)) : bisect_left(ends, (end, 0))]
        first = start
        for stop, later in (*inner, (end, end)):
            yield _Line(number, first - start, first, text[first:stop].rstrip("\r\n"))
            first = later
        start = end + 1


class _Places:
    """Where the original stands in the text that edits make."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.start for edit in edits]
        self._shifts = [0]
        for edit in edits:
            self._shifts.append(self._shifts[-1] + len(edit.replacement) - (edit.end - edit.start))

    def changes(self, start: int, end: int) -> Iterator[Edit]:
        """The edits that share a code point with a line, or join the next one to it."""
        first = max(0, bisect_right(self._starts, start) - 1)
        for edit in self._edits[first : bisect_right(self._starts, end)]:
            joins = edit.start == end and edit.removed.isspace()
            if edit.end > start and (edit.start < end or joins):
                yield edit

    def kept(self, start: int, line: str) -> int | None:
        """The offset of the first visible character of a line that is left; None for none."""
        at, end = start, start + len(line)
        while at < end:
            i = bisect_right(self._starts, at)
            if i and self._edits[i - 1].end > at:
                edit = self._edits[i - 1]
                if edit.replacement.strip():
                    return edit.start + self._shifts[i - 1]
                at = edit.end
                continue
            stop = min(end, self._starts[i]) if i < len(self._starts) else end
            piece = line[at - start : stop - start]
            if piece.strip():
                return at + len(piece) - len(piece.lstrip()) + self._shifts[i]
            at = stop
        return None
