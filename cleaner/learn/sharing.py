"""What several sites have in common is proposed once: sites of one publisher share a footer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from cleaner.fold import bare, fold
from cleaner.learn.proposals import Entry, Proposal

SHARED = "shared"
"""The site of rules that hold for more than one."""
UNSURE = "-unsure"
_SAME = 0.5
"""Share of the lines of the smaller of two sites that they have in common if they are one."""


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
        if one.is_guest or one.is_beside:
            continue  # what their lines stand beside is a site's own
        for entry in one.entries:
            homes[role(one.name), entry_key(entry)].append((one, entry))
    common = {key: found for key, found in homes.items() if len({p.site for p, _ in found}) > 1}
    if not common:
        return list(proposals)
    result = []
    for one in proposals:
        own = tuple(e for e in one.entries if (role(one.name), entry_key(e)) not in common)
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


def share_with(new: Sequence[Proposal], known: Iterable[Proposal]) -> list[Proposal]:
    """The ``new`` proposals, with entries that ``known`` sites have, too, moved to shared rules."""
    sites = {one.site for one in new}
    others = [one for one in known if one.site not in {*sites, SHARED}]
    already = {one.name: one for one in new if one.site == SHARED}
    found = []
    for one in share([*others, *(one for one in new if one.site != SHARED)]):
        if one.site == SHARED and (other := already.pop(one.name, None)):
            entries = distinct_entries((*other.entries, *one.entries))
            documents = max(one.documents, other.documents)
            found.append(replace(one, entries=tuple(entries), documents=documents))
        elif one.site in {*sites, SHARED}:
            found.append(one)
    return [*found, *already.values()]


def role(name: str) -> str:
    """The name of a rule's file, whether its lines are sure or not."""
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


def recognised(
    new: Sequence[Proposal], known: Iterable[Proposal], unnamed: Set[str]
) -> list[Proposal]:
    """The ``new`` proposals; ``unnamed`` sites of them get the name of the known site they are.

    That is the one with which a site has most of its lines in common. Two sites stay two.
    """
    old, found = _lines(known), _lines(new)
    pairs = [
        (len(found[one] & lines), one, name)
        for one in found.keys() & unnamed - old.keys()
        for name, lines in old.items()
        if name not in (SHARED, *found)
        and len(found[one] & lines) >= _SAME * min(len(found[one]), len(lines))
    ]
    names: dict[str, str] = {}
    for _, one, name in sorted(pairs, key=lambda pair: (-pair[0], *pair[1:])):
        if one not in names and name not in names.values():
            names[one] = name
    return [replace(one, site=names.get(one.site, one.site)) for one in new]


def _lines(proposals: Iterable[Proposal]) -> dict[str, set[str]]:
    """The keys of the lines of each site."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in proposals:
        found[one.site].update(map(entry_key, one.entries))
    return found
