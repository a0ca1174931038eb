"""From the paths of a command line to the files to read and where their results go."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cleaner import formats
from cleaner.errors import CleanerError, ReadError, WriteError
from cleaner.exclusion import Exclusion
from cleaner.reading import unreadable
from cleaner.remote import RemotePath, is_remote, located
from cleaner.walk import Entry, Kind, Walk, kind_of, remote_files


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, or standard input (``path`` is None).

    ``relative`` is its place under the folder that was named (``root``), for a file named
    directly its name in the folder it stands in; ``target_name`` tells where the result goes.
    """

    path: Path | None
    relative: PurePosixPath
    kind: Kind
    root: Path


def target_name(source: Source, to: str = "") -> PurePosixPath:
    """The place of the result under the output folder: ``relative``, HTML ending in ``.txt``.

    ``to``: the ending of the results (``.parquet``) for files of many documents; a web archive
    becomes JSONL if it is not said.
    """
    if source.kind == "html":
        return source.relative.with_suffix(".txt")
    if source.kind in ("text", "sidecar") or formats.is_archive(source.kind):
        return source.relative
    if not to and not formats.writes(source.kind):
        to = ".jsonl"
    if not to:
        return source.relative
    name = source.relative.name
    stem = name[: len(name) - len(formats.ending_of(name))]
    return source.relative.with_name(f"{stem or name}{to}")


def target_kind(source: Source, to: str = "") -> Kind:
    """The format of the result."""
    if source.kind in ("text", "html", "sidecar") or formats.is_archive(source.kind):
        return source.kind
    if not to and formats.writes(source.kind):
        return source.kind
    return formats.checked("to", to or ".jsonl")


def discover(
    arguments: Sequence[str],
    *,
    skip: Path | None = None,
    mirror: bool = True,
    exclusion: Exclusion | None = None,
    kind: Kind = "",
    to: str = "",
    idle: Collection[Kind] = (),
) -> tuple[list[Source], list[CleanerError]]:
    """Find the files that ``arguments`` stand for.

    Files named directly are always taken; folders give their files with known endings (``.txt
    .md .html .htm`` and those of ``formats``) at any depth, without hidden ones, without what
    ``exclusion`` passes over and without what stands in ``skip`` (the output folder); ``-`` is
    standard input. A file counts once, however often it is named. ``kind`` is what files named
    directly are, whatever their endings; ``to`` see ``target_name``. ``idle``: kinds that have no
    result, which so overwrites none.

    Returns the sources, sorted by ``relative``, and the errors: a ``ReadError`` for what is
    missing or unreadable and, with ``mirror`` (results go to a tree of their own), a
    ``WriteError`` for each source whose result would overwrite that of an earlier one; such a
    source is left out.
    """
    found, errors = scan(arguments, skip=skip, exclusion=exclusion, kind=kind)
    sources = [
        Source(
            located(entry.path) if entry.path else None,
            PurePosixPath(entry.relative),
            entry.kind,
            located(entry.root) if entry.path else Path(),
        )
        for entry in found
    ]
    return _without_collisions(sources, errors, to, idle) if mirror else sources, errors


def scan(
    arguments: Sequence[str],
    *,
    skip: Path | None = None,
    exclusion: Exclusion | None = None,
    kind: Kind = "",
) -> tuple[list[Entry], list[CleanerError]]:
    """Find files as ``discover`` does, for results that go to no tree of their own."""
    errors: list[CleanerError] = []
    entries: dict[str, Entry] = {}
    folders: dict[str, str] = {}
    for argument in dict.fromkeys(arguments):
        for entry in _expand(argument, skip, errors, exclusion or Exclusion(), kind):
            entries.setdefault(_identity(entry.path, folders), entry)
    return sorted(entries.values()), errors


def _identity(path: str, folders: dict[str, str]) -> str:
    """The same for two spellings of a path, but not for a link and the file it points to.

    ``folders``: the real paths of the folders seen so far.
    """
    if not path or is_remote(path):
        return path
    folder, slash, name = path.rpartition(os.sep)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder + slash)
    return f"{folders[folder]}{os.sep}{name}"


def _expand(
    argument: str,
    skip: Path | None,
    errors: list[CleanerError],
    exclusion: Exclusion,
    kind: Kind,
) -> Iterator[Entry]:
    if argument == "-":
        yield Entry("stdin.txt", "", "text", "")
        return
    if is_remote(argument):
        yield from remote_files(RemotePath(argument), skip, errors, exclusion, kind)
        return
    path = located(argument)
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the argument
        problem = error if isinstance(error, OSError) else OSError(0, str(error))
        errors.append(unreadable(path, problem))
        return
    skip = None if is_remote(skip) else skip
    if not is_folder:
        if exclusion.forbids(argument):
            return
        known = kind or kind_of(path.name) or "text"
        yield Entry(path.name, str(path), known, str(path.parent))
        return
    if skip is not None and os.path.realpath(path) == os.path.realpath(skip):
        errors.append(
            ReadError(
                "is the output folder itself",
                path=argument,
                remedy="choose another output folder or clean in place",
            )
        )
        return
    yield from Walk(path, skip, errors, exclusion).entries()


def _without_collisions(
    sources: list[Source], errors: list[CleanerError], to: str, idle: Collection[Kind]
) -> list[Source]:
    owners: dict[PurePosixPath, Source] = {}
    kept = []
    targets = [target_name(source, to) for source in sources]
    folders = _folders(
        target for source, target in zip(sources, targets, strict=True) if source.kind not in idle
    )
    for source, target in zip(sources, targets, strict=True):
        if target in folders and source.kind not in idle:
            errors.append(
                WriteError(
                    f"{_name(source)} would be written where the folder of other results stands",
                    path=str(target),
                    remedy="rename it, or clean it into another folder",
                )
            )
            continue
        first = source if source.kind in idle else owners.setdefault(target, source)
        if first is source:
            kept.append(source)
        else:
            errors.append(
                WriteError(
                    f"{_name(first)} and {_name(source)} would both be written here; only the"
                    " first is",
                    path=str(target),
                    remedy="rename one of them, or clean them into two folders",
                )
            )
    return kept


def _folders(targets: Iterable[PurePosixPath]) -> set[PurePosixPath]:
    """All folders in which something is to stand."""
    found: set[PurePosixPath] = set()
    for target in targets:
        folder = target.parent
        while folder not in found:
            found.add(folder)
            folder = folder.parent
    return found


def _name(source: Source) -> str:
    return str(source.path) if source.path else "standard input"
