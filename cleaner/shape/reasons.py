"""Why runs of lines go, in words: their shape, their place, and what else speaks against them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.characters import CLASS
from cleaner.shape.choice import Verdict, chance
from cleaner.shape.context import Lines
from cleaner.shape.lines import ROW, units_of

_SHORT = 6
_MOSTLY = 0.7
_HARDLY = 0.3
_BOILERPLATE_WORDS = -0.4
_NEAR = 4
_OUTWEIGHS = 20


def reasons(
    lines: Lines, verdict: Verdict, firsts: NDArray[np.intp], ends: NDArray[np.intp]
) -> Iterator[str]:
    """One sentence about each of the runs of lines ``firsts:ends``."""
    own = lines.own
    words = verdict.size + 1
    rows = {
        "short": units_of(own) <= _SHORT,
        "closed": own[ROW["end"]] == CLASS["terminal"],
        "repeated": lines.repeats > 1,
        "numbers": own[ROW["number_words"]] > _HARDLY,
        "linked": lines.linked,
        "weight": own[ROW["weight"]],
        "words": words,
        "main": chance(verdict.score) * words,
    }
    sums = _sums(np.array([*rows.values()], np.float64))
    text, known = _sums(np.array([verdict.size * (verdict.score > 0), lines.marks.max(0)]))
    runs = (sums[:, ends] - sums[:, firsts]).T.tolist()
    before, behind = text[firsts].tolist(), (text[-1] - text[ends]).tolist()
    near = known[np.minimum(ends + _NEAR, len(own.T))] - known[np.maximum(firsts - _NEAR, 0)]
    for i, (count, labels) in enumerate(zip((ends - firsts).tolist(), near.tolist(), strict=True)):
        run = dict(zip(rows, runs[i], strict=True))
        parts = [f"{_shape(count, run)} {_place(before[i], behind[i])}"]
        parts += _evidence(count, run, int(labels))
        main = run["main"] / run["words"]
        yield f"{', '.join(parts)}; by the shape of the page main text with a chance of {main:.0%}"


def _sums(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each row the sums of what stands before each line, and of all: a column more."""
    found = np.zeros((len(rows), rows.shape[1] + 1))
    np.cumsum(rows, axis=1, out=found[:, 1:])
    return found


def _shape(count: int, run: Mapping[str, float]) -> str:
    what = "short line" if run["short"] * 2 >= count else "line"
    punctuation = " without punctuation" if run["closed"] <= _HARDLY * count else ""
    # Rules with words may take some of the run under their own names.
    return f"{f'in a run of {count} {what}s' if count > 1 else f'1 {what}'}{punctuation}"


def _place(before: float, behind: float) -> str:
    """Where a run stands, measured by the words of main text before and behind it."""
    if not before and not behind:
        return "on a page without running text"
    if before * _OUTWEIGHS <= behind:
        return "before the text"
    return "behind the text" if behind * _OUTWEIGHS <= before else "between parts of the text"


def _evidence(count: int, run: Mapping[str, float], known: int) -> list[str]:
    found = []
    if known:
        found.append(f"{known} known label{'s' * (known > 1)} in or beside")
    if run["linked"] >= _MOSTLY * count:
        found.append("links and nothing else")
    if run["repeated"] >= _MOSTLY * count:
        found.append("repeated in the page")
    if run["numbers"] >= _MOSTLY * count:
        found.append("dates or figures")
    if run["weight"] <= _BOILERPLATE_WORDS * count:
        found.append("words of menus and notices")
    return found
