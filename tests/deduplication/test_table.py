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
    parts=st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), min_size=1, max_size=3),
    random=st.randoms(use_true_random=False),
)
def test_merged_moves_whole_rows(parts: list[list[str]], random: object) -> None:
    texts = [text for part in parts for text in part]
    rank = list(range(len(texts)))
    random.shuffle(rank)  # type: ignore[attr-defined]
    tables = [tabulate(part) for part in parts]
    whole = merged(tables, np.array(rank, np.int64))
    assert tables == []
    alone = tabulate(texts)
    for at, place in enumerate(rank):
        assert row(whole, place) == row(alone, at)


def test_take() -> None:
    table = tabulate(["one 1", "two", "three 3 3"])
    taken = table.take(np.array([2, 0, 2]))
    assert len(taken) == 3
    assert [row(taken, at) for at in range(3)] == [row(table, at) for at in (2, 0, 2)]
