"""Snippets that are nothing but a title join the one story that bears this title.

One page shows a related article with its snippet, another one only the headline. A headline of
several stories ("Weather forecast") joins none of them.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication import tokens
from cleaner.deduplication.arrays import I64, Rows, edges
from cleaner.deduplication.grouping import Groups
from cleaner.deduplication.snippets import Snippet
from cleaner.deduplication.table import Table

FEWEST, MOST = 4, 20
"""Words of a headline; shorter ones are names of sections."""
_BATCH = 1 << 13


def attach(groups: Groups, given: Iterable[Snippet], row: I64, table: Table) -> Groups:
    """``groups`` with rows that are only titles added to the groups or rows of their stories.

    ``row``: the row of ``table`` that each of ``given`` stands in.
    """
    bare = (table.words >= FEWEST) & (table.words <= MOST)
    if not bare.any():
        return groups
    titles, stories = _titled(given, row, table, bare)
    count = len(groups)
    group_of = np.full(len(table), -1)
    group_of[groups.members.values] = np.repeat(np.arange(count), groups.members.lengths())
    # A row in no group is a story by itself.
    owners = np.where(group_of[stories] >= 0, group_of[stories], count + stories)
    free = (group_of[titles] < 0) & (titles != stories)
    titles, owners = _pairs(titles[free], owners[free])
    _, sizes = np.unique(titles, return_counts=True)
    only = np.repeat(sizes == 1, sizes)
    titles, owners = titles[only], owners[only]
    # A title joins no story that is itself a title and joins another one.
    apart = ~np.isin(owners, count + titles)
    return _grown(groups, titles[apart], owners[apart])


def _pairs(titles: I64, owners: I64) -> tuple[I64, I64]:
    """Distinct pairs, sorted."""
    pairs = np.unique(np.stack([titles, owners], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _grown(groups: Groups, titles: I64, owners: I64) -> Groups:
    """``groups`` with titles in them; an owner from ``len(groups)`` on is a row by itself."""
    count = len(groups)
    alone = np.unique(owners[owners >= count])
    number = np.where(owners < count, owners, count + np.searchsorted(alone, owners))
    values = np.concatenate([groups.members.values, alone - count, titles])
    groups_of = np.concatenate(
        [
            np.repeat(np.arange(count), groups.members.lengths()),
            count + np.arange(len(alone)),
            number,
        ]
    )
    order = np.lexsort((values, groups_of))
    sizes = np.bincount(groups_of, minlength=count + len(alone))
    vouchers = np.concatenate([groups.vouchers.values, alone - count])
    lengths = np.concatenate([groups.vouchers.lengths(), np.ones(len(alone), np.int64)])
    return Groups(Rows(values[order], edges(sizes)), Rows(vouchers, edges(lengths)))


def _titled(
    given: Iterable[Snippet], row: I64, table: Table, bare: NDArray[np.bool_]
) -> tuple[I64, I64]:
    """Rows of one line and a headline's length, and the rows of longer texts with that title.

    ``bare``: which rows have a headline's length; those of several lines are taken out of it.
    """
    titles: list[str] = []
    at: list[int] = []
    found: list[tuple[I64, I64]] = []
    maybe = bare[row]
    for number, snippet in enumerate(given):
        if maybe[number] and "\n" in snippet.body:
            bare[row[number]] = False
        title = snippet.title or snippet.body.partition("\n")[0]
        if title and len(title) < len(snippet.body):
            titles.append(title)
            at.append(number)
            if len(titles) >= _BATCH:
                found.append(_known(titles, row[at], table))
                titles, at = [], []
    if titles:
        found.append(_known(titles, row[at], table))
    none = np.zeros(0, np.int64)
    of = np.concatenate([none, *(title for title, _ in found)])
    stories = np.concatenate([none, *(story for _, story in found)])
    return of[bare[of]], stories[bare[of]]


def _known(titles: list[str], stories: I64, table: Table) -> tuple[I64, I64]:
    """The rows that are nothing but one of the titles, and the rows of its stories."""
    digest = tokens.tabulate(titles).digest
    at = np.minimum(np.searchsorted(table.digest, digest), len(table) - 1)
    found = table.digest[at] == digest
    return at[found], stories[found]
