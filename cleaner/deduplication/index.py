"""What was seen in earlier runs, in one SQLite file.

One run is one transaction, which is open from the first look to the end of the run: killed at any
point the file is whole, and a second process waits for the first. Of each text half of the
shingles are kept (all of a short one); a new text asks with all of its own, so that it finds an
old text whichever of the two is cut.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cleaner.deduplication import arrays, tokens
from cleaner.deduplication.arrays import I64
from cleaner.deduplication.candidates import COMMON, SHARED
from cleaner.deduplication.clusters import Distinct, distinguish, merge
from cleaner.deduplication.grouping import FLOOR
from cleaner.deduplication.snippets import Snippet
from cleaner.deduplication.verify import Thresholds, Verifier
from cleaner.errors import ConfigError, WriteError
from cleaner.model import Cluster, Keep, Member

VERSION = 1
_WAIT = 600.0
_SHORT = 12
_PARTNERS = 20
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE clusters (
    number INTEGER PRIMARY KEY, cluster TEXT, digest INTEGER, document TEXT, body TEXT
);
CREATE TABLE texts (
    number INTEGER PRIMARY KEY, digest INTEGER UNIQUE, cluster INTEGER, body TEXT
);
CREATE TABLE shingles (hash INTEGER, text INTEGER, PRIMARY KEY (hash, text)) WITHOUT ROWID;
"""


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

    Raises ConfigError when the file is no index, of another version, or made with other settings.
    """

    def __init__(self, path: Path, limits: Thresholds, unit: str) -> None:
        self.path = path
        self.limits = limits
        self._settings = json.dumps(
            {"unit": unit, "shingle": tokens.SHINGLE, **dataclasses.asdict(limits)}, sort_keys=True
        )
        self._db: sqlite3.Connection | None = None

    def __enter__(self) -> Index:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
            self._db.execute("PRAGMA cache_size = -262144")
            self._db.execute("BEGIN IMMEDIATE")
            self._prepare(self._db)
        except sqlite3.OperationalError as error:
            self._close()
            raise WriteError(f"the index cannot be used: {error}", path=str(self.path)) from error
        except sqlite3.DatabaseError as error:
            self._close()
            raise ConfigError(
                f"{self.path} is not an index of cleaner", remedy="give the path of a new file"
            ) from error
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        if self._db is not None:
            with suppress(sqlite3.Error):
                self._db.rollback()
            self._db.close()
            self._db = None

    def commit(self) -> None:
        """Keep what this run has added."""
        self._open().execute("COMMIT")

    def _open(self) -> sqlite3.Connection:
        assert self._db is not None, "use the index as a context manager"
        return self._db

    def _prepare(self, db: sqlite3.Connection) -> None:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
        if not tables:
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            rows = [("version", str(VERSION)), ("settings", self._settings)]
            db.executemany("INSERT INTO meta VALUES (?, ?)", rows)
            return
        if "meta" not in tables:
            raise ConfigError(
                f"{self.path} is another database", remedy="give the path of a new file"
            )
        meta = dict(db.execute("SELECT key, value FROM meta"))
        if meta.get("version") != str(VERSION):
            raise ConfigError(
                f"{self.path} is of version {meta.get('version')}, this program writes {VERSION}",
                remedy="give the path of a new file, or use the version that wrote it",
            )
        if meta.get("settings") != self._settings:
            raise ConfigError(
                f"{self.path} was made with other settings: {meta.get('settings')}",
                remedy="use the same --unit and --threshold, or the path of a new file",
            )

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

    # Looking.

    def _matches(self, distinct: Distinct, given: Sequence[Snippet]) -> dict[int, _Match]:
        """By row, the earlier cluster that it belongs to."""
        db = self._open()
        found: dict[int, _Match] = {}
        unknown = []
        for row, digest in enumerate(_signed(distinct.table.digest)):
            known = db.execute("SELECT cluster FROM texts WHERE digest = ?", (digest,)).fetchone()
            if known:
                found[row] = _Match(known[0], 1.0, "the same words")
            else:
                unknown.append(row)
        pairs = [(row, text) for row in unknown for text in self._candidates(distinct, row)]
        if pairs:
            found |= self._verified(distinct, pairs)
        return found

    def _candidates(self, distinct: Distinct, row: int) -> list[int]:
        db = self._open()
        shared: Counter[int] = Counter()
        hashes = _signed(arrays.distinct(distinct.table.shingles[row].astype(np.uint64)))
        for value in hashes:
            texts = db.execute(
                "SELECT text FROM shingles WHERE hash = ? LIMIT ?", (value, COMMON + 1)
            ).fetchall()
            if len(texts) <= COMMON:
                shared.update(text for (text,) in texts)
        needed = 1 if len(hashes) < _SHORT else SHARED
        best = sorted((-count, text) for text, count in shared.items() if count >= needed)
        return [text for _, text in best[:_PARTNERS]]

    def _verified(self, distinct: Distinct, pairs: Sequence[tuple[int, int]]) -> dict[int, _Match]:
        """The best earlier text of each row that is its copy and whose representative is alike."""
        db = self._open()
        bodies: dict[int, tuple[int, str, str]] = {}
        for _, text in pairs:
            if text not in bodies:
                bodies[text] = db.execute(
                    "SELECT t.cluster, t.body, c.body FROM texts t JOIN clusters c"
                    " ON c.number = t.cluster WHERE t.number = ?",
                    (text,),
                ).fetchone()
        place = {text: at for at, text in enumerate(bodies)}
        earlier = [body for _, body, _ in bodies.values()]
        kept = [body for _, _, body in bodies.values()]
        rows = np.array(sorted({row for row, _ in pairs}), np.int64)
        new_at = {row: at for at, row in enumerate(rows.tolist())}
        parts = [distinct.table.take(rows)]
        parts += [tokens.tabulate(earlier[a:b]) for a, b in tokens.batches(earlier)]
        parts += [tokens.tabulate(kept[a:b]) for a, b in tokens.batches(kept)]
        total = len(rows) + 2 * len(bodies)
        table = tokens.merged(parts, np.arange(total))
        verifier = Verifier(table, np.zeros(total, np.float32), self.limits)
        left = np.array([new_at[row] for row, _ in pairs], np.int64)
        right = np.array([len(rows) + place[text] for _, text in pairs], np.int64)
        evidence = verifier.compare(left, right)
        vouched = verifier.scores(left, right + len(bodies))
        good = evidence.copies(self.limits) & (vouched >= FLOOR)
        result: dict[int, _Match] = {}
        for at in np.flatnonzero(good).tolist():
            row, text = pairs[at]
            score = round(float(vouched[at]), 4)
            known = result.get(row)
            if known is None or score > known.score:
                why = f"{score:.0%} of the 4-grams of the shorter text"
                result[row] = _Match(bodies[text][0], score, why)
        return result

    # Remembering.

    def _remember_clusters(
        self, clusters: Sequence[Cluster], given: Sequence[Snippet], distinct: Distinct
    ) -> list[int]:
        db = self._open()
        digests = _signed(distinct.table.digest)
        first = (db.execute("SELECT max(number) FROM clusters").fetchone()[0] or 0) + 1
        rows = [
            (
                first + at,
                cluster.id,
                digests[int(distinct.row[cluster.representative])],
                _printable(given[cluster.representative].document),
                _printable(given[cluster.representative].body),
            )
            for at, cluster in enumerate(clusters)
        ]
        db.executemany("INSERT INTO clusters VALUES (?, ?, ?, ?, ?)", rows)
        return [row[0] for row in rows]

    def _remember_texts(
        self, distinct: Distinct, given: Sequence[Snippet], matches: dict[int, _Match]
    ) -> None:
        db = self._open()
        digests = _signed(distinct.table.digest)
        number = db.execute("SELECT max(number) FROM texts").fetchone()[0] or 0
        shingles = []
        for row, digest in enumerate(digests):
            body = given[int(distinct.copies[row][0])].body
            added = db.execute(
                "INSERT OR IGNORE INTO texts VALUES (?, ?, ?, ?)",
                (number + 1, digest, matches[row].cluster, _printable(body)),
            )
            if added.rowcount:
                number += 1
                shingles += [(value, number) for value in _kept(distinct, row)]
        # In the order of the tree, so that each page of it is written once.
        shingles.sort()
        db.executemany("INSERT OR IGNORE INTO shingles VALUES (?, ?)", shingles)

    def _seen(
        self,
        old: Sequence[int],
        given: Sequence[Snippet],
        distinct: Distinct,
        matches: dict[int, _Match],
    ) -> tuple[dict[int, Seen], list[Cluster]]:
        db = self._open()
        seen: dict[int, Seen] = {}
        members: dict[str, list[Member]] = {}
        met: set[int] = set()
        digests = _signed(distinct.table.digest)
        for index in old:
            row = int(distinct.row[index])
            match = matches[row]
            cluster, digest, document = db.execute(
                "SELECT cluster, digest, document FROM clusters WHERE number = ?", (match.cluster,)
            ).fetchone()
            itself = (
                match.cluster not in met
                and digest == digests[row]
                and document == _printable(given[index].document)
            )
            if itself:
                met.add(match.cluster)
            seen[index] = Seen(cluster, document, match.score, match.why, itself)
            member = Member(index, given[index].id, match.score, match.why)
            members.setdefault(cluster, []).append(member)
        return seen, [_known(cluster, found, given) for cluster, found in members.items()]


def _renumbered(cluster: Cluster, indices: Sequence[int]) -> Cluster:
    return dataclasses.replace(
        cluster,
        representative=indices[cluster.representative],
        members=tuple(dataclasses.replace(m, index=indices[m.index]) for m in cluster.members),
    )


def _known(cluster: str, members: Sequence[Member], given: Sequence[Snippet]) -> Cluster:
    from cleaner.deduplication.survivors import union

    first = given[members[0].index]
    every = [given[member.index] for member in members]
    return Cluster(
        cluster,
        members[0].index,
        first.body,
        first.title,
        "seen in an earlier run",
        tuple(members),
        union(s.source for s in every),
        union(s.age for s in every),
        union(s.title for s in every),
        union(s.url for s in every),
        union(s.document for s in every),
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
