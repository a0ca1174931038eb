"""Which lines go: the scores of a page against what removing a line would cost and gain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.shape.characters import CLASS
from cleaner.shape.lines import ROW, Rows, units_of
from cleaner.shape.model import Floats, Kind, Model, page_row

_REACH = 2
_OWN = 0.6
_KERNEL = np.exp(-np.abs(np.arange(-3 * _REACH, 3 * _REACH + 1)) / _REACH)
_LEAST = 1e-9
_TRUST = 0.8
"""Share of a score that is believed: the lines of a page err together."""
_DIRTY = 12
_CLEAN = 6
_SENTENCE_WORDS, _BROKEN_WORDS = 12, 18
_WORTH = 0.02
_CLEAN_ARTICLE = 0.5
_CLEAN_OTHER = 0.1
_SURELY = 0.8
"""Exponent: a page that is perhaps an article counts for more than a half of one."""
_TEXT_WORDS = 10
_NEAR_LINES = 30
_LINK = -3.0
_LINK_ARTICLE = 0.4
"""Chance that a page is an article from which a link counts in full."""


@dataclass(frozen=True, slots=True)
class Care:
    """What a rule gives for recall: how much more than for precision, on an article and elsewhere.

    ``sentence``: how much more surely a whole sentence has to be none of the main text, in log
    odds. ``near``: how much more surely still, near a sentence that stays. ``beside``: how unlikely
    one has to be main text that stands next to one which stays. ``hole``: how many lines do not go
    alone from among short lines.
    """

    article: float
    other: float
    sentence: float = 0.0
    near: float = 0.0
    beside: float = 1.0
    hole: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model says of a page.

    ``score``: log odds of main text of each line; ``size``: its words; ``left``: those of them
    that no other rule surely takes; ``article``: the chance that the page is an article;
    ``known``: how many lines other rules know; ``sentence``: which lines are whole sentences, or
    the greater part of one;
    ``marked``: which are known; ``kind``: by which trees of the model they were scored.
    """

    score: Floats
    size: Floats
    left: Floats
    article: float
    known: int
    sentence: NDArray[np.bool_]
    marked: NDArray[np.bool_]
    kind: Kind = "any"

    def first(self, kept: NDArray[np.bool_]) -> int:
        """Number of the first line of running text that is kept; that of the lines if none is."""
        found = np.flatnonzero(kept & (self.size > _TEXT_WORDS))
        return int(found[0]) if len(found) else len(self.score)

    def doomed(self, care: Care, extracted: bool = False) -> NDArray[np.bool_]:
        """The lines that go.

        Those stay that are expected to give the best sum of precision and ``care`` times recall
        (the surest line, then the next one, and so on: Lewis 1995). So the border is the page's
        own: where much is doubtful a doubtful line is not worth its dirt, and on a page that is
        nearly all text it is. Where few lines are known from other pages, a page is perhaps clean
        already: care grows, and where hardly any is, whole sentences stay, and known lines are
        left to the rules that know them; not so where an extractor has chosen the lines, which
        leaves no known ones. Less than a fiftieth of the words of a page is not worth it.
        """
        worth = care.other + (care.article - care.other) * self.article**_SURELY
        clean = _CLEAN_OTHER + (_CLEAN_ARTICLE - _CLEAN_OTHER) * self.article
        if not extracted:
            worth /= clean + (1 - clean) * min(1.0, self.known / _DIRTY)
        odds = _TRUST * self.score + care.sentence * self.sentence
        likely = chance(odds)
        order = np.argsort(-likely, kind="stable")
        main, kept = np.cumsum((likely * self.left)[order]), np.cumsum(self.left[order])
        total = max(float(main[-1]), _LEAST)
        last = int(np.argmax(main / np.maximum(kept, _LEAST) + worth * main / total))
        gone = np.ones(len(order), bool)
        gone[order[: last + 1]] = False
        unlikely = odds < odds[order[last]] - care.near
        gone &= unlikely | self.marked | ~_near(self.sentence, ~gone)
        gone &= ~_beside(self.sentence, ~gone, likely >= care.beside)
        gone &= ~self._holes(gone, care.hole)
        if self.known < _CLEAN and not extracted:
            gone &= ~(self.sentence | self.marked)
        # Or a page would be eaten a line a round, each of them a little below the border.
        enough = float(self.size[gone].sum()) >= _WORTH * float(self.size.sum())
        return gone if enough else np.zeros(len(gone), bool)

    def _holes(self, gone: NDArray[np.bool_], most: int) -> NDArray[np.bool_]:
        """Which of the lines that go are few, unknown, and stand between short ones that stay.

        Such are the figures of a table: without them the rest of it says nothing.
        """
        firsts, ends = runs(gone)
        inner = (ends - firsts <= most) & (firsts > 0) & (ends < len(gone))
        firsts, ends = firsts[inner], ends[inner]
        marked = np.cumsum(np.append(False, self.marked))
        fits = (marked[ends] == marked[firsts]) & ~self.sentence[firsts - 1] & ~self.sentence[ends]
        steps = np.zeros(len(gone) + 1, np.int8)
        steps[firsts[fits]], steps[ends[fits]] = 1, -1
        return np.cumsum(steps[:-1]) > 0


def runs(lines: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where runs of marked lines begin, and where they end (exclusive)."""
    padded = np.concatenate(([False], lines, [False]))
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return edges[::2], edges[1::2]


def _near(sentence: NDArray[np.bool_], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The sentences that stand near one that is kept."""
    counts = np.cumsum(np.append(False, sentence & kept))
    lines = np.arange(len(sentence))
    ends = np.minimum(lines + _NEAR_LINES + 1, len(lines))
    return sentence & (counts[ends] > counts[np.maximum(lines - _NEAR_LINES, 0)])


def _beside(
    sentence: NDArray[np.bool_], kept: NDArray[np.bool_], likely: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """The likely sentences that stand in one run with a sentence that is kept."""
    text = sentence & (kept | likely)
    firsts, ends = runs(text)
    found = np.zeros(len(text), bool)
    if len(firsts):
        # From one run to the next: what lies between them is no kept sentence.
        found[text] = np.repeat(np.logical_or.reduceat(sentence & kept, firsts), ends - firsts)
    return found


def kind_of(known: int, extracted: bool) -> Kind:
    """What a page with so many known lines is."""
    if extracted:
        return "extracted"
    return "raw" if known >= _DIRTY else "any"


def judge(
    model: Model,
    features: Rows,
    marks: Rows,
    extracted: bool = False,
    linked: NDArray[np.bool_] | None = None,
) -> Verdict:
    """Score the lines of a page.

    ``marks``: what other rules say of them (``context.MARKS``); lines that those surely take do
    not count as part of the page. ``extracted``: whether an extractor has chosen the lines.
    ``linked``: which lines are links and nothing else, where the text tells.
    """
    size = units_of(features).astype(np.float64)
    marked = marks.max(0) > 0
    known = int(marked.sum())
    kind = kind_of(known, extracted)
    score = smoothed(model.lines[kind](features), size)
    article = model.pages(page_row(features, score)[:, None])[0]
    left = size * (marks[0] == 0)
    # A tag or a button may stand behind the last one, and behind a colon a list.
    end = features[ROW["end"]]
    closed = (end == CLASS["terminal"]) | (end == CLASS["colon"]) | (features[ROW["sentences"]] > 0)
    # So may the link at which a scraper broke it.
    sentence = (closed & (size >= _SENTENCE_WORDS)) | (size >= _BROKEN_WORDS)
    likely = float(chance(article))
    if linked is not None:
        score = score + link_odds(likely) * linked
    return Verdict(score, size, left, likely, known, sentence, marked, kind)


def link_odds(article: float) -> float:
    """What the log odds of a line lose that is a link and nothing else.

    Fitted to Markdown made of articles with HTML (benchmarks/markdown.md). On a page that is hardly
    an article it is little: the titles in a list of products are links, too.
    """
    return _LINK * min(1.0, article / _LINK_ARTICLE)


def smoothed(score: Floats, size: Floats) -> Floats:
    """Scores with some of their neighbours' in them, so that runs stand and fall together."""
    if len(score) < len(_KERNEL):
        return score
    weight = np.sqrt(size + 1)
    around = np.convolve(score * weight, _KERNEL, "same") / np.convolve(weight, _KERNEL, "same")
    mixed: Floats = _OWN * score + (1 - _OWN) * around
    return mixed


def own_share(size: Floats) -> Floats:
    """How much of the smoothed score of each line is its own score."""
    if len(size) < len(_KERNEL):
        return np.ones(len(size))
    weight = np.sqrt(size + 1)
    own: Floats = weight * _KERNEL[3 * _REACH] / np.convolve(weight, _KERNEL, "same")
    return _OWN + (1 - _OWN) * own


def chance(score: Floats) -> Floats:
    """Probability for log odds."""
    return 1 / (1 + np.exp(-score))
