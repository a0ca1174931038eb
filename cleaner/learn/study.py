"""One site: from the sheets of its documents to what may become rules, without any text yet."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import numpy as np

from cleaner.deduplication.arrays import edges
from cleaner.learn.affixes import Affixes, AffixFacts, affix_facts
from cleaner.learn.company import accompanied, chained, joined
from cleaner.learn.copies import originals
from cleaner.learn.facts import Facts
from cleaner.learn.guards import FEW, FEWEST, Verdict, apart
from cleaner.learn.leaves import Read
from cleaner.learn.looks import looked
from cleaner.learn.measures import Pages, measure
from cleaner.learn.sections import Section, sections
from cleaner.learn.sheets import TITLE, Sheet
from cleaner.learn.verdicts import button, follows, judge, proposed, unsure

SAMPLES = 8
"""Documents from which the text of a line is taken."""
DOUBTFUL = 60
"""Doubtful lines that are looked at more closely, the most frequent first."""
LEAST_SHARE = 0.005
_CHARS_A_WORD = 6


class Study(NamedTuple):
    """What was seen of a site; places name documents by their place in the input.

    ``documents``: how many were given; ``distinct``: those that are not copies of others.
    """

    documents: int
    distinct: int
    facts: list[Facts]
    sections: list[Section]
    affixes: list[AffixFacts]


def study(sheets: list[Sheet], read: Read | None = None, model: str = "") -> Study:
    """Count the lines of a site; ``sheets`` in an order that does not depend on their files.

    ``read`` gives the text of a few of them again, to be judged by their shape; ``model`` is the
    path of another model of shapes than the shipped one.
    """
    pages = Pages(
        np.concatenate([sheet.keys for sheet in sheets]),
        np.concatenate([sheet.flags for sheet in sheets]),
        np.concatenate([sheet.sizes for sheet in sheets]),
        edges(np.array([len(sheet.keys) for sheet in sheets], np.int64)),
    )
    kept_pages = originals(pages)
    number = np.flatnonzero(kept_pages)
    if len(sheets) < FEWEST or len(number) < 2:
        return Study(len(sheets), len(number), [], [], [])
    pages = pages.only(kept_pages)
    # Of few pages two that share a long run of lines say something already.
    least = max(FEWEST, ceil(LEAST_SHARE * pages.count)) if pages.count >= FEW else 2
    _, facts = measure(pages, least, 1)
    content = frozenset(one.key for one in facts if apart(one, _words(one)))
    shape, facts = measure(pages, least, SAMPLES, content)
    if read is not None:
        distinct = [sheets[i] for i in number]
        facts = looked(facts, distinct, lambda place: read(int(number[place])), model)
    facts = accompanied(shape, facts, _is_proposed)
    facts = joined(shape, facts, _is_proposed, lambda one: unsure(_judged(one)))
    facts = chained(shape, facts, _is_known, _follows)
    by_key = {one.key: one for one in facts}
    tops = frozenset(pages.keys[(pages.flags & TITLE) != 0].tolist())
    found = sections(shape, by_key, tops)
    used = {key for section in found for key in (section.start, section.end)}
    chosen = _promising(facts, used)
    affixes = affix_facts(_affixes([sheets[i] for i in number], pages), pages.count)
    return Study(
        len(sheets),
        pages.count,
        [one._replace(places=_renumbered(one.places, number)) for one in chosen],
        found,
        [one._replace(places=_renumbered(one.places, number)) for one in affixes],
    )


def _renumbered(
    places: tuple[tuple[int, int], ...], number: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> tuple[tuple[int, int], ...]:
    return tuple((int(number[page]), row) for page, row in places)


def _words(facts: Facts) -> int:
    """About how many words a line has."""
    return max(1, round(facts.size / _CHARS_A_WORD))


def _judged(facts: Facts) -> Verdict:
    return judge(facts, _words(facts))


def _is_proposed(facts: Facts) -> bool:
    return proposed(_judged(facts))


def _is_known(facts: Facts) -> bool:
    return _is_proposed(facts) or button(facts, _words(facts)) > 0


def _follows(facts: Facts) -> bool:
    return follows(facts, _words(facts)) > 0


def _promising(facts: list[Facts], used: set[int]) -> list[Facts]:
    """The lines worth reading: those of sections, likely ones, the most frequent doubtful ones."""
    likely, doubtful = [], []
    for one in facts:
        verdict = _judged(one)
        if one.key in used or proposed(verdict) or _is_known(one) or _follows(one):
            likely.append(one)
        elif verdict.role == "doubtful":
            doubtful.append(one)
    doubtful.sort(key=lambda one: (-one.pages, -one.times, one.key))
    return likely + doubtful[:DOUBTFUL]


def _affixes(sheets: list[Sheet], pages: Pages) -> Affixes:
    rows = [(i, *affix) for i, sheet in enumerate(sheets) for affix in sheet.affixes]
    if not rows:
        empty = np.zeros(0, np.int64)
        return Affixes(empty, empty, empty, empty.astype(np.uint64), empty.astype(np.uint64))
    page, row, kind = (np.array([one[j] for one in rows], np.int64) for j in range(3))
    keys = np.array([one[3] for one in rows], np.uint64)
    return Affixes(page, row, kind, keys, pages.keys[pages.starts[page] + row])
