"""Where the rule packs are: the shipped ones, and those that a user names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from cleaner.matchers import kinds
from cleaner.rulefile import Kinds, load
from cleaner.rules import Rule, Ruleset


@cache
def shipped() -> Path:
    """The folder of the shipped packs: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "packs"
    return inside if inside.is_dir() else package.parent / "rules"


@cache
def options() -> Kinds:
    """The keys that each kind of rule knows beyond the common ones."""
    return {name: kind.OPTIONS for name, kind in kinds().items()}


def load_rules(extra: Sequence[str | Path] = ()) -> Ruleset:
    """Read the shipped packs and ``extra`` rule files or folders; raises RuleError."""
    own = load([Path(path) for path in extra], options())
    return _join(_shipped_rules(), own)


@cache
def _shipped_rules() -> Ruleset:
    return load([shipped()], options())


def _join(first: Ruleset, second: Ruleset) -> Ruleset:
    from cleaner.errors import RuleError

    known: dict[str, Rule] = {rule.id: rule for rule in first.rules}
    for rule in second.rules:
        other = known.get(rule.id)
        if other is not None and Path(other.path).resolve() != Path(rule.path).resolve():
            raise RuleError(
                f"rule id {rule.id!r} is already taken by {other.path}",
                path=rule.path,
                remedy="rename the file or its folder",
            )
        known[rule.id] = rule
    return Ruleset(tuple(known[key] for key in sorted(known)))
