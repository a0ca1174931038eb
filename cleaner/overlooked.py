"""What a text lacks of other lines from the same page, and where in it they belong.

Texts that were taken from one page in two ways break their lines differently, so a line is known
again by the words that stand side by side in both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from cleaner.sentences import WORD

_TOGETHER = 4
"""Words that stand side by side in two texts by no coincidence."""
_SHARE = 0.5
"""Of the runs of words of a line: what has to be known again."""
_START = -1

Run = tuple[str, ...]


class Gap(NamedTuple):
    """A line that a text lacks.

    ``behind``: the number of the line behind which it belongs, -1 for none; ``short``: it has too
    few words to be looked for in other texts.
    """

    line: str
    behind: int
    short: bool


class Known:
    """The lines of a text, to find others in them; takes time and memory linear in its length."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        words = list(map(WORD.findall, self.lines))
        self._short: dict[Run, list[int]] = {}
        for number, line in enumerate(words):
            if len(line) < _TOGETHER:
                self._short.setdefault(tuple(line), []).append(number)
        self._runs: dict[Run, list[int]] = {}
        numbers = (number for number, line in enumerate(words) for _ in line)
        # Across the lines: what is one line there may be two here.
        for run, number in zip(_runs(list(chain(*words))), numbers, strict=False):
            self._runs.setdefault(run, []).append(number)

    def __contains__(self, line: str) -> bool:
        """Whether half of the runs of four words of a line are known; never of a shorter one."""
        return bool(self._places(WORD.findall(line)))

    def gaps(self, lines: Iterable[str]) -> list[Gap]:
        """Those of ``lines`` that the text lacks, in their order; long ones once.

        Each belongs behind what the text has of the last line before it that it knows. Lines
        of less than four words are known where they are a line of the text, or with the words
        next to them. Lines without a word are no gaps.
        """
        lines = list(lines)
        words = list(map(WORD.findall, lines))
        stream = list(chain(*words))
        seen: set[str] = set()
        found: list[Gap] = []
        behind, offset = _START, 0
        for line, own in zip(lines, words, strict=True):
            short = len(own) < _TOGETHER
            places = self._short_places(stream, offset, len(own)) if short else self._places(own)
            offset += len(own)
            if places:
                behind = places[min(bisect_left(places, behind), len(places) - 1)]
            elif own and line not in seen:
                found.append(Gap(line, behind, short))
                if not short:
                    seen.add(line)
        return found

    def filled(self, gaps: Iterable[Gap]) -> str:
        """The text with the lines of ``gaps`` in their places."""
        behind: dict[int, list[str]] = {}
        for gap in gaps:
            behind.setdefault(gap.behind, []).append(gap.line)
        lines = behind.get(_START, [])
        for number, line in enumerate(self.lines):
            lines.append(line)
            lines += behind.get(number, ())
        return "\n".join(lines)

    def _places(self, words: Sequence[str]) -> Sequence[int]:
        """Numbers of the lines that have the end of a line, if enough of it is known."""
        runs = list(_runs(words))
        found = [run for run in runs if run in self._runs]
        return self._runs[found[-1]] if found and len(found) >= _SHARE * len(runs) else ()

    def _short_places(self, stream: Sequence[str], offset: int, size: int) -> Sequence[int]:
        """As ``_places`` for ``size`` words of a stream that are a line of it."""
        if not size:
            return ()
        whole = self._short.get(tuple(stream[offset : offset + size]))
        if whole:
            return whole
        for first in range(max(0, offset + size - _TOGETHER), offset + 1):
            if places := self._runs.get(tuple(stream[first : first + _TOGETHER])):
                return places
        return ()


def _runs(words: Sequence[str]) -> Iterator[Run]:
    return zip(*(words[first:] for first in range(_TOGETHER)), strict=False)
