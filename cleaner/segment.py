"""A text as lines, with what the matchers need to know of each at C speed."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from cleaner.lexicon import Lexicon, Mark, Marks

TERMINAL = ".!?…。！？؟।｡"
CLOSING = "\"'”’»)]」』）】*"
_PROSE_CHARS = 80
_LONG_CHARS = 160
_SPACELESS_CHARS = 30
_SPACELESS_MARKS = ("。", "，", "、", "！", "？", "ๆ", "。")


def ends_sentence(line: str) -> bool:
    """Whether the line closes a sentence: terminal punctuation, perhaps inside quotes."""
    return line.rstrip().rstrip(CLOSING).rstrip()[-1:] in TERMINAL if line else False


def is_prose(line: str) -> bool:
    """Whether a line is long and punctuated enough to be running text of any language."""
    length = len(line)
    if length >= _PROSE_CHARS:
        return length >= _LONG_CHARS or ends_sentence(line)
    return length >= _SPACELESS_CHARS and any(mark in line for mark in _SPACELESS_MARKS)


class Page:
    """One text on the way through the matchers.

    ``text`` has the length of the original, with every line end as ``\\n`` (CRLF as space and
    line feed), so that offsets are those of the original. ``lines`` are without line ends,
    ``starts`` their offsets with one more for the end of the text.
    """

    def __init__(self, original: str, lexicon: Lexicon) -> None:
        self.original = text = original
        if "\r" in text:
            text = text.replace("\r\n", " \n").replace("\r", "\n")
        self.text = text
        self.lines = text.split("\n")
        self.marks: list[Marks] = lexicon.classify(self.lines)

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each line, and the end of the text plus one."""
        return list(accumulate(map((1).__add__, map(len, self.lines)), initial=0))

    @cached_property
    def hits(self) -> dict[str, list[tuple[int, Mark]]]:
        """Marks by kind of rule, as (line number, mark) in order."""
        found: dict[str, list[tuple[int, Mark]]] = {}
        for i, marks in enumerate(self.marks):
            for mark in marks:
                found.setdefault(mark.rule.kind, []).append((i, mark))
        return found

    @cached_property
    def prose(self) -> list[int]:
        """Numbers of the lines that are running text and no rule's own sentence."""
        lines, marks = self.lines, self.marks
        return [
            i
            for i, line in enumerate(lines)
            if len(line) >= _SPACELESS_CHARS
            and is_prose(line)
            and not any(mark.role == "line" and mark.rule.kind == "line" for mark in marks[i])
        ]

    @property
    def first_prose(self) -> int:
        """Number of the first line of running text; the number of lines when there is none."""
        return self.prose[0] if self.prose else len(self.lines)

    @property
    def last_prose(self) -> int:
        """Number of the last line of running text; -1 when there is none."""
        return self.prose[-1] if self.prose else -1

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Span of the whole lines ``first:end`` with their line ends."""
        return self.starts[first], min(self.starts[end], len(self.text))

    def blank(self, number: int) -> bool:
        """Whether a line holds nothing but white space."""
        line = self.lines[number]
        return not line or line.isspace()

    def line_at(self, offset: int) -> int:
        """Number of the line in which ``offset`` lies."""
        return bisect_right(self.starts, offset) - 1

    def crlf(self, at: int) -> bool:
        """Whether a CRLF stands at ``at`` in the original."""
        return self.original.startswith("\r\n", at)
