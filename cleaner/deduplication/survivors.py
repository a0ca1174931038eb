"""Which member of a group survives, and what it inherits from the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from cleaner.deduplication.ages import when
from cleaner.deduplication.snippets import Snippet
from cleaner.model import Keep


def choose(
    snippets: Sequence[Snippet], eligible: Sequence[int], keep: Keep, now: datetime | None
) -> tuple[int, str]:
    """The index of the survivor among ``eligible`` (indices of ``snippets``), and why.

    ``now`` is when ages such as "2 hours ago" count from where a snippet has no time of its own.
    Where no age can be read, the longest text survives.
    """
    count = len(eligible)
    if keep == "first":
        return min(eligible), f"the first of {count}"
    if keep == "longest":
        return _longest(snippets, eligible), f"the longest of {count}"
    dated = [(at, i) for i in eligible if (at := _time(snippets[i], now)) is not None]
    unread = count - len(dated)
    if not dated:
        return _longest(snippets, eligible), f"the longest of {count}: no age could be read"
    best = (min if keep == "earliest" else max)(at for at, _ in dated)
    chosen = _longest(snippets, [i for at, i in dated if at == best])
    note = f"; {unread} without an age that could be read" if unread else ""
    return chosen, f"the {keep} of {count}: {best.isoformat(timespec='minutes')}{note}"


def _longest(snippets: Sequence[Snippet], eligible: Iterable[int]) -> int:
    """The longest; of equally long ones the same whatever their order."""
    return min(eligible, key=lambda i: (-len(snippets[i].body), snippets[i].body, i))


def _time(snippet: Snippet, now: datetime | None) -> datetime | None:
    base = snippet.time or now
    if not snippet.age:
        return snippet.time
    return when(snippet.age, base) if base is not None else _absolute(snippet.age)


def _absolute(age: str) -> datetime | None:
    """A date that means the same whenever it is read."""
    early, late = (when(age, datetime(year, 6, 15, 12)) for year in (2001, 2002))
    return early if early == late else None


def union(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in the order of the input, without empty ones."""
    return tuple(dict.fromkeys(filter(None, values)))
