"""Which copies may go.

A snippet or a document that is a copy goes. A paragraph goes only if it is boilerplate (the same
at the edge of several documents) or copied with its surroundings: ``RUN`` paragraphs in a row, or
half of the document that loses it. What two articles quote in different surroundings belongs to
both of them, be it a sentence or a statement of two paragraphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from cleaner.deduplication.index import Seen
from cleaner.deduplication.units import Unit, UnitKind
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


def judge(
    clusters: Sequence[Cluster], units: Sequence[Unit], kind: UnitKind, *, quotations: bool = False
) -> dict[int, Verdict]:
    """A verdict for every unit in a cluster of several; ``units[i]`` is snippet ``i``.

    ``quotations``: paragraphs go whatever their surroundings.
    """
    shared = [cluster for cluster in clusters if cluster.copies > 1]
    if kind != "paragraph":
        return {
            member.index: _kept(cluster, member.index) or Verdict(True, "a copy")
            for cluster in shared
            for member in cluster.members
        }
    places = _Places(shared, units)
    return {
        member.index: _kept(cluster, member.index)
        or places.paragraph(cluster, member.index, quotations)
        for cluster in shared
        for member in cluster.members
    }


def judge_seen(
    seen: Mapping[int, Seen], units: Sequence[Unit], kind: UnitKind, *, quotations: bool = False
) -> dict[int, Verdict]:
    """A verdict for every unit that an earlier run has seen.

    A paragraph goes if its surroundings were seen in the same document, too.
    """
    units_of = Counter(unit.document for unit in units)
    shared = Counter((units[index].document, found.document) for index, found in seen.items())
    result = {}
    for index, found in seen.items():
        document = units[index].document

        def follows(at: int, document: int = document, earlier: str = found.document) -> bool:
            other = seen.get(at)
            return (
                other is not None and other.document == earlier and units[at].document == document
            )

        both = shared[document, found.document]
        copied = _run(index, follows) >= RUN or _half(both, units_of[document])
        if found.itself:
            result[index] = Verdict(False, "seen before in this very place")
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


def _kept(cluster: Cluster, index: int) -> Verdict | None:
    return Verdict(False, cluster.why) if index == cluster.representative else None


class _Places:
    """Where paragraphs stand and what stands beside them."""

    def __init__(self, shared: Sequence[Cluster], units: Sequence[Unit]) -> None:
        self.units = units
        self.cluster_of: Mapping[int, int] = {
            member.index: number
            for number, cluster in enumerate(shared)
            for member in cluster.members
        }
        self.counts: dict[int, int] = {}
        self.position: list[int] = []
        for unit in units:
            at = self.counts.get(unit.document, 0)
            self.position.append(at)
            self.counts[unit.document] = at + 1
        # How many units of one document have their representative in the other.
        self.shared = Counter(
            (units[member.index].document, units[cluster.representative].document)
            for cluster in shared
            for member in cluster.members
        )
        self._boilerplate: dict[str, int] = {}

    def paragraph(self, cluster: Cluster, index: int, quotations: bool) -> Verdict:
        kept = cluster.representative
        if self.units[index].document == self.units[kept].document:
            return Verdict(False, "repeated inside its own document")
        if self._copied(index, kept):
            return Verdict(True, "a copy, and so are the paragraphs around it")
        sites = self._sites(cluster)
        if sites >= SITES:
            return Verdict(True, f"boilerplate at the edge of {sites} documents")
        if quotations:
            return Verdict(True, "a copy in other surroundings, removed on request")
        return Verdict(False, "quoted in other surroundings")

    def _copied(self, one: int, other: int) -> bool:
        """Whether the surroundings of one unit are those of the other, too."""
        mine, theirs = self.units[one].document, self.units[other].document
        if _half(self.shared[mine, theirs], self.counts[mine]):
            return True
        if self.counts[mine] == self.counts[theirs] == 1:
            return True  # neither has surroundings that could differ
        return _run(one, lambda at: self._same(at, mine, other + at - one, theirs)) >= RUN

    def _same(self, one: int, mine: int, other: int, theirs: int) -> bool:
        """Whether two units are of one cluster and of these documents."""
        number = self.cluster_of.get(one)
        return (
            number is not None
            and number == self.cluster_of.get(other)
            and self.units[one].document == mine
            and self.units[other].document == theirs
        )

    def _sites(self, cluster: Cluster) -> int:
        """At the edge of how many documents the members stand, if most of them do."""
        known = self._boilerplate.get(cluster.id)
        if known is None:
            edge = {self.units[m.index].document for m in cluster.members if self._at_edge(m.index)}
            every = {self.units[m.index].document for m in cluster.members}
            known = len(edge) if 2 * len(edge) > len(every) else 0
            self._boilerplate[cluster.id] = known
        return known

    def _at_edge(self, index: int) -> bool:
        count, at = self.counts[self.units[index].document], self.position[index]
        # Of a document of few paragraphs every one is near an edge, which says nothing.
        edge = min(EDGE, count // 3)
        return at < edge or at >= count - edge
