"""A page's lines scored: how surely each of them is main text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.segment import Page
from cleaner.shape.context import MARKS, Lines
from cleaner.shape.lines import Rows, line_features
from cleaner.shape.words import WordTable

_TITLE = 24
_LEAST_TITLE = 8
_SURE = ("contents", "names")
"""What blocks take that find their own end; of the lines behind it their headings say nothing."""


def filled(page: Page) -> NDArray[np.int64]:
    """Numbers of the lines that are not blank."""
    return np.array([i for i, line in enumerate(page.lines) if line and not line.isspace()], int)


def read(page: Page, numbers: NDArray[np.int64], table: WordTable) -> Lines:
    """What the features need of the lines ``numbers`` (at least one) of a page."""
    lines = [page.lines[i] for i in numbers.tolist()]
    stripped = list(map(str.strip, lines))
    counts = Counter(stripped)
    indents = np.zeros(len(lines), np.int64)
    if lines != stripped:
        for i, line in enumerate(lines):
            indents[i] = len(line) - len(line.lstrip())
    gaps = numbers.copy()
    gaps[1:] -= numbers[:-1] + 1
    return Lines(
        own=line_features(stripped, table),
        marks=_marks(page, numbers),
        repeats=np.fromiter(map(counts.__getitem__, stripped), np.int64, len(lines)),
        title=_titles(stripped),
        gaps=gaps,
        indents=indents,
        linked=_linked(page, stripped),
    )


def _marks(page: Page, numbers: NDArray[np.int64]) -> Rows:
    """What the other rules say of the lines ``numbers``: see ``Lines.marks``."""
    safe, doubtful, heading = rows = np.zeros((len(MARKS), len(page.lines)), np.float32)
    for kind, hits in page.hits.items():
        for i, mark in hits:
            if mark.rule.evidence:
                continue  # the model knows what lines of other sites say, not those of this one
            if kind == "line":
                (safe if mark.rule.safety == "safe" else doubtful)[i] = 1
            elif mark.role == "start" and mark.rule.options.get("takes") not in _SURE:
                heading[i] = 1
    return rows[:, numbers]


def _linked(page: Page, lines: Sequence[str]) -> NDArray[np.bool_]:
    """Which lines are links and nothing else."""
    links = page.markup.links
    if not links:
        return np.zeros(len(lines), bool)
    return np.array([line in links for line in lines], bool)


def _titles(lines: Sequence[str]) -> NDArray[np.bool_]:
    """Which lines say what the first one says, or begin with it where it is long."""
    title = lines[0][:_TITLE]
    if len(title) < _LEAST_TITLE:
        return np.zeros(len(lines), bool)
    if len(title) < _TITLE:
        return np.array([line == title for line in lines])
    # Most lines start otherwise, which is seen at once.
    return np.array([line[0] == title[0] and line.startswith(title) for line in lines])
