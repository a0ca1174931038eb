"""Findings to edits: what has support, who owns which line.

Rules above the level are not compiled, so every finding is one that the level allows.

Safe findings always fire. Contextual ones fire with support: evidence of their own (a place in
the head or tail of the page, a list under a heading) or a boilerplate neighbour. On the level
``aggressive`` contextual findings need no support, and aggressive ones fire where contextual ones
otherwise would.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from operator import itemgetter

from cleaner.model import Edit, Finding, Level, count_lines
from cleaner.rows import rows
from cleaner.segment import Page

OVER_BUDGET, NOTHING_LEFT = "core/over-budget", "core/nothing-left"
"""What stands for a rule where a document would lose more than is allowed, and all."""

_COMPANY = 3
"""Weak findings of at least two rules in a row that support each other."""
_SEPARATORS = frozenset("|/·›»")
"""Marks of list items are none: they belong to what stands below them."""


def repairs(findings: Iterable[Finding]) -> list[Finding]:
    """The repairs to make, sorted and disjoint: the first one where two overlap."""
    allowed = sorted(findings)
    chosen: list[Finding] = []
    for finding in allowed:
        if not chosen or finding.start >= chosen[-1].end:
            chosen.append(finding)
    return chosen


def removals(page: Page, findings: Iterable[Finding], level: Level) -> list[Finding]:
    """The removals to make, sorted and disjoint; whole lines belong to one finding each."""
    findings = list(findings)
    if not findings:
        return []
    starts, size = page.starts, len(page.text)
    lines: list[Finding] = []
    parts: list[Finding] = []
    weak: list[Finding] = []
    for finding in findings:
        if not _fires_alone(finding, level):
            weak.append(finding)
        elif _takes_whole_lines(starts, size, finding):
            lines.append(finding)
        else:
            parts.append(finding)
    for finding in _supported(page, [f for f in lines if f.lends], weak) if weak else ():
        (lines if _takes_whole_lines(starts, size, finding) else parts).append(finding)
    owners = _owners(lines)
    kept = [finding for finding in lines if finding.twin not in owners]
    if len(kept) < len(lines):
        owners = _owners(kept)  # of two copies one has to stay
    free = [finding for finding in parts if finding.line not in owners]
    return _apart(sorted(_runs(page, owners) + repairs(free)))


def _apart(chosen: Sequence[Finding]) -> list[Finding]:
    """The sorted findings, each up to the next one at most.

    What goes of a line may reach up to its line end, of which one of two characters goes with the
    last line of the text.
    """
    found: list[Finding] = []
    for finding in chosen:
        if found and found[-1].end > finding.start:
            found[-1] = found[-1]._replace(end=finding.start)
        found.append(finding)
    return [finding for finding in found if finding.start < finding.end]


def sparing(page: Page, findings: Iterable[Finding], wholes: Collection[str] = ()) -> list[Finding]:
    """The findings without related-article cards, and without what others would take of these.

    Those of the rules ``wholes`` are about lines that belong together, and stay with their cards:
    around what is left of them the next round would find as many others.
    """
    findings = list(findings)
    cards = {i for f in findings if f.cards for i in range(f.line, f.end_line)}
    found: list[Finding] = []
    for finding in (f for f in findings if not f.cards):
        lines = range(finding.line, finding.end_line)
        if cards.isdisjoint(lines):
            found.append(finding)
        elif finding.rule not in wholes and _takes_whole_lines(
            page.starts, len(page.text), finding
        ):
            for row in rows(i for i in lines if i not in cards):
                first, end = row[0], row[-1] + 1
                start, stop = page.span(first, end)
                found.append(finding._replace(start=start, end=stop, line=first, end_line=end))
    return found


def _fires_alone(finding: Finding, level: Level) -> bool:
    return (
        finding.safety == "safe"
        or finding.supported
        or (level == "aggressive" and finding.safety == "contextual")
    )


def _takes_whole_lines(starts: Sequence[int], size: int, finding: Finding) -> bool:
    start, end = starts[finding.line], min(starts[finding.end_line], size)
    return finding.start == start and finding.end == end


def _supported(page: Page, strong: Sequence[Finding], weak: Sequence[Finding]) -> list[Finding]:
    """The weak findings that stand beside a strong one, or in company."""
    spans: list[tuple[int, int, Finding | None]] = [(f.line, f.end_line, None) for f in strong]
    spans += [(f.line, f.end_line, f) for f in weak]
    spans.sort(key=itemgetter(0, 1))
    accepted: list[Finding] = []
    run: list[Finding] = []
    beside, reach = False, 0
    for line, end, finding in spans:
        if line > reach and any(map(str.strip, page.lines[reach:line])):
            if run and (beside or _company(page, run)):
                accepted += run
            run, beside = [], False
        if finding is None:
            beside = True
        else:
            run.append(finding)
        reach = max(reach, end)
    if run and (beside or _company(page, run)):
        accepted += run
    return accepted


def _company(page: Page, run: Sequence[Finding]) -> bool:
    """Whether weak findings are enough of different kinds to support each other."""
    return (
        page.is_article
        and len({f.line for f in run}) >= _COMPANY
        and len({f.rule for f in run}) >= 2
    )


def _owners(findings: Sequence[Finding]) -> dict[int, Finding]:
    """Line number to the finding that takes the line: cards first, then the longer.

    The shape of the page (which lends nothing) comes last, because a rule with words says more.
    """
    owners: dict[int, Finding] = {}
    for finding in sorted(findings, key=lambda f: (bool(f.cards), f.lends, f.end - f.start)):
        for number in range(finding.line, finding.end_line):
            owners[number] = finding
    return owners


def _runs(page: Page, owners: dict[int, Finding]) -> list[Finding]:
    """One finding for each run of lines with one owner.

    With the blank lines it leaves, and with what stood alone between it and the next line.
    """
    result: list[Finding] = []
    numbers = sorted(owners)
    at = 0
    while at < len(numbers):
        first, owner = numbers[at], owners[numbers[at]]
        end = first + 1
        at += 1
        while at < len(numbers) and numbers[at] == end and owners[end] is owner:
            end += 1
            at += 1
        while first > 0 and first - 1 not in owners and _is_separator(page, first - 1):
            first -= 1
        while end < len(page.lines) and end not in owners and _is_separator(page, end):
            end += 1
        first = max(first, result[-1].end_line) if result else first
        if end not in owners:
            end = _swallow_blanks(page, first, end, owners)
        start, stop = page.span(first, end)
        if start == stop:
            continue  # nothing but what is behind the last line end
        if (start, stop, first) != (owner.start, owner.end, owner.line):
            owner = owner._replace(start=start, end=stop, line=first, end_line=end)
        result.append(owner)
    return _without_last_line_end(page, result)


def _is_separator(page: Page, number: int) -> bool:
    """Whether a line is nothing but what stands between entries, "|", and no program's."""
    line = page.lines[number].strip()
    return len(line) == 1 and line in _SEPARATORS and not page.is_fenced(number, number + 1)


def _swallow_blanks(page: Page, first: int, end: int, owners: dict[int, Finding]) -> int:
    """Take the blank lines behind a removal that would otherwise double those before it."""
    before = first - 1
    while before in owners:
        before -= 1
    if before >= 0 and not page.blank(before):
        return end
    while end < len(page.lines) - 1 and end not in owners and page.blank(end):
        end += 1
    return end


def _without_last_line_end(page: Page, runs: list[Finding]) -> list[Finding]:
    """Where the last line goes and had no line end, the line end before the removal goes too."""
    size = len(page.text)
    if not runs or runs[-1].end != size or page.text.endswith("\n"):
        return runs
    i = len(runs) - 1
    while i > 0 and runs[i - 1].end == runs[i].start:
        i -= 1
    start = runs[i].start
    if start > 0:
        start -= 2 if page.original[start - 2 : start] == "\r\n" else 1
        runs[i] = runs[i]._replace(start=start)
    return runs


def edits(text: str, findings: Sequence[Finding]) -> list[Edit]:
    """The edits that the chosen findings mean for ``text``."""
    return [
        Edit(start, end, text[start:end], replacement, rule, why, safety)
        for start, end, rule, safety, why, _, _, replacement, *_ in findings
    ]


def refusal(text: str, left: str, cleaned: str, share: float | None) -> Finding | None:
    """The verdict on a document of which too much would go, more than ``share`` of it or all.

    ``left``: what a reader would see of ``cleaned``.
    """
    lost = len(text) - len(cleaned)
    if not any(map(str.isalnum, left)) and any(map(str.isalnum, text)):
        rule, why = NOTHING_LEFT, "cleaning would leave nothing"
    elif share is not None and lost > share * len(text):
        rule = OVER_BUDGET
        why = f"cleaning would remove {lost / len(text):.1%} of it, more than {share * 100:.4g}%"
    else:
        return None
    return Finding(0, len(text), rule, "safe", why, 0, count_lines(text))
