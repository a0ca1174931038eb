"""The closing words of a run, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.engine.local import Totals

TOP_RULES = 5
MOST_NAMES = 10
TOLD = 20
"""Failures that are printed; a wrong field fails a million records."""


def summary(totals: Totals, *, written: bool) -> Iterator[str]:
    """Lines that say what was done: documents, characters, rules, pages without content."""
    if not totals.sources:
        yield "nothing to clean: no files of a known kind there"
        return
    share = totals.removed / totals.characters if totals.characters else 0.0
    verb = "removed" if written else "would be removed"
    yield (
        f"{number(totals.documents, 'document')}, {totals.changed:,} changed; "
        f"{totals.removed:,} of {totals.characters:,} characters {verb} ({share:.1%})"
    )
    if totals.related:
        cards = number(totals.related, "related-article card")
        yield f"{cards}, {totals.distinct:,} distinct in related.jsonl"
    if totals.repeats:
        what = "paragraph repeats" if totals.repeats == 1 else "paragraphs repeat"
        yield f'{totals.repeats:,} {what} a card (see "repeated" in related.jsonl)'
    if totals.rules:
        top = totals.rules.most_common(TOP_RULES)
        yield "top rules: " + ", ".join(f"{rule} {count:,}" for rule, count in top)
    yield from _names(
        "no content (captcha, error or script page), left as it was", totals.no_content
    )
    yield from _names("nothing but boilerplate, left as it was", totals.refused)
    yield from _names("over the budget, left for a look", totals.over_budget)
    if totals.failures:
        yield failed(len(totals.failures))


def figures(totals: Totals) -> dict[str, Any]:
    """What ``summary`` says, for programs; ``rules``: how many edits each of them made."""
    return {
        "sources": totals.sources,
        "documents": totals.documents,
        "changed": totals.changed,
        "characters": totals.characters,
        "removed": totals.removed,
        "cards": totals.related,
        "distinct_cards": totals.distinct,
        "repeats": totals.repeats,
        "rules": dict(totals.rules.most_common()),
        "no_content": totals.no_content,
        "refused": totals.refused,
        "over_budget": totals.over_budget,
        "failures": len(totals.failures),
    }


def failed(count: int) -> str:
    """How much failed, of which the first ``TOLD`` were told when they came."""
    told = "listed above" if count <= TOLD else f"the first {TOLD} listed above"
    return f"{number(count, 'failure')}, {told}"


def _names(what: str, names: Sequence[str]) -> Iterator[str]:
    for name in names[:MOST_NAMES]:
        yield f"{what}: {name}"
    if len(names) > MOST_NAMES:
        yield f"{what}: {len(names) - MOST_NAMES:,} more"


def number(count: int, noun: str, plural: str = "") -> str:
    """A count and its noun."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {plural or noun + 's'}"
