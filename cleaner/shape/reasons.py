"""Why runs of lines go, in words: their shape, their place, and what else speaks against them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.characters import CLASS
from cleaner.shape.choice import Verdict, chance
from cleaner.shape.context import Lines
from cleaner.shape.lines import ROW

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
    labels = lines.marks.max(0)
    weight = verdict.size + 1
    rows = np.array(
        [
            np.expm1(own[ROW["units"]]) <= _SHORT,
            own[ROW["end"]] == CLASS["terminal"],
            lines.repeats > 1,
            own[ROW["number_words"]] > _HARDLY,
            own[ROW["weight"]],
            weight,
            chance(verdict.score) * weight,
            verdict.size * (verdict.score > 0),
            labels,
        ],
        np.float64,
    )
    sums = np.zeros((len(rows), rows.shape[1] + 1))
    np.cumsum(rows, axis=1, out=sums[:, 1:])
    inside = (sums[:, ends] - sums[:, firsts]).T.tolist()
    before, behind = sums[7, firsts].tolist(), (sums[7, -1] - sums[7, ends]).tolist()
    near = sums[8, np.minimum(ends + _NEAR, rows.shape[1])] - sums[8, np.maximum(firsts - _NEAR, 0)]
    counts = (ends - firsts).tolist()
    for i, known in enumerate(near.tolist()):
        parts = [f"{_shape(counts[i], inside[i])} {_place(before[i], behind[i])}"]
        parts += _evidence(counts[i], inside[i], int(known))
        main = inside[i][6] / inside[i][5]
        yield f"{', '.join(parts)}; by the shape of the page main text with a chance of {main:.0%}"


def _shape(count: int, run: Sequence[float]) -> str:
    short, closed = run[0], run[1]
    what = "short line" if short * 2 >= count else "line"
    punctuation = " without punctuation" if closed <= _HARDLY * count else ""
    # Rules with words may take some of the run under their own names.
    return f"{f'in a run of {count} {what}s' if count > 1 else f'1 {what}'}{punctuation}"


def _place(before: float, behind: float) -> str:
    """Where a run stands, measured by the words of main text before and behind it."""
    if not before and not behind:
        return "on a page without running text"
    if before * _OUTWEIGHS <= behind:
        return "before the text"
    return "behind the text" if behind * _OUTWEIGHS <= before else "between parts of the text"


def _evidence(count: int, run: Sequence[float], known: int) -> list[str]:
    _, _, repeated, numbers, weight, *_ = run
    found = []
    if known:
        found.append(f"{known} known label{'s' * (known > 1)} in or beside")
    if repeated >= _MOSTLY * count:
        found.append("repeated in the page")
    if numbers >= _MOSTLY * count:
        found.append("dates or figures")
    if weight <= _BOILERPLATE_WORDS * count:
        found.append("words of menus and notices")
    return found
