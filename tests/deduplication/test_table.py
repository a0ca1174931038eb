import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.deduplication.table import Table, merged
from cleaner.deduplication.tokens import tabulate

ROWS = ("characters", "shingles", "numbers")


def row(table: Table, at: int) -> list[object]:
    return [
        int(table.digest[at]),
        int(table.pattern[at]),
        int(table.words[at]),
        int(table.headline[at]),
        *(getattr(table, name)[at].tolist() for name in ROWS),
    ]


@given(
    parts=st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), min_size=1, max_size=3)
)
def test_merged_has_all_rows_in_order(parts: list[list[str]]) -> None:
    whole = merged([tabulate(part) for part in parts])
    alone = tabulate([text for part in parts for text in part])
    assert len(whole) == len(alone)
    assert all(row(whole, at) == row(alone, at) for at in range(len(alone)))


def test_take() -> None:
    table = tabulate(["one 1", "two", "three 3 3"])
    taken = table.take(np.array([2, 0, 2]))
    assert len(taken) == 3
    assert [row(taken, at) for at in range(3)] == [row(table, at) for at in (2, 0, 2)]
