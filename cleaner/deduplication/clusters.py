"""Near-duplicate snippets to clusters: the straight line of this package.

Identical texts are one text from the start (so a million copies cost no more than hashing them).
Everything that breaks a tie does so by content, so that the clusters are the same whatever the
order of the input.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from cleaner.deduplication import (
    arrays,
    candidates,
    components,
    grouping,
    snippets,
    survivors,
    titles,
)
from cleaner.deduplication.arrays import I64
from cleaner.deduplication.building import Found
from cleaner.deduplication.distinct import distinguish, hash_text
from cleaner.deduplication.snippets import Snippet
from cleaner.deduplication.spool import MEMORY, Room
from cleaner.deduplication.steps import AHEAD, Over, here
from cleaner.deduplication.table import Table
from cleaner.deduplication.verify import Nearby, Series, Thresholds, Verifier
from cleaner.errors import ConfigError
from cleaner.model import KEEPS, Card, Cluster, Keep, Member

_EMPTY = "there is no text to compare"


def dedup(
    items: Iterable[str | Card | Mapping[str, Any]],
    *,
    keep: Keep = "longest",
    threshold: float | None = None,
    now: datetime | None = None,
    over: Over = here,
) -> list[Cluster]:
    """Cluster near-duplicate snippets; every snippet is in exactly one cluster.

    ``items``: texts, the cards of ``Cleaned``, or mappings with ``text`` or ``title`` and any of
    ``id``, ``source``, ``age``, ``url``, ``document``, ``time``. ``keep``: which member survives.
    ``threshold``: the containment (0 to 1) that copies must reach, instead of the tested default.
    ``now``: when ages such as "2 hours ago" count from, where an item has no time of its own; the
    present if it is not said. ``over``: where the heavy steps are done (see ``cleaner.cluster``).
    Clusters stand in the order of their first members; what has no text is like nothing. Raises
    ConfigError for settings or items that cannot be used.
    """
    if keep not in KEEPS:
        raise ConfigError(f"keep={keep!r} is not known", remedy=f"one of {', '.join(KEEPS)}")
    if isinstance(items, str | bytes | Mapping):
        raise ConfigError("one snippet has no copies", remedy="pass a list of texts or mappings")
    if now is not None and not isinstance(now, datetime):
        raise ConfigError(f"now is {now!r}", remedy="a datetime.datetime")
    limits = limits_for(threshold)
    given = [snippets.read(item) for item in items]
    some = [index for index, snippet in enumerate(given) if snippet.body]
    texts = [given[index] for index in some]
    now = now or datetime.now(UTC)
    clusters = merge(texts, keep=keep, limits=limits, now=now, over=over)
    return clusters if len(some) == len(given) else _with_empty(clusters, given, some)


def _with_empty(
    clusters: Sequence[Cluster], given: Sequence[Snippet], some: Sequence[int]
) -> list[Cluster]:
    """The clusters of ``some`` of the snippets, and one for each of the others, in order."""
    found = [
        replace(
            cluster,
            representative=some[cluster.representative],
            members=tuple(replace(one, index=some[one.index]) for one in cluster.members),
        )
        for cluster in clusters
    ]
    empty = sorted({*range(len(given))}.difference(some))
    for number, index in enumerate(empty):
        own, name = given[index], f"{hash_text(f'empty {number}'):016x}"
        alone = Member(index, own.id, 1.0, "the representative")
        found.append(Cluster(name, index, "", "", _EMPTY, (alone,), *survivors.together([own])))
    return sorted(found, key=lambda cluster: cluster.members[0].index)


def limits_for(threshold: float | None) -> Thresholds:
    """The thresholds with ``threshold`` in place of the default for long texts.

    That of short texts lies as far above it as it does by default. Those of pages and ``floor``
    move along, all the way down to 0 and up to 1.
    """
    if threshold is None:
        return Thresholds()
    if not isinstance(threshold, int | float) or not 0 < threshold <= 1:
        raise ConfigError(
            f"a threshold of {threshold!r} is out of range", remedy="more than 0, at most 1"
        )
    default = Thresholds()

    def moved(value: float) -> float:
        return float(np.interp(threshold, (0, default.long, 1), (0, value, 1)))

    return Thresholds(
        long=threshold,
        short=min(1.0, threshold + default.short - default.long),
        document=moved(default.document),
        passage=moved(default.passage),
        floor=moved(default.floor),
    )


def merge(
    given: Sequence[Snippet],
    *,
    keep: Keep = "longest",
    limits: Thresholds | None = None,
    now: datetime | None = None,
    over: Over = here,
    series: Series | None = None,
) -> list[Cluster]:
    """``dedup`` of snippets that were read; ``over`` tells where the heavy steps are done.

    ``series``: see ``Verifier``.
    """
    if not given:
        return []
    with without_collector():
        found = find(given, keep=keep, limits=limits, now=now, over=over, series=series)
        return list(found.clusters())


def find(
    given: Sequence[Snippet],
    *,
    keep: Keep = "longest",
    limits: Thresholds | None = None,
    now: datetime | None = None,
    over: Over = here,
    room: Room = MEMORY,
    series: Series | None = None,
) -> Found:
    """The clusters of one snippet or more, to be had one after the other; see ``merge``.

    Raises WriteError when what there is no ``room`` for cannot be written.
    """
    distinct = distinguish((snippet.body for snippet in given), over, room)
    verifier, groups = group(distinct.table, limits or Thresholds(), over, room, series)
    groups = titles.attach(groups, given, distinct.row, distinct.table)
    return Found(given, distinct, verifier, groups, keep, now, over)


@contextmanager
def without_collector() -> Iterator[None]:
    """Spare the search for cycles among millions of small objects that have none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def group(
    table: Table,
    limits: Thresholds,
    over: Over = here,
    room: Room = MEMORY,
    series: Series | None = None,
) -> tuple[Verifier, grouping.Groups]:
    """The groups of copies among the rows of ``table``."""
    posted = candidates.postings(table.shingles, over, room)
    words = table.words.astype(np.int64)
    shares = candidates.common_shares(posted, table.shingles)
    verifier = Verifier(table, shares, limits, series)
    pairs = candidates.candidates(posted, words)
    label = components.components(len(table), map(candidates.unpacked, pairs))
    chunks = components.chunks(pairs, label, room, 1 if over is here else AHEAD)
    found = [_grouped(verifier, left, right, words, over) for left, right in chunks]
    return verifier, grouping.joined(found)


def _grouped(verifier: Verifier, left: I64, right: I64, words: I64, over: Over) -> grouping.Groups:
    """The groups among rows whose pairs are all given."""
    rows = arrays.distinct(np.concatenate([left, right]).astype(np.uint64)).astype(np.int64)
    near = Nearby(verifier, rows)
    evidence = near.compare(left, right, over)
    left, right = np.searchsorted(rows, left), np.searchsorted(rows, right)
    order = np.argsort(left << 32 | right)
    links = grouping.Links(
        left[order],
        right[order],
        evidence.scores(verifier.limits)[order],
        evidence.copies(verifier.limits)[order],
    )

    def scorer(one: I64, other: I64) -> grouping.Scores:
        return near.compare(rows[one], rows[other]).scores(verifier.limits)

    return grouping.laid(grouping.groups(links, words[rows], scorer, verifier.limits), rows)


def guarding(texts: Sequence[str], one: int, other: int, limits: Thresholds) -> list[str]:
    """The guards that keep two of ``texts`` apart; some look at all of them."""
    distinct = distinguish(texts)
    verifier, _ = group(distinct.table, limits)
    rows = distinct.row[[one, other]]
    found = verifier.compare(rows[:1], rows[1:]).guards(limits)
    return [name for name, rejected in found.items() if rejected[0]]
