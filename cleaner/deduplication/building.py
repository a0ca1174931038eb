"""Clusters out of groups of rows, a batch at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication import grouping, survivors
from cleaner.deduplication.arrays import I64
from cleaner.deduplication.distinct import Distinct
from cleaner.deduplication.snippets import Snippet
from cleaner.deduplication.steps import AHEAD, Over, here
from cleaner.deduplication.verify import Evidence, Nearby, Thresholds, Verifier
from cleaner.model import Cluster, Keep, Member

_ONLY_LIKE_ALL = "the only one that is like all the others"
_ONLY = "the only one"
_BATCH = 1 << 14
"""Snippets of clusters that are built together, unless one has more."""


class Found:
    """The groups that a search found, and the clusters that they make.

    ``count``: how many clusters there are, ``several``: how many of them have several members.
    """

    def __init__(
        self,
        given: Sequence[Snippet],
        distinct: Distinct,
        verifier: Verifier,
        groups: grouping.Groups,
        keep: Keep = "longest",
        now: datetime | None = None,
        over: Over = here,
    ) -> None:
        self._given = given
        self._distinct = distinct
        self._verifier = verifier
        self._groups = groups
        self._keep = keep
        self._now = now
        self._over = over
        alone = np.ones(len(distinct.table), bool)
        alone[groups.members.values] = False
        # Clusters are numbered: the groups, then the rows that are in none.
        self._alone = np.flatnonzero(alone)
        self.count = len(groups) + len(self._alone)
        self._sizes = self._sum(distinct.copies.lengths(), np.add)
        self.several = int((self._sizes > 1).sum())

    def clusters(self, *, several: bool = False) -> Iterator[Cluster]:
        """The clusters in the order of their first members; ``several``: none of one member.

        Raises WriteError.
        """
        copies = self._distinct.copies
        first = np.asarray(copies.values[copies.starts[:-1]], np.int64)
        firsts = self._sum(first, np.minimum)
        chosen = np.flatnonzero(self._sizes > several)
        order = chosen[np.argsort(firsts[chosen])]
        ends = np.cumsum(self._sizes[order])
        most = _BATCH if self._over is here else AHEAD * _BATCH
        at = 0
        while at < len(order):
            before = ends[at - 1] if at else 0
            last = max(at + 1, int(np.searchsorted(ends, before + most, side="right")))
            yield from self._batch(order[at:last].tolist())
            at = last

    def _sum(self, values: I64, how: np.ufunc) -> I64:
        """For each cluster the sum, of a kind, of what its rows have."""
        members = self._groups.members
        alone = values[self._alone]
        if not len(members):
            return alone
        of_groups = how.reduceat(values[members.values], members.starts[:-1])
        return np.concatenate([of_groups, alone])

    def _batch(self, numbers: Sequence[int]) -> Iterator[Cluster]:
        size = len(self._groups)
        rows = [
            self._groups.members[n].tolist() if n < size else [int(self._alone[n - size])]
            for n in numbers
        ]
        vouchers = [
            self._groups.vouchers[n].tolist() if n < size else some
            for n, some in zip(numbers, rows, strict=True)
        ]
        every = np.array([row for some in rows for row in some], np.int64)
        copies = self._distinct.copies.take(every)
        of = {
            row: copies.values[copies.starts[at] : copies.starts[at + 1]].tolist()
            for at, row in enumerate(every.tolist())
        }
        given = {index: self._given[index] for index in sorted(copies.values.tolist())}
        near = Nearby(self._verifier, np.unique(every))
        only = [_ONLY_LIKE_ALL if n < size else _ONLY for n in numbers]
        eligible = [[i for row in some for i in of[row]] for some in vouchers]
        chosen = self._survivors(given, near, eligible, only)
        own = self._distinct.row[[survivor for survivor, _ in chosen]]
        lengths = np.array(list(map(len, rows)))
        evidence = near.compare(np.repeat(own, lengths), every, self._over)
        at = 0
        for (survivor, why), some in zip(chosen, rows, strict=True):
            yield self._cluster(given, of, survivor, why, some, evidence, at)
            at += len(some)

    def _survivors(
        self,
        given: Mapping[int, Snippet],
        near: Nearby,
        eligible: Sequence[Sequence[int]],
        only: Sequence[str],
    ) -> list[tuple[int, str]]:
        """Of each of several lists of indices, the survivor and why; ``only``: where it is one."""
        result, open_ = [], dict[int, survivors.Contest]()
        for number, indices in enumerate(eligible):
            if len(indices) == 1:
                result.append((indices[0], only[number]))
            elif self._keep == "longest":
                found = survivors.contest(given, indices)
                result.append(survivors.decide(found))
                if found.open:
                    open_[number] = found
            else:
                result.append(survivors.choose(given, indices, self._keep, self._now))
        for number, alike in zip(open_, self._alike(near, list(open_.values())), strict=True):
            result[number] = survivors.decide(open_[number], alike)
        return result

    def _alike(
        self, near: Nearby, contests: Sequence[survivors.Contest]
    ) -> Iterator[NDArray[np.float32]]:
        """How alike the texts of each contest are, all contests at once."""
        rows = [self._distinct.row[[text[0] for text in found.texts]] for found in contests]
        empty: I64 = np.zeros(0, np.int64)
        left = np.concatenate([empty, *(np.repeat(some, len(some)) for some in rows)])
        right = np.concatenate([empty, *(np.tile(some, len(some)) for some in rows)])
        alike = near.alike(left, right)
        at = 0
        for some in rows:
            yield alike[at : at + len(some) ** 2].reshape(len(some), -1)
            at += len(some) ** 2

    def _cluster(
        self,
        given: Mapping[int, Snippet],
        copies: Mapping[int, list[int]],
        survivor: int,
        why: str,
        rows: Sequence[int],
        evidence: Evidence,
        at: int,
    ) -> Cluster:
        own = int(self._distinct.row[survivor])
        members = []
        for offset, row in enumerate(rows):
            score, reason = 1.0, "the same words"
            if row != own:
                score, reason = _reason(evidence, at + offset, self._verifier.limits)
            for index in copies[row]:
                said = "the representative" if index == survivor else reason
                members.append(Member(index, given[index].id, score, said))
        members.sort(key=lambda member: member.index)
        every = [given[member.index] for member in members]
        kept = given[survivor]
        return Cluster(
            f"{int(self._distinct.table.digest[list(rows)].min()):016x}",
            survivor,
            kept.body,
            kept.title or _title(every),
            why,
            tuple(members),
            *survivors.together(every),
        )


def _title(snippets: Sequence[Snippet]) -> str:
    """The title that most of them have, of equally many the longest; "" if none has one."""
    counts = Counter(snippet.title for snippet in snippets if snippet.title)
    return min(counts, key=lambda title: (-counts[title], -len(title), title), default="")


def _reason(evidence: Evidence, at: int, limits: Thresholds) -> tuple[float, str]:
    score = round(float(evidence.containment[at]), 4)
    if score >= limits.floor:
        return score, limits.measured(score, int(evidence.words[at]), int(evidence.most[at]))
    return score, "the same title"
