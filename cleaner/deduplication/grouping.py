"""From pairs to groups in which one text vouches for all the others.

Bare transitive closure chains unrelated texts together (a text that contains two others makes all
three one). Groups are therefore formed by average linkage (Sokal and Michener, 1958) inside each
connected component, and a group keeps only members that at least one of its texts, its *voucher*,
is like. Two cases are chains all the same, and lengths tell them apart: two stories that make up a
third text, and two long texts that hold the same short one, which would be all that is left of
them. Components of more than ``LARGE`` texts are covered by stars around their longest texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64, Rows, edges
from cleaner.deduplication.components import components
from cleaner.deduplication.verify import Thresholds

COVER = 0.12
"""How far the lengths of two parts may be off that of their whole."""
INSIDE = 0.8
"""The score of a part and its whole."""
MORE = 1.5
"""How many times as long as its part a text is that has more to say."""
LARGE = 48

Scores = NDArray[np.float32]
Scorer = Callable[[I64, I64], Scores]


@dataclass(frozen=True, slots=True)
class Group:
    """Two texts or more. ``vouchers``: those that are like every member; one at least."""

    members: tuple[int, ...]
    vouchers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """Many groups; ``members`` and ``vouchers`` of each, a row each."""

    members: Rows
    vouchers: Rows

    def __len__(self) -> int:
        return len(self.members)


def laid(groups: Sequence[Group], rows: I64) -> Groups:
    """``groups`` as arrays; their texts are numbers of ``rows``."""
    return Groups(*(_flat([getattr(g, name) for g in groups], rows) for name in _SIDES))


def joined(parts: Sequence[Groups]) -> Groups:
    """All groups of several."""
    return Groups(*(_end_to_end([getattr(part, name) for part in parts]) for name in _SIDES))


_SIDES = ("members", "vouchers")


def _flat(texts: Sequence[tuple[int, ...]], rows: I64) -> Rows:
    every = np.fromiter((text for some in texts for text in some), np.int64)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return Rows(rows[every], edges(lengths))


def _end_to_end(rows: Sequence[Rows]) -> Rows:
    none = np.zeros(0, np.int64)
    values = np.concatenate([none, *(some.values for some in rows)])
    return Rows(values, edges(np.concatenate([none, *(some.lengths() for some in rows)])))


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs that were compared, ``left < right``: their scores, and which of them are copies."""

    left: I64
    right: I64
    scores: Scores
    copies: NDArray[np.bool_]


def groups(links: Links, words: I64, scorer: Scorer, limits: Thresholds) -> list[Group]:
    """The groups of texts ``0 .. len(words) - 1``, by their first members.

    ``words``: lengths of the texts. ``scorer`` gives the scores of further pairs. ``limits.floor``
    is the mean score at which two groups are joined, and the least score of voucher and member.
    """
    label = components(len(words), [(links.left[links.copies], links.right[links.copies])])
    order = np.argsort(label, kind="stable")
    sizes = np.bincount(label, minlength=len(words))[label[order]]
    order, sizes = order[sizes > 1], sizes[sizes > 1]
    first = np.flatnonzero(np.diff(label[order], prepend=-1))
    lengths = np.diff(np.append(first, len(order)))
    small = lengths <= LARGE
    result = [_linked(order, first[small], lengths[small], links, words, scorer, limits)]
    for at, size in zip(first[~small].tolist(), lengths[~small].tolist(), strict=True):
        result.append(_stars(order[at : at + size], links, words))
    return sorted((g for found in result for g in found), key=lambda group: group.members)


def _linked(
    members: I64,
    first: I64,
    lengths: I64,
    links: Links,
    words: I64,
    scorer: Scorer,
    limits: Thresholds,
) -> list[Group]:
    """Groups of small components, by average linkage over all their pairs."""
    result: list[Group] = []
    # Components of one size are compared together, and most need no more than that.
    enough = max(limits.floor, limits.long)
    for size in np.flatnonzero(np.bincount(lengths)).tolist():
        of_size = first[lengths == size]
        rows = members[of_size[:, None] + np.arange(size)]
        a, b = np.triu_indices(size, 1)
        scores = _known(links, rows[:, a].ravel(), rows[:, b].ravel(), scorer)
        scores = scores.reshape(len(rows), -1)
        whole = (scores >= enough).all(axis=1)
        for row in rows[whole].tolist():
            result.append(Group(tuple(row), tuple(row)))
        for row, pairs in zip(rows[~whole].tolist(), scores[~whole], strict=True):
            matrix = np.zeros((size, size), np.float32)
            matrix[a, b] = matrix[b, a] = pairs
            result += _average_link(row, matrix, words, limits)
    return result


def _known(links: Links, left: I64, right: I64, scorer: Scorer) -> Scores:
    """Scores of pairs: those that were compared before, and new ones."""
    compared = links.left << 32 | links.right
    wanted = left << 32 | right
    at = np.minimum(np.searchsorted(compared, wanted), max(len(compared) - 1, 0))
    found = compared[at] == wanted
    scores = np.where(found, links.scores[at], np.float32(0))
    new = np.flatnonzero(~found)
    scores[new] = scorer(left[new], right[new])
    return scores


def _average_link(
    row: Sequence[int], matrix: Scores, words: I64, limits: Thresholds
) -> list[Group]:
    count = len(row)
    sums = matrix.astype(np.float64)
    lengths = words[list(row)]
    parts_of_one = _parts_of_a_whole(matrix, lengths, limits.floor)
    apart = _wholes_of_a_part(matrix, lengths, limits.long)
    sizes = np.ones(count)
    parts: list[list[int]] = [[i] for i in range(count)]
    while True:
        means = sums / np.outer(sizes, sizes)
        np.fill_diagonal(means, -1)
        # Where more texts are at hand they decide what two stories belong to.
        means[apart | parts_of_one & (np.add.outer(sizes, sizes) <= 3)] = -1
        best = int(np.argmax(means))
        i, j = sorted(divmod(best, count))
        if means[i, j] < limits.floor:
            break
        sums[i] += sums[j]
        sums[:, i] += sums[:, j]
        sums[j] = sums[:, j] = -1e9
        for some in (parts_of_one, apart):
            some[i] |= some[j]
            some[:, i] |= some[:, j]
        sizes[i] += sizes[j]
        parts[i] += parts[j]
        parts[j] = []
    result: list[Group] = []
    for part in parts:
        result += _vouched(sorted(part), row, matrix, words, limits.floor)
    return result


def _parts_of_a_whole(matrix: Scores, words: I64, floor: float) -> NDArray[np.bool_]:
    """Pairs of texts that have little in common and side by side make up a third one.

    These are two stories and a page that shows both, and the page must not make them one.
    """
    result = np.zeros(matrix.shape, bool)
    together = np.add.outer(words, words)
    for whole, length in enumerate(words.tolist()):
        inside = matrix[whole] >= INSIDE
        fits = np.abs(together - length) <= COVER * length
        result |= np.outer(inside, inside) & fits
    return np.asarray(result & (matrix < floor))


def _wholes_of_a_part(matrix: Scores, words: I64, like: float) -> NDArray[np.bool_]:
    """Pairs of texts that have no more in common than a third one, which both hold.

    Copies of one text are like each other, or both like another one of their length.
    """
    alike = matrix >= like
    result = np.zeros(matrix.shape, bool)
    for part, length in enumerate(words.tolist()):
        longer = words >= MORE * length
        wholes = np.flatnonzero(longer & (matrix[part] >= INSIDE))
        if len(wholes) > 1:
            near = alike[np.ix_(wholes, longer)].astype(np.float32)
            result[np.ix_(wholes, wholes)] |= near @ near.T == 0
    return np.asarray(result & ~alike)


def _vouched(
    part: list[int], row: Sequence[int], matrix: Scores, words: I64, floor: float
) -> list[Group]:
    """Split ``part`` so that each group has a text that is like all of it."""
    result = []
    while len(part) > 1:
        like = matrix[np.ix_(part, part)] >= floor
        np.fill_diagonal(like, True)
        counts = like.sum(axis=1)
        best = max(range(len(part)), key=lambda i: (counts[i], words[row[part[i]]], -i))
        inside = np.flatnonzero(like[best])
        vouchers = inside[like[np.ix_(inside, inside)].all(axis=1)]
        if len(inside) > 1:
            result.append(
                Group(
                    tuple(row[part[i]] for i in inside),
                    tuple(row[part[i]] for i in vouchers),
                )
            )
        part = [p for i, p in enumerate(part) if not like[best, i]]
    return result


def _stars(members: I64, links: Links, words: I64) -> list[Group]:
    """Stars around the longest texts of a large component."""
    inside = np.zeros(len(words), bool)
    inside[members] = True
    mine = links.copies & inside[links.left]
    left = np.concatenate([links.left[mine], links.right[mine]])
    right = np.concatenate([links.right[mine], links.left[mine]])
    order = np.argsort(left, kind="stable")
    left, right = left[order], right[order]
    free = inside
    result = []
    for centre in members[np.lexsort((members, -words[members]))].tolist():
        if not free[centre]:
            continue
        start, stop = np.searchsorted(left, [centre, centre + 1])
        star = right[start:stop][free[right[start:stop]]]
        if len(star):
            free[star] = False
            free[centre] = False
            result.append(Group(tuple(sorted([centre, *star.tolist()])), (centre,)))
    return result
