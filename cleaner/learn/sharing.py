"""What several sites have in common is proposed once: sites of one publisher share a footer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cleaner.fold import bare, fold
from cleaner.learn.proposals import Entry, Proposal

SHARED = "shared"
"""The site of rules that hold for more than one."""
UNSURE = "-unsure"


def entry_key(entry: Entry) -> str:
    """What two spellings of a phrase have in common; a pattern stands for itself."""
    return entry.match if entry.pattern else bare(fold(entry.match)) or entry.match


def distinct_entries(entries: Iterable[Entry]) -> list[Entry]:
    """One entry for each phrase or pattern: the one on most pages."""
    best: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda one: (-one.pages, one.text)):
        best.setdefault(entry_key(entry), entry)
    return list(best.values())


def share(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals, with entries that two sites or more have moved to rules of their own.

    Entries are the same when rules of one name (sure or not) have them in different sites.
    """
    homes: dict[tuple[str, str], list[tuple[Proposal, Entry]]] = defaultdict(list)
    for one in proposals:
        for entry in one.entries:
            homes[_role(one.name), entry_key(entry)].append((one, entry))
    common = {key: found for key, found in homes.items() if len({p.site for p, _ in found}) > 1}
    if not common:
        return list(proposals)
    result = []
    for one in proposals:
        own = tuple(e for e in one.entries if (_role(one.name), entry_key(e)) not in common)
        if own:
            result.append(replace(one, entries=own))
    moved: dict[str, list[tuple[Proposal, Entry]]] = defaultdict(list)
    sites: dict[str, set[str]] = defaultdict(set)
    for found in common.values():
        best, entry = max(found, key=lambda pair: (pair[1].confidence, pair[0].site))
        moved[best.name].append((best, _merged(found, entry)))
        sites[best.name] |= {one.site for one, _ in found}
    documents = {one.site: one.documents for one in proposals}
    for name, pairs in moved.items():
        total = sum(documents[site] for site in sites[name])
        result.append(_shared(name, [p for p, _ in pairs], [e for _, e in pairs], total))
    return sorted(result, key=lambda one: (one.site, one.name))


def _role(name: str) -> str:
    return name.removesuffix(UNSURE)


def _merged(found: Sequence[tuple[Proposal, Entry]], entry: Entry) -> Entry:
    """One entry for all sites that have it."""
    pages = sum(one.pages for _, one in found)
    documents = sum(proposal.documents for proposal, _ in found)
    examples = tuple(one.examples[0] for _, one in found if one.examples)[:3]
    return replace(entry, pages=pages, share=pages / documents, examples=examples)


def _shared(
    name: str, origins: Sequence[Proposal], entries: Iterable[Entry], documents: int
) -> Proposal:
    first = origins[0]
    ends = {entry_key(end): end for one in origins for end in one.ends}
    kept = sorted(entries, key=lambda one: (round(one.depth, 4), one.match))
    options = dict(first.options)
    if "min_lines" in options:
        usual = max(int(one.options["min_lines"]) for one in origins)
        options["min_lines"] = usual
    if "max_lines" in options:
        options["max_lines"] = max(int(one.options["max_lines"]) for one in origins)
    return replace(
        first,
        site=SHARED,
        message=f"{first.message.rsplit(', on up to', 1)[0]}, on several sites",
        entries=tuple(kept),
        ends=tuple(ends.values()),
        options=options,
        documents=documents,
    )
