"""Text that a program or an editor wrapped at a column, read as if it were not.

A filled line ends where the next word would have run over the column. That tells the line ends of
wrapping from all others: of headings, list items, verse, and of what a scraper broke at a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from operator import sub
from typing import NamedTuple

from cleaner.model import with_line_feeds

_LEAST, _MOST = 60, 100
"""Columns at which people and programs wrap."""
_FILLED = 50
"""Code points of a line from which it may be filled."""
ENOUGH = 12
"""Wrapped line ends below which a text may have them by chance."""
_NEAR, _CROWDED = 12, 0.35
"""Code points before a column where its lines end, and the share of filled lines that do."""
_SPACES = 4
"""Spaces of a filled line in a script with words."""
_GOING_ON = 0.4
"""Share of wrapped line ends behind which the next line starts in lower case."""
_MEAN = 80
"""Code points a line of a text without links from which it cannot be wrapped."""
_LONG = 1.0
"""Longer lines for each filled one, lists and tables among them, of which a text has no column."""
_OVERRUN, _TORN_OVERRUN = 0.08, 0.25
"""Lines over the column that could have been broken, for each wrapped one; in a torn text, too."""
_TORN, _TIMES = re.compile(r"(?<=[^\s.,;:!?])\n[,.](?:[ \xa0]\w|[ \t]*\n(?=[^\n]))"), 2
"""A line that begins with what nobody wraps before, and how many prove that lines were broken."""
_HEADS = frozenset(("* ", "+ ", "> ", "• ", "- ", "# ", "##", "![", "[!"))
_NUMBERED = re.compile(r"\d{1,3}[.)] ")
_WORD = 30
"""A longer word is an address, or the script has no spaces: neither tells of a column."""


class _End(NamedTuple):
    """A line end: the number of its line, and how long that is with the next word.

    ``word``: how long the next word is, up to its first hyphen.
    """

    line: int
    needed: int
    word: int


def wrapped_at(lines: Sequence[str], sizes: Sequence[int], enough: int = ENOUGH) -> int:
    """The column at which lines of these sizes (in code points) are wrapped; 0 for none.

    ``enough``: wrapped line ends below which there is none.
    """
    if sum(sizes) > _MEAN * len(sizes) and enough >= ENOUGH:
        return 0  # the usual case, seen at once
    filled = [size for size in sizes if _FILLED < size <= _MOST]
    if len(filled) < enough or sum(map(_MOST.__lt__, sizes)) > _LONG * len(filled):
        return 0
    counts = [0] * (_MOST + 1)
    for size in filled:
        counts[size] += 1
    sums = list(accumulate(counts))
    near = max(map(sub, sums[_FILLED + _NEAR :], sums[_FILLED:]))
    if near < enough or near < _CROWDED * len(filled):
        return 0
    return _column(lines, [i for i, size in enumerate(sizes) if _FILLED < size <= _MOST], enough)


def column_of(text: str, enough: int = ENOUGH) -> int:
    """``wrapped_at`` of the lines of a text, whatever they end in."""
    lines = with_line_feeds(text).split("\n")
    return wrapped_at(lines, list(map(len, lines)), enough)


def unwrapped(text: str, column: int) -> str:
    """Return ``text`` with the line ends of wrapping at a column as spaces.

    It has as many code points as before.
    """
    lines = text.split("\n")
    soft = {*soft_ends(lines, column)}
    pieces = [lines[0]]
    for i, line in enumerate(lines[1:]):
        if i in soft and pieces[-1].endswith("\r"):
            pieces[-1] = pieces[-1][:-1] + " "
        pieces += (" " if i in soft else "\n", line)
    return "".join(pieces)


def soft_ends(lines: Sequence[str], column: int) -> list[int]:
    """Numbers of the lines that end because the next word would have run over a column."""
    short = [i for i, line in enumerate(lines) if 0 < len(line) <= column]
    return [end.line for end in _ends(lines, short) if end.needed > column]


def is_torn(text: str) -> bool:
    """Whether sentences of a text were broken at links, though others keep theirs or are wrapped.

    Programs that write such texts often put others into them as they found them.
    """
    return len([*islice(_TORN.finditer(text), _TIMES)]) == _TIMES


def _ends(lines: Sequence[str], numbers: Iterable[int]) -> Iterator[_End]:
    """The ends of the lines ``numbers`` behind which the same paragraph may go on."""
    last = len(lines) - 1
    for i in numbers:
        head = lines[i + 1].lstrip() if i < last else ""
        if head and not _is_free(lines[i + 1], head):
            word = head.split(maxsplit=1)[0]
            cut = word.find("-")
            size = len(word) if cut < 1 else cut + 1
            if size > _WORD or len(lines[i]) > _FILLED // 2:
                yield _End(i, len(lines[i]) + 1 + size, size)


def _is_free(line: str, head: str) -> bool:
    """Whether a line is none that programs wrap, by what it begins with behind white space.

    List items, headings, images, program text and rows of tables.
    """
    return (
        head[:2] in _HEADS
        or "|" in head
        or line.startswith("    ")
        or (head[0].isdigit() and _NUMBERED.match(head) is not None)
    )


def _column(lines: Sequence[str], filled: Sequence[int], enough: int) -> int:
    """The column at which the text is wrapped, by its filled lines; 0 for none."""
    worded = [i for i in filled if lines[i].count(" ") >= _SPACES]
    ends = [end for end in _ends(lines, worded) if end.word <= _WORD]
    if len(ends) < enough:
        return 0
    steps = [0] * (_MOST + 2)
    for end in ends:
        first = max(_LEAST, len(lines[end.line]))
        if end.needed > first:
            steps[first] += 1
            steps[min(end.needed, _MOST + 1)] -= 1
    full = list(accumulate(steps))
    count = max(full)
    column = full.index(count)
    if count < enough or sum(end.needed <= column for end in ends) > count:
        return 0
    going_on = sum(lines[end.line + 1].lstrip()[0].islower() for end in ends if end.needed > column)
    if going_on < _GOING_ON * count:
        return 0
    over = sum(
        " " in line[: column - 1].strip() and not _is_free(line, line.lstrip())
        for line in lines
        if len(line) > column
    )
    most = _OVERRUN
    if over > most * count and is_torn("\n".join(lines)):
        most = _TORN_OVERRUN  # lines with links in them are longer
    return column if over <= most * count else 0
