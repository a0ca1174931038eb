"""Which lines go: the scores of a page against what removing a line would cost and gain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.characters import CLASS
from cleaner.shape.lines import COLUMN
from cleaner.shape.model import Floats, Model, page_row

_REACH = 2
_OWN = 0.6
_KERNEL = np.exp(-np.abs(np.arange(-3 * _REACH, 3 * _REACH + 1)) / _REACH)
_LEAST_SHARE = 1e-6
_DIRTY = 12
_CLEAN = 6
_SENTENCE_WORDS = 12
_SENTENCE = 0.7
"""How much more surely a whole sentence has to be none of the main text, in log odds."""
_WORTH = 0.02
_CLEAN_ARTICLE = 0.5
_CLEAN_OTHER = 0.1
_TEXT_WORDS = 10


@dataclass(frozen=True, slots=True)
class Odds:
    """How ready a rule is to let lines go, on an article and on a page of another kind."""

    article: float
    other: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model says of a page.

    ``score``: log odds of main text of each line; ``size``: its words; ``article``: the chance
    that the page is an article; ``share``: the share of main text in it; ``known``: how many
    lines other rules know; ``sentence``: which lines are whole sentences; ``marked``: which are
    known.
    """

    score: Floats
    size: Floats
    article: float
    share: float
    known: int
    sentence: NDArray[np.bool_]
    marked: NDArray[np.bool_]

    @property
    def first(self) -> int:
        """Number of the first line that is surely main text; the number of lines if none is."""
        found = np.flatnonzero((self.score > 0) & (self.size > _TEXT_WORDS))
        return int(found[0]) if len(found) else len(self.score)

    def doomed(self, odds: Odds) -> NDArray[np.bool_]:
        """The lines that go.

        A line goes when its odds of being main text are below ``odds`` times the share of main
        text in the page. On a page that is mostly menu a lost line of text costs a large part of
        the text, and a menu line gained is a small part of the menu; on a page that is mostly
        text it is the other way round. Where few lines are known from other pages, a page is
        perhaps clean already: the evidence has to be stronger, and where hardly any is, whole
        sentences stay, and known lines are left to the rules that know them. Of a whole sentence
        the evidence has to be stronger everywhere: to lose one is worse than to leave ten buttons.
        Less than a fiftieth of the words of a page is not worth it.
        """
        ready = odds.other + (odds.article - odds.other) * self.article
        clean = _CLEAN_OTHER + (_CLEAN_ARTICLE - _CLEAN_OTHER) * self.article
        ready *= clean + (1 - clean) * min(1.0, self.known / _DIRTY)
        limit = np.log(max(ready * self.share, _LEAST_SHARE))
        gone: NDArray[np.bool_] = self.score + _SENTENCE * self.sentence < limit
        if self.known < _CLEAN:
            gone &= ~(self.sentence | self.marked)
        # Or a page would be eaten a line a round, each of them a little below the border.
        worth = float(self.size[gone].sum()) >= _WORTH * float(self.size.sum())
        return gone if worth else np.zeros(len(gone), bool)


def judge(model: Model, features: NDArray[np.float32], marks: NDArray[np.float32]) -> Verdict:
    """Score the lines of a page.

    ``marks``: what other rules say of them (``context.MARKS``); lines that those surely take do
    not count as part of the page.
    """
    size = np.expm1(features[COLUMN["units"]].astype(np.float64))
    score = smoothed(model.lines(features), size)
    article = model.pages(page_row(features, score)[:, None])[0]
    left = size * (marks[0] == 0)
    share = float((chance(score) * left).sum()) / (float(left.sum()) + 1)
    closed = features[COLUMN["end"]] == CLASS["terminal"]
    marked = marks.max(0) > 0
    known = int(marked.sum())
    sentence = closed & (size >= _SENTENCE_WORDS)
    return Verdict(score, size, float(chance(article)), share, known, sentence, marked)


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
