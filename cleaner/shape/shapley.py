"""What each feature adds to the score of a line: Shapley values of the questions of trees.

An oblivious tree of six questions is a game of six players: a coalition is worth the expected
leaf when only its questions are answered, under the shares of the training lines in the leaves.
So few players need no sampling: all 64 coalitions of a tree are summed once for each of its leaves
(Shapley 1953; Lundberg et al. 2020 for trees), and explaining a line is a look-up. The values of a
line and the expectation of all trees add up to its score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_EMPTY = 1e-3
"""Lines that a leaf without any counts as."""


def expected(leaves: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The expected value of each tree, and the Shapley values of its questions.

    ``leaves``, ``weights``: values of the leaves and lines in them, shape (trees, 2**depth); the
    answers to the questions are the bits of a leaf's number. Returns shapes (trees,) and
    (trees, depth, 2**depth).
    """
    count, width = leaves.shape
    depth = width.bit_length() - 1
    worth = _coalitions(leaves, weights, depth)
    found = np.zeros((count, depth, width))
    for level in range(depth):
        bit = 1 << level
        for others in range(width):
            if others & bit:
                continue
            size = others.bit_count()
            share = factorial(size) * factorial(depth - size - 1) / factorial(depth)
            found[:, level] += share * (worth[others | bit] - worth[others])
    return worth[0][:, 0], found


def _coalitions(leaves: Floats, weights: Floats, depth: int) -> list[Floats]:
    """For each coalition of questions the expected leaf given their answers in each leaf."""
    width = 1 << depth
    number = np.arange(width)
    sums: list[Floats] = [np.zeros(0)] * width
    shares: list[Floats] = [np.zeros(0)] * width
    sums[-1], shares[-1] = leaves * weights, weights
    for answered in range(width - 2, -1, -1):
        bit = ~answered & (answered + 1)
        other = number ^ bit
        whole = answered | bit
        sums[answered] = sums[whole] + sums[whole][:, other]
        shares[answered] = shares[whole] + shares[whole][:, other]
    return [
        np.divide(total, share, out=np.zeros_like(total), where=share > 0)
        for total, share in zip(sums, shares, strict=True)
    ]


def leaf_tables(trees: Sequence[Mapping[str, Any]], depth: int) -> tuple[Floats, Floats]:
    """Leaves and their weights of a model file, as ``expected`` wants them.

    A model without weights counts each leaf the same.
    """
    leaves = np.zeros((len(trees), 1 << depth))
    weights = np.zeros_like(leaves)
    for number, tree in enumerate(trees):
        size = len(tree["leaves"])
        leaves[number, :size] = tree["leaves"]
        weights[number, :size] = np.maximum(tree.get("weights", [1.0] * size), _EMPTY)
    return leaves, weights
