"""What was seen in earlier runs, and which new snippets repeat it.

Of each text half of the shingles are kept (all of a short one); a new text asks with all of its
own, so that it finds an old text whichever of the two is cut.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

from cleaner.deduplication import arrays, tokens
from cleaner.deduplication.arrays import I64
from cleaner.deduplication.candidates import COMMON, SHARED
from cleaner.deduplication.clusters import merge
from cleaner.deduplication.distinct import Distinct, distinguish
from cleaner.deduplication.snippets import Snippet
from cleaner.deduplication.store import Bodies, Store
from cleaner.deduplication.survivors import together
from cleaner.deduplication.table import merged
from cleaner.deduplication.verify import Thresholds, Verifier
from cleaner.model import Cluster, Keep, Member

_SHORT = 12
_PARTNERS = 20


class Seen(NamedTuple):
    """What an earlier run knows of a snippet.

    ``cluster`` and ``document`` (of its representative), ``score`` and ``why`` as in ``Member``;
    ``itself``: the snippet is that representative, met again.
    """

    cluster: str
    document: str
    score: float
    why: str
    itself: bool


class _Match(NamedTuple):
    cluster: int
    score: float
    why: str


class Index:
    """An index, open for one run; a context manager that forgets what was not committed.

    ``write``: whether what is added can be committed. Raises ConfigError when the file is no index,
    of another version, or made with other settings, and WriteError when it cannot be used.
    """

    def __init__(self, path: Path, limits: Thresholds, unit: str, *, write: bool = True) -> None:
        self.limits = limits
        settings = {"unit": unit, "shingle": tokens.SHINGLE, **dataclasses.asdict(limits)}
        self._store = Store(path, settings, write=write)

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
        """Cluster ``given`` with what was seen before, and remember it (until ``commit``).

        Returns the clusters of this run and, by index of the snippet, what was seen: snippets of
        an earlier cluster form one cluster here, whose representative may not be among them.
        """
        if not given:
            return [], {}
        distinct = distinguish([snippet.body for snippet in given])
        matches = self._matches(distinct, given)
        old = [i for i, row in enumerate(distinct.row.tolist()) if row in matches]
        new = [i for i, row in enumerate(distinct.row.tolist()) if row not in matches]
        fresh = merge([given[i] for i in new], keep=keep, limits=self.limits, now=now)
        clusters = [_renumbered(cluster, new) for cluster in fresh]
        numbers = self._remember_clusters(clusters, given, distinct)
        for cluster, number in zip(clusters, numbers, strict=True):
            for member in cluster.members:
                matches[int(distinct.row[member.index])] = _Match(number, member.score, member.why)
        self._remember_texts(distinct, given, matches)
        seen, met = self._seen(old, given, distinct, matches)
        clusters += met
        clusters.sort(key=lambda cluster: cluster.members[0].index)
        return clusters, seen

    def _matches(self, distinct: Distinct, given: Sequence[Snippet]) -> dict[int, _Match]:
        """By row, the earlier cluster that it belongs to."""
        found: dict[int, _Match] = {}
        unknown = []
        for row, digest in enumerate(_signed(distinct.table.digest)):
            cluster = self._store.cluster_of(digest)
            if cluster is None:
                unknown.append(row)
            else:
                found[row] = _Match(cluster, 1.0, "the same words")
        pairs = [(row, text) for row in unknown for text in self._candidates(distinct, row)]
        if pairs:
            found |= self._verified(distinct, pairs)
        return found

    def _candidates(self, distinct: Distinct, row: int) -> list[int]:
        shared: Counter[int] = Counter()
        hashes = _signed(arrays.distinct(distinct.table.shingles[row].astype(np.uint64)))
        for value in hashes:
            texts = self._store.texts_with(value, COMMON + 1)
            if len(texts) <= COMMON:
                shared.update(texts)
        needed = 1 if len(hashes) < _SHORT else SHARED
        best = sorted((-count, text) for text, count in shared.items() if count >= needed)
        return [text for _, text in best[:_PARTNERS]]

    def _verified(self, distinct: Distinct, pairs: Sequence[tuple[int, int]]) -> dict[int, _Match]:
        """The best earlier text of each row that is its copy and whose representative is alike."""
        bodies: dict[int, Bodies] = {}
        for _, text in pairs:
            if text not in bodies:
                bodies[text] = self._store.bodies(text)
        place = {text: at for at, text in enumerate(bodies)}
        earlier = [found.text for found in bodies.values()]
        kept = [found.representative for found in bodies.values()]
        rows = np.array(sorted({row for row, _ in pairs}), np.int64)
        new_at = {row: at for at, row in enumerate(rows.tolist())}
        parts = [distinct.table.take(rows)]
        parts += [tokens.tabulate(earlier[a:b]) for a, b in tokens.batches(earlier)]
        parts += [tokens.tabulate(kept[a:b]) for a, b in tokens.batches(kept)]
        total = len(rows) + 2 * len(bodies)
        table = merged(parts)
        verifier = Verifier(table, np.zeros(total, np.float32), self.limits)
        left = np.array([new_at[row] for row, _ in pairs], np.int64)
        right = np.array([len(rows) + place[text] for _, text in pairs], np.int64)
        evidence = verifier.compare(left, right)
        vouched = verifier.scores(left, right + len(bodies))
        good = evidence.copies(self.limits) & (vouched >= self.limits.floor)
        result: dict[int, _Match] = {}
        for at in np.flatnonzero(good).tolist():
            row, text = pairs[at]
            score = round(float(vouched[at]), 4)
            known = result.get(row)
            if known is None or score > known.score:
                words, most = int(evidence.words[at]), int(evidence.most[at])
                why = self.limits.measured(score, words, most)
                result[row] = _Match(bodies[text].cluster, score, why)
        return result

    def _remember_clusters(
        self, clusters: Sequence[Cluster], given: Sequence[Snippet], distinct: Distinct
    ) -> list[int]:
        digests = _signed(distinct.table.digest)
        return self._store.add_clusters(
            [
                (
                    cluster.id,
                    digests[int(distinct.row[cluster.representative])],
                    _printable(given[cluster.representative].document),
                    _printable(given[cluster.representative].body),
                )
                for cluster in clusters
            ]
        )

    def _remember_texts(
        self, distinct: Distinct, given: Sequence[Snippet], matches: dict[int, _Match]
    ) -> None:
        self._store.add_texts(
            (
                digest,
                matches[row].cluster,
                _printable(given[int(distinct.copies[row][0])].body),
                _kept(distinct, row),
            )
            for row, digest in enumerate(_signed(distinct.table.digest))
        )

    def _seen(
        self,
        old: Sequence[int],
        given: Sequence[Snippet],
        distinct: Distinct,
        matches: dict[int, _Match],
    ) -> tuple[dict[int, Seen], list[Cluster]]:
        seen: dict[int, Seen] = {}
        members: dict[str, list[Member]] = {}
        met: set[int] = set()
        digests = _signed(distinct.table.digest)
        for index in old:
            row = int(distinct.row[index])
            match = matches[row]
            known = self._store.known(match.cluster)
            itself = (
                match.cluster not in met
                and known.digest == digests[row]
                and known.document == _printable(given[index].document)
            )
            if itself:
                met.add(match.cluster)
            seen[index] = Seen(known.cluster, known.document, match.score, match.why, itself)
            member = Member(index, given[index].id, match.score, match.why)
            members.setdefault(known.cluster, []).append(member)
        return seen, [_known(cluster, found, given) for cluster, found in members.items()]


def _renumbered(cluster: Cluster, indices: Sequence[int]) -> Cluster:
    return dataclasses.replace(
        cluster,
        representative=indices[cluster.representative],
        members=tuple(dataclasses.replace(m, index=indices[m.index]) for m in cluster.members),
    )


def _known(cluster: str, members: Sequence[Member], given: Sequence[Snippet]) -> Cluster:
    first = given[members[0].index]
    every = [given[member.index] for member in members]
    return Cluster(
        cluster,
        members[0].index,
        first.body,
        first.title,
        "seen in an earlier run",
        tuple(members),
        *together(every),
    )


def _kept(distinct: Distinct, row: int) -> Iterator[int]:
    values = arrays.distinct(distinct.table.shingles[row].astype(np.uint64))
    if len(values) >= _SHORT:
        values = values[(values & np.uint64(1)) == 0]
    yield from _signed(values)


def _signed(values: arrays.U64) -> list[int]:
    """As SQLite keeps integers."""
    signed: I64 = values.view(np.int64)
    found: list[int] = signed.tolist()
    return found


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
