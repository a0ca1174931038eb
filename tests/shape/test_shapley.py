"""Shapley values of the questions of a tree."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.shape.shapley import expected, leaf_tables

FIGURES = st.floats(-5, 5, width=32)


def test_a_question_gets_what_its_answer_changes() -> None:
    """Leaves 0 and 10 for the first question, whatever the second: it alone decides."""
    leaves = np.array([[0.0, 10.0, 0.0, 10.0]])
    mean, values = expected(leaves, np.ones((1, 4)))
    assert mean.tolist() == [5.0]
    assert values[0, 0].tolist() == [-5.0, 5.0, -5.0, 5.0]
    assert values[0, 1].tolist() == [0.0] * 4


def test_the_expectation_counts_leaves_by_their_lines() -> None:
    mean, values = expected(np.array([[0.0, 10.0]]), np.array([[3.0, 1.0]]))
    assert mean.tolist() == [2.5]
    assert values[0, 0].tolist() == [-2.5, 7.5]


@given(
    st.lists(FIGURES, min_size=8, max_size=8),
    st.lists(st.floats(0.001, 9), min_size=8, max_size=8),
)
def test_values_are_the_mean_over_all_orders(leaves: list[float], weights: list[float]) -> None:
    """The definition, spelled out: what a question adds when it is asked, over all orders."""
    mean, values = expected(np.array([leaves]), np.array([weights]))

    def worth(asked: set[int], leaf: int) -> float:
        same = [i for i in range(8) if all((i ^ leaf) >> level & 1 == 0 for level in asked)]
        return sum(leaves[i] * weights[i] for i in same) / sum(weights[i] for i in same)

    for leaf in range(8):
        for level in range(3):
            gains = []
            for order in permutations(range(3)):
                before = set(order[: order.index(level)])
                gains.append(worth(before | {level}, leaf) - worth(before, leaf))
            assert values[0, level, leaf] == pytest.approx(np.mean(gains), abs=1e-9)
        assert mean[0] + values[0, :, leaf].sum() == pytest.approx(leaves[leaf], abs=1e-9)


def test_small_trees_and_trees_without_weights() -> None:
    trees = [
        {"leaves": [1.0, 3.0]},
        {"leaves": [0.0, 0.0, 0.0, 8.0], "weights": [1, 1, 1, 5]},
    ]
    leaves, weights = leaf_tables(trees, 2)
    mean, values = expected(leaves, weights)
    assert mean.tolist() == [2.0, 5.0]
    assert values[0, 0].tolist()[:2] == [-1.0, 1.0]
    assert values[0, 1].tolist()[:2] == [0.0, 0.0]


def test_a_leaf_that_no_line_reached_can_be_explained() -> None:
    leaves, weights = leaf_tables([{"leaves": [1.0, 2.0, 3.0, 4.0], "weights": [7, 0, 0, 0]}], 2)
    mean, values = expected(leaves, weights)
    assert mean[0] == pytest.approx(1.0, abs=0.01)
    assert mean[0] + values[0, :, 3].sum() == pytest.approx(4.0)
