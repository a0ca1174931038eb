"""Rules: what each file of a pack says, and the set of them that a cleaner works with."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cleaner.errors import ConfigError
from cleaner.model import Safety

NameT = TypeVar("NameT", bound=str)

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
POSITIONS = ("head", "tail")

Words = Mapping[str, tuple[str, ...]]
"""Texts by language code."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a line must look like: any of these holds."""

    phrases: Words = field(default_factory=dict)
    prefixes: Words = field(default_factory=dict)
    contains: Words = field(default_factory=dict)
    patterns: tuple[str, ...] = ()

    def count(self) -> int:
        """The number of texts (patterns not counted)."""
        groups = (self.phrases, self.prefixes, self.contains)
        return sum(len(words) for group in groups for words in group.values())


@dataclass(frozen=True, slots=True)
class Case:
    """A test of a rule: ``input`` cleaned at ``level`` gives ``want`` (and ``status``, if said)."""

    name: str
    input: str
    want: str
    level: Safety
    status: str = ""
    todo: bool = False

    @property
    def fires(self) -> bool:
        """Whether the case wants the rule to do something."""
        return self.input != self.want or self.status == "no-content"


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a kind of rules: one of ``values``, or a list of them if ``default`` is one."""

    values: tuple[str, ...]
    default: str | list[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file. ``triggers`` maps a role (``line``, ``start``, ``end``) to its trigger.

    ``evidence``: what a learned rule was learned from.
    """

    id: str
    message: str
    kind: str
    safety: Safety
    path: str
    triggers: Mapping[str, Trigger]
    position: tuple[str, ...] = POSITIONS
    max_chars: int = 120
    options: Mapping[str, Any] = field(default_factory=dict)
    tests: tuple[Case, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def pack(self) -> str:
        """The folder part of the id."""
        return self.id.split("/", 1)[0]

    def count(self) -> int:
        """The number of phrases, prefixes and contained texts of the rule."""
        return sum(trigger.count() for trigger in self.triggers.values())


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Rules in the order of their ids; ids are unique."""

    rules: tuple[Rule, ...]

    def get(self, rule_id: str) -> Rule:
        """Return the rule called ``rule_id``; raises KeyError with the nearest names."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(nearest(rule_id, [rule.id for rule in self.rules]))

    def choose(self, select: Sequence[str], ignore: Sequence[str]) -> Ruleset:
        """Keep the rules that ``select`` names (all when empty) and ``ignore`` does not.

        A name is a rule id, a pack (``news``) or a pack with a slash (``news/``). Raises
        KeyError(name) for one that names nothing.
        """
        for name in (*select, *ignore):
            if not any(_named(rule, name) for rule in self.rules):
                raise KeyError(name)
        return Ruleset(
            tuple(
                rule
                for rule in self.rules
                if (not select or any(_named(rule, name) for name in select))
                and not any(_named(rule, name) for name in ignore)
            )
        )


def nearest(name: str, names: Iterable[str]) -> str:
    """Say which of ``names`` was probably meant, or nothing."""
    close = difflib.get_close_matches(name, list(names), n=1)
    return f"did you mean {close[0]!r}?" if close else ""


def hint(name: str, names: Sequence[str]) -> str:
    """The remedy for a name that is none of ``names``: the one that was meant, and all of them."""
    return f"{nearest(name, names)} one of: {', '.join(names)}".strip()


def one_of(what: str, value: str, values: Sequence[NameT]) -> NameT:
    """The value, if it is one of ``values``; raises ConfigError that says what else is."""
    for known in values:
        if value == known:
            return known
    raise ConfigError(f"{what} is {value!r}", remedy=hint(str(value), values))


def _named(rule: Rule, name: str) -> bool:
    return name in (rule.id, rule.pack, f"{rule.pack}/")
