from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.deduplication.partitions import Partitions
from cleaner.deduplication.spool import MEMORY, Room

COUNT = 5
parts = st.lists(st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(0, 2**32 - 1))))


def filled(room: Room, count: int, lists: Sequence[Sequence[tuple[int, int]]]) -> Partitions:
    found = Partitions(room, count, np.uint64)
    for some in lists:
        part = np.array([min(part, count - 1) for part, _ in some], np.int64)
        found.add(part, np.array([value for _, value in some], np.uint64))
    return found


@pytest.mark.parametrize("room", [MEMORY, Room(held=0), Room(held=40)])
@pytest.mark.parametrize("count", [1, COUNT])
@given(lists=parts)
def test_each_number_goes_where_it_belongs(
    room: Room, count: int, lists: list[list[tuple[int, int]]]
) -> None:
    found = filled(room, count, lists)
    wanted = [
        [value for some in lists for part, value in some if min(part, count - 1) == number]
        for number in range(count)
    ]
    assert [some.tolist() for some in found] == wanted
    assert found.read(0).tolist() == wanted[0]
    assert [some.tolist() for some in found.drain()] == wanted
    assert [len(some) for some in found] == [0] * count


def test_put_and_add() -> None:
    found = Partitions(Room(held=0), 3, np.uint32)
    found.put(2, np.array([7, 8], np.uint32))
    found.add(np.array([2, 0]), np.array([9, 1], np.uint32))
    assert [some.tolist() for some in found] == [[1], [], [7, 8, 9]]
    assert found.take(2).dtype == np.uint32
    assert len(found) == 3
