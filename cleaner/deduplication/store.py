"""The SQLite file of an index: opened for one run, whole whatever happens.

One run is one transaction, which is open from the first look to the end of the run: killed at any
point the file is whole, and a second process waits for the first.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, Self

from cleaner.errors import ConfigError, WriteError

VERSION = 2
_WAIT = 600.0
_REMEDY = "give a path in a folder that can be written and has room"
_NAMES = {"long": "threshold", "short": "threshold of short texts"}
"""What people call a setting."""
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE clusters (
    number INTEGER PRIMARY KEY, cluster TEXT, digest INTEGER, document TEXT, body TEXT
);
CREATE TABLE texts (digest INTEGER PRIMARY KEY, cluster INTEGER, pattern INTEGER);
CREATE INDEX patterns ON texts (pattern) WHERE pattern IS NOT NULL;
CREATE TABLE shingles (hash INTEGER, cluster INTEGER, PRIMARY KEY (hash, cluster)) WITHOUT ROWID;
"""

_TABLES = ("meta", "clusters", "texts", "shingles")


class Known(NamedTuple):
    """A cluster of an earlier run: its id, and digest and document of its representative."""

    cluster: str
    digest: int
    document: str


class Standing(NamedTuple):
    """What a cluster is known by: its representative, and the shingles that are kept of it."""

    digest: int
    document: str
    body: str
    shingles: Sequence[int]


class Store:
    """The tables of an index; a context manager that forgets what was not committed.

    ``settings``: what the clusters depend on. ``write``: without it there is nothing to commit, and
    a file that does not exist is not made. Raises ConfigError when the file is no index, of
    another version, or made with other settings, and WriteError when it cannot be used.
    """

    def __init__(self, path: Path, settings: Mapping[str, Any], *, write: bool = True) -> None:
        self.path = path
        self._place = str(path) if write or path.exists() else ":memory:"
        self._settings = json.dumps(settings, sort_keys=True)
        self._db: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        try:
            if self._place != ":memory:":
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._place, timeout=_WAIT, isolation_level=None)
            self._db.execute("PRAGMA cache_size = -262144")
            self._db.execute("BEGIN IMMEDIATE")
            self._prepare(self._db)
        except (sqlite3.Error, OSError) as error:
            self._close()
            raise self._failed(error, "is not an index of cleaner") from error
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self._close()
        if isinstance(error, sqlite3.Error):
            raise self._failed(error) from error

    def _failed(self, error: Exception, wrong: str = "is damaged") -> WriteError | ConfigError:
        """What to say of an error; ``wrong``: of a file that is no index, or none any more."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        # A table or a column that is missing is a general error.
        used = isinstance(error, sqlite3.OperationalError | OSError)
        if used and code != sqlite3.SQLITE_ERROR:
            return WriteError(
                f"the index cannot be used: {error}",
                path=str(self.path),
                remedy="wait for the run that uses it" if code == sqlite3.SQLITE_BUSY else _REMEDY,
            )
        return ConfigError(f"{self.path} {wrong} ({error})", remedy="give the path of a new file")

    def _close(self) -> None:
        if self._db is not None:
            with suppress(sqlite3.Error):
                self._db.rollback()
            self._db.close()
            self._db = None

    def commit(self) -> None:
        """Keep what this run has added; raises WriteError."""
        try:
            self._open().execute("COMMIT")
        except sqlite3.Error as error:
            raise self._failed(error) from error

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
        if not tables.issuperset(_TABLES):
            raise ConfigError(
                f"{self.path} is not an index of cleaner but another database",
                remedy="give the path of a new file",
            )
        meta = dict(db.execute("SELECT key, value FROM meta"))
        if meta.get("version") != str(VERSION):
            raise ConfigError(
                f"{self.path} is of version {meta.get('version')}, this program writes {VERSION}",
                remedy="give the path of a new file, or use the version that wrote it",
            )
        if meta.get("settings") != self._settings:
            raise ConfigError(
                f"{self.path} was made with other settings: {self._differences(meta)}",
                remedy="use the same --unit and --threshold, or the path of a new file",
            )

    def _differences(self, meta: Mapping[str, str]) -> str:
        """The settings in which the file differs, as "unit paragraph, not snippet"."""
        try:
            theirs = dict(json.loads(meta.get("settings", "")))
        except (TypeError, ValueError):
            return "unreadable ones"
        ours = json.loads(self._settings)
        if theirs.get("long") != ours.get("long"):
            for key in ("short", "document", "passage", "floor"):  # they go by the threshold
                theirs[key] = ours.get(key)
        return ", ".join(
            f"{_NAMES.get(key, key)} {theirs.get(key)}, not {ours.get(key)}"
            for key in sorted({*theirs, *ours})
            if theirs.get(key) != ours.get(key)
        )

    def cluster_of(self, digest: int) -> int | None:
        """The number of the cluster of the text with these words, if it was seen."""
        found = self._open().execute("SELECT cluster FROM texts WHERE digest = ?", (digest,))
        row = found.fetchone()
        return None if row is None else int(row[0])

    def clusters_with(self, shingle: int, most: int) -> list[int]:
        """The numbers of at most ``most`` clusters whose representatives have a shingle."""
        return [
            number
            for (number,) in self._open().execute(
                "SELECT cluster FROM shingles WHERE hash = ? LIMIT ?", (shingle, most)
            )
        ]

    def alike(self, pattern: int) -> int:
        """How many texts differ from one of this pattern in nothing but numbers."""
        found = self._open().execute("SELECT count(*) FROM texts WHERE pattern = ?", (pattern,))
        return int(found.fetchone()[0])

    def body(self, cluster: int) -> str:
        """The text of the representative of a cluster."""
        return str(self._of("body", cluster)[0])

    def known(self, cluster: int) -> Known:
        """What is known of a cluster."""
        return Known(*self._of("cluster, digest, document", cluster))

    def _of(self, columns: str, cluster: int) -> tuple[Any, ...]:
        found = self._open().execute(f"SELECT {columns} FROM clusters WHERE number = ?", (cluster,))
        row: tuple[Any, ...] | None = found.fetchone()
        if row is None:
            raise sqlite3.DatabaseError(f"it has no cluster {cluster}")
        return row

    def add_clusters(self, clusters: Sequence[tuple[str, Standing]]) -> list[int]:
        """Keep clusters (id, what it is known by); returns their numbers."""
        first = int(self._open().execute("SELECT max(number) FROM clusters").fetchone()[0] or 0) + 1
        numbers = list(range(first, first + len(clusters)))
        self._open().executemany(
            "INSERT INTO clusters VALUES (?, ?, ?, ?, ?)",
            [
                (number, name, *standing[:3])
                for number, (name, standing) in zip(numbers, clusters, strict=True)
            ],
        )
        self._add_shingles(zip(numbers, (standing for _, standing in clusters), strict=True))
        return numbers

    def succeed(self, clusters: Mapping[int, Standing]) -> None:
        """Give clusters other representatives."""
        self._open().executemany(
            "UPDATE clusters SET digest = ?, document = ?, body = ? WHERE number = ?",
            [(*standing[:3], number) for number, standing in clusters.items()],
        )
        self._add_shingles(clusters.items())

    def _add_shingles(self, clusters: Iterable[tuple[int, Standing]]) -> None:
        # In the order of the tree, so that each page of it is written once.
        rows = sorted((value, number) for number, found in clusters for value in found.shingles)
        self._open().executemany("INSERT OR IGNORE INTO shingles VALUES (?, ?)", rows)

    def add_texts(self, texts: Iterable[tuple[int, int, int | None]]) -> None:
        """Keep texts (digest, cluster, pattern if it has numbers) that are not known yet."""
        self._open().executemany("INSERT OR IGNORE INTO texts VALUES (?, ?, ?)", sorted(texts))
