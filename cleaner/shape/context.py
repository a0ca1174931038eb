"""What stands around a line: neighbours, density of text, place in the page, the page itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, chain
from math import log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.around import distances, runs, windowed
from cleaner.shape.characters import CLASS
from cleaner.shape.lines import FEATURES as LINE_FEATURES
from cleaner.shape.lines import ROW, Rows, units_of

MARKS = ("safe", "doubtful", "heading")
"""What other rules say of a line: boilerplate surely, perhaps, or the heading of a section."""
_OWN = ("mark_safe", "mark_doubtful", "mark_heading", "prose", "repeats", "title", "gap", "indent")
_NEIGHBOURS = ("units", "start", "end", "capitalised", "weight")
_NEIGHBOUR_ROWS = [ROW[name] for name in ("units", "start", "end", "capitalised", "weight_sum")]
_REACH = 2
_SERIES = ("prose_units", "units", "short", "closed", "marked", "numbers", "repeated", "weight")
_WINDOWS = (3, 8, 20, 50)
_LOGS = 2
_EVENTS = ("prose", "safe", "marked", "heading", "title")
_SIDES = ("before", "behind")
_RUN = ("run_lines", "run_place", "run_marked", "run_weight", "run_units", "run_repeated")
_PLACES = (
    "prose_before", "prose_behind", "units_before", "units_behind", "from_main", "into_main",
    "to_end_of_main", "position", "from_head", "from_tail",
)  # fmt: skip
_PAGE = (
    "lines", "prose", "prose_share", "prose_lines", "short", "marked", "marks", "safe", "headings",
    "median", "function_share", "closed", "repeated", "gaps", "numbers", "main", "main_lines",
    "short_runs", "bullets", "upper", "weight", "capitalised",
)  # fmt: skip
_RUN_ROWS = [_SERIES.index(name) for name in ("marked", "weight", "units", "repeated")]
_FAR = 200
_OFF = 100
_MANY = 60
_LONGEST = 200.0
_SHORT = 5.0
_NUMBERS = 0.3
_PROSE = 0.7
_OUTSIDE = 3.0
_TEXT = 0.35

_GROUPS: tuple[tuple[str, ...], ...] = (
    LINE_FEATURES,
    _OWN,
    tuple(
        f"{name}{sign}{k}" for k in range(1, _REACH + 1) for sign in "-+" for name in _NEIGHBOURS
    ),
    tuple(f"{name}{sign}{w}" for w in _WINDOWS for sign in "<>" for name in _SERIES),
    (
        *(f"to_{event}_{side}" for side in _SIDES for event in _EVENTS),
        *(f"{event}s_{side}" for side in _SIDES for event in _EVENTS[1:]),
    ),
    _RUN,
    _PLACES,
    tuple(f"page_{name}" for name in _PAGE),
)
_BLOCKS = list(accumulate(map(len, _GROUPS[:-1])))
"""Where the rows of all groups but the first begin."""
NAMES: tuple[str, ...] = tuple(chain.from_iterable(_GROUPS))
"""Names of the rows of ``page_features``."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page that are not blank.

    ``own``: see ``line_features``; ``marks``: shape (3, lines), in the order of ``MARKS``;
    ``repeats``: how often the line stands in the page; ``title``: whether it says what the first
    line says; ``gaps``: blank lines before it; ``indents``: spaces before it; ``linked``: whether
    it is a link and nothing else.
    """

    own: Rows
    marks: Rows
    repeats: NDArray[np.int64]
    title: NDArray[np.bool_]
    gaps: NDArray[np.int64]
    indents: NDArray[np.int64]
    linked: NDArray[np.bool_]


def page_features(lines: Lines) -> Rows:
    """Everything the model may ask of each line: shape (len(NAMES), lines)."""
    own, marks = lines.own, lines.marks
    units = units_of(own)
    closed = own[ROW["end"]] == CLASS["terminal"]
    marked = marks.max(0)
    prose = _clipped((units - 6) / 14, 0, 1) * (1 - marked)
    prose *= np.where(closed, 1, _clipped((units - 20) / 20, 0, 1))
    # A line of a thousand words says no more about its neighbourhood than one of two hundred.
    size = np.minimum(units, _LONGEST)
    mass = prose * size
    short, numbers = units <= _SHORT, own[ROW["number_words"]] > _NUMBERS
    repeated, weight = lines.repeats > 1, own[ROW["weight_sum"]]
    series = np.array([mass, size, short, closed, marked, numbers, repeated, weight], np.float32)
    events = np.array([prose >= _PROSE, marks[0] > 0, marked > 0, marks[2] > 0, lines.title])
    main = _main(np.where(events[0], size, -_OUTSIDE * (1 + marked)))
    own_rows = [
        *marks, prose, np.minimum(lines.repeats, 8), lines.title,
        np.minimum(lines.gaps, 5), np.minimum(lines.indents, 40),
    ]  # fmt: skip
    page = _page(lines, units, series, events, main)
    result = np.empty((len(NAMES), own.shape[1]), np.float32)
    blocks = iter(np.split(result, _BLOCKS))
    next(blocks)[:] = own
    for row, values in zip(next(blocks), own_rows, strict=True):
        row[:] = values
    _shifted(next(blocks), own[_NEIGHBOUR_ROWS])
    windowed(next(blocks), series, _WINDOWS, _LOGS)
    distances(next(blocks), events, _FAR, _MANY)
    runs(next(blocks), prose >= _TEXT, series[_RUN_ROWS], _FAR)
    next(blocks)[:] = _places(mass, main)
    next(blocks)[:] = np.array([page[name] for name in _PAGE], np.float32)[:, None]
    return result


def _page(
    lines: Lines,
    units: Rows,
    series: Rows,
    events: NDArray[np.bool_],
    main: tuple[int, int],
) -> dict[str, float]:
    """What the page is like as a whole, by the names in ``_PAGE``."""
    own, count = lines.own, len(units)
    total = dict(zip(_SERIES, series.sum(1), strict=True))
    known = dict(zip(_EVENTS, events.sum(1), strict=True))
    logs = dict(zip(_EVENTS, np.log1p(events.sum(1, dtype=np.float32)), strict=True))
    mass, size, short, *_ = series
    first, end = main
    words, prose_words = max(float(total["units"]), 1.0), float(total["prose_units"])
    # All of the words are all of them, whatever the order in which they are added up.
    outside = float(mass[:first].sum()) + float(mass[end:].sum())
    ordered = np.sort(units)
    return {
        "lines": log1p(count),
        "prose": log1p(prose_words),
        "prose_share": prose_words / max(float(units.sum()), 1.0),
        "prose_lines": known["prose"] / count,
        "short": float(total["short"]) / count,
        "marked": float(total["marked"]) / count,
        "marks": logs["marked"],
        "safe": logs["safe"],
        "headings": logs["heading"],
        "median": float(ordered[(count - 1) // 2] + ordered[count // 2]) / 2,
        "function_share": (own[ROW["function_share"]] * size).sum() / words,
        "closed": float(total["closed"]) / count,
        "repeated": float(total["repeated"]) / count,
        "gaps": np.count_nonzero(lines.gaps) / count,
        "numbers": float(total["numbers"]) / count,
        "main": (prose_words - outside) / max(prose_words, 1.0),
        "main_lines": (end - first) / count,
        "short_runs": float(short[1:] @ short[:-1]) / max(count - 1, 1),
        "bullets": np.count_nonzero(own[ROW["start"]] == CLASS["bullet"]) / count,
        "upper": float(own[ROW["upper_share"]].sum()) / count,
        "weight": total["weight"] / words,
        "capitalised": float(own[ROW["capitalised"]].sum()) / count,
    }


def _clipped(row: NDArray[Any], least: float, most: float) -> Rows:
    """What ``np.clip`` gives, in a third of its time on a short row."""
    found: Rows = np.minimum(np.maximum(row, least), most)
    return found


def _main(score: NDArray[np.float64]) -> tuple[int, int]:
    """The stretch of lines with the largest sum of scores (Kadane's algorithm)."""
    sums = np.concatenate(([0.0], np.cumsum(score)))
    end = int(np.argmax(sums - np.minimum.accumulate(sums)))
    return int(np.argmin(sums[: end + 1])), end


def _shifted(found: Rows, rows: Rows) -> None:
    """The rows as the lines before and behind see them; -1 where the page ends."""
    found[:] = -1
    for k, (before, behind) in enumerate(found.reshape(_REACH, 2, *rows.shape), 1):
        before[:, k:], behind[:, :-k] = rows[:, :-k], rows[:, k:]


def _places(mass: Rows, main: tuple[int, int]) -> Rows:
    """Where each line stands: in the running text, towards the main part, in the page."""
    first, end = main
    count = len(mass)
    number = np.arange(count)
    sums = np.concatenate(([0.0], np.cumsum(mass)))
    before, behind = sums[:-1], sums[-1] - sums[1:]
    total = max(float(sums[-1]), 1.0)
    off = np.zeros(count, int)
    off[:first] = np.maximum(number[:first] - first, -_OFF)
    off[end:] = np.minimum(number[end:] - end + 1, _OFF)
    into, left = np.full((2, count), -1)
    inside = np.minimum(np.arange(end - first), _OFF)
    into[first:end], left[first:end] = inside, inside[::-1]
    return np.array(
        [
            before / total,
            behind / total,
            np.log1p(before),
            np.log1p(behind),
            off,
            into,
            left,
            number / count,
            np.minimum(number, 300),
            np.minimum(number[::-1], 300),
        ],
        np.float32,
    )
