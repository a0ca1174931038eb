import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.deduplication.grouping import LARGE, Group, Links, groups
from cleaner.deduplication.verify import Thresholds

COPY = 0.6
LIMITS = Thresholds()


def grouped(matrix: np.ndarray, words: list[int] | None = None) -> list[Group]:
    """Groups of texts whose pairs score what ``matrix`` says."""
    count = len(matrix)
    left, right = np.triu_indices(count, 1)
    scores = matrix[left, right].astype(np.float32)
    known = scores >= COPY
    links = Links(left[known], right[known], scores[known], np.ones(known.sum(), bool))
    lengths = np.array(words or [40] * count, np.int64)
    return groups(links, lengths, lambda a, b: matrix[a, b].astype(np.float32), LIMITS)


def square(count: int, **scores: float) -> np.ndarray:
    """A matrix of zeros but for pairs given as ``_0_1=0.9``."""
    matrix = np.zeros((count, count))
    for pair, score in scores.items():
        i, j = map(int, pair.strip("_").split("_"))
        matrix[i, j] = matrix[j, i] = score
    return matrix


def test_none() -> None:
    assert grouped(square(1)) == []
    assert grouped(square(3)) == []


def test_all_alike_vouch_for_each_other() -> None:
    assert grouped(square(3, _0_1=0.9, _0_2=0.7, _1_2=0.6)) == [Group((0, 1, 2), (0, 1, 2))]


def test_a_weak_side_of_a_triangle() -> None:
    assert grouped(square(3, _0_1=0.9, _0_2=0.9, _1_2=0.1), [40, 30, 20]) == [
        Group((0, 1, 2), (0,))
    ]


def test_a_text_made_of_two_joins_only_one_of_them() -> None:
    found = grouped(square(3, _0_2=0.95, _1_2=0.9, _0_1=0.1), [40, 38, 78])
    assert found == [Group((0, 2), (0, 2))]


@pytest.mark.parametrize("shared", [0.2, 0.5])
@pytest.mark.parametrize("count", [2, 5])
def test_texts_that_hold_the_same_short_one_stay_apart(count: int, shared: float) -> None:
    matrix = np.full((count + 1, count + 1), shared)
    matrix[0] = matrix[:, 0] = 1
    found = grouped(matrix, [15, *range(30, 30 + count)])
    assert [len(group.members) for group in found] == [2]
    assert found[0].members[0] == 0


def test_unlike_copies_of_a_text_are_no_texts_that_hold_its_cut_copy() -> None:
    scores = {"_0_1": 1, "_0_2": 0.9, "_0_3": 1, "_1_2": 0.6, "_1_3": 0.4, "_2_3": 0.8}
    assert grouped(square(4, **scores), [15, 60, 40, 75]) == [Group((0, 1, 2, 3), (0, 2))]


def test_chains_are_cut() -> None:
    links = {f"_{i}_{i + 1}": 0.9 for i in range(9)}
    found = grouped(square(10, **links))
    assert max(len(group.members) for group in found) <= 3


def test_large_components_are_stars_around_the_longest() -> None:
    count = LARGE + 12
    matrix = np.full((count, count), 0.9)
    matrix[-1, 1:-1] = matrix[1:-1, -1] = 0
    found = grouped(matrix, [90, *range(30, 30 + count - 1)])
    # The longest text is alone with those that are like it, and vouches for all of them.
    assert found == [Group(tuple(range(count)), (0,))]


@st.composite
def matrices(draw: st.DrawFn) -> np.ndarray:
    count = draw(st.integers(1, 9))
    matrix = np.zeros((count, count))
    for i in range(count):
        for j in range(i):
            matrix[i, j] = matrix[j, i] = draw(st.sampled_from([0, 0.1, 0.3, 0.5, 0.7, 0.95]))
    return matrix


@given(matrix=matrices(), data=st.data())
@settings(max_examples=150)
def test_every_voucher_is_like_every_member(matrix: np.ndarray, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.integers(5, 80), min_size=len(matrix), max_size=len(matrix)))
    found = grouped(matrix, words)
    members = [member for group in found for member in group.members]
    assert len(members) == len(set(members))
    for group in found:
        assert len(group.members) > 1
        assert group.vouchers
        assert set(group.vouchers) <= set(group.members)
        for voucher in group.vouchers:
            assert all(
                matrix[voucher, member] >= LIMITS.floor
                for member in group.members
                if member != voucher
            )
