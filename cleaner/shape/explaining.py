"""Why a line has its score: what each of its features adds, in human words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.choice import Verdict, chance, link_odds, own_share
from cleaner.shape.context import NAMES
from cleaner.shape.lines import Rows, ends_of
from cleaner.shape.model import Floats, Model
from cleaner.shape.naming import GROUPS, phrases

_WORDS = 4
NEIGHBOURS = "neighbours"
"""The family of what the scores of the lines around add."""
LINK = "link"
"""The family of what a line that is a link and nothing else has against it."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one family of features adds to a score.

    ``family``: its name; ``shown``: what the line shows of it, in words; ``value``: log odds of
    main text; ``features``: the same by the names of the features.
    """

    family: str
    shown: str
    value: float
    features: dict[str, float]


@dataclass(frozen=True, slots=True)
class LineScore:
    """The score of a line, in log odds of main text, and where it comes from.

    ``base``: what is expected of any line; it and the values of ``parts`` (the strongest first)
    add up to ``score``. ``article``: the chance that the page is an article, which decides with
    it.
    """

    score: float
    base: float
    parts: tuple[Part, ...]
    article: float

    @property
    def chance(self) -> float:
        """The probability of main text."""
        return float(chance(np.array(self.score)))


def line_scores(
    model: Model,
    features: Rows,
    verdict: Verdict,
    lines: Sequence[str],
    linked: NDArray[np.bool_],
) -> Iterator[LineScore]:
    """The scores of all lines of a page that are not blank.

    ``features``: see ``page_features``; ``verdict``: what ``judge`` says of them; ``lines``: the
    lines they are of; ``linked``: which of them are links and nothing else.
    """
    base, values = model.lines[verdict.kind].contributions(features)
    own = own_share(verdict.size)
    values *= own
    score = verdict.score
    links = link_odds(verdict.article) * linked
    around = score - base - values.sum(0) - links
    for i, line in enumerate(lines):
        weights = model.table.weighed(ends_of(line))
        found = _families(values[:, i], dict(_phrases(features, i, values, weights)))
        found.append(Part(NEIGHBOURS, _shown(around[i]), float(around[i]), {}))
        if linked[i]:
            found.append(Part(LINK, "is a link and nothing else", float(links[i]), {}))
        found.sort(key=lambda part: -abs(part.value))
        yield LineScore(float(score[i]), base, tuple(found), verdict.article)


def _families(values: Floats, shown: dict[str, str]) -> list[Part]:
    features: dict[str, dict[str, float]] = {family: {} for family in shown}
    for name, family, value in zip(NAMES, GROUPS, values.tolist(), strict=True):
        if value:
            features[family][name] = value
    return [
        Part(family, shown[family], sum(own.values()), own)
        for family, own in features.items()
        if own
    ]


def _phrases(
    features: Rows, line: int, values: Floats, weights: dict[str, float]
) -> Iterator[tuple[str, str]]:
    """Words are named that pull to the side to which all words together do."""
    rows = [i for i, family in enumerate(GROUPS) if family == "words"]
    side = float(values[rows, line].sum())
    pulling = [word for word, weight in weights.items() if weight * side > 0]
    pulling.sort(key=lambda word: -abs(weights[word]))
    return phrases(features, line, pulling[:_WORDS])


def _shown(value: float) -> str:
    return "the lines around are main text" if value > 0 else "the lines around are none"
