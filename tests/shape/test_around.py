"""What is compiled says of the surroundings of a line what numpy says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cleaner.shape import around
from cleaner.shape.around import distances, runs, windowed

LINES = st.integers(1, 70)
SEED = st.integers(0, 1 << 30)


def both(fill: Callable[..., None], rows: int, count: int, *given: Any) -> NDArray[np.float32]:
    """What ``fill`` fills, compiled and not."""
    found, wanted = np.full((2, rows, count), np.nan, np.float32)
    fill(found, *given)
    compiled, around.native = around.native, None  # type: ignore[assignment]
    try:
        fill(wanted, *given)
    finally:
        around.native = compiled
    assert np.array_equal(found, wanted)
    return found


@given(LINES, SEED)
def test_windows(count: int, seed: int) -> None:
    series = np.random.default_rng(seed).integers(0, 900, (3, count)).astype(np.float32) / 7
    both(windowed, 18, count, series, (2, 5, 40), 2)


def test_sums_and_means_in_windows() -> None:
    series = np.array([[1, 0, 2, 4], [3, 3, 0, 6]], np.float32)
    found = both(windowed, 4, 4, series, (2,), 1)
    assert np.expm1(found[0]).round(4).tolist() == [0, 1, 1, 2]
    assert found[1].tolist() == [0, 1.5, 3, 1.5]
    assert np.expm1(found[2]).round(4).tolist() == [2, 6, 4, 0]
    assert found[3].tolist() == [1.5, 3, 3, 0]


@given(LINES, SEED)
def test_distances(count: int, seed: int) -> None:
    both(distances, 10, count, np.random.default_rng(seed).random((3, count)) < 0.2, 9, 4)


def test_next_events_and_their_number() -> None:
    events = np.array([[0, 1, 0, 0], [1, 0, 0, 1]], bool)
    found = both(distances, 6, 4, events, 9, 4)
    assert found[:2].tolist() == [[9, 9, 1, 2], [9, 1, 2, 3]]
    assert found[2:4].tolist() == [[1, 9, 9, 9], [3, 2, 1, 9]]
    assert found[4:].tolist() == [[0, 1, 1, 1], [1, 1, 1, 0]]


@given(LINES, SEED)
def test_runs(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = random.integers(0, 900, (3, count)).astype(np.float32) / 7
    both(runs, 5, count, random.random(count) < 0.3, rows, 12)


def test_length_place_and_mean_of_runs() -> None:
    text = np.array([0, 0, 1, 1, 0], bool)
    found = both(runs, 3, 5, text, np.array([[1, 2, 9, 8, 4]], np.float32), 200)
    assert found[0].tolist() == [2, 2, 0, 0, 1]
    assert found[1].tolist() == [0, 0.5, 0, 0, 0]
    assert found[2].tolist() == [1.5, 1.5, 9, 8, 4]


def test_shapes_that_do_not_fit() -> None:
    if around.native is not None:
        with pytest.raises(ValueError, match="fit"):
            runs(np.zeros((2, 3), np.float32), np.zeros(3, bool), np.zeros((1, 3), np.float32), 9)
