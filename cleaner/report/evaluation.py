"""An evaluation as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleaner.evaluation.evaluate import Evaluation, PageResult, RuleEffect
from cleaner.evaluation.measure import Scores
from cleaner.evaluation.pages import Paired
from cleaner.report.summary import number


def render_text(evaluation: Evaluation, paired: Paired, *, worst: int, rules: int) -> str:
    """Figures over all pages, the worst pages, and the rules that did most."""
    return "\n".join(_lines(evaluation, paired, worst, rules))


def as_json(evaluation: Evaluation, paired: Paired) -> dict[str, Any]:
    """Everything, for programs; shares between 0 and 1, null where the input is not known."""
    return {
        "pages": len(evaluation.pages),
        "without_gold": paired.without_gold,
        "without_page": paired.without_page,
        "after": _scores(evaluation.scores),
        "before": _scores(evaluation.before),
        "rules": [
            {"rule": e.rule, "edits": e.edits, "main_words": e.main, "other_words": e.other}
            for e in evaluation.rules
        ],
        "worst_first": [{"id": page.pair.id, **_scores(page.scores)} for page in evaluation.pages],
    }


def _lines(evaluation: Evaluation, paired: Paired, worst: int, rules: int) -> Iterator[str]:
    yield f"{number(len(evaluation.pages), 'page')} with a gold text" + _missing(paired)
    yield ""
    yield "            precision  recall      F1    lost"
    if evaluation.before is not None:
        yield f"before      {_row(evaluation.before)}"
    yield f"after       {_row(evaluation.scores)}"
    if worst:
        yield ""
        yield "worst pages precision  recall      F1    lost"
        for page in evaluation.pages[:worst]:
            yield f"            {_row(page.scores)}  {page.pair.id}"
    if evaluation.rules and rules:
        yield from _rules(evaluation.rules, rules)
    elif evaluation.before is None:
        yield ""
        yield "no ledger and no --base: what was lost, and which rule did it, is not known"


def _rules(effects: list[RuleEffect], most: int) -> Iterator[str]:
    width = max(len(effect.rule) for effect in effects)
    head = f"{'edits':>8}  {'main':>8}  {'other':>8}  words removed"
    damage = [effect for effect in effects if effect.main][:most]
    if damage:
        yield ""
        yield f"{'took main text':{width}}  {head}"
        yield from (_effect(effect, width) for effect in damage)
    benefit = sorted(effects, key=lambda effect: (-effect.other, effect.rule))[:most]
    yield ""
    yield f"{'took boilerplate':{width}}  {head}"
    yield from (_effect(effect, width) for effect in benefit if effect.other)


def _effect(effect: RuleEffect, width: int) -> str:
    return f"{effect.rule:{width}}  {effect.edits:>8,}  {effect.main:>8,}  {effect.other:>8,}"


def _row(scores: Scores) -> str:
    precision = "-" if scores.precision is None else f"{scores.precision:.4f}"
    lost = "-" if scores.lost is None else f"{scores.lost:.2%}"
    return f"{precision:>9}  {scores.recall:.4f}  {scores.f1:.4f}  {lost:>6}"


def _missing(paired: Paired) -> str:
    parts = []
    if paired.without_gold:
        parts.append(f"{len(paired.without_gold):,} pages have none")
    if paired.without_page:
        parts.append(f"{len(paired.without_page):,} gold texts have no page")
    return f" ({', '.join(parts)})" if parts else ""


def _scores(scores: Scores | None) -> dict[str, Any]:
    if scores is None:
        return {}
    return {
        "precision": scores.precision,
        "recall": scores.recall,
        "f1": scores.f1,
        "lost": scores.lost,
    }


__all__ = ["PageResult", "as_json", "render_text"]
