"""From the sources of a command line to the jobs of a run."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path

from cleaner import ledger
from cleaner.engine.alone import LOCK
from cleaner.engine.books import FAILURES
from cleaner.engine.earlier import PART
from cleaner.engine.selection import FileRules
from cleaner.engine.worker import RELATED, Job
from cleaner.errors import CleanerError, ConfigError, WriteError
from cleaner.exclusion import Exclusion
from cleaner.remote import is_remote, located
from cleaner.sources import Source, discover, target_kind, target_name

RESERVED = (RELATED, PART, FAILURES, ledger.LEDGER, ledger.PART, LOCK, ".cleaner")


def plan(
    arguments: Sequence[str],
    out: Path | None,
    reserved: Collection[str] = RESERVED,
    *,
    in_place: bool = True,
    exclusion: Exclusion | None = None,
    ignores: FileRules | None = None,
    kind: str = "",
    to: str = "",
    idle: Collection[str] = (),
) -> tuple[list[Job], list[CleanerError]]:
    """The jobs for ``arguments`` into the folder ``out`` (None: in place), and what is wrong.

    ``reserved``: names in ``out`` that the run writes itself. ``in_place``: the command can work in
    place; if it cannot, no ``out`` means that nothing is written. ``exclusion``: what is passed
    over. ``ignores``: which rules do not count for a source. ``kind``: what named files are,
    ``to``: the ending of results, ``idle``: kinds without one (see ``sources``). Raises ConfigError
    when ``out`` and a source lie inside each other.
    """
    if "-" in arguments:
        raise ConfigError(
            "standard input is one text, which goes to standard output",
            remedy="cleaner clean - > FILE",
        )
    if out is not None:
        for argument in arguments:
            _apart(located(argument), out, ", or --in-place" if in_place else "")
    sources, problems = discover(
        arguments,
        skip=out,
        mirror=out is not None,
        exclusion=exclusion,
        kind=kind,
        to=to,
        idle=idle,
    )
    jobs = []
    local = out if out is not None and not is_remote(out) else None
    links = _Links(local, arguments, sources) if local is not None else None
    for source in sources:
        if out is not None and str(target_name(source, to)) in reserved:
            problems.append(
                WriteError(
                    f"{source.path} would overwrite the run's own file",
                    path=str(out / target_name(source, to)),
                    remedy="rename the source",
                )
            )
        elif links is not None and links.lead_back(str(target_name(source, to))):
            problems.append(
                WriteError(
                    f"a link leads from here into the sources: {source.path} is not cleaned",
                    path=str(links.out / target_name(source, to)),
                    remedy="remove the link, or choose another output folder",
                )
            )
        elif out is None and in_place and is_remote(source.path):
            problems.append(
                WriteError(
                    "remote files are not replaced in place",
                    path=str(source.path),
                    remedy="use -o OUT",
                )
            )
        elif out is None and in_place and source.kind in ("html", "warc"):
            problems.append(
                WriteError(
                    "HTML is not replaced by its text in place",
                    path=str(source.path),
                    remedy="use -o OUT",
                )
            )
        else:
            jobs.append(_job(source, out, ignores.of(str(source.path)) if ignores else (), to))
    return once(jobs) if out is None and in_place else jobs, problems


class _Links:
    """Tells which results links below ``out`` would lead among the sources."""

    def __init__(self, out: Path, arguments: Sequence[str], sources: Sequence[Source]) -> None:
        self.out = out
        self._real_out = _real(out)
        self._arguments = arguments
        self._sources = sources
        self._folders: dict[Path, Path] = {}

    def lead_back(self, name: str) -> bool:
        """Whether the result with a ``name`` would take the place of a source, or stand by one."""
        place = self._place(self.out / name)
        if place == self._real_out / name:
            return False
        return place in self._files or any(map(place.is_relative_to, self._roots))

    def _place(self, path: Path) -> Path:
        """The real path, by few questions where many files stand in a folder."""
        folder = path.parent
        if folder not in self._folders:
            self._folders[folder] = _real(folder)
        place = self._folders[folder] / path.name
        return _real(place) if place.is_symlink() else place

    @cached_property
    def _files(self) -> set[Path]:
        paths = (source.path for source in self._sources)
        return {self._place(path) for path in paths if path and not is_remote(path)}

    @cached_property
    def _roots(self) -> list[Path]:
        paths = (located(argument) for argument in self._arguments if not is_remote(argument))
        return [_real(path) for path in paths if path.is_dir()]


def once(jobs: Sequence[Job]) -> list[Job]:
    """Jobs in place without links to files that are among them.

    Such a file would be cleaned twice, and two records in the ledger would claim it.
    """
    real = {os.path.realpath(job.path) for job in jobs if not job.path.is_symlink()}
    kept = []
    for job in jobs:
        if job.path.is_symlink():
            path = os.path.realpath(job.path)
            if path in real:
                continue
            real.add(path)
        kept.append(job)
    return kept


def _job(source: Source, out: Path | None, ignore: tuple[str, ...], to: str) -> Job:
    assert source.path is not None
    document = str(source.relative)
    kind = target_kind(source, to)
    if out is None:
        base = source.root / ".cleaner"
        return Job(source.path, source.kind, document, document, source.path, base, ignore, kind)
    name = str(target_name(source, to))
    return Job(source.path, source.kind, document, name, out / name, out, ignore, kind)


def _real(path: Path) -> Path:
    """The path without links; one of a circle of links as it is, which its reader will say."""
    return path.resolve() if is_remote(path) else Path(os.path.realpath(path))


def _apart(source: Path, out: Path, alternative: str) -> None:
    if is_remote(out) != is_remote(source):
        return
    inner, outer = _real(out), _real(source)
    if inner.is_relative_to(outer) and source.is_dir():
        raise ConfigError(
            f"the output {out} lies inside the source {source}",
            remedy=f"choose a folder beside the source{alternative}",
        )
    if outer.is_relative_to(inner) and source.is_dir():
        raise ConfigError(
            f"the source {source} lies inside the output {out}",
            remedy="choose another output folder",
        )
    if outer.parent == inner:
        raise ConfigError(
            f"the result of {source} would take the place of its source",
            remedy=f"choose another output folder{alternative}",
        )
