"""What stands in folders and below prefixes: the files with endings that are known."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from cleaner import formats
from cleaner.errors import CleanerError
from cleaner.exclusion import Exclusion, Scope
from cleaner.reading import unreadable
from cleaner.remote import RemotePath

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


BOOKS = frozenset(
    {"ledger.jsonl", "ledger.jsonl.part", "related.jsonl", "clusters.jsonl", "failures.jsonl"}
)
"""What runs write beside their results."""
_LEDGER_HEADS = (b"", b'{"v":')


class Entry(NamedTuple):
    """A ``Source`` as strings; ``path`` is empty for standard input.

    Paths as objects take most of the time of a walk, which runs that read little do not have.
    """

    relative: str
    path: str
    kind: Kind
    root: str


def kind_of(name: str) -> Kind | None:
    """What a file is by its name, None for an ending that is not known."""
    lower = name.lower()
    kind = _KINDS.get(lower[max(lower.rfind("."), 0) :])
    if kind is not None:
        return kind
    if name in _SIDECARS:
        return "sidecar"
    return formats.endings().get(formats.ending_of(name))


def remote_files(
    path: RemotePath,
    skip: Path | None,
    errors: list[CleanerError],
    exclusion: Exclusion,
    kind: Kind,
) -> Iterator[Entry]:
    """A remote file, those that a pattern stands for, or those below a prefix."""
    try:
        files = path.matching()
        if files is not None:
            for file in files:
                if not exclusion.forbids(str(file)):
                    known = kind or kind_of(file.name) or file.served_kind()
                    yield Entry(file.name, str(file), known, str(file.parent))
            return
        found = list(path.find())
    except OSError as error:
        errors.append(unreadable(path, error))
        return
    folders: dict[str, set[str]] = {}
    for name, _ in found:
        folder, _, last = name.rpartition("/")
        folders.setdefault(folder, set()).add(last)
    for name, file in found:
        folder, _, last = name.rpartition("/")
        hidden = any(part.startswith(".") for part in name.split("/"))
        inside = isinstance(skip, RemotePath) and file.is_relative_to(skip) and skip != path
        known_kind = _kind_among(last, folders[folder])
        if known_kind and not hidden and not inside and not exclusion.passes_over(str(file)):
            yield Entry(name, str(file), known_kind, str(path))


class Walk:
    """One pass through a folder that enters every real folder once, whatever links lead to it.

    What an earlier run wrote beside its results is passed over.
    """

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
        """The files, one after the other."""
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
        for entry in _without_books(folder.path, found):
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


def _without_books(folder: str, found: list[os.DirEntry[str]]) -> list[os.DirEntry[str]]:
    """What stands in a folder but the books of a run; a corpus may have such names, too."""
    if all(entry.name != "ledger.jsonl" for entry in found):
        return found
    try:
        with Path(folder, "ledger.jsonl").open("rb") as file:
            is_ledger = file.read(len(_LEDGER_HEADS[-1])) in _LEDGER_HEADS
    except OSError:
        return found
    return [entry for entry in found if not (is_ledger and entry.name in BOOKS)]


def _kind_among(name: str, names: set[str]) -> Kind | None:
    """The kind of a file in a folder; only what ``save_to_disk`` of ``datasets`` wrote counts."""
    kind = kind_of(name)
    is_dataset = "dataset_dict.json" in names or {"dataset_info.json", "state.json"} <= names
    return None if kind == "sidecar" and not is_dataset else kind


def _must_exist(path: Path) -> Literal[False]:
    """Raise for a link that leads nowhere; pipes and devices among the files are passed over."""
    path.stat()
    return False


def _is_inside(path: str, folder: str) -> bool:
    return Path(path).is_relative_to(folder)
