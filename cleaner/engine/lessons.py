"""Learning before cleaning: the documents of a run teach the rules that clean them."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.engine.harvest import LearnSettings
from cleaner.engine.learning import Learned, SiteReport, learn
from cleaner.engine.worker import Job, Settings
from cleaner.learn.choosing import least
from cleaner.learn.proposals import Proposal, lines_of
from cleaner.learn.teaching import Pack, Told
from cleaner.packs import options
from cleaner.remote import RemotePath, scratch
from cleaner.rulefile import load
from cleaner.rules import Rule

FOLDER = "learned"
"""The learned pack beside the ledger."""


class Lesson(NamedTuple):
    """Settings that clean by what was learned, too; ``pack`` is empty when that is nothing.

    ``rules`` were applied, of lines that are at least as sure as ``confidence``; ``unproved``
    were left out, because no test of them held.
    """

    settings: Settings
    learned: Learned
    pack: str
    rules: int
    confidence: float
    unproved: int = 0

    def applied(self, site: SiteReport) -> set[str]:
        """The lines of a site that are sure enough to be applied wherever their rules look."""
        return lines_of(sure(site.proposals, self.confidence))


Watch = Callable[[], AbstractContextManager[Told | None]]


def sure(proposals: Sequence[Proposal], confidence: float) -> list[Proposal]:
    """What is applied without a person's word: sure enough, and never doubtful."""
    return [one for one in least(proposals, confidence) if one.safety != "aggressive"]


@contextmanager
def lesson(
    jobs: Sequence[Job],
    settings: Settings,
    confidence: float,
    *,
    url_field: str,
    workers: int,
    watch: Watch = nullcontext,
) -> Iterator[Lesson]:
    """Learn from ``jobs`` and hand out settings with what is at least as sure as ``confidence``.

    The pack stands beside the (first) ledger, named and hashed in the file records of the ledger;
    a run that writes nothing has it in a folder that is gone afterwards. Doubtful lines are never
    applied. The pack's names are others than those of the packs that ``settings`` name; what was
    learned before under the name of a rule of theirs gives way to that. ``watch`` opens what is
    told the progress of the learning. Raises ConfigError, RuleError, ReadError and WriteError.
    """
    with tempfile.TemporaryDirectory() as temporary:
        base = jobs[0].base if jobs and settings.write else Path(temporary)
        pack = Pack.at(scratch(base) / FOLDER)
        given = _given(settings.cleaner, pack.folder)
        with watch() as progress:
            how = _learn_settings(settings, url_field)
            found = learn(jobs, how, workers=workers, progress=progress)
            proposals = sure(found.proposals, confidence)
            if proposals or pack.disk:
                paths = pack.paths(proposals, found.unnamed, {rule.pack for rule in given})
                pack.write(paths, progress)
                _upload(pack.folder, base / FOLDER)
        if not pack.disk:
            yield Lesson(settings, found, "", 0, confidence, len(pack.unproved))
            return
        cleaner = _with_rules(settings.cleaner, pack, {rule.id for rule in given})
        told = {"pack": FOLDER, "sha256": _digest(pack)}
        new = replace(settings, cleaner=cleaner, learned=told)
        yield Lesson(new, found, str(pack.folder), len(pack.disk), confidence, len(pack.unproved))


def _upload(folder: Path, to: Path) -> None:
    """Put a pack beside a remote ledger, too."""
    if isinstance(to, RemotePath):
        for path in folder.rglob("*.toml"):
            (to / path.relative_to(folder).as_posix()).put(path)


def _learn_settings(settings: Settings, url_field: str) -> LearnSettings:
    return LearnSettings(
        url_field=url_field,
        text_field=settings.text_field,
        id_field=settings.id_field,
        html_mode=settings.html_mode,
    )


def _given(cleaner: Mapping[str, Any], folder: Path) -> list[Rule]:
    """The rules that a run names itself, without those of the pack in ``folder``."""
    paths = [Path(path) for path in cleaner.get("rules", ()) if not _is_same(path, folder)]
    return list(load(paths, options()).rules)


def _is_same(path: str | Path, folder: Path) -> bool:
    return Path(path).resolve() == folder.resolve()


def _with_rules(cleaner: Mapping[str, Any], pack: Pack, taken: Set[str]) -> dict[str, Any]:
    """The arguments of ``Cleaner`` with the pack; rules that are selected do not shut it out.

    Rules whose ids are ``taken`` stay out.
    """
    chosen = dict(cleaner)
    free = [path for path, (_, rule) in sorted(pack.disk.items()) if rule.id not in taken]
    every = len(free) == len(pack.disk)
    own = [str(pack.folder)] if every else [str(pack.folder / path) for path in free]
    given = (path for path in chosen.get("rules", ()) if not _is_same(path, pack.folder))
    chosen["rules"] = (*given, *own)
    if chosen.get("select"):
        names = sorted({rule.pack for _, rule in pack.disk.values()})
        chosen["select"] = (*chosen["select"], *names)
    return chosen


def _digest(pack: Pack) -> str:
    """The hash of the names and contents of a pack's files."""
    lines = [f"{path} {digest}\n" for path, (digest, _) in sorted(pack.disk.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
