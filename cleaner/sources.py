"""From the paths of a command line to the files to read and where their results go."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from cleaner import formats
from cleaner.errors import CleanerError, ReadError, WriteError
from cleaner.exclusion import Exclusion, Scope
from cleaner.reading import unreadable

Kind = str
"""``text``, ``html``, ``sidecar`` (copied along) or a name from ``formats``."""

_KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
}
_SIDECARS = ("dataset_info.json", "dataset_dict.json", "state.json")
"""What ``datasets`` keeps beside the tables of a dataset folder."""


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
) -> tuple[list[Source], list[CleanerError]]:
    """Find the files that ``arguments`` stand for.

    Files named directly are always taken; folders give their files with known endings (``.txt
    .md .html .htm`` and those of ``formats``) at any depth, without hidden ones, without what
    ``exclusion`` passes over and without what stands in ``skip`` (the output folder); ``-`` is
    standard input. A file counts once, however often it is named. ``kind`` is what files named
    directly are, whatever their endings; ``to`` see ``target_name``.

    Returns the sources, sorted by ``relative``, and the errors: a ``ReadError`` for what is
    missing or unreadable and, with ``mirror`` (results go to a tree of their own), a
    ``WriteError`` for each source whose result would overwrite that of an earlier one; such a
    source is left out.
    """
    found, errors = scan(arguments, skip=skip, exclusion=exclusion, kind=kind)
    sources = [
        Source(
            Path(entry.path) if entry.path else None,
            PurePosixPath(entry.relative),
            entry.kind,
            Path(entry.root),
        )
        for entry in found
    ]
    return _without_collisions(sources, errors, to) if mirror else sources, errors


class Entry(NamedTuple):
    """A ``Source`` as strings; ``path`` is empty for standard input.

    Paths as objects take most of the time of a walk, which runs that read little do not have.
    """

    relative: str
    path: str
    kind: Kind
    root: str


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
    if not path:
        return ""
    folder, slash, name = path.rpartition(os.sep)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder + slash)
    return f"{folders[folder]}{os.sep}{name}"


def _kind(name: str) -> Kind | None:
    lower = name.lower()
    kind = _KINDS.get(lower[max(lower.rfind("."), 0) :])
    if kind is not None:
        return kind
    if name in _SIDECARS:
        return "sidecar"
    return formats.endings().get(formats.ending_of(name))


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
    path = Path(argument)
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the argument
        problem = error if isinstance(error, OSError) else OSError(0, str(error))
        errors.append(unreadable(path, problem))
        return
    if not is_folder:
        if exclusion.forbids(argument):
            return
        known = kind or _kind(path.name) or "text"
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
    yield from _Walk(path, skip, errors, exclusion).entries()


class _Walk:
    """One pass through a folder that enters every real folder once, whatever links lead to it."""

    def __init__(
        self, root: Path, skip: Path | None, errors: list[CleanerError], exclusion: Exclusion
    ) -> None:
        self.root = root
        self.top = exclusion.scope(str(root))
        self.errors = errors
        self.entered: set[str] = set()
        self.skipped = os.path.realpath(skip) if skip is not None else None
        if self.skipped and _is_inside(os.path.realpath(root), self.skipped):
            # Named on purpose: cleaning OUT/raw to OUT is no loop.
            self.skipped = None

    def entries(self) -> Iterator[Entry]:
        # Linked folders wait, so that a file reached twice goes by its real place in the tree.
        linked = [_Folder(str(self.root), "", self.top)]
        while linked:
            folders = [linked.pop(0)]
            while folders:
                yield from self._folder(folders.pop(0), folders, linked)

    def _folder(
        self, folder: _Folder, folders: list[_Folder], linked: list[_Folder]
    ) -> Iterator[Entry]:
        real = os.path.realpath(folder.path)
        if real in self.entered or (self.skipped and _is_inside(real, self.skipped)):
            return
        self.entered.add(real)
        try:
            with os.scandir(folder.path) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.errors.append(unreadable(Path(folder.path), error))
            return
        has_gitignore = any(entry.name == ".gitignore" for entry in found)
        scope = folder.scope.inside(folder.path, has_gitignore=has_gitignore)
        names = {entry.name for entry in found}
        for entry in found:
            kind = _kind_among(entry.name, names)
            try:
                is_folder = entry.is_dir()
                if entry.name.startswith(".") or not (is_folder or kind):
                    continue
                if scope.excludes(entry.path, folder=is_folder):
                    continue
                name = folder.name + entry.name
                if is_folder:
                    later = linked if entry.is_symlink() else folders
                    later.append(_Folder(entry.path, name + "/", scope))
                elif kind and (entry.is_file() or _must_exist(Path(entry.path))):
                    yield Entry(name, entry.path, kind, str(self.root))
            except OSError as error:
                if kind:
                    self.errors.append(unreadable(Path(entry.path), error))


class _Folder(NamedTuple):
    """A folder of a walk: where it is, its name below the root, and what is passed over in it."""

    path: str
    name: str
    scope: Scope


def _kind_among(name: str, names: set[str]) -> Kind | None:
    """The kind of a file in a folder; only what ``save_to_disk`` of ``datasets`` wrote counts."""
    kind = _kind(name)
    is_dataset = "dataset_dict.json" in names or {"dataset_info.json", "state.json"} <= names
    return None if kind == "sidecar" and not is_dataset else kind


def _must_exist(path: Path) -> Literal[False]:
    """Raise for a link that leads nowhere; pipes and devices among the files are passed over."""
    path.stat()
    return False


def _is_inside(path: str, folder: str) -> bool:
    return Path(path).is_relative_to(folder)


def _without_collisions(sources: list[Source], errors: list[CleanerError], to: str) -> list[Source]:
    kept: dict[PurePosixPath, Source] = {}
    for source in sources:
        target = target_name(source, to)
        first = kept.setdefault(target, source)
        if first is not source:
            errors.append(
                WriteError(
                    f"{_name(first)} and {_name(source)} would both be written here; only the"
                    " first is",
                    path=str(target),
                    remedy="rename one of them, or clean them into two folders",
                )
            )
    return list(kept.values())


def _name(source: Source) -> str:
    return str(source.path) if source.path else "standard input"
