import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.deduplication.arrays import Column, Rows, distinct, edges, mix, runs, spread

lists = st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=4), max_size=6)


def rows_of(values: list[list[int]]) -> Rows:
    flat = np.array([v for row in values for v in row], np.uint64)
    return Rows(flat, edges(np.array([len(row) for row in values], np.int64)))


@given(values=lists, data=st.data())
def test_rows_are_what_was_laid_end_to_end(values: list[list[int]], data: st.DataObject) -> None:
    rows = rows_of(values)
    assert [rows[i].tolist() for i in range(len(values))] == values
    places = data.draw(st.lists(st.integers(0, len(values) - 1), max_size=5)) if values else []
    taken = rows.take(np.array(places, np.int64))
    assert [taken[i].tolist() for i in range(len(places))] == [values[i] for i in places]


def test_spread() -> None:
    assert spread(np.array([5, 0, 9]), np.array([2, 0, 1])).tolist() == [5, 6, 9]
    assert spread(np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == []


@given(values=st.lists(st.integers(0, 5)))
def test_distinct_and_runs(values: list[int]) -> None:
    array = np.array(values, np.uint64)
    assert distinct(array).tolist() == sorted(set(values))
    found, counts = runs(np.sort(array))
    assert dict(zip(found.tolist(), counts.tolist(), strict=True)) == {
        v: values.count(v) for v in set(values)
    }


def test_mix_scatters_neighbours() -> None:
    mixed = mix(np.arange(1000, dtype=np.uint64))
    assert len(set(mixed.tolist())) == 1000
    assert 400 < int((mixed >> np.uint64(63)).sum()) < 600


@given(parts=st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=4)))
def test_column(parts: list[list[int]]) -> None:
    column = Column(np.uint64)
    for part in parts:
        column.append(np.array(part, np.uint64))
    assert column.array().tolist() == [value for part in parts for value in part]
    assert column.array().dtype == np.uint64
