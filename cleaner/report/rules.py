"""Rules and the outcome of their tests, as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cleaner.proving import Report
from cleaner.report.summary import number
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
    values = {"kind": rule.kind, "safety": rule.safety}
    if rule.safety == "contextual" and rule.kind in ("line", "block"):
        values["position"] = ", ".join(rule.position) or "beside other boilerplate only"
    words = {key: value for key, value in rule.options.items() if isinstance(value, dict)}
    plain = {key: value for key, value in rule.options.items() if key not in words and value != ""}
    yield from _aligned({**values, **plain, "file": rule.path})
    for key, value in words.items():
        yield from _words(key, value)
    for role, trigger in rule.triggers.items():
        yield from _trigger(role, trigger)
    yield from _aligned(rule.evidence)
    for case in rule.tests:
        yield ""
        yield f"  {'fires' if case.fires else 'stays'}: {case.name}"
        yield from (f"    - {line}" for line in case.input.split("\n"))
        if case.input != case.want:
            yield from (f"    + {line}" for line in case.want.split("\n"))


def _aligned(values: Mapping[str, Any]) -> Iterator[str]:
    """Keys and values in two columns; values as TOML has them, lists without brackets."""
    width = max(map(len, values), default=0)
    for key, value in values.items():
        if isinstance(value, (list, tuple)):
            shown = "; ".join(map(str, value))
        else:
            shown = str(value).lower() if isinstance(value, bool) else str(value)
        yield f"  {key:{width}}  {shown}".rstrip()


def _trigger(role: str, trigger: Trigger) -> Iterator[str]:
    named = {"line": "", "start": "start ", "end": "end "}[role]
    groups = {
        "phrases": trigger.phrases,
        "prefixes": trigger.prefixes,
        "contains": trigger.contains,
    }
    for key, words in groups.items():
        yield from _words(f"{named}{key}", words)
    for pattern in trigger.patterns:
        yield f"  {named}pattern: {pattern}"


def _words(key: str, words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for language, texts in words.items():
        yield f"  {key} {language}: {' | '.join(texts)}"


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
    for rule in report.left_out:
        yield f"LEFT OUT {rule.id}: ftfy is not installed: pip install '.[mojibake]'"
    verdicts = [found.verdict for found in report.outcomes]
    tested = {found.rule.id for found in report.outcomes}
    rules = len(tested | {rule.id for rule in report.never_fired})
    yield (
        f"{number(len(verdicts), 'test')} of {number(rules, 'rule')}: "
        f"{verdicts.count('passed')} passed, "
        f"{verdicts.count('failed') + verdicts.count('todo-passes')} failed, "
        f"{verdicts.count('todo')} todo"
    )
