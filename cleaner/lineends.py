r"""One kind of line end for all texts: CR LF and CR are read as LF, and changes told as they were.

So a text gets the same verdict whatever its lines end with, and whether all of them are padded.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate

from cleaner.edit import apply
from cleaner.model import LINE_END, Cleaned, Edit

_PADDED = re.compile(r" *(?:\r\n?|\n)")
_LEAST, _SHARE = 4, 0.9
"""Lines that end in a space, and their share of those that are not empty, up to which a space tells
of a link that stood there, and not of what wrote the text."""


class LineEnds:
    r"""The line ends of a text that are more than a ``\n``; ``plain``: the text with these alone.

    Spaces before them are part of them where nearly all lines have some.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends: list[tuple[int, int]] = []
        pattern = _PADDED if _is_padded(text) else LINE_END if "\r" in text else None
        if pattern is not None:
            spans = (end.span() for end in pattern.finditer(text))
            self._ends = [(a, b) for a, b in spans if b - a > 1 or text[a] != "\n"]
        self.plain = apply(text, self.hidden) if self._ends else text

    @property
    def hidden(self) -> list[Edit]:
        """The edits that make the plain text."""
        return [Edit(start, end, self.text[start:end], "\n", "view") for start, end in self._ends]

    @cached_property
    def _shifts(self) -> list[int]:
        """By how much the text is longer than the plain one before each of the line ends."""
        return list(accumulate((end - start - 1 for start, end in self._ends), initial=0))

    @cached_property
    def _starts(self) -> list[int]:
        """Where the line ends begin in the plain text."""
        ends = zip(self._ends, self._shifts, strict=False)
        return [start - shift for (start, _), shift in ends]

    def place(self, at: int) -> int:
        """Where an offset of the plain text lies in the text."""
        return at + self._shifts[bisect_left(self._starts, at)]

    def in_source(self, cleaned: Cleaned) -> Cleaned:
        """What became of the plain text as what becomes of the text."""
        edits = tuple(map(self._edit, cleaned.edits))
        related = tuple(
            replace(card, start=self.place(card.start), end=self.place(card.end))
            for card in cleaned.related
        )
        verdict = cleaned.verdict
        if verdict is not None:
            start, end = self.place(verdict.start), self.place(verdict.end)
            verdict = verdict._replace(start=start, end=end)
        return Cleaned(
            apply(self.text, edits), edits, related, cleaned.status, verdict, original=self.text
        )

    def spans(self, spans: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
        """Spans of the plain text in the text."""
        return [(self.place(start), self.place(end)) for start, end in spans]

    def _edit(self, edit: Edit) -> Edit:
        start, end = self.place(edit.start), self.place(edit.end)
        replacement = edit.replacement
        if "\n" in replacement and (first := LINE_END.search(self.text)):
            replacement = replacement.replace("\n", first[0])
        return edit._replace(
            start=start, end=end, removed=self.text[start:end], replacement=replacement
        )


def _is_padded(text: str) -> bool:
    """Whether nearly all lines of a text end in a space."""
    padded = text.count(" \n") + text.count(" \r")
    if padded < _LEAST:
        return False
    ends = LINE_END.sub("\n", text) if "\r" in text else text
    return padded >= _SHARE * (ends.count("\n") - ends.count("\n\n"))
