"""Originals from cleaned files and their ledger."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from cleaner import ledger
from cleaner.engine.mirror import Mirror
from cleaner.errors import CleanerError, ReadError, RestoreError
from cleaner.ledger import Entry
from cleaner.reading import read_bytes, unreadable
from cleaner.remote import is_remote, scratch
from cleaner.writing import StagedStream, write_atomic


def restore_tree(
    cleaned: Path, out: Path | None, *, steps: int = 0
) -> Iterator[tuple[str, CleanerError | None]]:
    """Restore every file of the ledger of ``cleaned``; yield (target, error or None) for each.

    ``out`` is the folder for the originals; None restores files that were cleaned in place.
    ``steps``: how many runs to go back (0: to the first original). Raises ReadError when there
    is no ledger, or none of a run in place when ``out`` is None.
    """
    base, entries = _entries(cleaned)
    in_place = base.name == ".cleaner"
    if out is None and not in_place:
        raise ReadError(
            "the files here were not cleaned in place",
            path=str(cleaned),
            remedy="give -o DIR: originals in their place would have the names of the cleaned ones",
        )
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


def _entries(cleaned: Path) -> tuple[Path, dict[str, list[Entry]]]:
    """The folder of the ledger and what stands in it; raises ReadError."""
    try:
        Mirror(cleaned).pull(ledger.PART)  # of a run that did not come to its end
        bases = (cleaned, cleaned / ".cleaner")
        base = next((one for one in bases if (one / ledger.LEDGER).exists() or _part(one)), None)
        if base is None and not is_remote(cleaned):
            _expect_folder(cleaned)
        return base or cleaned, ledger.entries(base or cleaned)
    except OSError as error:
        raise unreadable(cleaned, error) from error


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
        _join(known[-1], source, goal, base)
        return
    if not source.exists():
        dropped = next((e for e in reversed(known) if e.record.get("dropped")), None)
        if dropped is None:
            raise RestoreError("the cleaned file is gone", path=str(source))
        write_atomic(goal, ledger.restore_bytes(dropped, b""))
        return
    current, taken = source, 0
    # A later run that changed nothing has a record, too, and must not hide the one that did.
    ranked = sorted(known, key=lambda entry: _changed(entry))
    by_hash = {entry.record["sha256_cleaned"]: entry for entry in ranked}
    sha = ledger.file_digest(source)
    while (entry := by_hash.get(sha)) is not None and (steps == 0 or taken < steps):
        _step(entry, current, goal, base, source)
        taken += 1
        current = goal
        original = entry.record["sha256_original"]
        if original == sha:
            break
        sha = original
    if not taken:
        if any(entry.record["sha256_original"] == sha for entry in known) and goal == source:
            return  # it is the original already
        raise ledger.changed(known[-1].record)


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
            raise ledger.changed(entry.record | {"target": str(path)})
        paths.append(path)
    _lines(entry, paths, goal, base, paths[0])


def _step(entry: Entry, current: Path, goal: Path, base: Path, mode_of: Path) -> None:
    if entry.record["kind"] in ("text", "html", "sidecar"):
        data = ledger.restore_bytes(entry, read_bytes(current))
        write_atomic(goal, data, mode_of)
    else:
        _lines(entry, [current], goal, base, mode_of)


def _lines(entry: Entry, paths: list[Path], goal: Path, base: Path, mode_of: Path) -> None:
    sha = hashlib.sha256()
    with StagedStream(goal, mode_of=mode_of, compress=False) as stream:
        for piece in ledger.restore_lines(entry, paths, base / ledger.ORIGINALS):
            sha.update(piece)
            stream.write(piece)
        if sha.hexdigest() != entry.record["sha256_original"]:
            raise RestoreError(
                "the restored bytes are not those of the original", path=entry.record["target"]
            )
        stream.commit()
