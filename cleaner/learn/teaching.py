"""The files of a learned pack: where proposals go, how they are proved, what is written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Container, Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.errors import ConfigError, RuleError
from cleaner.learn.cases import cases, complete
from cleaner.learn.choosing import shipped_packs
from cleaner.learn.merging import (
    Merge,
    add,
    file_digest,
    merge,
    rule_keys,
)
from cleaner.learn.naming import slug
from cleaner.learn.packfile import render
from cleaner.learn.proposals import Proposal
from cleaner.learn.review import ACCEPT, REJECT
from cleaner.learn.sharing import SHARED, recognised, share_with
from cleaner.learn.state import State, Written, load_state, save_state, stage_state
from cleaner.model import Cleaned, Safety
from cleaner.packs import can_mend, options
from cleaner.pipeline import Cleaner
from cleaner.rulefile import load_file, read_source, rule_files, rule_of, table_of
from cleaner.rules import NAME, Rule
from cleaner.writing import Staged, stage, unwritable

Told = Callable[[str, int, int], None]
"""Is told a step, how much of it is done, and how much there is."""

_STEP = "testing the rules"
_ROUNDS = 3
_COMPANY = 12


@dataclass(slots=True)
class Pack:
    """A folder of learned rules; paths are relative to it and end in ``.toml``.

    Raises ConfigError for a folder whose name cannot be that of a pack, RuleError for files that
    cannot be used.
    """

    folder: Path
    state: State = field(default_factory=State)
    disk: dict[str, tuple[str, Rule]] = field(default_factory=dict)
    unproved: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, folder: Path) -> Pack:
        """The pack in ``folder``, which may not exist yet."""
        name = folder.resolve().name
        if not NAME.fullmatch(name):
            raise ConfigError(
                f"{name!r} cannot be the name of a pack",
                remedy=f"for example {slug(name) or 'mysite'!r}",
            )
        pack = cls(folder, load_state(folder))
        if folder.is_dir() and any(folder.rglob("*.toml")):
            for file in rule_files(folder):
                path = file.relative_to(folder).as_posix()
                pack.disk[path] = (file_digest(read_source(file)), load_file(file, options()))
        return pack

    def paths(
        self,
        proposals: Sequence[Proposal],
        unnamed: Set[str] = frozenset(),
        taken: Set[str] = frozenset(),
    ) -> dict[str, Proposal]:
        """The proposals by the path of their file: one folder a site, unless there is only one.

        That has a folder, too, where the pack is called like one that is shipped, or one of the
        ``taken``: packs that are used beside it.

        Sites that are ``unnamed`` were called something by the program; they get the name of the
        site in the pack that has their lines, if there is one. What they have in common with
        other sites of the pack is shared.
        """
        proposals = recognised(proposals, self.state.proposals.values(), unnamed)
        proposals = share_with(proposals, self.state.proposals.values())
        folders = {one.site: path.rpartition("/")[0] for path, one in self.state.proposals.items()}
        sites = sorted({one.site for one in proposals})
        taken = shipped_packs() | taken
        flat = len(sites) == 1 and not folders and self.folder.resolve().name not in taken
        for number, site in enumerate(sites, 1):
            if site in folders:
                continue
            name = "" if flat else slug(site) or f"site-{number}"
            if name in taken:
                name = f"site-{name}"
            while name and name in {*folders.values(), *taken}:
                name += "-2"
            folders[site] = name
        return {f"{folders[one.site]}/{one.name}.toml".lstrip("/"): one for one in proposals}

    def write(self, new: Mapping[str, Proposal], progress: Told | None = None) -> Merge:
        """Prove the proposals and write their files, without losing what a person changed."""
        merged = merge(self.state, new, self.disk)
        texts = self._proved(merged.files, progress, without=merged.emptied)
        unproved = [path for path in merged.files if path not in texts]
        self.unproved += unproved
        for path, entries in merged.additions.items():
            base = new.get(path) or self.state.proposals[path]
            texts[path] = add(read_source(self.folder / path), entries, base)
        self.state.proposals |= {p: one for p, one in merged.files.items() if p in texts}
        for path in new:
            self.state.waiting.pop(path, None)
        self._store(texts, touched=merged.additions, gone=(*unproved, *merged.emptied))
        return merged

    def waiting(self, new: Mapping[str, Proposal]) -> dict[str, Proposal]:
        """The proposals that nobody has decided on, those of an interrupted review among them.

        Doubtful ones come last, guests and lines beside others after those that are their company.
        """
        known = {**self.state.decisions, **self.state.written}
        self.state.waiting |= {path: one for path, one in new.items() if path not in known}
        save_state(self.folder, self.state)
        left = [(path, one) for path, one in self.state.waiting.items() if path not in known]

        def rank(one: tuple[str, Proposal]) -> tuple[bool, bool, str]:
            return bool(one[1].reason), one[1].is_guest or one[1].is_beside, one[0]

        return dict(sorted(left, key=rank))

    def provable(self, waiting: Mapping[str, Proposal]) -> dict[str, str]:
        """The files, with tests, that could be written if all were accepted; the rest is unproved.

        Nobody is asked for a rule of which no test would hold.
        """
        proved = self._proved(waiting) if waiting else {}
        self.unproved += [path for path in waiting if path not in proved]
        return proved

    def accepted(self) -> dict[str, Proposal]:
        """What was accepted and is not written yet."""
        decisions = self.state.decisions
        return {p: one for p, one in self.state.waiting.items() if decisions.get(p) == ACCEPT}

    def put_edited(self, path: str, text: str) -> None:
        """Write a file as a person edited it."""
        self.state.proposals[path] = self.state.waiting.pop(path)
        self._store({path: text}, touched={path})

    def decide(self, path: str, decision: str) -> None:
        """Remember what a person decided of a waiting proposal."""
        self.state.decisions[path] = decision
        if decision == REJECT:
            self.state.proposals[path] = self.state.waiting.pop(path)
        save_state(self.folder, self.state)

    def _store(
        self, texts: Mapping[str, str], *, touched: Container[str], gone: Iterable[str] = ()
    ) -> None:
        """Put files in their places and remove others, with the state that knows of it.

        All of it waits beside its place before the first file gets there: where there is no room,
        the pack stays as it is. Raises WriteError.
        """
        staged: list[Staged] = []
        gone = [path for path in gone if path in self.disk]
        try:
            for path, text in texts.items():
                staged.append(stage(self.folder / path, text.encode()))
                self._remember(path, text, touched=path in touched)
            for path in gone:
                for known in (self.disk, self.state.written, self.state.proposals):
                    known.pop(path, None)
            staged.append(stage_state(self.folder, self.state))
            for one in staged:
                one.commit()
        finally:
            for one in staged:
                one.discard()
            self._tidy(texts)
        for path in gone:
            try:
                (self.folder / path).unlink(missing_ok=True)
            except OSError as error:
                raise unwritable(self.folder / path, error) from error
        self._tidy(gone)

    def _tidy(self, paths: Iterable[str]) -> None:
        """Remove the folders of ``paths`` that nothing is in."""
        for folder in {(self.folder / path).parent for path in paths}:
            with suppress(OSError):
                folder.rmdir()

    def _remember(self, path: str, text: str, *, touched: bool) -> None:
        target = self.folder / path
        rule = rule_of(target, text, table_of(target, text), options())
        digest = file_digest(text)
        known = self.state.written.get(path, Written("", []))
        matches = sorted({*known.matches, *rule_keys(rule)})
        self.state.written[path] = Written("" if touched else digest, matches)
        self.disk[path] = (digest, rule)

    def _proved(
        self,
        files: Mapping[str, Proposal],
        progress: Told | None = None,
        without: Sequence[str] = (),
    ) -> dict[str, str]:
        """The texts of the files that hold their own tests, tried together with the others.

        Files that are to be removed are the others ``without`` which they are tried.
        """
        kept = dict(files)
        for _ in range(_ROUNDS):
            found = self._tried(kept, progress, {*files, *without})
            if set(found) == set(kept):
                return found
            kept = {path: kept[path] for path in found}
        return found

    def _tried(
        self, files: Mapping[str, Proposal], progress: Told | None, without: Container[str]
    ) -> dict[str, str]:
        with tempfile.TemporaryDirectory() as name:
            trial = Path(name) / self.folder.resolve().name
            for path in self.disk:
                if path not in without:
                    _place(trial / path, read_source(self.folder / path))
            for path, proposal in files.items():
                _place(trial / path, render(proposal))
            clean = _Cleaners(trial)
            texts = {}
            for number, (path, proposal) in enumerate(files.items(), 1):
                company = _company(proposal, {**self.state.proposals, **files})
                found = cases(self._id(path), proposal, clean, company)
                if complete(found):
                    texts[path] = render(proposal, found)
                if progress is not None:
                    progress(_STEP, number, len(files))
            return texts

    def _id(self, path: str) -> str:
        full = Path(self.folder.resolve().name, path)
        return f"{full.parent.name}/{full.stem}"


def _company(proposal: Proposal, files: Mapping[str, Proposal]) -> list[str]:
    """A few lines of the site's other groups that belong to the same part of the page."""
    if proposal.kind != "group":
        return []
    others = [
        other
        for other in files.values()
        if other is not proposal
        and other.kind == "group"
        and not other.is_guest
        and (proposal.site == SHARED or other.site in (proposal.site, SHARED))
    ]
    # What fires at the same level, and of the same site, is the better company.
    others.sort(
        key=lambda one: (
            one.position != proposal.position,
            one.safety != proposal.safety,
            one.site != proposal.site,
        )
    )
    texts = {entry.text: None for other in others for entry in other.entries[:_COMPANY]}
    # The heading of a section would take the others with it.
    heads = {e.text for other in files.values() if other.kind == "block" for e in other.entries}
    return [text for text in texts if text not in heads][:_COMPANY]


class _Cleaners:
    """Cleans with the shipped rules and those of a folder, compiled once a level."""

    def __init__(self, folder: Path) -> None:
        self._rules = [folder] if folder.is_dir() else []
        self._made: dict[Safety, Cleaner] = {}

    def __call__(self, text: str, level: Safety) -> Cleaned:
        if level not in self._made:
            self._made[level] = Cleaner(level=level, rules=self._rules, mojibake=can_mend())
        return self._made[level].clean(text)


def _place(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def problem(path: str, text: str) -> str:
    """What is wrong with the text of a rule file, or nothing."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "pack", Path(path).name)
        _place(file, text)
        try:
            load_file(file, options())
        except RuleError as error:
            place = f"line {error.line}: " if error.line else ""
            return place + error.message + (f" ({error.remedy})" if error.remedy else "")
    return ""
