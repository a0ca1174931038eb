"""A learned pack is learned again, and what a person did to it stays.

A file that is as it was written is written anew. A file that somebody changed only gets lines that
are new: what was taken out of it, and every line of a file that was deleted, never comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from typing import NamedTuple

import tomlkit
from tomlkit.items import Array

from cleaner.fold import bare, fold
from cleaner.learn.packfile import LANGUAGE, evidence
from cleaner.learn.proposals import Entry, Proposal
from cleaner.learn.review import REJECT
from cleaner.learn.sharing import SHARED, role
from cleaner.learn.state import State
from cleaner.rules import Rule


class Merge(NamedTuple):
    """``files`` are written whole; ``additions`` go into files that a person changed.

    ``left``: files that stay away because they were deleted or rejected; ``emptied``: files whose
    lines all went elsewhere.
    """

    files: dict[str, Proposal]
    additions: dict[str, list[Entry]]
    left: list[str]
    emptied: list[str]


def file_digest(text: str) -> str:
    """The digest by which a changed file is known."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def match_key(match: str) -> str:
    """What two spellings of a phrase have in common."""
    return bare(fold(match)) or match


def rule_keys(rule: Rule) -> set[str]:
    """The keys of all texts and patterns of a rule file."""
    found: set[str] = set()
    for trigger in rule.triggers.values():
        for group in (trigger.phrases, trigger.prefixes, trigger.contains):
            found.update(match_key(text) for texts in group.values() for text in texts)
        found.update(map(match_key, trigger.patterns))
    return found


def merge(state: State, new: Mapping[str, Proposal], disk: Mapping[str, tuple[str, Rule]]) -> Merge:
    """What to write, from the state of the pack, new proposals, and its files (digest, rule)."""
    touched = {
        path
        for path, (digest, _) in disk.items()
        if path not in state.written or state.written[path].digest != digest
    }
    gone = {path for path in state.written if path not in disk}
    gone |= {path for path, decision in state.decisions.items() if decision == REJECT}
    new = _weighed(state, new, gone, touched)
    guests = {path for path, one in (*state.proposals.items(), *new.items()) if one.is_guest}
    # What a person says of a line alone says nothing of it among others, and the reverse.
    taken = {True: set[str](), False: set[str]()}
    for path in touched | (gone & (set(state.written) | set(state.proposals))):
        taken[path in guests] |= _taken(path, state, disk if path in touched else {})
    files, additions = {}, {}
    emptied = []
    placed = {
        (one.site, match_key(entry.match))
        for path, one in new.items()
        if path not in gone
        for entry in one.entries
    }
    for path in sorted(set(new) | set(state.proposals)):
        if path in gone:
            continue
        entries = list(new[path].entries) if path in new else []
        if path in state.proposals and path not in touched:
            old = state.proposals[path]
            entries += [
                entry
                for entry in old.entries
                if placed.isdisjoint((site, match_key(entry.match)) for site in (old.site, SHARED))
            ]
        entries = [e for e in entries if match_key(e.match) not in taken[path in guests]]
        if not entries:
            emptied += [path] if path in disk and path not in touched else []
            continue
        if path in touched:
            additions[path] = entries
        else:
            known = [one[path] for one in (new, state.proposals) if path in one]
            base = max(known, key=lambda one: one.documents)
            entries.sort(key=lambda entry: (round(entry.depth, 4), entry.match))
            files[path] = replace(base, entries=tuple(entries))
    return Merge(files, additions, sorted(gone & set(new)), emptied)


def _weighed(
    state: State, new: Mapping[str, Proposal], gone: Set[str], touched: Set[str]
) -> dict[str, Proposal]:
    """The new proposals without lines that stay where more documents of their site put them.

    What several sites share is not proposed of one of them again. A new doubt always counts.
    """
    lines = [
        (one, match_key(entry.match))
        for path, one in state.proposals.items()
        if path not in gone | touched and not one.is_guest
        for entry in one.entries
    ]
    weights: dict[tuple[str, str], int] = {}
    for one, key in lines:
        weights[one.site, key] = max(one.documents, weights.get((one.site, key), 0))
    doubted = {(one.site, key) for one, key in lines if one.reason}
    shared = {(role(one.name), key) for one, key in lines if one.site == SHARED}

    def stays(one: Proposal, entry: Entry) -> bool:
        key = match_key(entry.match)
        if one.is_guest or (one.reason and (one.site, key) not in doubted):
            return False
        elsewhere = one.site != SHARED and (role(one.name), key) in shared
        return elsewhere or weights.get((one.site, key), 0) > one.documents

    found = {}
    for path, one in new.items():
        entries = tuple(entry for entry in one.entries if not stays(one, entry))
        if entries or path in gone:  # of a file that is gone it is told that it stays away
            found[path] = replace(one, entries=entries or one.entries)
    return found


def _taken(path: str, state: State, disk: Mapping[str, tuple[str, Rule]]) -> set[str]:
    """What a person decided on in one file: what it has, and what was ever taken out of it."""
    found = rule_keys(disk[path][1]) if path in disk else set[str]()
    if path in state.written:
        found |= set(state.written[path].matches)
    if path not in disk and path in state.proposals:
        found |= {match_key(entry.match) for entry in state.proposals[path].entries}
    return found


def add(text: str, entries: Iterable[Entry], proposal: Proposal) -> str:
    """The text of a rule file with more lines, its comments and order as they were."""
    document = tomlkit.parse(text)
    if proposal.kind == "block":
        return text
    for entry in entries:
        if entry.pattern:
            _array(document, "patterns").append(entry.match)
        else:
            if "phrases" not in document:
                document.add("phrases", tomlkit.table())
            _array(document["phrases"], LANGUAGE).append(entry.match)
    if "evidence" in document:
        for key, value in evidence(proposal).items():
            document["evidence"][key] = value
    return tomlkit.dumps(document)


def _array(table: tomlkit.TOMLDocument, key: str) -> Array:
    if key not in table:
        table[key] = tomlkit.array()
    found = table[key]
    assert isinstance(found, Array)
    found.multiline(True)
    return found
