"""Rules prove themselves: every rule's own tests, run against all rules together."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from cleaner.learn.state import pack_of
from cleaner.model import Cleaned, Safety
from cleaner.packs import can_mend, shipped
from cleaner.pipeline import Cleaner
from cleaner.rules import Case, Rule

Verdict = Literal["passed", "failed", "todo", "todo-passes"]


class Outcome(NamedTuple):
    """What became of one case; ``reason`` and ``diff`` are empty when it passed."""

    rule: Rule
    case: Case
    verdict: Verdict
    reason: str = ""
    diff: str = ""


class Report(NamedTuple):
    """All outcomes, and the rules that lack a case that fires or a near miss that stays.

    ``left_out``: rules that need a library which is not installed.
    """

    outcomes: tuple[Outcome, ...]
    never_fired: tuple[Rule, ...]
    no_near_miss: tuple[Rule, ...]
    left_out: tuple[Rule, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every case passed and every rule is proved both ways."""
        failed = any(o.verdict in ("failed", "todo-passes") for o in self.outcomes)
        return not (failed or self.never_fired or self.no_near_miss)


def prove(paths: Sequence[str | Path] = ()) -> Report:
    """Run the tests of the rules below ``paths`` (all shipped rules when empty).

    Cases run with every shipped rule and those of ``paths``; those of a learned pack with all of
    it, as a line may go in the company of others only. Raises RuleError for a rule file that
    cannot be used.
    """
    cleaners = _Cleaners(paths)
    chosen = [rule for rule in cleaners.at("safe").ruleset.rules if _chosen(rule, paths)]
    left_out = [] if can_mend() else [rule for rule in chosen if rule.options.get("mojibake")]
    rules = [rule for rule in chosen if rule not in left_out]
    outcomes = [outcome for rule in rules for outcome in _cases(rule, cleaners)]
    fired = {o.rule.id for o in outcomes if o.case.fires}
    missed = {o.rule.id for o in outcomes if not o.case.fires}
    return Report(
        tuple(outcomes),
        tuple(rule for rule in rules if rule.id not in fired),
        tuple(rule for rule in rules if rule.id not in missed),
        tuple(left_out),
    )


class _Cleaners:
    """One cleaner a level, compiled when first asked for."""

    def __init__(self, paths: Sequence[str | Path]) -> None:
        own = shipped().resolve()
        named = [Path(path) for path in paths if not Path(path).resolve().is_relative_to(own)]
        wanted = [pack_of(path) or path for path in named]
        self._paths = list({path.resolve(): path for path in reversed(wanted)}.values())[::-1]
        self._made: dict[Safety, Cleaner] = {}

    def at(self, level: Safety) -> Cleaner:
        if level not in self._made:
            self._made[level] = Cleaner(level=level, rules=self._paths, mojibake=can_mend())
        return self._made[level]


def _chosen(rule: Rule, paths: Sequence[str | Path]) -> bool:
    file = Path(rule.path).resolve()
    return not paths or any(file.is_relative_to(Path(path).resolve()) for path in paths)


def _cases(rule: Rule, cleaners: _Cleaners) -> Iterator[Outcome]:
    for case in rule.tests:
        result = cleaners.at(case.level).clean(case.input)
        reason = _reason(rule, case, result)
        if case.todo:
            yield Outcome(rule, case, "todo" if reason else "todo-passes", reason)
        elif reason:
            yield Outcome(rule, case, "failed", reason, _diff(case, result))
        else:
            yield Outcome(rule, case, "passed")


def _reason(rule: Rule, case: Case, result: Cleaned) -> str:
    """Why a case fails, or nothing."""
    if case.status and result.status != case.status:
        return f"the document is {result.status}, not {case.status}"
    if result.text != case.want:
        return "the text is not what the case wants" + (_blind(rule) if case.fires else "")
    fired = {finding.rule for finding in result.findings}
    if case.fires and rule.id not in fired:
        return f"not this rule but {', '.join(sorted(fired))} did it"
    return ""


_LOOKS_FOR = {"block": "start"} | dict.fromkeys(("line", "inline", "group", "document"), "line")
"""Kinds of rules that do nothing without words or patterns, and the part that has to have them."""


def _blind(rule: Rule) -> str:
    """That a rule has nothing to look for, or nothing."""
    part = _LOOKS_FOR.get(rule.kind, "")
    if not part or part in rule.triggers:
        return ""
    keys = "[start.phrases] and no start.patterns" if part == "start" else "[phrases], no patterns"
    return f": the rule has nothing to look for, no {keys}"


def _diff(case: Case, result: Cleaned) -> str:
    return "\n".join(
        difflib.unified_diff(
            case.want.split("\n"), result.text.split("\n"), "want", "got", lineterm="", n=1
        )
    )
