"""What was learned, as text for people."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from cleaner.learn.guards import FEW

if TYPE_CHECKING:
    from cleaner.engine.learning import Learned, SiteReport
    from cleaner.engine.lessons import Lesson

_SITES = 20


def summary(found: Learned) -> Iterator[str]:
    """A line for the run and one for each of the larger sites."""
    yield f"{_count(found.documents, 'document')} of {_count(len(found.sites), 'site')}"
    yield from _alone(found)
    yield from _largest(found, _line)


def outcome(lesson: Lesson, sources: Sequence[str], url_field: str = "url") -> Iterator[str]:
    """What a run that learned applies of it, what not and why, and how to see the rest.

    ``sources`` are those of the command line, for the command that shows what was held back.
    """
    found = lesson.learned
    source = f"{_count(found.documents, 'document')} of {_count(len(found.sites), 'site')}"
    applied = f"{_count(lesson.rules, 'rule')} applied"
    if lesson.settings.write:
        applied += f", in {lesson.pack}"
    yield f"learned from {source}: {applied if lesson.rules else 'nothing is sure enough'}"
    yield from _alone(found)
    yield from _largest(found, lambda site: _applied(lesson, site))
    if any(site.few and _all(site) for site in found.sites):
        yield (
            f"of a site with fewer than {FEW} documents only lines are sure that most of them "
            "have, in a row of others outside the text"
        )
    if lesson.unproved:
        yield f"{_count(lesson.unproved, 'rule')} left out, because no test of them held"
    if any(_all(site) > lesson.applied(site) for site in found.sites):
        options = [*sources, "-o", "mysite/", "--review"]
        text_field = lesson.settings.text_field
        options += ["--text-field", text_field] if text_field != "text" else []
        options += ["--url-field", url_field] if url_field != "url" else []
        yield f"to see and judge what was held back: cleaner learn {shlex.join(options)}"


def _applied(lesson: Lesson, site: SiteReport) -> str:
    """What is applied of one site, and what is held back."""
    applied, of = lesson.applied(site), _all(site)
    doubtful = sum(len(one.entries) for one in site.proposals if one.safety == "aggressive")
    unsure = of - applied - doubtful
    line = f"{_name(site)}, {_count(applied, 'line')} applied"
    held = [f"{unsure:,} less sure than {lesson.confidence:g}"] if unsure else []
    held += [f"{doubtful:,} that may be content"] if doubtful else []
    line += f"; held back: {', '.join(held)}" if held else ""
    return line


def _all(site: SiteReport) -> int:
    return sum(len(one.entries) for one in site.proposals)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _alone(found: Learned) -> Iterator[str]:
    if found.alone:
        stands = "document stands" if found.alone == 1 else "documents stand"
        yield (
            f"{found.alone:,} {stands} alone: a site needs at least three before it teaches "
            "anything"
        )


def _largest(found: Learned, line: Callable[[SiteReport], str]) -> Iterator[str]:
    largest = sorted(found.sites, key=lambda site: (-site.distinct, site.site))
    yield from map(line, largest[:_SITES])
    if len(largest) > _SITES:
        yield f"  … and {_count(len(largest) - _SITES, 'smaller site')}"


def _name(site: SiteReport) -> str:
    line = f"  {site.site or 'site'}: {_count(site.distinct, 'document')}"
    if site.distinct < site.documents:
        line += f" ({site.documents - site.distinct:,} more: copies, or above the limit)"
    return line


def _line(site: SiteReport) -> str:
    line = _name(site)
    sure = sum(len(one.entries) for one in site.proposals if one.safety == "safe")
    unsure = sum(len(one.entries) for one in site.proposals if one.safety == "contextual")
    doubtful = sum(len(one.entries) for one in site.proposals if one.safety == "aggressive")
    line += f", {sure} sure lines, {unsure} unsure, {doubtful} doubtful"
    return f"{line} (few documents: only long rows are sure)" if site.few else line
