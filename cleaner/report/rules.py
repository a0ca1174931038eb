"""Rules and the outcome of their tests, as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner.proving import Report
from cleaner.rules import Rule, Trigger


def listing(rules: Iterable[Rule]) -> Iterator[str]:
    """One line a rule: id, kind, safety, number of phrases, message; columns separated by tabs."""
    for rule in rules:
        yield f"{rule.id}\t{rule.kind}\t{rule.safety}\t{rule.count()}\t{rule.message}"


def table(rules: Iterable[Rule]) -> Iterator[str]:
    """The listing with aligned columns, for a terminal."""
    rows = [line.split("\t") for line in listing(rules)]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield f"{'  '.join(cells)}  {row[3]:>5}  {row[4]}"


def details(rule: Rule) -> Iterator[str]:
    """Everything a rule says of itself."""
    yield f"{rule.id}: {rule.message}"
    yield f"  kind      {rule.kind}"
    yield f"  safety    {rule.safety}"
    if rule.safety == "contextual" and rule.kind in ("line", "block"):
        yield f"  position  {', '.join(rule.position) or 'beside other boilerplate only'}"
    for key, value in rule.options.items():
        yield f"  {key:9} {value}"
    yield f"  file      {rule.path}"
    for role, trigger in rule.triggers.items():
        yield from _trigger(role, trigger)
    for key, value in rule.evidence.items():
        yield f"  {key:9} {'; '.join(value) if isinstance(value, list) else value}"
    for case in rule.tests:
        yield ""
        yield f"  {'fires' if case.fires else 'stays'}: {case.name}"
        yield from (f"    - {line}" for line in case.input.split("\n"))
        if case.input != case.want:
            yield from (f"    + {line}" for line in case.want.split("\n"))


def _trigger(role: str, trigger: Trigger) -> Iterator[str]:
    named = {"line": "", "start": "start ", "end": "end "}[role]
    groups = {
        "phrases": trigger.phrases,
        "prefixes": trigger.prefixes,
        "contains": trigger.contains,
    }
    for key, words in groups.items():
        for language, texts in words.items():
            yield f"  {named}{key} {language}: {' | '.join(texts)}"
    for pattern in trigger.patterns:
        yield f"  {named}pattern: {pattern}"


def outcome(report: Report) -> Iterator[str]:
    """Failing cases with their diffs, unproved rules, and the count."""
    for found in report.outcomes:
        if found.verdict == "failed":
            yield f"FAILED {found.rule.id}: {found.case.name}: {found.reason}"
            yield f"  {found.rule.path}"
            yield from (f"  {line}" for line in found.diff.split("\n") if line)
        elif found.verdict == "todo-passes":
            yield f"PASSES {found.rule.id}: {found.case.name}: remove its todo"
    for rule in report.never_fired:
        yield f"UNPROVED {rule.id}: no test fires it ({rule.path})"
    for rule in report.no_near_miss:
        yield f"UNPROVED {rule.id}: no test shows what it must leave ({rule.path})"
    verdicts = [found.verdict for found in report.outcomes]
    rules = len({found.rule.id for found in report.outcomes})
    yield (
        f"{len(verdicts)} tests of {rules} rules: {verdicts.count('passed')} passed, "
        f"{verdicts.count('failed') + verdicts.count('todo-passes')} failed, "
        f"{verdicts.count('todo')} todo"
    )
