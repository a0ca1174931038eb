"""The tools that benchmarks/dedup.py sets beside ``cleaner.dedup``: texts in, a label each out.

MinHash peers get shingles of words from lowercased text, the better of one and three words, and 128
permutations; what their index returns for a text counts as its copies, joined by union-find, as
their documentation shows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

PERMUTATIONS = 128
BATCH = 10_000


class Groups:
    """Union-find over ``count`` items."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def find(self, item: int) -> int:
        """The item that stands for the group of ``item``."""
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, one: int, others: Iterable[int]) -> None:
        """Put ``others`` into the group of ``one``."""
        for other in others:
            a, b = self.find(one), self.find(other)
            self.parent[max(a, b)] = min(a, b)

    def labels(self) -> list[int]:
        """The group of each item."""
        return [self.find(item) for item in range(len(self.parent))]


def shingles(text: str, size: int) -> list[str]:
    """The distinct shingles of ``size`` words."""
    words = text.lower().split()
    if len(words) <= size:
        return [" ".join(words)]
    return list({" ".join(words[i : i + size]) for i in range(len(words) - size + 1)})


def ours(texts: Sequence[str]) -> list[int]:
    """``cleaner.dedup``."""
    import cleaner

    labels = [0] * len(texts)
    for number, cluster in enumerate(cleaner.dedup(texts)):
        for member in cluster.members:
            labels[member.index] = number
    return labels


def exact(texts: Sequence[str], *, normalised: bool = False) -> list[int]:
    """Hashes of the texts, or of their lowercased words."""
    seen: dict[bytes, int] = {}
    labels = []
    for at, text in enumerate(texts):
        value = " ".join(text.lower().split()) if normalised else text
        labels.append(seen.setdefault(hashlib.blake2b(value.encode()).digest(), at))
    return labels


def datasketch(texts: Sequence[str], *, threshold: float, size: int) -> list[int]:
    """Datasketch's MinHashLSH."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    groups = Groups(len(texts))
    sets = ([s.encode() for s in shingles(text, size)] for text in texts)
    for at, sketch in enumerate(MinHash.generator(sets, num_perm=PERMUTATIONS)):
        groups.join(at, index.query(sketch))
        index.insert(at, sketch)
    return groups.labels()


def rensa(texts: Sequence[str], *, threshold: float, size: int) -> list[int]:
    """Rensa's RMinHash and its LSH, fed in batches."""
    from rensa import RMinHash, RMinHashLSH

    bands = bands_for(threshold)
    index = RMinHashLSH(threshold, PERMUTATIONS, bands)
    groups = Groups(len(texts))
    for start, batch in batches(texts):
        sets = [shingles(text, size) for text in batch]
        sketches = RMinHash.from_token_sets(sets, PERMUTATIONS, 42)
        index.insert_many(sketches, start)
        for offset, found in enumerate(index.query_all(sketches)):
            groups.join(start + offset, found)
    return groups.labels()


def bands_for(threshold: float) -> int:
    """The number of bands whose S-curve is steepest nearest to ``threshold``."""
    fits = [b for b in range(1, PERMUTATIONS + 1) if PERMUTATIONS % b == 0]
    return min(fits, key=lambda b: abs((1 / b) ** (b / PERMUTATIONS) - threshold))


def batches(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Slices of the texts, each with the number of its first."""
    for start in range(0, len(texts), BATCH):
        yield start, texts[start : start + BATCH]


def peers(threshold: float, size: int) -> dict[str, Callable[[Sequence[str]], list[int]]]:
    """Every tool by name; MinHash ones with these settings."""
    return {
        "cleaner": ours,
        "exact": exact,
        "normalised": partial(exact, normalised=True),
        "datasketch": partial(datasketch, threshold=threshold, size=size),
        "rensa": partial(rensa, threshold=threshold, size=size),
    }
