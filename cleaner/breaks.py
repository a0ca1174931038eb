"""Line ends at which a sentence may be broken, found without a look at every line.

Menus, lists and code have thousands of lines that begin in lower case; no chain of them could be
a sentence, so only those near a line long enough to be running text are told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaner.segment import TERMINAL, Page

PART_CHARS = 50
"""Least code points of a line that can be the main part of a broken sentence."""
TIGHT = ",.;:!?)]}’”»،。，、；：！？）」』"
"""Punctuation that belongs to what stands before it."""
_LOWER = "".join(chr(code) for code in range(0x61, 0x1F00) if chr(code).islower())
_GOING_ON = frozenset(TIGHT + _LOWER)
"""First characters of a line that goes on."""
_LOWERED = re.compile(rf"\n(?<=[{TERMINAL}]\n)(?=[{_LOWER}])")
"""A sentence that starts in lower case; the line feed comes first for speed."""
_REACH = 4
_NOWHERE = 1 << 62


def candidates(page: Page) -> tuple[list[int], int]:
    """Numbers of the lines whose next line starts in lower case or with punctuation.

    Also returns how often a sentence starts in lower case.
    """
    text, lines, sizes = page.text, page.lines, page.sizes
    least = PART_CHARS // 2 if "，" in text or "、" in text else PART_CHARS
    found = [
        i
        for i in _near_long(sizes, least)
        if lines[i + 1][:1] in _GOING_ON and lines[i][-1:] not in TERMINAL
    ]
    found = [i for i in found if max(sizes[max(0, i - 2) : i + 4]) >= least]
    return found, len(_LOWERED.findall(text)) + (text[:1] in _LOWER and text != "")


def _near_long(sizes: Sequence[int], least: int) -> Sequence[int]:
    """The line ends that may have a long line among three before and three behind them."""
    long = [i for i, size in enumerate(sizes) if size >= least]
    end, last = 0, len(sizes) - 1
    if len(long) > last // 4:
        return range(last)
    near: list[int] = []
    for i in long:
        near += range(max(end, i - 3), min(i + 3, last))
        end = i + 3
    return near


def near_fresh(candidates: list[int], fresh: list[tuple[int, int]]) -> list[int]:
    """The candidates that the round before has not judged already.

    A verdict depends on the lines of the chain only, and candidates of one chain are at most one
    line apart; so groups of neighbours are judged again as a whole where a line near them changed.
    """
    kept: list[int] = []
    group: list[int] = []
    ranges = iter(fresh)
    first, end = next(ranges, (0, 0))
    for i in [*candidates, _NOWHERE]:
        if group and i - group[-1] > _REACH:
            while end + _REACH < group[0] and (found := next(ranges, None)) is not None:
                first, end = found
            if first - _REACH <= group[-1] and end + _REACH >= group[0]:
                kept += group
            group = []
        group.append(i)
    return kept
