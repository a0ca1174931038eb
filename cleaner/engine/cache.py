"""What was found in files that have not changed since, so that they are not read again.

A SQLite file in the user's cache folder. An entry counts for one set of rules and settings, and
for a file of the same path, size, time, inode and kind. Whatever goes wrong with the cache, the
run goes on without it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cleaner.engine.checked import Checked, CheckJob, CheckSettings, Found
from cleaner.packs import Pack
from cleaner.writing import private

_NAME = "check-1.sqlite"
_SETTLED_NS = 2_000_000_000
"""A file that changed a moment ago may change again without its time telling (FAT: 2 s)."""
_DAYS = 30
_FEW = 500
_TABLES = """
CREATE TABLE IF NOT EXISTS run (id INTEGER PRIMARY KEY, key TEXT UNIQUE, day INTEGER);
CREATE TABLE IF NOT EXISTS entry (
    run INTEGER, path TEXT, size INTEGER, mtime INTEGER, inode INTEGER, variant TEXT,
    documents INTEGER, characters INTEGER, removed INTEGER, found TEXT,
    PRIMARY KEY (run, path)) WITHOUT ROWID;
"""


Stamp = tuple[int, int, int]
"""What a file looked like before it was read: size, time of change, inode."""


def run_key(settings: CheckSettings, packs: Sequence[Pack]) -> str:
    """A hash of all that findings depend on besides the file."""
    cleaner = settings.cleaner
    hashes = [[pack.name, pack.hash] for pack in packs]
    said = {key: value for key, value in cleaner.items() if key != "rules"}
    fields = [settings.html_mode, settings.text_field, settings.id_field, settings.ignorable]
    parts = [_program(), hashes, said, fields]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _program() -> list[Any]:
    """The version, and the files of the package: a checkout changes without its version."""
    from cleaner import __version__

    root = Path(__file__).parent.parent
    stats = ((path.name, path.stat()) for path in sorted(root.rglob("*.py")))
    return [__version__, [[name, stat.st_size, stat.st_mtime_ns] for name, stat in stats]]


class Cache:
    """The entries for one set of rules and settings; a context manager that saves at the end."""

    def __init__(self, folder: Path, settings: CheckSettings, packs: Sequence[Pack]) -> None:
        self.key = run_key(settings, packs)
        self._known: dict[str, tuple[Any, ...]] = {}
        self._new: list[tuple[Any, ...]] = []
        self._now = time.time_ns()
        self._run = 0
        self._base: sqlite3.Connection | None = None
        self._path = folder / _NAME
        with suppress(OSError, sqlite3.Error):
            try:
                self._open(folder)
            except sqlite3.DatabaseError as error:
                if not _is_broken(error):
                    raise
                self._remove()
                self._open(folder)

    def _open(self, folder: Path) -> None:
        private(folder)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        base = sqlite3.connect(self._path, timeout=5, isolation_level=None)
        try:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = OFF")
            base.executescript(_TABLES)
            day = self._now // 86_400_000_000_000
            base.execute(
                "INSERT INTO run (key, day) VALUES (?, ?) ON CONFLICT (key)"
                " DO UPDATE SET day = excluded.day WHERE day <> excluded.day",
                (self.key, day),
            )
            (self._run,) = base.execute("SELECT id FROM run WHERE key = ?", (self.key,)).fetchone()
            old = base.execute("SELECT id FROM run WHERE day < ?", (day - _DAYS,)).fetchall()
            for run in old:
                base.execute("DELETE FROM entry WHERE run = ?", run)
                base.execute("DELETE FROM run WHERE id = ?", run)
        except (sqlite3.Error, TypeError):
            base.close()
            raise
        self._base = base

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self.save()
        if self._base is not None:
            self._base.close()
            self._base = None

    def load(self, paths: Sequence[str]) -> None:
        """Read the entries for ``paths``; of many paths all that stand between the outermost."""
        paths = [path for path in paths if _storable(path)]
        if self._base is None or not paths:
            return
        if len(paths) <= _FEW:
            where, values = f"path IN ({','.join('?' * len(paths))})", tuple(paths)
        else:
            where, values = "path BETWEEN ? AND ?", (min(paths), max(paths))
        try:
            rows = self._base.execute(
                "SELECT path, size, mtime, inode, variant, documents, characters, removed, found"
                f" FROM entry WHERE run = ? AND {where}",
                (self._run, *values),
            )
            self._known = {row[0]: row for row in rows}
        except sqlite3.Error as error:
            if _is_broken(error):
                self._base.close()
                self._base = None
                self._remove()

    def _remove(self) -> None:
        """Make room for a whole cache; a run that has this one open goes on with it."""
        with suppress(OSError):
            for ending in ("", "-wal", "-shm"):
                self._path.with_name(f"{_NAME}{ending}").unlink(missing_ok=True)

    def knows(self, job: CheckJob, path: str, stamp: Stamp) -> bool:
        """Whether there is an entry for the file as it is now."""
        row = self._known.get(path)
        return row is not None and row[1:4] == stamp and row[4] == _variant(job)

    def take(self, job: CheckJob, path: str) -> Checked | None:
        """What is known of a file, which is forgotten here; None if the entry is broken."""
        row = self._known.pop(path)
        checked = Checked(job.name, job.kind, *row[5:8])
        if row[8]:
            try:
                checked.found = [Found(*found) for found in json.loads(row[8])]
            except (ValueError, TypeError):
                return None
        return checked

    def put(self, job: CheckJob, path: str, stamp: Stamp, checked: Checked) -> None:
        """Remember what was found, unless something failed or the file is too young."""
        too_young = self._now - stamp[1] < _SETTLED_NS
        if self._base is None or checked.failures or too_young or not _storable(path):
            return
        found = json.dumps(checked.found) if checked.found else ""
        figures = (checked.documents, checked.characters, checked.removed, found)
        self._new.append((self._run, path, *stamp, _variant(job), *figures))
        if len(self._new) >= 10_000:
            self.save()

    def save(self) -> None:
        """Write what is new."""
        rows, self._new = self._new, []
        if self._base is None or not rows:
            return
        with suppress(sqlite3.Error):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                self._base.executemany(
                    f"INSERT OR REPLACE INTO entry VALUES ({','.join('?' * 10)})", rows
                )
                self._base.execute("COMMIT")
            except BaseException:
                self._base.execute("ROLLBACK")
                raise


def _is_broken(error: sqlite3.Error) -> bool:
    """Whether the file is damaged or none of SQLite's, which does not pass by waiting."""
    code: int = getattr(error, "sqlite_errorcode", 0)  # errors of Python's own have none
    return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _storable(path: str) -> bool:
    """Whether SQLite can hold a path; names can have bytes that are no text."""
    if path.isascii():
        return True
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def stamp(path: str) -> Stamp | None:
    """What a file looks like, None if it cannot be told."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a path object for each of a million files
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def _variant(job: CheckJob) -> str:
    """What else a file's findings depend on; extracted text comes from a library."""
    if job.kind != "html":
        return "|".join((job.kind, *job.ignore)) if job.ignore else job.kind
    return "|".join((job.kind, _extractor(), *job.ignore))


def _extractor() -> str:
    from importlib.metadata import version

    with suppress(ImportError):
        return version("trafilatura")
    return ""
