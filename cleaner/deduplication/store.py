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

VERSION = 1
_WAIT = 600.0
_REMEDY = "give a path in a folder that can be written and has room"
_NAMES = {"long": "threshold", "short": "threshold of short texts"}
"""What people call a setting."""
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


class Known(NamedTuple):
    """A cluster of an earlier run: its id, and digest and document of its representative."""

    cluster: str
    digest: int
    document: str


class Bodies(NamedTuple):
    """An earlier text, its cluster, and the text of that cluster's representative."""

    cluster: int
    text: str
    representative: str


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
        except (sqlite3.OperationalError, OSError) as error:
            self._close()
            locked = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY
            raise WriteError(
                f"the index cannot be used: {error}",
                path=str(self.path),
                remedy="wait for the run that uses it" if locked else _REMEDY,
            ) from error
        except sqlite3.DatabaseError as error:
            self._close()
            raise ConfigError(
                f"{self.path} is not an index of cleaner", remedy="give the path of a new file"
            ) from error
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self._close()
        if isinstance(error, sqlite3.Error):
            raise WriteError(
                f"the index cannot be used: {error}", path=str(self.path), remedy=_REMEDY
            ) from error

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
            raise WriteError(
                f"the index was not kept: {error}", path=str(self.path), remedy=_REMEDY
            ) from error

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
                f"{self.path} was made with other settings: {self._differences(meta)}",
                remedy="use the same --unit and --threshold, or the path of a new file",
            )

    def _differences(self, meta: Mapping[str, str]) -> str:
        """The settings in which the file differs, as "unit paragraph, not snippet"."""
        try:
            theirs = json.loads(meta.get("settings", ""))
        except ValueError:
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

    def texts_with(self, shingle: int, most: int) -> list[int]:
        """The numbers of at most ``most`` texts with a shingle."""
        return [
            number
            for (number,) in self._open().execute(
                "SELECT text FROM shingles WHERE hash = ? LIMIT ?", (shingle, most)
            )
        ]

    def bodies(self, text: int) -> Bodies:
        """The text of a number, and that of its representative."""
        found = self._open().execute(
            "SELECT t.cluster, t.body, c.body FROM texts t JOIN clusters c"
            " ON c.number = t.cluster WHERE t.number = ?",
            (text,),
        )
        return Bodies(*found.fetchone())

    def known(self, cluster: int) -> Known:
        """What is known of a cluster."""
        found = self._open().execute(
            "SELECT cluster, digest, document FROM clusters WHERE number = ?", (cluster,)
        )
        return Known(*found.fetchone())

    def add_clusters(self, clusters: Sequence[tuple[str, int, str, str]]) -> list[int]:
        """Keep clusters (id, digest, document, text); returns their numbers."""
        first = self._next("clusters")
        rows = [(first + at, *cluster) for at, cluster in enumerate(clusters)]
        self._open().executemany("INSERT INTO clusters VALUES (?, ?, ?, ?, ?)", rows)
        return [row[0] for row in rows]

    def add_texts(self, texts: Iterable[tuple[int, int, str, Iterable[int]]]) -> None:
        """Keep texts (digest, number of the cluster, text, shingles) that are not known yet."""
        db = self._open()
        number = self._next("texts")
        shingles = []
        for digest, cluster, body, values in texts:
            added = db.execute(
                "INSERT OR IGNORE INTO texts VALUES (?, ?, ?, ?)", (number, digest, cluster, body)
            )
            if added.rowcount:
                shingles += [(value, number) for value in values]
                number += 1
        # In the order of the tree, so that each page of it is written once.
        shingles.sort()
        db.executemany("INSERT OR IGNORE INTO shingles VALUES (?, ?)", shingles)

    def _next(self, table: str) -> int:
        found = self._open().execute(f"SELECT max(number) FROM {table}").fetchone()[0]
        return int(found or 0) + 1
