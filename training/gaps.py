"""Samples to trees over gaps: where lines ended in a text whose line ends were taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from fitting import fit
from samples import Sample

from cleaner.flat import cuts_of, labels_in
from cleaner.shape.gaps import GAP_NAMES, Words, gap_features
from cleaner.shape.words import WordTable

_GAPS = {"text": 800, "gold": 300}
"""Gaps that are drawn of each naive page, and of each text of its main part."""
_WEIGHTS = {"text": 1.0, "gold": 0.7}
_LEAST = 5
_GLUED = (0.0, 0.0, 0.0, 0.5, 1.0)
"""Shares of the line ends that leave nothing behind where a word cannot go on, one a page."""

Table = Callable[[Sample], WordTable]


def fit_gaps(samples: Sequence[Sample], table: Table, trees: int) -> dict[str, Any]:
    """Trees that give the log odds that a line ended; pages weigh by the root of their size."""
    found = [rows for sample in samples if (rows := _rows(sample, table(sample))) is not None]
    x, y, w = (np.concatenate(part) for part in zip(*found, strict=True))
    return fit(x, y, w, GAP_NAMES, trees, depth=6, rate=0.15, leaf=3)


def _rows(sample: Sample, table: WordTable) -> tuple[Any, Any, Any] | None:
    """Features, whether a line ended, and weight of some gaps, those around main text among them.

    Lines are those after the repairs: what a link broke is no line.
    """
    if sample.source not in _GAPS:
        return None
    lines = [" ".join(sample.page.lines[i].split()) for i in sample.numbers.tolist()]
    draw = np.random.default_rng(sum(map(len, lines)))
    glued = draw.choice(_GLUED)
    text = lines[0]
    places = []
    for line in lines[1:]:
        between = "" if draw.random() < glued and cuts_of(text[-1:] + line[:1]) else " "
        places.append(len(text))
        text += between + line
    labels, cuts = labels_in(sample.page, text)
    words = Words(text, [one[:2] for one in labels], table, cuts)
    count = len(words) - 1
    if count < _LEAST:
        return None
    ended = np.isin(words.ends[:-1], places)
    taken = draw.choice(count, min(count, _GAPS[sample.source]), replace=False)
    if sample.source == "text":
        main = sample.main[sample.numbers] * 2 > sample.tokens[sample.numbers]
        borders = np.flatnonzero(np.isin(words.ends[:-1], np.array(places)[main[1:] != main[:-1]]))
        taken = np.union1d(taken, borders)
    weight = np.full(len(taken), _WEIGHTS[sample.source] / np.sqrt(count))
    return gap_features(words)[:, taken].T, ended[taken].astype(float), weight
