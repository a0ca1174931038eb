"""Snippets that are nothing but a title join the one story that bears this title.

One page shows a related article with its snippet, another one only the headline. A headline of
several stories ("Weather forecast") joins none of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.deduplication import tokens
from cleaner.deduplication.arrays import I64
from cleaner.deduplication.grouping import Group
from cleaner.deduplication.snippets import Snippet
from cleaner.deduplication.table import Table

FEWEST, MOST = 4, 20
"""Words of a headline; shorter ones are names of sections."""


def attach(
    groups: Sequence[Group], given: Sequence[Snippet], row: I64, table: Table
) -> list[Group]:
    """``groups`` with rows that are only titles added to the groups or rows of their stories.

    ``row``: the row of ``table`` that each of ``given`` stands in.
    """
    bare = _bare(given, row, table)
    if not len(bare):
        return list(groups)
    group_of = np.full(len(table), -1)
    for number, group in enumerate(groups):
        group_of[list(group.members)] = number
    titled = _titled(given, row, table, set(table.digest[bare].tolist()))
    added: dict[int, list[int]] = {}
    for title in bare.tolist():
        stories = titled.get(int(table.digest[title]), set()) - {title}
        # A row in no group is a story by itself, numbered below -1.
        owners = {int(group_of[s]) if group_of[s] >= 0 else -2 - s for s in stories}
        if group_of[title] < 0 and len(owners) == 1:
            added.setdefault(owners.pop(), []).append(title)
    grown = [_with(group, added.get(n, [])) for n, group in enumerate(groups)]
    grown += [_with(Group((-2 - n,), (-2 - n,)), more) for n, more in added.items() if n < -1]
    return sorted(grown, key=lambda group: group.members)


def _with(group: Group, more: Sequence[int]) -> Group:
    return Group(tuple(sorted([*group.members, *more])), group.vouchers)


def _bare(given: Sequence[Snippet], row: I64, table: Table) -> I64:
    """Rows of one line and a headline's length."""
    fits = (table.words >= FEWEST) & (table.words <= MOST)
    for at in np.flatnonzero(fits[row]).tolist():
        if "\n" in given[at].body:
            fits[row[at]] = False
    return np.flatnonzero(fits)


def _titled(
    given: Sequence[Snippet], row: I64, table: Table, wanted: set[int]
) -> dict[int, set[int]]:
    """The rows of longer texts that bear each of the wanted titles."""
    titles, rows = [], []
    for snippet, at in zip(given, row.tolist(), strict=True):
        title = snippet.title or snippet.body.partition("\n")[0]
        if title and len(title) < len(snippet.body):
            titles.append(title)
            rows.append(at)
    result: dict[int, set[int]] = {}
    for first, last in tokens.batches(titles):
        digests = tokens.tabulate(titles[first:last]).digest.tolist()
        for digest, at in zip(digests, rows[first:last], strict=True):
            if digest in wanted:
                result.setdefault(digest, set()).add(at)
    return result
