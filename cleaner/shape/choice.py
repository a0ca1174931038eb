"""Which lines go: the scores of a page against what removing a line would cost and gain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.lines import COLUMN
from cleaner.shape.model import Floats, Model, page_row

_REACH = 2
_OWN = 0.6
_KERNEL = np.exp(-np.abs(np.arange(-3 * _REACH, 3 * _REACH + 1)) / _REACH)
_LEAST_SHARE = 1e-6


@dataclass(frozen=True, slots=True)
class Odds:
    """How ready a rule is to let lines go, on an article and on a page of another kind."""

    article: float
    other: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model says of a page.

    ``score``: log odds of main text of each line; ``size``: its words; ``article``: the chance
    that the page is an article; ``share``: the share of main text in it.
    """

    score: Floats
    size: Floats
    article: float
    share: float

    def doomed(self, odds: Odds) -> NDArray[np.bool_]:
        """The lines that go.

        A line goes when its odds of being main text are below ``odds`` times the share of main
        text in the page. On a page that is mostly menu a lost line of text costs a large part of
        the text, and a menu line gained is a small part of the menu; on a page that is mostly
        text it is the other way round.
        """
        ready = odds.other + (odds.article - odds.other) * self.article
        gone: NDArray[np.bool_] = self.score < np.log(max(ready * self.share, _LEAST_SHARE))
        return gone


def judge(model: Model, features: NDArray[np.float32], others: NDArray[np.bool_]) -> Verdict:
    """Score the lines of a page.

    ``others``: lines that other rules surely take, which do not count as part of the page.
    """
    size = np.expm1(features[COLUMN["units"]].astype(np.float64))
    score = smoothed(model.lines(features), size)
    article = model.pages(page_row(features, score)[:, None])[0]
    left = size * ~others
    share = float((chance(score) * left).sum()) / (float(left.sum()) + 1)
    return Verdict(score, size, float(chance(article)), share)


def smoothed(score: Floats, size: Floats) -> Floats:
    """Scores with some of their neighbours' in them, so that runs stand and fall together."""
    if len(score) < len(_KERNEL):
        return score
    weight = np.sqrt(size + 1)
    around = np.convolve(score * weight, _KERNEL, "same") / np.convolve(weight, _KERNEL, "same")
    mixed: Floats = _OWN * score + (1 - _OWN) * around
    return mixed


def chance(score: Floats) -> Floats:
    """Probability for log odds."""
    return 1 / (1 + np.exp(-score))
