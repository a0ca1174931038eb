"""The job by which engines are compared, without the engine: functions of batches of columns.

They are the package's own: an engine only carries the batches.
"""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa

from cleaner import Cleaner
from cleaner.deduplication import arrays, tokens
from cleaner.deduplication.grouping import _components
from cleaner.deduplication.verify import contained
from cleaner.ledger import pack_edits

BUCKETS = 16
FEWEST = 3
"""Documents of a site on which a line must stand to be counted."""
SHARED = 2
"""Keys that two snippets must share to be compared."""
LIKE = 0.57


class Clean:
    """Texts to clean texts and their edits as JSON."""

    def __init__(self) -> None:
        self.tool = Cleaner()

    def __call__(self, texts: list[str]) -> tuple[list[str], list[str]]:
        found = [self.tool.clean(text) for text in texts]
        return [f.text for f in found], [json.dumps(pack_edits(f.edits)) for f in found]


def lines(text: str) -> list[str]:
    """The distinct lines of a text that say something."""
    return list({s for line in text.splitlines() if len(s := line.strip()) >= 10})


def keys(ids: list[int], texts: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The shingles of snippets: the bucket (range of hashes), the hash, the snippet."""
    shingles = tokens.tabulate(texts).shingles
    owner = np.repeat(np.array(ids, np.int64), shingles.lengths())
    values = shingles.values.astype(np.uint64)
    return (values >> np.uint64(60)).astype(np.int64), values.view(np.int64), owner


def pairs(key: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of snippets that share a key of 2 to 50 snippets, once for each such key."""
    order = np.lexsort((owner, key))
    key, owner = key[order], owner[order]
    keep = np.ones(len(key), bool)
    keep[1:] = (key[1:] != key[:-1]) | (owner[1:] != owner[:-1])
    _, sizes = arrays.runs(key[keep].view(np.uint64))
    owner, starts = owner[keep], arrays.edges(sizes.astype(np.int64))[:-1]
    left, right = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for size in range(2, 51):
        rows = starts[sizes == size][:, None] + np.arange(size)
        a, b = np.triu_indices(size, 1)
        left.append(owner[rows[:, a]].ravel())
        right.append(owner[rows[:, b]].ravel())
    return np.concatenate(left), np.concatenate(right)


def likeness(left: list[str], right: list[str]) -> np.ndarray:
    """The containment of pairs of texts."""
    at = np.arange(len(left))
    table = tokens.tabulate([*left, *right])
    return contained(table.characters, at, at + len(left)).astype(np.float64)


def groups(left: np.ndarray, right: np.ndarray) -> pa.Table:
    """The connected groups of copies: of each snippet the smallest it is connected with."""
    ids, at = np.unique(np.concatenate([left, right]), return_inverse=True)
    label = _components(len(ids), at[: len(left)], at[len(left) :])
    return pa.table({"id": ids, "group": ids[label]})
