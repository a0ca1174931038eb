"""What was seen in earlier runs, and which new snippets repeat it.

Of each cluster its representative is known: new texts are held against it, and against nothing
else, so that any number of copies of it can come. Half of its shingles are kept (all of a short
one); a new text asks with all of its own, so that it finds an old text whichever of the two is cut.
A new text that says more than the representative is no copy that could go: it takes its place.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication import arrays, tokens
from cleaner.deduplication.arrays import I64
from cleaner.deduplication.candidates import COMMON, SHARED
from cleaner.deduplication.clusters import merge
from cleaner.deduplication.distinct import Distinct, distinguish
from cleaner.deduplication.seen import Seen, joined, met, renumbered
from cleaner.deduplication.snippets import Snippet
from cleaner.deduplication.store import Standing, Store
from cleaner.deduplication.table import Table, merged
from cleaner.deduplication.verify import TEMPLATE, Series, Thresholds, Verifier
from cleaner.model import Cluster, Keep, Member

_SHORT = 12
_PARTNERS = 20
_MORE = 0.2
_LEAST, _MOST = 2, 30
"""A text says more that is longer by this share; at least by so many words, at most by so many."""


class _Match(NamedTuple):
    """An earlier cluster that a text belongs to; ``more``: it says more than is known of it."""

    cluster: int
    score: float
    why: str
    more: bool = False


class _Run(NamedTuple):
    """What a run can add: its new clusters, and which of them succeed earlier ones (by number)."""

    given: Sequence[Snippet]
    distinct: Distinct
    matches: Mapping[int, _Match]
    fresh: Sequence[Cluster]
    heirs: Mapping[int, int]


class Index:
    """An index, open for one run; a context manager that forgets what was not committed.

    ``write``: whether what is added can be committed. Raises ConfigError when the file is no index,
    of another version, or made with other settings, and WriteError when it cannot be used.
    """

    def __init__(self, path: Path, limits: Thresholds, unit: str, *, write: bool = True) -> None:
        self.limits = limits
        settings = {"unit": unit, "shingle": tokens.SHINGLE, **dataclasses.asdict(limits)}
        self._store = Store(path, settings, write=write)
        self._run: _Run | None = None

    def __enter__(self) -> Self:
        self._store.__enter__()
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._store.__exit__(kind, error, trace)

    def commit(self) -> None:
        """Keep what this run has added; raises WriteError."""
        self._store.commit()

    def merge(
        self, given: Sequence[Snippet], *, keep: Keep, now: datetime | None
    ) -> tuple[list[Cluster], dict[int, Seen]]:
        """Cluster ``given`` with what was seen before.

        Returns the clusters of this run and, by index of the snippet, what was seen: snippets of
        an earlier cluster form one cluster here, whose representative may not be among them.
        """
        self._run = None
        if not given:
            return [], {}
        distinct = distinguish([snippet.body for snippet in given])
        found, unknown = self._known(distinct)
        series = partial(self._in_series, Counter(distinct.table.pattern[unknown].tolist()))
        matches = found | self._verified(distinct, unknown, series)
        old: list[int] = []
        new: list[int] = []
        for index, row in enumerate(distinct.row.tolist()):
            match = matches.get(row)
            (new if match is None or match.more else old).append(index)
        fresh = [
            renumbered(cluster, new)
            for cluster in merge(
                [given[i] for i in new], keep=keep, limits=self.limits, now=now, series=series
            )
        ]
        heirs = _heirs(fresh, distinct, matches)
        self._run = _Run(given, distinct, matches, fresh, heirs)
        seen, members = self._seen(old, self._run)
        clusters = list(fresh)
        for at, number in heirs.items():
            name = self._store.known(number).cluster
            clusters[at] = joined(fresh[at], name, members.pop(name, ()), given)
        clusters += [met(name, some, given) for name, some in members.items()]
        clusters.sort(key=lambda cluster: cluster.members[0].index)
        return clusters, seen

    def remember(self, but: Container[int] = ()) -> None:
        """Add what ``merge`` was given last (until ``commit``).

        ``but``: snippets that were not kept. Of their clusters nothing is remembered.
        """
        if self._run is None:
            return
        given, distinct, matches, fresh, heirs = self._run
        digests, patterns = _signed(distinct.table.digest), _signed(distinct.table.pattern)
        standing = {
            at: Standing(
                digests[row := int(distinct.row[cluster.representative])],
                _printable(given[cluster.representative].document),
                _printable(given[cluster.representative].body),
                _kept(distinct, row),
            )
            for at, cluster in enumerate(fresh)
            if cluster.representative not in but
        }
        new = [at for at in standing if at not in heirs]
        numbers = self._store.add_clusters([(fresh[at].id, standing[at]) for at in new])
        number_of = {**heirs, **dict(zip(new, numbers, strict=True))}
        self._store.succeed({n: standing[at] for at, n in heirs.items() if at in standing})
        cluster_of = {row: match.cluster for row, match in matches.items() if not match.more}
        for at in standing:
            for member in fresh[at].members:
                cluster_of[int(distinct.row[member.index])] = number_of[at]
        self._store.add_texts(
            (digests[row], number, patterns[row] if patterns[row] != digests[row] else None)
            for row, number in cluster_of.items()
        )

    def _known(self, distinct: Distinct) -> tuple[dict[int, _Match], list[int]]:
        """By row, the earlier cluster of a text of these words; and the rows without one."""
        found: dict[int, _Match] = {}
        unknown = []
        for row, digest in enumerate(_signed(distinct.table.digest)):
            cluster = self._store.cluster_of(digest)
            if cluster is None:
                unknown.append(row)
            else:
                found[row] = _Match(cluster, 1.0, "the same words")
        return found, unknown

    def _in_series(self, fresh: Mapping[int, int], table: Table) -> NDArray[np.bool_]:
        """As ``in_series``, counting earlier texts and ``fresh`` ones: how many of each pattern."""
        some = np.flatnonzero(table.pattern != table.digest)
        patterns, at = np.unique(table.pattern[some], return_inverse=True)
        counts = [
            fresh.get(own, 0) + self._store.alike(signed)
            for own, signed in zip(patterns.tolist(), _signed(patterns), strict=True)
        ]
        result = np.zeros(len(table), bool)
        result[some] = (np.array(counts, np.int64) >= TEMPLATE)[at]
        return result

    def _candidates(self, distinct: Distinct, row: int) -> list[int]:
        shared: Counter[int] = Counter()
        hashes = _signed(arrays.distinct(distinct.table.shingles[row].astype(np.uint64)))
        for value in hashes:
            clusters = self._store.clusters_with(value, COMMON + 1)
            if len(clusters) <= COMMON:
                shared.update(clusters)
        needed = 1 if len(hashes) < _SHORT else SHARED
        best = sorted((-count, number) for number, count in shared.items() if count >= needed)
        return [number for _, number in best[:_PARTNERS]]

    def _verified(
        self, distinct: Distinct, unknown: Sequence[int], series: Series
    ) -> dict[int, _Match]:
        """By row, the earlier cluster whose representative it is a copy of, or says more than."""
        pairs = [(row, number) for row in unknown for number in self._candidates(distinct, row)]
        if not pairs:
            return {}
        numbers = sorted({number for _, number in pairs})
        bodies = [self._store.body(number) for number in numbers]
        rows = np.array(sorted({row for row, _ in pairs}), np.int64)
        parts = [distinct.table.take(rows)]
        parts += [tokens.tabulate(bodies[a:b]) for a, b in tokens.batches(bodies)]
        table = merged(parts)
        verifier = Verifier(table, np.zeros(len(table), np.float32), self.limits, series)
        left = np.searchsorted(rows, [row for row, _ in pairs])
        right = len(rows) + np.searchsorted(numbers, [number for _, number in pairs])
        evidence = verifier.compare(left, right)
        words = table.words.astype(np.int64)
        more = words[left] - words[right] > np.clip(_MORE * words[right], _LEAST, _MOST)
        result: dict[int, _Match] = {}
        for at in np.flatnonzero(evidence.copies(self.limits)).tolist():
            row, number = pairs[at]
            score = round(float(evidence.containment[at]), 4)
            known = result.get(row)
            # One that has all of it comes before those that have not.
            if known is None or (not more[at], score) > (not known.more, known.score):
                least, most = int(evidence.words[at]), int(evidence.most[at])
                why = self.limits.measured(score, least, most)
                result[row] = _Match(number, score, why, bool(more[at]))
        return result

    def _seen(
        self, old: Sequence[int], run: _Run
    ) -> tuple[dict[int, Seen], dict[str, list[Member]]]:
        """What was seen, and the members of the clusters that were."""
        seen: dict[int, Seen] = {}
        members: dict[str, list[Member]] = {}
        again: set[int] = set()
        digests = _signed(run.distinct.table.digest)
        for index in old:
            row = int(run.distinct.row[index])
            match = run.matches[row]
            known = self._store.known(match.cluster)
            itself = (
                match.cluster not in again
                and known.digest == digests[row]
                and known.document == _printable(run.given[index].document)
            )
            if itself:
                again.add(match.cluster)
            seen[index] = Seen(known.cluster, known.document, match.score, match.why, itself)
            member = Member(index, run.given[index].id, match.score, match.why)
            members.setdefault(known.cluster, []).append(member)
        for cluster in run.fresh:
            more = run.matches.get(int(run.distinct.row[cluster.representative]))
            if more is not None:
                known = self._store.known(more.cluster)
                found = Seen(known.cluster, known.document, more.score, more.why, more=True)
                seen[cluster.representative] = found
        return seen, members


def _heirs(
    fresh: Sequence[Cluster], distinct: Distinct, matches: Mapping[int, _Match]
) -> dict[int, int]:
    """Which clusters take the place of which earlier ones, one of each: the most alike."""
    table = distinct.table
    best: dict[int, tuple[float, int, int, int]] = {}
    for at, cluster in enumerate(fresh):
        row = int(distinct.row[cluster.representative])
        if (match := matches.get(row)) is not None:
            claim = (match.score, int(table.words[row]), int(table.digest[row]), at)
            best[match.cluster] = max(claim, best.get(match.cluster, claim))
    return {at: number for number, (*_, at) in best.items()}


def _kept(distinct: Distinct, row: int) -> list[int]:
    values = arrays.distinct(distinct.table.shingles[row].astype(np.uint64))
    if len(values) >= _SHORT:
        values = values[(values & np.uint64(1)) == 0]
    return _signed(values)


def _signed(values: arrays.U64) -> list[int]:
    """As SQLite keeps integers."""
    signed: I64 = values.view(np.int64)
    found: list[int] = signed.tolist()
    return found


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
