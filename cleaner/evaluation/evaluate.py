"""Pairs to an evaluation: scores a page and over all, and what each rule did."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from cleaner.evaluation.measure import Scores, Token, align, mean, score
from cleaner.evaluation.pages import Pair


@dataclass(slots=True)
class RuleEffect:
    """What a rule took over all pages: edits, words of main text, words of anything else."""

    rule: str
    edits: int = 0
    main: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page: its pair and scores, those of the input (None if unknown)."""

    pair: Pair
    scores: Scores
    before: Scores | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All pages, the worst first; ``rules`` by the main text they took, most first."""

    pages: list[PageResult]
    scores: Scores
    before: Scores | None
    rules: list[RuleEffect] = field(default_factory=list)


def evaluate(pairs: Sequence[Pair]) -> Evaluation:
    """Score every pair."""
    effects: dict[str, RuleEffect] = {}
    pages = []
    for pair in pairs:
        scores = score(pair.gold, pair.cleaned, pair.original)
        before = None if pair.original is None else score(pair.gold, pair.original)
        pages.append(PageResult(pair, scores, before))
        _blame(pair, effects)
    pages.sort(key=lambda page: (page.scores.f1, page.pair.id))
    befores = [page.before for page in pages if page.before is not None]
    return Evaluation(
        pages,
        mean([page.scores for page in pages]),
        mean(befores) if befores else None,
        sorted(effects.values(), key=lambda e: (-e.main, -e.other, e.rule)),
    )


def _blame(pair: Pair, effects: dict[str, RuleEffect]) -> None:
    """Count for each rule the words of the original that it took."""
    if pair.original is None or not pair.edits:
        return
    tokens = align(pair.original, pair.gold)
    starts = [token.start for token in tokens]
    for edit in pair.edits:
        effect = effects.setdefault(edit.rule, RuleEffect(edit.rule))
        effect.edits += 1
        if any(map(str.isalnum, edit.replacement)):
            continue  # words mended, not removed
        gone: list[Token] = tokens[bisect_left(starts, edit.start) : bisect_left(starts, edit.end)]
        main = sum(token.common for token in gone)
        effect.main += main
        effect.other += len(gone) - main
