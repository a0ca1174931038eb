"""Numbers that stand near each other."""

from cleaner.rows import rows


def test_rows() -> None:
    assert [*rows([])] == []
    assert [*rows([3])] == [[3]]
    assert [*rows([1, 2, 4, 6, 7])] == [[1, 2], [4], [6, 7]]
    assert [*rows([1, 2, 4, 7], 2)] == [[1, 2, 4], [7]]
