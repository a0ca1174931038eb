"""What was learned, as text for people."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.learn.guards import FEW
from cleaner.learn.proposals import lines_of
from cleaner.model import LEVELS

if TYPE_CHECKING:
    from cleaner.engine.learning import Learned, SiteReport
    from cleaner.engine.lessons import Lesson

_SITES = 20
_NAMED = 6


def summary(found: Learned) -> Iterator[str]:
    """A line for the run and one for each of the larger sites."""
    yield f"{_count(found.documents, 'document')} of {_count(len(found.sites), 'site')}"
    yield from _alone(found)
    yield from _largest(found, _line)
    if any(map(_is_scarce, found.sites)):
        yield "few documents: read the rules of such a site before you use them"


def left_out(paths: Sequence[str]) -> Iterator[str]:
    """What is said of rules that nothing proves: of many the names of the first."""
    if paths:
        them = "it" if len(paths) == 1 else "them"
        names = ", ".join(paths[:_NAMED]) + (" …" if len(paths) > _NAMED else "")
        yield (
            f"{_count(len(paths), 'rule')} left out, as no test of {them} held (other rules may "
            f"take the lines, or a group has too few): {names}"
        )


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
    if any(site.few and site.proposals for site in found.sites):
        yield (
            f"of a site with fewer than {FEW} documents only lines are sure that most of them "
            "have and that look like no text"
        )
    if lesson.unproved:
        them = "it" if lesson.unproved == 1 else "them"
        yield f"{_count(lesson.unproved, 'rule')} left out, because no test of {them} held"
    if any(lines_of(site.proposals) - lesson.applied(site) for site in found.sites):
        options = [*sources, "-o", "mysite/", "--review"]
        text_field = lesson.settings.text_field
        options += ["--text-field", text_field] if text_field != "text" else []
        options += ["--url-field", url_field] if url_field != "url" else []
        in_place = lesson.settings.write and Path(lesson.pack).parent.name == ".cleaner"
        first = ", once the pages are restored" if in_place else ""
        yield f"to see and judge what was held back{first}: cleaner learn {shlex.join(options)}"


def _applied(lesson: Lesson, site: SiteReport) -> str:
    """What is applied of one site, and what is held back."""
    applied = lesson.applied(site)
    doubtful = lines_of(one for one in site.proposals if one.safety == "aggressive") - applied
    unsure = lines_of(site.proposals) - applied - doubtful
    line = f"{_name(site)}, {_count(len(applied), 'line')} applied"
    held = [f"{len(unsure):,} less sure than {lesson.confidence:g}"] if unsure else []
    held += [f"{len(doubtful):,} that may be content"] if doubtful else []
    line += f"; held back: {', '.join(held)}" if held else ""
    return line


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
    sure, unsure, doubtful = (
        lines_of(one for one in site.proposals if one.safety == level) for level in LEVELS
    )
    counts = len(sure), len(unsure - sure), len(doubtful - unsure - sure)
    line += ", {} sure lines, {} unsure, {} doubtful".format(*counts)
    return f"{line} (few documents)" if _is_scarce(site) else line


def _is_scarce(site: SiteReport) -> bool:
    """Whether something was learned of few documents."""
    return site.few and bool(site.proposals)
