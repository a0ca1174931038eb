"""Which copies may go.

A snippet or a document that is a copy goes. A paragraph goes only if it is boilerplate (the same
at the edge of several documents) or copied with its surroundings: ``RUN`` paragraphs in a row, or
half of the document that loses it. What two articles quote in different surroundings belongs to
both of them, be it a sentence or a statement of two paragraphs.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from cleaner.deduplication.arrays import I64, U64, edges, runs
from cleaner.deduplication.seen import Seen
from cleaner.deduplication.units import UnitKind
from cleaner.model import Cluster

EDGE = 3
"""Paragraphs from the head or the tail of a document that count as its edge."""
RUN = 3
"""Paragraphs in a row that are a copy, and not a quotation."""
SITES = 3
"""Documents at whose edge a paragraph must stand to be boilerplate."""


class Verdict(NamedTuple):
    """Whether a member of a cluster goes, and why."""

    removed: bool
    why: str


class Judge:
    """Judges the members of clusters of several, when it has met all of these.

    ``documents``: of every unit, in the order of the documents; unit ``i`` is snippet ``i``.
    ``quotations``: paragraphs go whatever their surroundings.
    """

    def __init__(self, documents: I64, kind: UnitKind, *, quotations: bool = False) -> None:
        self._quotations = quotations
        self._places = _Places(documents) if kind == "paragraph" else None

    def meet(self, cluster: Cluster) -> None:
        """Take note of a cluster."""
        if self._places is not None:
            self._places.meet(cluster)

    def verdicts(self, cluster: Cluster) -> dict[int, Verdict]:
        """A verdict for every member of a cluster that was met."""
        if cluster.copies < 2:
            return {}
        kept = cluster.representative
        if self._places is None:
            result = dict.fromkeys((m.index for m in cluster.members), Verdict(True, "a copy"))
        else:
            sites = self._places.sites(cluster)
            result = {
                m.index: self._places.paragraph(kept, m.index, sites, self._quotations)
                for m in cluster.members
            }
        result[kept] = Verdict(False, cluster.why)
        return result


def judge_seen(
    seen: Mapping[int, Seen], documents: I64, kind: UnitKind, *, quotations: bool = False
) -> dict[int, Verdict]:
    """A verdict for every unit that an earlier run has seen; ``documents``: of every unit.

    A paragraph goes if its surroundings were seen in the same document, too.
    """
    if not seen:
        return {}
    units_of = np.bincount(documents)
    shared = Counter((int(documents[index]), found.document) for index, found in seen.items())
    result = {}
    for index, found in seen.items():
        document = int(documents[index])

        def follows(at: int, document: int = document, earlier: str = found.document) -> bool:
            other = seen.get(at)
            return other is not None and other.document == earlier and documents[at] == document

        both = shared[document, found.document]
        copied = _run(index, follows) >= RUN or _half(both, int(units_of[document]))
        if found.itself:
            result[index] = Verdict(False, "seen before in this very place")
        elif found.more:
            result[index] = Verdict(
                False, f"says more than what was seen before in {found.document}"
            )
        elif kind != "paragraph" or copied or quotations:
            result[index] = Verdict(True, f"seen before in {found.document}")
        else:
            result[index] = Verdict(False, f"quoted from {found.document}, seen before")
    return result


def _run(index: int, follows: Callable[[int], bool]) -> int:
    """How long the row of copies is that unit ``index`` stands in, counted as far as it matters."""
    length = 1
    for step in (-1, 1):
        at = index + step
        while length < RUN and follows(at):
            length += 1
            at += step
    return length


def _half(shared: int, count: int) -> bool:
    return shared > 1 and 2 * shared >= count


class _Places:
    """Where paragraphs stand and what stands beside them."""

    def __init__(self, documents: I64) -> None:
        self._documents = documents.astype(np.int32)
        self._counts = np.bincount(documents).astype(np.int64)
        self._first = edges(self._counts)
        self._cluster = np.full(len(documents), -1, np.int32)
        self._kept = array("i")
        self._shared: tuple[U64, I64] | None = None

    def meet(self, cluster: Cluster) -> None:
        """Number a cluster."""
        self._cluster[[member.index for member in cluster.members]] = len(self._kept)
        self._kept.append(cluster.representative)

    def paragraph(self, kept: int, index: int, sites: int, quotations: bool) -> Verdict:
        """The verdict about a unit whose representative is another one."""
        if self._documents[index] == self._documents[kept]:
            return Verdict(False, "repeated inside its own document")
        if self._copied(index, kept):
            return Verdict(True, "a copy, and so are the paragraphs around it")
        if sites >= SITES:
            return Verdict(True, f"boilerplate at the edge of {sites} documents")
        if quotations:
            return Verdict(True, "a copy in other surroundings, removed on request")
        return Verdict(False, "quoted in other surroundings")

    def sites(self, cluster: Cluster) -> int:
        """At the edge of how many documents the members stand, if most of them do."""
        indices = np.array([member.index for member in cluster.members])
        documents = self._documents[indices]
        counts = self._counts[documents]
        at = indices - self._first[documents]
        # Of a document of few paragraphs every one is near an edge, which says nothing.
        edge = np.minimum(EDGE, counts // 3)
        edged = len(np.unique(documents[(at < edge) | (at >= counts - edge)]))
        return edged if 2 * edged > len(np.unique(documents)) else 0

    def _copied(self, one: int, other: int) -> bool:
        """Whether the surroundings of one unit are those of the other, too."""
        mine, theirs = int(self._documents[one]), int(self._documents[other])
        if _half(self._both(mine, theirs), int(self._counts[mine])):
            return True
        if self._counts[mine] == self._counts[theirs] == 1:
            return True  # neither has surroundings that could differ
        return _run(one, lambda at: self._same(at, mine, other + at - one, theirs)) >= RUN

    def _both(self, mine: int, theirs: int) -> int:
        """How many units of one document have their representative in the other."""
        if self._shared is None:
            some = np.flatnonzero(self._cluster >= 0)
            kept = np.array(self._kept, np.int64)[self._cluster[some]]
            left, right = self._documents[some], self._documents[kept]
            pairs = left.astype(np.uint64) << np.uint64(32) | right.astype(np.uint64)
            self._shared = runs(np.sort(pairs))
        pairs, counts = self._shared
        wanted = np.uint64(mine << 32 | theirs)
        at = int(np.searchsorted(pairs, wanted))
        return int(counts[at]) if at < len(pairs) and pairs[at] == wanted else 0

    def _same(self, one: int, mine: int, other: int, theirs: int) -> bool:
        """Whether two units are of one cluster and of these documents."""
        return (
            self._inside(one, mine)
            and self._inside(other, theirs)
            and self._cluster[one] >= 0
            and bool(self._cluster[one] == self._cluster[other])
        )

    def _inside(self, index: int, document: int) -> bool:
        return bool(self._first[document] <= index < self._first[document + 1])
