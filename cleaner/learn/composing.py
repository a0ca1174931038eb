"""From a study of a site and the text of a few of its documents to proposals.

Lines that play one role on a site become one rule: its menu, its footer, what stands within its
texts; so that a person reads a page of rules and not a thousand files of one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.fold import bare, fold
from cleaner.learn.affixes import AffixFacts
from cleaner.learn.guards import REASONS, SURE, Verdict, judge, kept
from cleaner.learn.measures import Facts
from cleaner.learn.naming import slug
from cleaner.learn.proposals import Entry, Example, Proposal
from cleaner.learn.sheets import GLUED, PREFIX, SUFFIX, digest
from cleaner.learn.sheets import affixes as find_affixes
from cleaner.learn.study import Study
from cleaner.learn.templates import edged, is_abstract, literal, pattern, template, words
from cleaner.model import Safety

DOUBTFUL_SHARE = 0.1
"""Share of the documents from which a doubtful line is worth a person's look."""
AT_HOME = 0.4
LONGEST_RULE = 1200
"""Lines of one rule, the most frequent first."""
GLUED_WORDS = 2
"""One word behind the last sentence of a line may begin the next sentence."""
PARAGRAPH_CHARS = 40
_CONTEXT = 2
_AFFIX_NAMES = {PREFIX: "inline-prefix", SUFFIX: "inline-suffix", GLUED: "inline-glued"}
_AFFIX_MESSAGES = {
    PREFIX: "words of the site before lines that differ",
    SUFFIX: "words of the site behind lines that differ",
    GLUED: "labels of the site glued to the end of a paragraph",
}
_PLACES = {"header": "before the text", "footer": "behind the text", "inside": "within the text"}
_POSITIONS = {"header": "head", "footer": "tail"}


class Leaf(NamedTuple):
    """A document whose text was read again: its name and its rows, (line number, text)."""

    name: str
    rows: list[tuple[int, str]]


Read = Callable[[int], Leaf | None]
"""A document by its place in the input; None when it cannot be read any more."""


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
        if not kept(line.verdict) or (
            line.verdict.role == "doubtful"
            and (line.facts.share < DOUBTFUL_SHARE or line.facts.key in used)
        ):
            continue
        for name in _names(line):
            found.setdefault(name, []).extend(line.entries)
    proposals = [
        _lines_rule(site, study, name, kind, reason, entries)
        for (name, kind, reason), entries in sorted(found.items())
    ]
    proposals += _sections(site, study, lines)
    proposals += _affix_rules(site, study, read)
    return sorted(proposals, key=lambda one: one.name)


def _names(line: _Line) -> Iterator[tuple[str, str, str]]:
    """The name, the kind and the objection of each rule that a line belongs to."""
    verdict = line.verdict
    sure = "" if verdict.confidence >= SURE else "-unsure"
    if verdict.role == "doubtful":
        yield f"doubtful-{verdict.reason}", "line", REASONS[verdict.reason]
    elif verdict.role == "line":
        yield f"single-lines{sure}", "line", ""
    else:
        for zone in _zones(line.facts):
            yield f"{zone}-lines{sure}", "group", ""


def _zones(facts: Facts) -> list[str]:
    """The parts of a page that a line belongs to: one, or two if it is at home in both."""
    if facts.nowhere > 0.5:
        return ["header" if facts.depth < 0.5 else "footer"]
    places = {"header": facts.head, "inside": facts.inside, "footer": facts.tail}
    most = max(places.values())
    return [name for name, share in places.items() if share == most or share >= AT_HOME]


def _lines_rule(
    site: str, study: Study, name: str, kind: str, reason: str, entries: list[Entry]
) -> Proposal:
    entries = _distinct(entries)
    if len(entries) > LONGEST_RULE:
        entries = sorted(entries, key=lambda one: (-one.pages, one.match))[:LONGEST_RULE]
    entries = sorted(entries, key=lambda one: (round(one.depth, 2), one.match))
    safety: Safety = "aggressive" if reason else "contextual" if "unsure" in name else "safe"
    of = f"on up to {max(e.pages for e in entries)} of {study.distinct} pages"
    if reason:
        message = f"line {of} that may be content: {reason}"
    elif kind == "group":
        message = f"line that stands with others of the site {_PLACES[name.split('-')[0]]}, {of}"
    else:
        message = f"line of the site, {of}"
    options = {"min_lines": min(3, len(entries))} if kind == "group" else {}
    position = _POSITIONS.get(name.split("-")[0], "") if kind == "group" else ""
    found = tuple(entries)
    return Proposal(
        site, name, kind, safety, message, found, study.distinct, (), options, reason, position
    )


def _distinct(entries: Iterable[Entry]) -> list[Entry]:
    """One entry for each phrase or pattern: the one on most pages."""
    best: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda one: (-one.pages, one.text)):
        best.setdefault(entry.match if entry.pattern else bare(fold(entry.match)), entry)
    return list(best.values())


def _lines(facts: Sequence[Facts], read: Read) -> Iterator[_Line]:
    for one in facts:
        found = [_example(read, *place) for place in one.places]
        # A document may have changed since it was counted.
        examples = [e for e in found if e is not None and digest(template(e.text)) == one.key]
        if not examples:
            continue
        count = words(template(examples[0].text))
        verdict = judge(one, count)
        yield _Line(one, verdict, list(_entries(one, verdict, examples, count)))


def _example(read: Read, document: int, row: int) -> Example | None:
    leaf = read(document)
    if leaf is None or row >= len(leaf.rows):
        return None
    number, text = leaf.rows[row]
    before = tuple(line for _, line in leaf.rows[max(row - _CONTEXT, 0) : row])
    after = tuple(line for _, line in leaf.rows[row + 1 : row + 1 + _CONTEXT])
    return Example(leaf.name, number, text.strip(), before, after)


def _entries(
    facts: Facts, verdict: Verdict, examples: list[Example], count: int
) -> Iterator[Entry]:
    """A phrase when the line is always the same, else a pattern for each form of it."""
    variants = Counter(bare(fold(e.text)) for e in examples)
    abstract = is_abstract(template(examples[0].text)) and (len(variants) > 1 or len(examples) < 3)
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
        if start is None or end is None or not start.entries or not end.entries:
            continue
        sure = section.confidence >= SURE
        entries = tuple(
            Entry(
                e.match,
                e.text,
                e.pattern,
                section.confidence,
                e.pages,
                e.share,
                e.words,
                e.depth,
                e.head,
                e.inside,
                e.tail,
                e.examples,
            )
            for e in start.entries
        )
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


def _affix_rules(site: str, study: Study, read: Read) -> Iterator[Proposal]:
    by_kind: dict[tuple[int, bool], list[Entry]] = {}
    for one in study.affixes:
        entry = _affix_entry(one, read)
        if entry is not None:
            by_kind.setdefault((one.kind, one.confidence >= SURE), []).append(entry)
    for (kind, sure), entries in sorted(by_kind.items()):
        yield Proposal(
            site=site,
            name=_AFFIX_NAMES[kind] + ("" if sure else "-unsure"),
            kind="inline",
            safety="safe" if sure else "contextual",
            message=f"{_AFFIX_MESSAGES[kind]}, on up to {max(e.pages for e in entries)} of "
            f"{study.distinct} pages",
            entries=tuple(sorted(_distinct(entries), key=lambda e: e.match)),
            documents=study.distinct,
        )


def _affix_entry(one: AffixFacts, read: Read) -> Entry | None:
    examples, texts = [], []
    for document, row in one.places:
        leaf = read(document)
        example = _example(read, document, row)
        if leaf is None or example is None:
            continue
        text = _affix_text(leaf.rows[row][1], one)
        if text is not None:
            examples.append(example)
            texts.append(text)
    if not texts or not any(map(str.isalpha, texts[0])):
        return None
    text = texts[0]
    body = r"\s+".join(map(literal, text.split()))
    space = r"\s+" if text[0].isspace() else ""
    if one.kind == PREFIX:
        match = rf"^\s*({body}\s*)\S"
    elif one.kind == SUFFIX:
        match = rf"\S({space}{body}\s*)$"
    elif words(template(text)) < GLUED_WORDS or not all(map(_closes, examples)):
        return None
    else:
        match = rf"[.!?…。！？][\"”’)»]*(\s*{body}\s*)$"
    return Entry(
        match=match,
        text=text.strip(),
        pattern=True,
        confidence=one.confidence,
        pages=one.pages,
        share=one.pages / one.of,
        words=words(template(text)),
        depth=0.0,
        examples=tuple(examples[:3]),
    )


def _closes(example: Example) -> bool:
    """Whether a paragraph ends with the line: what follows is no part of its last sentence."""
    return not example.after or len(example.after[0]) >= PARAGRAPH_CHARS


def _affix_text(line: str, one: AffixFacts) -> str | None:
    """The affix of ``line`` that is meant, as it stands there."""
    for found in find_affixes(line, [0]):
        if found.kind == one.kind and digest(f"{found.kind}{found.text}") == one.key:
            return found.text
    return None
