"""What stands around a line: neighbours, density of text, place in the page, the page itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.characters import CLASS
from cleaner.shape.lines import COLUMN
from cleaner.shape.lines import FEATURES as LINE_FEATURES

Floats = NDArray[np.float32]

MARKS = ("safe", "doubtful", "heading")
"""What other rules say of a line: boilerplate surely, perhaps, or the heading of a section."""
_OWN = ("mark_safe", "mark_doubtful", "mark_heading", "prose", "repeats", "title", "gap", "indent")
_NEIGHBOURS = ("units", "start", "end", "capitalised", "weight")
_REACH = 2
_SERIES = ("prose_units", "units", "short", "closed", "marked", "numbers", "repeated", "weight")
_WINDOWS = (3, 8, 20, 50)
_LOGS = 2
_EVENTS = ("prose", "safe", "marked", "heading", "title")
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
_FAR = 200
_MANY = 60
_LONGEST = 200.0
_SHORT = 5.0
_OUTSIDE = 3.0
_TEXT = 0.35

NAMES: tuple[str, ...] = (
    *LINE_FEATURES,
    *_OWN,
    *(f"{name}{sign}{k}" for k in range(1, _REACH + 1) for sign in "-+" for name in _NEIGHBOURS),
    *(f"{name}{sign}{w}" for w in _WINDOWS for sign in "<>" for name in _SERIES),
    *(f"{name}_{what}" for what in ("before", "behind") for name in (f"to_{e}" for e in _EVENTS)),
    *(f"{name}s_{what}" for what in ("before", "behind") for name in _EVENTS[1:]),
    *_RUN,
    *_PLACES,
    *(f"page_{name}" for name in _PAGE),
)
"""Names of the rows of ``page_features``."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page that are not blank.

    ``own``: ``line_features``, shape (lines, features); ``marks``: shape (3, lines), in the order
    of ``MARKS``; ``repeats``: how often the line stands in the page; ``title``: whether it says
    what the first line says; ``gaps``: blank lines before it; ``indents``: spaces before it.
    """

    own: Floats
    marks: Floats
    repeats: NDArray[np.int64]
    title: NDArray[np.bool_]
    gaps: NDArray[np.int64]
    indents: NDArray[np.int64]


def page_features(lines: Lines) -> Floats:
    """Everything the model may ask of each line: shape (len(NAMES), lines)."""
    own = lines.own.T
    count = int(own.shape[1])
    units = np.expm1(own[COLUMN["units"]])
    closed = (own[COLUMN["end"]] == CLASS["terminal"]).astype(np.float32)
    marked = lines.marks.max(0)
    long = np.clip((units - 20) / 20, 0, 1)
    prose = np.clip((units - 6) / 14, 0, 1) * np.where(closed > 0, 1, long) * (1 - marked)
    # A line of a thousand words says no more about its neighbourhood than one of two hundred.
    size = np.minimum(units, _LONGEST)
    short = units <= _SHORT
    numbers = own[COLUMN["number_words"]] > 0.3
    repeated = lines.repeats > 1
    weight = own[COLUMN["weight_sum"]]
    mass = prose * size
    series = np.array([mass, size, short, closed, marked, numbers, repeated, weight], np.float64)
    events = np.array(
        [prose >= 0.7, lines.marks[0] > 0, marked > 0, lines.marks[2] > 0, lines.title]
    )
    first, end = _main(np.where(events[0], size, -_OUTSIDE * (1 + marked)))
    total = float(mass.sum())
    own_rows = [
        *lines.marks, prose, np.minimum(lines.repeats, 8), lines.title,
        np.minimum(lines.gaps, 5), np.minimum(lines.indents, 40),
    ]  # fmt: skip
    neighbours = np.array(
        [own[COLUMN[name]] for name in ("units", "start", "end", "capitalised", "weight_sum")]
    )

    def share(row: NDArray[Any]) -> float:
        return float(row.sum()) / count

    page = [
        np.log1p(count), np.log1p(total), total / max(float(units.sum()), 1), share(events[0]),
        share(short), share(marked), np.log1p(marked.sum()), np.log1p(lines.marks[0].sum()),
        np.log1p(lines.marks[2].sum()), np.median(units),
        (own[COLUMN["function_share"]] * size).sum() / max(float(size.sum()), 1),
        share(closed), share(repeated), share(lines.gaps > 0), share(numbers),
        float(mass[first:end].sum()) / max(total, 1), (end - first) / count,
        (short[1:] & short[:-1]).mean() if count > 1 else 0.0,
        share(own[COLUMN["start"]] == CLASS["bullet"]), share(own[COLUMN["upper_share"]]),
        weight.sum() / max(float(size.sum()), 1), share(own[COLUMN["capitalised"]]),
    ]  # fmt: skip
    result = np.empty((len(NAMES), count), np.float32)
    at = 0
    blocks: tuple[NDArray[Any], ...] = (
        own,
        np.array(own_rows, np.float32),
        *_shifted(neighbours),
        *_windowed(series),
        *_distances(events),
        _runs(prose, np.array([marked, weight, size, repeated])),
        _places(mass, first, end),
    )
    for block in blocks:
        result[at : at + len(block)] = block
        at += len(block)
    result[at:] = np.array(page, np.float32)[:, None]
    return result


def _main(score: NDArray[np.float64]) -> tuple[int, int]:
    """The stretch of lines with the largest sum of scores (Kadane's algorithm)."""
    sums = np.concatenate(([0.0], np.cumsum(score)))
    end = int(np.argmax(sums - np.minimum.accumulate(sums)))
    return int(np.argmin(sums[: end + 1])), end


def _shifted(rows: Floats) -> list[Floats]:
    """The rows as the lines before and behind see them; -1 where the page ends."""
    count = rows.shape[1]
    padded = np.full((len(rows), count + 2 * _REACH), -1, np.float32)
    padded[:, _REACH : _REACH + count] = rows
    return [
        padded[:, _REACH + step : _REACH + step + count]
        for k in range(1, _REACH + 1)
        for step in (-k, k)
    ]


def _windowed(series: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Sums over the next lines before and behind each line; of words their logarithm."""
    count = series.shape[1]
    sums = np.zeros((len(series), count + 1))
    np.cumsum(series, axis=1, out=sums[:, 1:])
    found = []
    for window in _WINDOWS:
        before, behind = sums[:, :-1].copy(), np.repeat(sums[:, -1:], count, axis=1)
        if window < count:
            before[:, window:] -= sums[:, : count - window]
            behind[:, : count - window] = sums[:, window + 1 :]
        behind -= sums[:, 1:]
        for rows in (before, behind):
            rows[:_LOGS] = np.log1p(np.maximum(rows[:_LOGS], 0))
            rows[_LOGS:] /= window
            found.append(rows)
    return found


def _distances(events: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Lines to the nearest event before and behind, and how many events are there."""
    count = events.shape[1]
    number = np.arange(count)
    last = np.full((len(events), count), -_FAR)
    np.maximum.accumulate(np.where(events, number, -_FAR)[:, :-1], axis=1, out=last[:, 1:])
    following = np.full((len(events), count), count + _FAR)
    turned = np.where(events, number, count + _FAR)[:, :0:-1]
    following[:, :-1] = np.minimum.accumulate(turned, axis=1)[:, ::-1]
    sums = np.cumsum(events[1:], axis=1)
    return [
        np.minimum(number - last, _FAR),
        np.minimum(following - number, _FAR),
        np.minimum(sums - events[1:], _MANY),
        np.minimum(sums[:, -1:] - sums, _MANY),
    ]


def _runs(prose: Floats, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The run of lines without running text around each line: its length and what is in it.

    A line of running text is a run of its own, of length zero.
    """
    count = len(prose)
    text = prose >= _TEXT
    edge = text.copy()
    edge[1:] |= text[:-1]
    run = np.cumsum(edge)
    first = np.flatnonzero(np.diff(run, prepend=-1))
    sizes = np.diff(first, append=count)
    of = np.repeat(np.arange(len(first)), sizes)
    means = np.add.reduceat(rows, first, axis=1) / sizes
    lengths = np.where(text, 0, sizes[of])
    return np.array(
        [np.minimum(lengths, _FAR), (np.arange(count) - first[of]) / sizes[of], *means[:, of]]
    )


def _places(mass: NDArray[np.float64], first: int, end: int) -> Floats:
    count = len(mass)
    number = np.arange(count)
    sums = np.concatenate(([0.0], np.cumsum(mass)))
    before, behind = sums[:-1], sums[-1] - sums[1:]
    total = max(float(sums[-1]), 1.0)
    inside = (number >= first) & (number < end)
    outside = np.where(number < first, number - first, number - end + 1)
    return np.array(
        [
            before / total,
            behind / total,
            np.log1p(before),
            np.log1p(behind),
            np.clip(np.where(inside, 0, outside), -100, 100),
            np.clip(np.where(inside, number - first, -1), -1, 100),
            np.clip(np.where(inside, end - 1 - number, -1), -1, 100),
            number / count,
            np.minimum(number, 300),
            np.minimum(count - 1 - number, 300),
        ],
        np.float32,
    )


def occurrences(lines: Sequence[str]) -> NDArray[np.int64]:
    """How often each line stands in the page."""
    counts = Counter(lines)
    return np.array([counts[line] for line in lines])
