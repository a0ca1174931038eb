"""Near-duplicate snippets to clusters: the straight line of this package.

Identical texts are one text from the start (so a million copies cost no more than hashing them).
Everything that breaks a tie does so by content, so that the clusters are the same whatever the
order of the input.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication import arrays, candidates, grouping, snippets, survivors, titles, tokens
from cleaner.deduplication.arrays import I64
from cleaner.deduplication.snippets import Snippet
from cleaner.deduplication.steps import Over, here
from cleaner.deduplication.table import Table, merged
from cleaner.deduplication.verify import Evidence, Thresholds, Verifier
from cleaner.errors import ConfigError
from cleaner.model import KEEPS, Cluster, Keep, Member

_ONLY_LIKE_ALL = "the only one that is like all the others"


@dataclass(frozen=True, slots=True)
class Distinct:
    """Texts without their exact repeats.

    ``table``: a row each, in the order of their digests. ``row``: the row of every text of the
    input. ``copies``: for each row the indices of its texts, laid end to end, and their starts.
    """

    table: Table
    row: I64
    copies: arrays.Rows


def dedup(
    items: Iterable[str | Mapping[str, Any]],
    *,
    keep: Keep = "longest",
    threshold: float | None = None,
    now: datetime | None = None,
    over: Over = here,
) -> list[Cluster]:
    """Cluster near-duplicate snippets; every snippet is in exactly one cluster.

    ``items``: texts, or mappings with ``text`` and any of ``id``, ``source``, ``age``, ``title``,
    ``url``, ``document``, ``time``. ``keep``: which member survives. ``threshold``: the containment
    (0 to 1) that copies must reach, instead of the tested default. ``now``: when ages such as
    "2 hours ago" count from. ``over``: where the heavy steps are done (see ``cleaner.cluster``).
    Clusters stand in the order of their first members. Raises ConfigError for settings or items
    that cannot be used.
    """
    if keep not in KEEPS:
        raise ConfigError(f"keep={keep!r} is not known", remedy=f"one of {', '.join(KEEPS)}")
    if isinstance(items, str | bytes | Mapping):
        raise ConfigError("one snippet has no copies", remedy="pass a list of texts or mappings")
    given = [snippets.read(item) for item in items]
    return merge(given, keep=keep, limits=limits_for(threshold), now=now, over=over)


def limits_for(threshold: float | None) -> Thresholds:
    """The thresholds with ``threshold`` in place of the default for long texts."""
    if threshold is None:
        return Thresholds()
    if not 0 < threshold <= 1:
        raise ConfigError(
            f"a threshold of {threshold} is out of range", remedy="more than 0, at most 1"
        )
    default = Thresholds()
    return Thresholds(long=threshold, short=min(1.0, threshold + default.short - default.long))


def merge(
    given: Sequence[Snippet],
    *,
    keep: Keep = "longest",
    limits: Thresholds | None = None,
    now: datetime | None = None,
    over: Over = here,
) -> list[Cluster]:
    """``dedup`` of snippets that were read; ``over`` tells where the heavy steps are done."""
    if not given:
        return []
    with _without_collector():
        return _merge(given, keep, limits or Thresholds(), now, over)


def _merge(
    given: Sequence[Snippet], keep: Keep, limits: Thresholds, now: datetime | None, over: Over
) -> list[Cluster]:
    distinct = distinguish([snippet.body for snippet in given], over)
    verifier, groups = group(distinct.table, limits, over)
    groups = titles.attach(groups, given, distinct.row, distinct.table)
    builder = _Builder(given, distinct, verifier, keep, now, over)
    found = builder.clusters(groups)
    found.sort(key=lambda cluster: cluster.members[0].index)
    return found


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare the search for cycles among millions of small objects that have none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def distinguish(texts: Sequence[str], over: Over = here) -> Distinct:
    """Tabulate texts; those of the same words share a row. Texts without words keep their own."""
    tables: list[Table] = []
    digests: list[arrays.U64] = []
    seen: set[int] = set()
    batches = (texts[first:last] for first, last in tokens.batches(texts))
    for table in over(_tabulated, None, batches):
        digests.append(table.digest)
        fresh = []
        for at, value in enumerate(table.digest.tolist()):
            if value not in seen:
                seen.add(value)
                fresh.append(at)
        tables.append(table if len(fresh) == len(table) else table.take(np.array(fresh, np.int64)))
    every = np.concatenate(digests)
    kept = np.concatenate([t.digest for t in tables])
    rank = np.empty(len(kept), np.int64)
    rank[np.argsort(kept)] = np.arange(len(kept))
    table = merged(tables, rank)
    row = np.searchsorted(table.digest, every)
    order = np.argsort(row, kind="stable")
    counts = np.bincount(row, minlength=len(table)).astype(np.int64)
    return Distinct(table, row, arrays.Rows(order, arrays.edges(counts)))


def _tabulated(_: None, texts: Sequence[str]) -> Table:
    table = tokens.tabulate(texts)
    # A text without words (an emoji-free "…") is a copy of nothing but itself.
    for blank in np.flatnonzero(table.words == 0).tolist():
        table.digest[blank] = hash_text(texts[blank])
    return table


def hash_text(text: str) -> int:
    """A digest of the very characters, the same in every process."""
    import hashlib

    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")


def group(
    table: Table, limits: Thresholds, over: Over = here
) -> tuple[Verifier, list[grouping.Group]]:
    """The groups of copies among the rows of ``table``."""
    posted = candidates.postings(table.shingles, over)
    words = table.words.astype(np.int64)
    pairs = candidates.candidates(posted, words)
    left = (pairs >> np.uint64(32)).astype(np.int64)
    right = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    verifier = Verifier(table, candidates.common_shares(posted, table.shingles), limits)
    evidence = verifier.compare(left, right, over)
    links = grouping.Links(left, right, evidence.scores(limits), evidence.copies(limits))
    return verifier, grouping.groups(links, words, verifier.scores)


def guarding(texts: Sequence[str], one: int, other: int, limits: Thresholds) -> list[str]:
    """The guards that keep two of ``texts`` apart; some look at all of them."""
    distinct = distinguish(texts)
    verifier, _ = group(distinct.table, limits)
    rows = distinct.row[[one, other]]
    found = verifier.compare(rows[:1], rows[1:]).guards(limits)
    return [name for name, rejected in found.items() if rejected[0]]


class _Builder:
    """Makes clusters of groups of rows."""

    def __init__(
        self,
        given: Sequence[Snippet],
        distinct: Distinct,
        verifier: Verifier,
        keep: Keep,
        now: datetime | None,
        over: Over,
    ) -> None:
        self.over = over
        self.given = given
        self.distinct = distinct
        self.verifier = verifier
        self.keep = keep
        self.now = now
        # As lists, because one row after the other is asked for.
        self._digests: list[int] = distinct.table.digest.tolist()
        self._copies: list[int] = distinct.copies.values.tolist()
        self._starts: list[int] = distinct.copies.starts.tolist()

    def clusters(self, groups: Sequence[grouping.Group]) -> list[Cluster]:
        """A cluster for every group, and for every row that is in none."""
        alone = np.ones(len(self.distinct.table), bool)
        chosen = self._survivors([self._of(found.vouchers) for found in groups], _ONLY_LIKE_ALL)
        rows, members = list[int](), list[int]()
        for (survivor, _), found in zip(chosen, groups, strict=True):
            alone[list(found.members)] = False
            rows += [int(self.distinct.row[survivor])] * len(found.members)
            members += found.members
        pairs = np.array(rows, np.int64), np.array(members, np.int64)
        evidence = self.verifier.compare(*pairs, self.over)
        result, at = [], 0
        for (survivor, why), found in zip(chosen, groups, strict=True):
            last = at + len(found.members)
            result.append(self._cluster(survivor, why, found.members, evidence, at))
            at = last
        single = np.flatnonzero(alone).tolist()
        chosen = self._survivors([self._indices(row) for row in single], "the only one")
        for (survivor, why), row in zip(chosen, single, strict=True):
            result.append(self._cluster(survivor, why, (row,), None, 0))
        return result

    def _indices(self, row: int) -> list[int]:
        return self._copies[self._starts[row] : self._starts[row + 1]]

    def _of(self, rows: Sequence[int]) -> list[int]:
        return [i for row in rows for i in self._indices(row)]

    def _survivors(self, eligible: Sequence[Sequence[int]], only: str) -> list[tuple[int, str]]:
        """Of each of several lists of indices, the survivor and why; ``only``: where it is one."""
        result, open_ = [], dict[int, survivors.Contest]()
        for number, indices in enumerate(eligible):
            if len(indices) == 1:
                result.append((indices[0], only))
            elif self.keep == "longest":
                found = survivors.contest(self.given, indices)
                result.append(survivors.decide(found))
                if found.open:
                    open_[number] = found
            else:
                result.append(survivors.choose(self.given, indices, self.keep, self.now))
        for number, alike in zip(open_, self._alike(list(open_.values())), strict=True):
            result[number] = survivors.decide(open_[number], alike)
        return result

    def _alike(self, contests: Sequence[survivors.Contest]) -> Iterator[NDArray[np.float32]]:
        """How alike the texts of each contest are, all contests at once."""
        rows = [self.distinct.row[[text[0] for text in found.texts]] for found in contests]
        left = [np.repeat(some, len(some)) for some in rows]
        right = [np.tile(some, len(some)) for some in rows]
        empty = np.zeros(0, np.int64)
        alike = self.verifier.alike(np.concatenate([empty, *left]), np.concatenate([empty, *right]))
        at = 0
        for some in rows:
            yield alike[at : at + len(some) ** 2].reshape(len(some), -1)
            at += len(some) ** 2

    def _reason(self, evidence: Evidence, at: int) -> tuple[float, str]:
        score = round(float(evidence.containment[at]), 4)
        if score >= grouping.FLOOR:
            words = evidence.words[at]
            return score, f"{score:.0%} of the 4-grams of the shorter text ({words} words)"
        return score, "the same title"

    def _cluster(
        self, survivor: int, why: str, rows: Sequence[int], evidence: Evidence | None, at: int
    ) -> Cluster:
        own = int(self.distinct.row[survivor])
        members = []
        for offset, row in enumerate(rows):
            score, reason = 1.0, "the same words"
            if row != own and evidence is not None:
                score, reason = self._reason(evidence, at + offset)
            for index in self._indices(row):
                said = "the representative" if index == survivor else reason
                members.append(Member(index, self.given[index].id, score, said))
        members.sort(key=lambda member: member.index)
        every = [self.given[member.index] for member in members]
        kept = self.given[survivor]
        return Cluster(
            f"{min(self._digests[row] for row in rows):016x}",
            survivor,
            kept.body,
            kept.title or next((s.title for s in every if s.title), ""),
            why,
            tuple(members),
            *survivors.together(every),
        )
