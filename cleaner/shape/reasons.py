"""Why a run of lines goes, in words: its shape, its place, and what else speaks against it."""

from __future__ import annotations

import numpy as np

from cleaner.shape.characters import CLASS
from cleaner.shape.choice import Verdict, chance
from cleaner.shape.context import Lines
from cleaner.shape.lines import COLUMN

_SHORT = 6
_MOSTLY = 0.7
_HARDLY = 0.3
_SURE = 0.0
_BOILERPLATE_WORDS = -0.4
_NEAR = 4


def reason(lines: Lines, verdict: Verdict, first: int, end: int) -> str:
    """One sentence about the lines ``first:end``."""
    parts = [f"{_shape(lines, first, end)} {_place(verdict, first, end)}"]
    parts += _evidence(lines, first, end)
    weights = verdict.size[first:end] + 1
    main = float((chance(verdict.score[first:end]) * weights).sum() / weights.sum())
    return f"{', '.join(parts)}; by the shape of the page main text with a chance of {main:.0%}"


def _shape(lines: Lines, first: int, end: int) -> str:
    count = end - first
    own = lines.own[first:end]
    units = np.expm1(own[:, COLUMN["units"]])
    closed = (own[:, COLUMN["end"]] == CLASS["terminal"]).mean()
    what = "short line" if np.median(units) <= _SHORT else "line"
    if count > 1:
        what += "s"
    punctuation = " without punctuation" if closed <= _HARDLY else ""
    return f"{count} {what}{punctuation}"


def _place(verdict: Verdict, first: int, end: int) -> str:
    """Where a run stands, measured by the words of main text before and behind it."""
    words = verdict.size * (verdict.score > _SURE)
    before, behind = float(words[:first].sum()), float(words[end:].sum())
    if not before and not behind:
        return "on a page without running text"
    if before * 20 <= behind:
        return "before the text"
    return "behind the text" if behind * 20 <= before else "between parts of the text"


def _evidence(lines: Lines, first: int, end: int) -> list[str]:
    found = []
    own = lines.own[first:end]
    labels = lines.marks[:, max(0, first - _NEAR) : end + _NEAR].max(0)
    if labels.any():
        count = int(labels.sum())
        found.append(f"{count} known label{'s' * (count > 1)} in or beside")
    if (lines.repeats[first:end] > 1).mean() >= _MOSTLY:
        found.append("repeated in the page")
    if (own[:, COLUMN["number_words"]] > _HARDLY).mean() >= _MOSTLY:
        found.append("dates or figures")
    if (own[:, COLUMN["weight"]]).mean() <= _BOILERPLATE_WORDS:
        found.append("words of menus and notices")
    return found
