"""From a study of a site and the text of a few of its documents to proposals.

Lines that play one role on a site become one rule: its menu, its footer, what stands within its
texts; so that a person reads a page of rules and not a thousand files of one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from cleaner.fold import bare, fold
from cleaner.learn.affixing import affix_rules
from cleaner.learn.company import OTHERS
from cleaner.learn.facts import Facts
from cleaner.learn.guards import LIKELY, REASONS, SENTENCE_WORDS, STEADY, SURE, Verdict, kept
from cleaner.learn.leaves import Read, example_at
from cleaner.learn.naming import slug
from cleaner.learn.proposals import BESIDE, Entry, Example, Proposal
from cleaner.learn.sharing import UNSURE, distinct_entries
from cleaner.learn.sheets import digest
from cleaner.learn.study import Study
from cleaner.learn.templates import edged, is_abstract, pattern, template, words
from cleaner.learn.verdicts import button, follows, judge, proposed, unsure
from cleaner.model import Safety

DOUBTFUL_SHARE = 0.1
"""Share of the documents from which a doubtful line is worth a person's look."""
AT_HOME = 0.25
OFTEN = 1.5
"""Occurrences on a page from which a template may stand for several lines of it."""
GUESTS = "among-others"
BUTTONS = "repeated-lines"
TIMES = 3
"""Times that a line must stand on a page to go as the button of each item."""
LONGEST_RULE = 1200
"""Lines of one rule, the most frequent first."""
_ROWS = {"lines": 3, "runs": 6}
"""Different lines that make a row, and a long one."""
_COMPANY = {"lines": "line that stands with others", "runs": "line in a long row of lines"}
_PLACES = {"header": "before the text", "footer": "behind the text", "inside": "within the text"}
_POSITIONS = {"header": "head", "footer": "tail"}


class _Line(NamedTuple):
    facts: Facts
    verdict: Verdict
    entries: list[Entry]


def propose(site: str, study: Study, read: Read) -> list[Proposal]:
    """The rules to propose for a site, sorted by name."""
    lines = {one.facts.key: one for one in _lines(study.facts, read)}
    used = {section.start for section in study.sections}
    found: dict[tuple[str, str, str], list[Entry]] = {}
    for line in lines.values():
        for rule, confidence in _alone(line):
            entries = [replace(entry, confidence=confidence) for entry in line.entries]
            sure = "" if confidence >= SURE else UNSURE
            found.setdefault((f"{rule}{sure}", "line", ""), []).extend(entries)
        if not kept(line.verdict):
            continue
        if line.facts.among and _is_guest(line):
            entries = [replace(entry, confidence=SURE) for entry in line.entries]
            found.setdefault((GUESTS, "group", ""), []).extend(entries)
        if line.verdict.role == "doubtful" and not _is_worth_a_look(line, used):
            continue
        for name in _names(line):
            found.setdefault(name, []).extend(line.entries)
    proposals = [
        _lines_rule(site, study, name, kind, reason, entries)
        for (name, kind, reason), entries in sorted(found.items())
    ]
    proposals += _sections(site, study, lines)
    proposals += affix_rules(site, study, read)
    return sorted(proposals, key=lambda one: one.name)


def _alone(line: _Line) -> Iterator[tuple[str, float]]:
    """The rule, and the confidence in it, of a line that needs no row of others."""
    words_ = line.entries[0].words
    known = proposed(line.verdict)
    # What differs from item to item stands only by chance three times on a page.
    differs = known and line.facts.abstract
    if (confidence := button(line.facts, words_)) >= LIKELY and not differs:
        yield BUTTONS, confidence
    elif not known and (confidence := follows(line.facts, words_)) >= LIKELY:
        yield BESIDE, confidence


def _is_guest(line: _Line) -> bool:
    """Whether a line goes among many others: an unsure one, or a sentence.

    Alone a sentence stays where it looks like part of a longer one.
    """
    sentence = line.verdict.role == "line" and line.entries[0].words >= SENTENCE_WORDS
    return sentence or unsure(line.verdict)


def _is_worth_a_look(line: _Line, used: set[int]) -> bool:
    """Whether a doubtful line is shown to a person: it is frequent, and opens no section."""
    return line.facts.share >= DOUBTFUL_SHARE and line.facts.key not in used


def _names(line: _Line) -> Iterator[tuple[str, str, str]]:
    """The name, the kind and the objection of each rule that a line belongs to."""
    verdict = line.verdict
    sure = "" if verdict.confidence >= SURE else UNSURE
    if verdict.role == "doubtful":
        yield f"doubtful-{verdict.reason}", "line", REASONS[verdict.reason]
    elif verdict.role == "line":
        yield f"single-lines{sure}", "line", ""
    else:
        kind = "lines" if _is_steady(line) else "runs"
        for zone in _zones(line.facts):
            yield f"{zone}-{kind}{sure}", "group", ""


def _is_steady(line: _Line) -> bool:
    """Whether a line nearly always stands in a run: elsewhere it may be content.

    A brand is an entry of a shop's filter, and stands in the card of each of its products.
    """
    facts = line.facts
    return line.verdict.role == "group" and facts.grouped >= STEADY and facts.fragment < 0.5


def _zones(facts: Facts) -> list[str]:
    """The parts of a page that a line belongs to: one, or two if it is at home in both."""
    if facts.nowhere > 0.5:
        return ["header" if facts.depth < 0.5 else "footer"]
    places = {"header": facts.head, "inside": facts.inside, "footer": facts.tail}
    most, least = max(places.values()), AT_HOME * sum(places.values())
    return [name for name, share in places.items() if share == most or share >= least]


def _lines_rule(
    site: str, study: Study, name: str, kind: str, reason: str, entries: list[Entry]
) -> Proposal:
    entries = distinct_entries(entries)
    if len(entries) > LONGEST_RULE:
        entries = sorted(entries, key=lambda one: (-one.pages, one.match))[:LONGEST_RULE]
    entries = sorted(entries, key=lambda one: (round(one.depth, 4), one.match))
    safety: Safety = "aggressive" if reason else "contextual" if name.endswith(UNSURE) else "safe"
    of = f"on up to {max(e.pages for e in entries)} of {study.distinct} pages"
    options: dict[str, int | str | bool] = {}
    position = ""
    if reason:
        message = f"line {of} that may be content: {reason}"
    elif name == GUESTS:
        message = f"line that goes only among {OTHERS} others of the site, {of}"
        options = {"min_lines": OTHERS, "counts": False}
    elif name.startswith(BUTTONS):
        message = f"line that comes again and again on a page, as the button of each item, {of}"
        safety, options = "contextual", {"often": TIMES}
    elif name.startswith(BESIDE):
        message = f"line that always stands beside the same other one, {of}"
        safety = "contextual"
    elif kind == "line":
        message = f"line of the site, {of}"
    else:
        zone, company = name.split("-")[:2]
        options = {"min_lines": _ROWS[company]}
        position = _POSITIONS.get(zone, "")
        message = f"{_COMPANY[company]} of the site {_PLACES[zone]}, {of}"
    found = tuple(entries)
    return Proposal(
        site, name, kind, safety, message, found, study.distinct, (), options, reason, position
    )


def _lines(facts: Sequence[Facts], read: Read) -> Iterator[_Line]:
    for one in facts:
        found = [example_at(read, *place) for place in one.places]
        # A document may have changed since it was counted.
        examples = [e for e in found if e is not None and digest(template(e.text)) == one.key]
        if not examples:
            continue
        count = words(template(examples[0].text))
        verdict = judge(one, count)
        yield _Line(one, verdict, list(_entries(one, verdict, examples, count)))


def _entries(
    facts: Facts, verdict: Verdict, examples: list[Example], count: int
) -> Iterator[Entry]:
    """A phrase when the line is always the same, else a pattern for each form of it."""
    variants = Counter(bare(fold(e.text)) for e in examples)
    # Only one place a document was looked at: the other lines of a page may differ.
    varies = len(variants) > 1 or len(examples) < 3 or facts.each >= OFTEN
    abstract = is_abstract(template(examples[0].text)) and varies
    if not abstract:
        raw = Counter(e.text for e in examples)
        text = max(sorted(raw), key=lambda one: raw[one])
        yield _entry(facts, verdict, text, text, False, examples, count)
        return
    for form in sorted({edged(e.text) for e in examples}):
        own = [e for e in examples if edged(e.text) == form]
        yield _entry(facts, verdict, pattern(form), own[0].text, True, own, count)


def _entry(
    facts: Facts,
    verdict: Verdict,
    match: str,
    text: str,
    is_pattern: bool,
    examples: list[Example],
    count: int,
) -> Entry:
    return Entry(
        match=match,
        text=text,
        pattern=is_pattern,
        confidence=verdict.confidence,
        pages=facts.pages,
        share=facts.share,
        words=count,
        depth=facts.depth,
        head=facts.head,
        inside=facts.inside,
        tail=facts.tail,
        examples=tuple(examples[:3]),
    )


def _sections(site: str, study: Study, lines: dict[int, _Line]) -> Iterator[Proposal]:
    for section in study.sections:
        start, end = lines.get(section.start), lines.get(section.end)
        if start is None or end is None:
            continue
        sure = section.confidence >= SURE
        entries = tuple(replace(e, confidence=section.confidence) for e in start.entries)
        label = slug(entries[0].text, 24) or f"{section.start % 10**6:06d}"
        yield Proposal(
            site=site,
            name=f"block-{label}",
            kind="block",
            safety="safe" if sure else "contextual",
            message=f"section that differs from page to page, on {section.pages} of "
            f"{study.distinct} pages",
            entries=entries,
            documents=study.distinct,
            ends=tuple(end.entries),
            options={"takes": section.takes, "max_lines": section.lines + section.lines // 4 + 1},
        )
