"""Originals from cleaned files and their ledger."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from cleaner import ledger
from cleaner.engine import undoing
from cleaner.engine.mirror import Mirror
from cleaner.errors import CleanerError, ReadError, RestoreError
from cleaner.ledger import Entry
from cleaner.reading import read_bytes, unreadable
from cleaner.remote import is_remote, scratch
from cleaner.walk import BOOKS, kind_of
from cleaner.writing import StagedStream, write_atomic

_LEDGERS = frozenset({ledger.LEDGER, ledger.PART})


def restore_tree(
    cleaned: Path, out: Path | None, *, steps: int = 0, strays: list[str] | None = None
) -> Iterator[tuple[str, CleanerError | None]]:
    """Restore every file of the ledger of ``cleaned``; yield (target, error or None) for each.

    ``out`` is the folder for the originals; None restores files that were cleaned in place.
    ``steps``: how many runs in place to go back (0: to the first original). Damaged records are
    yielded first. ``strays`` gets the names of the files that no record tells of. Raises ReadError
    when there is no ledger or an empty one, or none of a run in place when ``out`` is None.
    """
    base, (entries, problems) = _survey(cleaned)
    in_place = base.name == ".cleaner"
    if out is None and not in_place:
        raise ReadError(
            "the files here were not cleaned in place",
            path=str(cleaned),
            remedy="give -o DIR: originals in their place would have the names of the cleaned ones",
        )
    if steps and not in_place:
        raise ReadError(
            "the files here were not cleaned in place, so there are no runs to count",
            path=str(cleaned),
            remedy="leave --steps out: the originals are those of the only run",
        )
    # In place, what a run passed over stands among its files: nothing tells them apart.
    found = [] if in_place or is_remote(cleaned) else _strays(cleaned, entries)
    if not (entries or problems) and (found or in_place) and _is_empty(base / ledger.LEDGER):
        raise ReadError(
            "the ledger is empty",
            path=str(base / ledger.LEDGER),
            remedy="put a copy of it back: nothing else tells what was here before",
        )
    if strays is not None:
        strays += found
    for problem in problems:
        yield problem.path, problem
    for target, known in entries.items():
        source = cleaned / target
        name = PurePosixPath(target).with_name(known[-1].record["source"])
        goal = source if out is None else out / name
        try:
            _restore(source, goal, known, base, steps if in_place else 1)
        except CleanerError as error:
            yield target, error
        except OSError as error:
            yield target, unreadable(source, error)
        else:
            yield target, None


def _survey(cleaned: Path) -> tuple[Path, ledger.Known]:
    """The folder of the ledger and what stands in it; raises ReadError."""
    try:
        Mirror(cleaned).pull(ledger.PART)  # of a run that did not come to its end
        bases = (cleaned, cleaned / ".cleaner")
        base = next((one for one in bases if (one / ledger.LEDGER).exists() or _part(one)), None)
        if base is None and not is_remote(cleaned):
            _expect_folder(cleaned)
        return base or cleaned, ledger.survey(base or cleaned)
    except OSError as error:
        raise unreadable(cleaned, error) from error


def _is_empty(path: Path) -> bool:
    return path.exists() and path.stat().st_size == 0


def _strays(folder: Path, entries: dict[str, list[Entry]]) -> list[str]:
    """Files of kinds that are cleaned of which the ledger has no record, in order.

    They lost it, or were never cleaned: somebody put them there, or a run without a ledger.
    """
    recorded = set(entries)
    for target, known in entries.items():
        for name, _ in known[-1].record.get("shards", ()):
            recorded.add(str(PurePosixPath(target).with_name(name)))
    found = []
    for place, folders, names in os.walk(folder):
        here = Path(place).relative_to(folder)
        if here.parts and not _LEDGERS.isdisjoint(names):
            folders.clear()  # the output of another run
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            is_book = name in BOOKS and not here.parts
            if not (name.startswith(".") or is_book) and kind_of(name) not in (None, "sidecar"):
                found.append((here / name).as_posix())
    return sorted(set(found) - recorded)


def _expect_folder(path: Path) -> None:
    """Raise ReadError for a path that is no folder, and so cannot have a ledger."""
    if not path.exists():
        raise unreadable(path, FileNotFoundError(errno.ENOENT, ""))
    if not path.is_dir():
        raise ReadError(
            "is a file, not a folder",
            path=str(path),
            remedy="give the folder that `cleaner clean` wrote; all of it is restored",
        )


def _part(folder: Path) -> bool:
    return (scratch(folder) / ledger.PART).exists()


def _restore(source: Path, goal: Path, known: list[Entry], base: Path, steps: int) -> None:
    """Go back record by record: each says from which bytes to which."""
    if "shards" in known[-1].record:
        _expect_room(goal, [known[-1]])
        _join(known[-1], source, goal, base)
        return
    if not source.exists():
        dropped = next((e for e in reversed(known) if e.record.get("dropped")), None)
        if dropped is None:
            raise RestoreError("the cleaned file is gone", path=str(source))
        _expect_room(goal, [dropped])
        write_atomic(goal, undoing.restore_bytes(dropped, b""))
        return
    sha = ledger.file_digest(source)
    way = _way(known, sha, steps)
    entry = next((one for one in known if one.record["sha256_original"] == sha), None)
    if goal != source:
        _expect_room(goal, way or known)
    current = source
    for step in way:
        _step(step, current, goal, base, source)
        current = goal
    if way:
        return
    if entry is None:
        raise undoing.changed(known[-1].record)
    if goal != source:  # it is the original already
        _write(undoing.pieces(source), entry, goal, source)


def _way(known: list[Entry], sha: str, steps: int) -> list[Entry]:
    """The records that lead back from the file with a hash, ``steps`` of them at most (0: all)."""
    # A later run that changed nothing has a record, too, and must not hide the one that did.
    ranked = sorted(known, key=lambda entry: _changed(entry))
    by_hash = {entry.record["sha256_cleaned"]: entry for entry in ranked}
    way: list[Entry] = []
    while (steps == 0 or len(way) < steps) and (entry := by_hash.pop(sha, None)) is not None:
        way.append(entry)
        sha = entry.record["sha256_original"]
    return way


def _expect_room(goal: Path, way: list[Entry]) -> None:
    """Raise RestoreError if another file stands where an original goes.

    What the records of its ``way`` know is none: an earlier restore may have left it.
    """
    if not goal.exists() or goal.is_dir():  # which is told when it is written
        return
    try:
        sha = ledger.file_digest(goal)
    except OSError as error:
        raise unreadable(goal, error) from error
    if sha not in {entry.record["sha256_original"] for entry in way}:
        raise RestoreError(
            "another file stands here, not overwritten",
            path=str(goal),
            remedy="move it away, or give another folder",
        )


def _changed(entry: Entry) -> bool:
    return bool(entry.record["sha256_cleaned"] != entry.record["sha256_original"])


def _join(entry: Entry, target: Path, goal: Path, base: Path) -> None:
    """Restore from shards."""
    paths = []
    for name, sha in entry.record["shards"]:
        path = target.with_name(name)
        if not path.exists():
            raise RestoreError("the cleaned file is gone", path=str(path))
        if ledger.file_digest(path) != sha:
            raise undoing.changed(entry.record | {"target": str(path)})
        paths.append(path)
    _lines(entry, paths, goal, base, paths[0])


def _step(entry: Entry, current: Path, goal: Path, base: Path, mode_of: Path) -> None:
    if entry.record["kind"] in ("text", "html", "sidecar"):
        data = undoing.restore_bytes(entry, read_bytes(current))
        write_atomic(goal, data, mode_of)
    else:
        _lines(entry, [current], goal, base, mode_of)


def _lines(entry: Entry, paths: list[Path], goal: Path, base: Path, mode_of: Path) -> None:
    _write(undoing.restore_lines(entry, paths, base / ledger.ORIGINALS), entry, goal, mode_of)


def _write(pieces: Iterable[bytes], entry: Entry, goal: Path, mode_of: Path) -> None:
    sha = hashlib.sha256()
    with StagedStream(goal, mode_of=mode_of, compress=False) as stream:
        for piece in pieces:
            sha.update(piece)
            stream.write(piece)
        if sha.hexdigest() != entry.record["sha256_original"]:
            raise undoing.not_the_original(entry.record)
        stream.commit()
