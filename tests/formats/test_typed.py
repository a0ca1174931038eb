"""JSON lines as rows of tables: every value comes through as it was, or its line is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from cleaner.engine import parts
from cleaner.errors import ReadError
from cleaner.formats import jsonl, typed
from cleaner.formats.base import ROWS, Broken, Columns, raising
from tests.formats.test_formats import back, clean, records

BEGIN = ROWS + 88
"""Lines before the one that a test is about: more than those that tell the columns."""


def write(
    path: Path, first: dict[str, Any], *last: dict[str, Any] | str, times: int = BEGIN
) -> Path:
    lines = [json.dumps({"text": "The mill turns."} | first)] * times
    more = (
        one if isinstance(one, str) else json.dumps({"text": "It rains."} | one) for one in last
    )
    path.write_text("\n".join([*lines, *more]) + "\n")
    return path


def read(path: Path, broken: Broken = raising) -> list[dict[str, Any]]:
    jsonl._schema.cache_clear()
    found = jsonl.batches(path, "jsonl", Columns(), None, broken)
    return [row for batch in found for row in batch.to_pylist()]


MISFITS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"x": 1}, {"x": 1.5}),
    ({"x": 1}, {"x": True}),
    ({"x": 1}, {"x": "1"}),
    ({"x": 0.5}, {"x": (1 << 53) + 1}),
    ({"x": [1]}, {"x": [1.5]}),
    ({"x": ["ab"]}, {"x": "ab"}),
    ({"x": {"a": 1}}, {"x": {"a": 1, "b": 2}}),
    ({"x": {"a": 1}}, {"x": []}),
    ({"x": [{"a": {"b": 1}}]}, {"x": [{"a": {"b": 1.5}}]}),
]
WIDENED = [0, 4, 6, 8]
"""Those that make a column of another type if they are among the lines that tell it."""


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("case", range(len(MISFITS)))
def test_a_value_that_does_not_fit_is_left_out_and_named(
    tmp_path: Path, case: int, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a line ended the conversion of its whole file."""
    first, last = MISFITS[case]
    path = write(tmp_path / "a.jsonl", first, last, {"x": None})
    if not told:
        monkeypatch.setattr(typed, "LOOKED_AT", 1_000)
    found: list[ReadError] = []
    rows = read(path, found.append)
    assert rows[-1]["x"] is None
    if told and case in WIDENED:
        assert rows[BEGIN]["x"] == last["x"]
        return
    assert [row["x"] for row in rows[:BEGIN]] == [first["x"]] * BEGIN
    assert len(rows) == BEGIN + 1
    [error] = found
    assert "of another type in 'x'" in error.message
    assert error.line == BEGIN + 1
    assert error.remedy


def test_what_fits_into_no_type_is_no_reason_to_lose_the_rest(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"x": [1]}, {"x": [1, "a"]}, {"x": [2]}, times=3)
    found: list[ReadError] = []
    assert [row["x"] for row in read(path, found.append)] == [[1], [1], [1], [2]]
    assert [error.line for error in found] == [4]
    path = write(tmp_path / "b.jsonl", {"x": [1, "a"]}, {"x": None}, times=1)
    assert [row["x"] for row in read(path, found.append)] == [None]
    assert "'x' for which tables have no type: [1, 'a']" in found[-1].message


def test_a_new_field_behind_the_first_lines_is_a_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.jsonl", {"a": 1}, {"b": {"c": 1}}, {"b": {"d": [0.5]}})
    assert [row["b"] for row in read(path)[-3:]] == [
        None,
        {"c": 1, "d": None},
        {"c": None, "d": [0.5]},
    ]
    monkeypatch.setattr(typed, "LOOKED_AT", 1_000)
    monkeypatch.setattr(parts, "PART_BYTES", 4_000)
    jsonl._schema.cache_clear()
    totals = clean(path, tmp_path / "out", ".parquet")
    assert len(totals.failures) == 2
    assert f"{path}:{BEGIN + 1}: has a new field 'b'" in totals.failures[0]
    assert totals.failures[0].endswith("(left out)")
    assert pq.read_table(tmp_path / "out/a.parquet").column_names == ["text", "a"]


@pytest.mark.parametrize("empty", [None, [], {}, {"a": None}, [{"a": []}]])
def test_what_is_empty_at_first_takes_its_type_from_later_lines(
    tmp_path: Path, empty: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = {
        "null": "x",
        "[]": ["x"],
        "{}": {"a": 1},
        '{"a": null}': {"a": "x"},
        '[{"a": []}]': [{"a": [1]}, {"a": None}],
    }[json.dumps(empty)]
    path = write(tmp_path / "a.jsonl", {"x": empty}, {"x": full}, {})
    found = [row["x"] for row in read(path)]
    assert found[BEGIN:] == [full, None]
    monkeypatch.setattr(parts, "PART_BYTES", 4_000)
    assert not clean(path, tmp_path / "out", ".parquet").failures
    assert pq.read_table(tmp_path / "out/a.parquet").column("x").to_pylist() == found
    assert back(tmp_path / "out", tmp_path / "back") == {"a.jsonl": path.read_bytes()}


@pytest.mark.parametrize("times", [BEGIN, 3])
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"text": "half \\ud800"}', "has half a character (\\ud800)"),
        ('{"text": "a", "x": {"\\udfff": 1}}', "has half a character"),
        ('{"text": "a", "n": 9223372036854775808}', "has an integer over 64 bits (922"),
        ('{"text": "a"', "broken JSON"),
        ('["a"]', "is not a JSON object"),
    ],
)
def test_a_broken_line_is_left_out_and_named(
    tmp_path: Path, line: str, words: str, times: int
) -> None:
    path = write(tmp_path / "a.jsonl", {"n": 1}, line, {"n": 2}, times=times)
    totals = clean(path, tmp_path / "out", ".parquet")
    [failure] = totals.failures
    assert failure.startswith(f"{path}:{times + 1}: ")
    assert words in failure
    assert failure.endswith("(left out)")
    assert [one["error"] for one in records(tmp_path / "out/failures.jsonl")] == [failure]
    made = pq.read_table(tmp_path / "out/a.parquet").column("n").to_pylist()
    assert made == [1] * times + [2]
    assert back(tmp_path / "out", tmp_path / "back") == {"a.jsonl": path.read_bytes()}


def test_an_object_that_is_always_empty(tmp_path: Path) -> None:
    """Parquet has no such type, and a null would be another value."""
    path = write(tmp_path / "a.jsonl", {"m": {}})
    [failure] = clean(path, tmp_path / "out", ".parquet").failures
    assert f"{path}: Parquet cannot hold the field 'm'" in failure
    assert "--to arrow" in failure
    assert not clean(path, tmp_path / "arrow", ".arrow").failures
    assert not clean(path, tmp_path / "csv", ".csv").failures


@pytest.mark.parametrize(("text", "failures"), [("", 0), ("\n", 0), ("no JSON\n", 1)])
def test_no_row_makes_a_table_all_the_same(tmp_path: Path, text: str, failures: int) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text)
    totals = clean(path, tmp_path / "out", ".parquet", text_field="body", id_field="key")
    assert len(totals.failures) == failures
    made = pq.read_table(tmp_path / "out/a.parquet")
    assert made.to_pydict() == {"body": [], "key": []}
