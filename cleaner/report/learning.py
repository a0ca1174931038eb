"""What was learned, as text for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.engine.learning import Learned, SiteReport

_SITES = 20


def summary(found: Learned) -> Iterator[str]:
    """A line for the run and one for each of the larger sites."""
    yield f"{found.documents:,} documents of {len(found.sites):,} sites"
    if found.alone:
        yield (
            f"{found.alone:,} documents stand alone: a site needs at least three before it teaches "
            "anything"
        )
    largest = sorted(found.sites, key=lambda site: (-site.distinct, site.site))
    for site in largest[:_SITES]:
        yield _line(site)
    if len(largest) > _SITES:
        yield f"  … and {len(largest) - _SITES} smaller sites"


def _line(site: SiteReport) -> str:
    line = f"  {site.site or 'site'}: {site.distinct:,} documents"
    if site.distinct < site.documents:
        line += f" ({site.documents - site.distinct:,} more are copies or above the limit)"
    sure = sum(len(one.entries) for one in site.proposals if one.safety == "safe")
    unsure = sum(len(one.entries) for one in site.proposals if one.safety == "contextual")
    doubtful = sum(len(one.entries) for one in site.proposals if one.safety == "aggressive")
    line += f", {sure} sure lines, {unsure} unsure, {doubtful} doubtful"
    return f"{line}; too few documents to be sure" if site.few else line
