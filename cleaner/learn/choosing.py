"""Which proposals are taken: without what other packs know, and only what is sure enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cleaner.errors import ConfigError
from cleaner.learn.proposals import Proposal
from cleaner.lexicon import Lexicon
from cleaner.packs import load_rules, shipped
from cleaner.rules import Rule


def without(proposals: Sequence[Proposal], packs: Sequence[str]) -> list[Proposal]:
    """The proposals without lines that ``packs`` take: names of shipped packs, or paths.

    ``shipped`` stands for all shipped packs. Raises ConfigError and RuleError.
    """
    if not packs:
        return list(proposals)
    lexicon = Lexicon(
        [rule for name in packs for rule in _pack_rules(name) if rule.kind != "group"]
    )
    result = []
    for one in proposals:
        if one.kind == "inline":
            result.append(one)
            continue
        marks = lexicon.classify([entry.text for entry in one.entries]).marks
        entries = [
            entry
            for i, entry in enumerate(one.entries)
            if not any(mark.role in ("line", "start") for mark in marks[i])
        ]
        if entries:
            result.append(replace(one, entries=tuple(entries)))
    return result


def _pack_rules(name: str) -> list[Rule]:
    if name == "shipped":
        return list(load_rules().rules)
    if Path(name).exists():
        own = {rule.id for rule in load_rules().rules}
        return [rule for rule in load_rules([name]).rules if rule.id not in own]
    found = [rule for rule in load_rules().rules if rule.pack == name]
    if not found:
        raise ConfigError(
            f"no pack is called {name!r}",
            remedy=f"a path, 'shipped', or one of: {', '.join(sorted(shipped_packs()))}",
        )
    return found


def shipped_packs() -> set[str]:
    """The names of the packs that come with the program."""
    return {path.name for path in shipped().iterdir() if path.is_dir()}


def least(proposals: Sequence[Proposal], confidence: float) -> list[Proposal]:
    """The proposals with the entries that are sure enough."""
    result = []
    for one in proposals:
        entries = tuple(entry for entry in one.entries if entry.confidence >= confidence)
        if entries:
            result.append(replace(one, entries=entries))
    return result
