"""Why two snippets are, or are not, merged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from cleaner.deduplication import arrays, overlap, tokens
from cleaner.deduplication.candidates import KEYS, SHARED
from cleaner.deduplication.snippets import Snippet
from cleaner.deduplication.table import Table
from cleaner.deduplication.verify import Thresholds, Verifier


class Step(NamedTuple):
    """One question that is asked of a pair, its answer, and what was measured."""

    question: str
    answer: str
    measured: str


def explain(one: Snippet, other: Snippet, limits: Thresholds | None = None) -> Iterator[Step]:
    """The steps of the comparison, the verdict last.

    The two are compared as if they were alone in the world: in a corpus the rarest shingles count
    first, and the guard against boilerplate sees what others share.
    """
    limits = limits or Thresholds()
    for name, snippet in (("A", one), ("B", other)):
        header = ", ".join(filter(None, (snippet.source, snippet.age)))
        yield Step(f"header of {name}", header or "none", f"body: {_short(snippet.body)}")
    table = tokens.tabulate([one.body, other.body])
    yield Step("lengths", f"{table.words[0]} and {table.words[1]} words", "")
    if table.digest[0] == table.digest[1] and one.body and other.body:
        yield Step("verdict", "copies", "the same words")
        return
    shared, fewest = _shared(table)
    candidate = shared >= min(SHARED, fewest) > 0
    yield Step(
        "candidates",
        "yes" if candidate else "no",
        f"{shared} shingles of {tokens.SHINGLE} words in common, "
        f"{min(SHARED, fewest)} needed (of the {KEYS} rarest)",
    )
    yield from _compared(table, limits, candidate)


def _shared(table: Table) -> tuple[int, int]:
    sets = [arrays.distinct(table.shingles[row].astype(np.uint64)) for row in (0, 1)]
    common = np.intersect1d(sets[0], sets[1], assume_unique=True)
    return len(common), min(map(len, sets))


def _compared(table: Table, limits: Thresholds, candidate: bool) -> Iterator[Step]:
    a, b = np.array([0]), np.array([1])
    evidence = Verifier(table, np.zeros(2, np.float32), limits).compare(a, b)
    words, most = int(evidence.words[0]), int(evidence.most[0])
    grams = float(overlap.contained(table.characters, a, b)[0])
    yield Step("4-grams of the shorter text in the longer one", f"{grams:.0%}", "")
    shingles = float(overlap.shared_shingles(table.shingles, a, b)[0])
    used = "decides: one text is a page" if most >= limits.page else "for pages only"
    yield Step("shingles in common", f"{shingles:.0%}", used)
    needed = float(limits.needed(evidence.words, evidence.most)[0])
    alike = bool(evidence.containment[0] >= needed)
    yield Step(
        "alike enough",
        "yes" if alike else "no",
        f"{evidence.containment[0]:.0%}, needed {needed:.0%} for {words} words",
    )
    guards = evidence.guards(limits)
    allowed = int(limits.allowed(evidence.words, evidence.series)[0])
    said = {
        "numbers": f"{evidence.missing[0]} numbers of the shorter text missing, {allowed} allowed",
        "boilerplate": f"looks at what others share; only below {limits.mixed:.0%}",
        "mention": f"under {limits.mention} words and less than half as long",
        "headline": f"{evidence.headline[0]:.0%} in common, {limits.headline:.0%} needed"
        if table.headline.all()
        else "not both have one",
    }
    for name, rejected in guards.items():
        yield Step(f"guard: {name}", "rejects" if rejected[0] else "passes", said[name])
    stopped = [name for name, rejected in guards.items() if rejected[0]]
    if candidate and alike and not stopped:
        yield Step("verdict", "copies", "")
    else:
        reasons = [] if candidate else ["no candidates"]
        reasons += [] if alike else ["not alike enough"]
        yield Step("verdict", "different", ", ".join(reasons + [f"guard: {n}" for n in stopped]))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else f"{line[:67]}..."
