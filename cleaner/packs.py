"""Where the rule packs are: the shipped ones, installed ones, and those that a user names.

A package announces a pack by an entry point of the group ``cleaner.packs``: its name is that of
the pack, its value a package with a folder of that name, which holds the rule files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from cleaner import prepared
from cleaner.errors import RuleError
from cleaner.rulefile import Kinds, load, rule_files, ruleset
from cleaner.rules import Ruleset

GROUP = "cleaner.packs"
SHIPPED = "cleaner"
"""The origin of the packs that come with the program."""


class Pack(NamedTuple):
    """A pack of rules: where it comes from, and what it was when it was read.

    ``version``: of the package that brings it, empty for a folder. ``hash``: SHA-256 over names
    and bytes of its rule files. ``origin``: the package, or the path that was named.
    """

    name: str
    version: str
    hash: str
    origin: str


class _Installed(NamedTuple):
    """A pack that a package brings; ``owner`` is its name and version."""

    name: str
    folder: Path
    package: str
    version: str

    @property
    def owner(self) -> str:
        return f"{self.package} {self.version}"


@cache
def shipped() -> Path:
    """The folder of the shipped packs: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "packs"
    return inside if inside.is_dir() else package.parent / "rules"


@cache
def options() -> Kinds:
    """The keys that each kind of rule knows beyond the common ones."""
    # The matchers bring the pattern libraries with them, which naming the packs does not need.
    from cleaner.matchers import kinds

    return {name: kind.OPTIONS for name, kind in kinds().items()}


def load_rules(extra: Sequence[str | Path] = ()) -> Ruleset:
    """Read the shipped and installed packs and ``extra`` rule files or folders.

    Raises RuleError, which names the pack.
    """
    own = load([Path(path) for path in extra], options())
    return _join(_standing_rules(), own)


def loaded_packs(extra: Sequence[str | Path] = ()) -> tuple[Pack, ...]:
    """What ``load_rules`` reads, pack by pack, without parsing it; raises RuleError."""
    from cleaner import __version__

    found = _packs(rule_files(shipped()), __version__, SHIPPED)
    for pack in _installed():
        found += _packs(rule_files(pack.folder), pack.version, pack.package)
    for path in extra:
        found += _packs(rule_files(Path(path)), "", str(path))
    return tuple(found)


def hashes(extra: Sequence[str | Path]) -> tuple[str, ...]:
    """A hash of each pack of ``extra``, which is another when a file of it has changed."""
    return tuple(pack.hash for path in extra for pack in _packs(rule_files(Path(path)), "", ""))


def _packs(files: Sequence[Path], version: str, origin: str) -> list[Pack]:
    found = []
    for folder, own in groupby(sorted(files), key=lambda file: file.parent):
        digest = hashlib.sha256()
        for file in own:
            data = _bytes(file)
            digest.update(f"{file.name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
        found.append(Pack(folder.absolute().name, version, digest.hexdigest(), origin))
    return found


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", path=str(file)) from error


@cache
def _standing_rules() -> Ruleset:
    """The shipped rules, and those of installed packs."""
    rules = prepared.load(shipped(), options())
    for pack in _installed():
        try:
            rules = _join(rules, load([pack.folder], options()))
        except RuleError as error:
            raise _named(error, pack) from error
    return rules


@cache
def _installed() -> tuple[_Installed, ...]:
    """The packs of the installed packages, sorted; raises RuleError for one that is not there."""
    found: dict[str, _Installed] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        pack = _located(point)
        if pack.name in found and found[pack.name].folder == pack.folder:
            continue  # the same package twice on the path
        taken = found[pack.name].owner if pack.name in found else ""
        if (shipped() / pack.name).is_dir():
            taken = "cleaner itself"
        if taken:
            raise RuleError(
                f"pack {pack.name!r} of {pack.owner} has the name of a pack of {taken}",
                path=str(pack.folder),
                remedy=f"pip uninstall {pack.package}, or get a version with another name",
            )
        found[pack.name] = pack
    return tuple(found.values())


def _located(point: EntryPoint) -> _Installed:
    """Find the folder of a pack without importing its package."""
    package, version = (point.dist.name, point.dist.version) if point.dist else (point.value, "")
    for folder in _folders(point):
        if (folder / point.name).is_dir():
            return _Installed(point.name, folder / point.name, package, version)
    raise RuleError(
        f"pack {point.name!r} of {package} {version}: there is no such folder in the package",
        path=point.value,
        remedy=f"put its rules in {point.value.replace('.', '/')}/{point.name}/",
    )


def _folders(point: EntryPoint) -> Iterator[Path]:
    try:
        spec = find_spec(point.value)
    except Exception:  # a package that fails while it is looked for, in whatever way
        return
    if spec is not None:
        yield from map(Path, spec.submodule_search_locations or ())


def _named(error: RuleError, pack: _Installed) -> RuleError:
    return RuleError(
        f"pack {pack.name!r} of {pack.owner}: {error.message}",
        path=error.path,
        key=error.key,
        line=error.line,
        remedy=error.remedy or f"pip uninstall {pack.package}, or get a version that works",
    )


def _join(first: Ruleset, second: Ruleset) -> Ruleset:
    """Both; a file may be in either."""
    new = {rule.id: Path(rule.path) for rule in second.rules}
    others = [
        rule
        for rule in first.rules
        if rule.id not in new or Path(rule.path).resolve() != new[rule.id].resolve()
    ]
    return ruleset([*others, *second.rules])


def can_mend() -> bool:
    """Whether rules that mend text decoded twice can be used: most do without their library."""
    return find_spec("ftfy") is not None
