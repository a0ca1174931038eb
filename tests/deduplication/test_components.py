import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.deduplication import components as module
from cleaner.deduplication.arrays import distinct
from cleaner.deduplication.components import chunks, components
from cleaner.deduplication.partitions import Partitions
from cleaner.deduplication.spool import MEMORY, Room

COUNT = 24
edges_ = st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)), max_size=40)


def reached(pairs: list[tuple[int, int]]) -> list[int]:
    """The smallest text that each is connected with, by looking again and again."""
    label = list(range(COUNT))
    for _ in range(COUNT):
        for a, b in pairs:
            label[a] = label[b] = min(label[a], label[b])
    return label


@given(pairs=edges_, size=st.integers(1, 9))
def test_components(pairs: list[tuple[int, int]], size: int) -> None:
    sides = np.array(pairs, np.int64).reshape(-1, 2)
    some = ((sides[i : i + size, 0], sides[i : i + size, 1]) for i in range(0, len(sides), size))
    assert components(COUNT, some).tolist() == reached(pairs)


def test_a_long_chain() -> None:
    left = np.arange(9_999)
    assert not components(10_000, [(left[::-1], left[::-1] + 1)]).any()
    assert not components(10_000, ((left[i : i + 1], left[i : i + 1] + 1) for i in left)).any()


@pytest.mark.parametrize("room", [MEMORY, Room(held=16)])
@given(pairs=edges_)
def test_no_component_is_torn(room: Room, pairs: list[tuple[int, int]]) -> None:
    packed = distinct(np.array([min(p) << 32 | max(p) for p in pairs if p[0] != p[1]], np.uint64))
    label = np.array(reached(pairs), np.int64)
    given_ = Partitions(room, 3, np.uint64)
    given_.add((packed >> np.uint64(32)).astype(np.int64) // 8, packed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CHUNK", 3)
        found = list(chunks(given_, label, room))
    every = np.concatenate([left << 32 | right for left, right in found])
    assert sorted(every.tolist()) == packed.tolist()
    of = [set(label[left].tolist()) for left, _ in found]
    assert sum(map(len, of)) == len(set(label[packed.astype(np.int64) >> 32].tolist()))
    for left, _ in found:
        assert label[left].tolist() == sorted(label[left].tolist())
