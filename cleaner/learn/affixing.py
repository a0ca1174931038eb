"""Rules for words that a site hangs on lines that differ."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.learn.affixes import AffixFacts
from cleaner.learn.guards import SURE
from cleaner.learn.leaves import Read, example_at
from cleaner.learn.proposals import Entry, Example, Proposal
from cleaner.learn.sharing import UNSURE, distinct_entries
from cleaner.learn.sheets import GLUED, PREFIX, SUFFIX, digest
from cleaner.learn.sheets import affixes as find_affixes
from cleaner.learn.study import Study
from cleaner.learn.templates import literal, template, words

GLUED_WORDS = 2
"""One word behind the last sentence of a line may begin the next sentence."""
PARAGRAPH_CHARS = 40
_NAMES = {PREFIX: "inline-prefix", SUFFIX: "inline-suffix", GLUED: "inline-glued"}
_MESSAGES = {
    PREFIX: "words of the site before lines that differ",
    SUFFIX: "words of the site behind lines that differ",
    GLUED: "labels of the site glued to the end of a paragraph",
}


def affix_rules(site: str, study: Study, read: Read) -> Iterator[Proposal]:
    """A rule for each kind of affix, sure ones apart from the others."""
    by_kind: dict[tuple[int, bool], list[Entry]] = {}
    for one in study.affixes:
        entry = _affix_entry(one, read)
        if entry is not None:
            by_kind.setdefault((one.kind, one.confidence >= SURE), []).append(entry)
    for (kind, sure), entries in sorted(by_kind.items()):
        yield Proposal(
            site=site,
            name=_NAMES[kind] + ("" if sure else UNSURE),
            kind="inline",
            safety="safe" if sure else "contextual",
            message=f"{_MESSAGES[kind]}, on up to {max(e.pages for e in entries)} of "
            f"{study.distinct} pages",
            entries=tuple(sorted(distinct_entries(entries), key=lambda e: e.match)),
            documents=study.distinct,
        )


def _affix_entry(one: AffixFacts, read: Read) -> Entry | None:
    examples, texts = [], []
    for document, row in one.places:
        leaf = read(document)
        example = example_at(read, document, row)
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
