"""Which member of a group survives, and what it inherits from the others.

The longest text is the one that was cut least. Two things make a copy longer without telling more:
a button in the middle of it ("… said. READ MORE The …") and noise. So buttons do not count, and of
the longest texts that say all but the same the one wins that the others bear out: the medoid
(Kaufman and Rousseeuw, 1987), in which every identical copy counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.ages import when
from cleaner.deduplication.headers import without_buttons
from cleaner.deduplication.snippets import Snippet
from cleaner.deduplication.words import normalised
from cleaner.model import Keep

Given = Sequence[Snippet] | Mapping[int, Snippet]
NEAR = 0.98
"""Texts of at least this share of the longest one's length are as long as it."""
SAME = 0.75
"""The share of its 4-grams that a text of the same length has in common if it says the same."""
MOST = 12
"""Texts that are held against each other."""


def choose(
    snippets: Given, eligible: Sequence[int], keep: Keep, now: datetime | None
) -> tuple[int, str]:
    """The index of the survivor among ``eligible`` (indices of ``snippets``), and why.

    ``now`` is when ages such as "2 hours ago" count from where a snippet has no time of its own.
    Without an age that can be read a snippet is neither early nor late; if there is none at all the
    times of the pages decide, and where these do not differ the longest text survives.
    """
    count = len(eligible)
    if keep == "first":
        return min(eligible), f"the first of {count}"
    if keep == "longest":
        return decide(contest(snippets, eligible))
    dated = [(at, i) for i in eligible if (at := _time(snippets[i], now)) is not None]
    if dated:
        unread = count - len(dated)
        note = f"; {unread} without an age that could be read" if unread else ""
    else:
        dated = [(at, i) for i in eligible if (at := snippets[i].time) is not None]
        if len({at for at, _ in dated}) < 2:
            chosen, why = decide(contest(snippets, eligible))
            return chosen, f"{why}: no age could be read"
        note = ", the time of its page: no age could be read"
    best = (min if keep == "earliest" else max)(at for at, _ in dated)
    chosen, _ = decide(contest(snippets, [i for at, i in dated if at == best]))
    return chosen, f"the {keep} of {count}: {best.isoformat(timespec='minutes')}{note}"


class Contest(NamedTuple):
    """The texts among which the longest is sought: all but as long as it, the longest first.

    ``texts``: of each text the index of the snippet with it that says most else, how many snippets
    have it, and its length. ``eligible``: how many snippets there were.
    """

    texts: tuple[tuple[int, int, int], ...]
    eligible: int

    @property
    def open(self) -> bool:
        """Whether the others can bear out one of the texts."""
        return len(self.texts) > 1 and sum(copies for _, copies, _ in self.texts) > 2


def contest(snippets: Given, eligible: Sequence[int]) -> Contest:
    """The texts of ``eligible`` that may survive as the longest."""
    found: dict[str, list[int]] = {}
    for i in eligible:
        found.setdefault(snippets[i].body, []).append(i)
    lengths = {text: _length(text) for text in found}
    least = NEAR * max(lengths.values())
    near = [text for text, length in lengths.items() if length >= least]
    if len(near) > 1:
        # Of equally long ones the one with the fewest buttons, of these the same in any order.
        near.sort(key=lambda text: (-lengths[text], text.isupper(), len(text), text))
    texts = [
        (_fullest(snippets, found[text]), len(found[text]), lengths[text]) for text in near[:MOST]
    ]
    return Contest(tuple(texts), len(eligible))


def decide(found: Contest, alike: NDArray[np.float32] | None = None) -> tuple[int, str]:
    """The index of the longest, and why.

    ``alike``: of every two texts the share that they have in common, a square matrix.
    """
    best = 0
    if alike is not None and found.open:
        copies = np.array([copies for _, copies, _ in found.texts])
        same = alike[0] >= SAME
        support = np.where(same, (alike * (copies * same)).sum(axis=1), -1)
        # Equal but for the order in which they were added up.
        best = int(np.argmax(support > support.max() - 1e-4))
    index, _, length = found.texts[best]
    if length == found.texts[0][2]:
        return index, f"the longest of {found.eligible}"
    return index, f"of the longest of {found.eligible} the one most like the others"


def _fullest(snippets: Given, same: Sequence[int]) -> int:
    """Of snippets with the same text, the one with the most of source, age, title and url."""
    if len(same) == 1:
        return same[0]
    fields = {i: snippets[i][2:6] for i in same}
    return min(same, key=lambda i: (fields[i].count(""), fields[i], i))


def _length(body: str) -> int:
    """How long a text is without buttons, in the form in which texts are compared.

    Runs of white space are one space.
    """
    return len(" ".join(normalised(without_buttons(body)).split()))


def _time(snippet: Snippet, now: datetime | None) -> datetime | None:
    """When a snippet appeared, by its age; None without one that can be read."""
    if not snippet.age:
        return None
    base = snippet.time or now
    return when(snippet.age, base) if base is not None else _absolute(snippet.age)


def _absolute(age: str) -> datetime | None:
    """A date that means the same whenever it is read."""
    early, late = (when(age, datetime(year, 6, 15, 12)) for year in (2001, 2002))
    return early if early == late else None


def union(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in the order of the input, without empty ones."""
    return tuple(dict.fromkeys(filter(None, values)))


def together(snippets: Sequence[Snippet]) -> Iterator[tuple[str, ...]]:
    """What the members of a cluster have together: sources, ages, titles, urls, documents."""
    for field in _FIELDS:
        yield union(map(field, snippets))


_FIELDS = tuple(map(attrgetter, ("source", "age", "title", "url", "document")))
