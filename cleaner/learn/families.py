"""Documents whose site is not known, told apart by the lines that they share at their edges."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

from cleaner.learn.guards import FEWEST

EDGE = 20
"""Lines at the head and the tail of a document that tell its site."""
SHARED = 0.4
"""Share of the smaller of two documents' edges that they must have in common."""
SAMPLE = 20_000
"""Documents that tell which lines recur, so that memory stays bounded."""
CROWD = 50
"""Families that have the same three lines at an edge; what more of them have is nobody's own.
So a document is compared with a bounded number of families, however many there are."""
_ANY_FILE = re.compile(r"(?:article|doc|document|file|html|index|item|page|post|text|url)s?", re.I)
"""What files are called whatever site they are of."""
_OUTSIDE = 0
_MASK = (1 << 64) - 1


Edges = tuple[Sequence[int], Sequence[int]]
"""Keys of the first and the last lines of a document."""


def families(edges: Sequence[Edges]) -> list[int]:
    """The number of each document's family, -1 for one that shares nothing.

    ``edges``: the keys of the first and the last lines of each document, in an order that does
    not depend on files; it is read twice, the first documents to learn which lines recur. Families
    of fewer than three documents count as none.
    """
    often: Counter[int] = Counter()
    for number in range(min(len(edges), SAMPLE)):
        often.update(set(_triples(*edges[number])))
    recurring = {feature for feature, count in often.items() if count >= FEWEST}
    del often
    holders: dict[int, list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    family = []
    for number in range(len(edges)):
        own = set(_triples(*edges[number])) & recurring
        own = {feature for feature in own if len(holders[feature]) < CROWD}
        votes = Counter(leader for feature in own for leader in holders[feature])
        best = min(votes, key=lambda leader: (-votes[leader], leader), default=-1)
        if best >= 0 and votes[best] >= max(1, SHARED * min(len(own), sizes[best])):
            family.append(best)
            continue
        family.append(number if own else -1)
        if own:
            sizes[number] = len(own)
            for feature in own:
                holders[feature].append(number)
    counts = Counter(family)
    return [one if counts[one] >= FEWEST else -1 for one in family]


def _triples(head: Sequence[int], tail: Sequence[int]) -> Iterator[int]:
    """Digests of three lines in a row, with the start and the end of the page as lines."""
    for salt, lines in ((1, [_OUTSIDE, _OUTSIDE, *head]), (2, [*tail, _OUTSIDE, _OUTSIDE])):
        for a, b, c in zip(lines, lines[1:], lines[2:], strict=False):
            yield (a * 3 + b * 5 + c * 7 + (salt if _OUTSIDE in (a, b, c) else 0)) & _MASK


def common_name(documents: Sequence[str]) -> str:
    """What the names of a family's documents begin with, or nothing."""
    names = [name.rpartition("/")[2].partition(".")[0] for name in documents]
    # Two suffice: the first and the last have in common what all have.
    pairs = zip(min(names), max(names), strict=False)
    prefix = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    prefix = re.sub(r"[\W\d_]+$", "", prefix)
    return prefix if len(prefix) >= 3 and not _ANY_FILE.fullmatch(prefix) else ""
