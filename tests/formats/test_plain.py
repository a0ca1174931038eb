"""Values that JSON and CSV lack: written so that nothing of them is lost, and every reader takes it."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from tests.formats.test_formats import clean
from tests.support import run

NANOS = 1_577_882_230_123_456_789
"""2020-01-01T12:37:10.123456789Z"""
VALUES: list[tuple[Any, list[Any], list[Any]]] = [
    (pa.float64(), [float("nan"), float("-inf"), 0.5], ["NaN", "-Infinity", 0.5]),
    (pa.list_(pa.float64()), [[float("inf")], []], [["Infinity"], []]),
    (pa.duration("us"), [timedelta(days=1, microseconds=3)], ["PT86400.000003S"]),
    (pa.duration("ns"), [-1, 60_000_000_000], ["-PT0.000000001S", "PT60S"]),
    (pa.duration("s"), [timedelta(0)], ["PT0S"]),
    (pa.timestamp("ns"), [NANOS, -1], ["2020-01-01T12:37:10.123456789", "1969-12-31T23:59:59.999999999"]),
    (pa.timestamp("ns"), [NANOS // 10**9 * 10**9], ["2020-01-01T12:37:10"]),
    (pa.timestamp("ns", "Europe/Berlin"), [NANOS], ["2020-01-01T13:37:10.123456789+01:00"]),
    (pa.time64("ns"), [1_234_567_890_123], ["00:20:34.567890123"]),
    (pa.struct({"at": pa.list_(pa.timestamp("ns")), "n": pa.int8()}), [{"at": [NANOS, None], "n": 1}],
     [{"at": ["2020-01-01T12:37:10.123456789", None], "n": 1}]),
    (pa.map_(pa.string(), pa.duration("ns")), [[("a", 5)]], [[["a", "PT0.000000005S"]]]),
    (pa.uuid(), [UUID(int=7).bytes], [str(UUID(int=7))]),
]  # fmt: skip


def _no_constant(name: str) -> NoReturn:
    raise AssertionError(f"{name} is no JSON")


@pytest.mark.parametrize("case", range(len(VALUES)))
def test_values_that_json_lacks(tmp_path: Path, case: int) -> None:
    kind, values, wanted = VALUES[case]
    values, wanted = [*values, None], [*wanted, None]
    table = pa.table({"text": ["It rains."] * len(values), "x": pa.array(values, kind)})
    pyarrow.feather.write_feather(table, tmp_path / "a.arrow")
    assert not clean(tmp_path / "a.arrow", tmp_path / "out", ".jsonl").failures
    lines = (tmp_path / "out/a.jsonl").read_text().splitlines()
    assert [json.loads(line, parse_constant=_no_constant)["x"] for line in lines] == wanted
    assert not clean(tmp_path / "a.arrow", tmp_path / "csv", ".csv").failures
    with (tmp_path / "csv/a.csv").open(newline="") as file:
        cells = [row["x"] for row in csv.DictReader(file)]
    texts = [
        one if isinstance(one, str) else "" if one is None else json.dumps(one) for one in wanted
    ]
    assert cells == texts


def test_a_row_of_one_empty_cell_is_a_row(tmp_path: Path) -> None:
    table = pa.table({"text": ["It rains.", "", None]})
    pyarrow.feather.write_feather(table, tmp_path / "a.arrow")
    assert not clean(tmp_path / "a.arrow", tmp_path / "out", ".csv").failures
    assert (tmp_path / "out/a.csv").read_bytes() == b'text\nIt rains.\n""\n""\n'


def test_a_union_is_written_as_what_it_holds(tmp_path: Path) -> None:
    """pyarrow makes no empty batch of one, and it was said that the file is damaged."""
    kinds = pa.array([0, 1], pa.int8())
    union = pa.UnionArray.from_sparse(kinds, [pa.array([1, 2]), pa.array(["a", "b"])])
    batch = pa.RecordBatch.from_arrays([pa.array(["It rains."] * 2), union], names=["text", "x"])
    with (
        pa.OSFile(str(tmp_path / "a.arrow"), "wb") as file,
        pa.ipc.new_file(file, batch.schema) as to,
    ):
        to.write_batch(batch)
    assert not clean(tmp_path / "a.arrow", tmp_path / "out", ".jsonl").failures
    lines = (tmp_path / "out/a.jsonl").read_text().splitlines()
    assert [json.loads(line)["x"] for line in lines] == [1, "b"]


@pytest.mark.parametrize("command", [("clean", "--id-field", "time"), ("dedup",)])
def test_fields_with_nanoseconds_beside_a_text(tmp_path: Path, command: tuple[str, ...]) -> None:
    """pandas writes such times; without it here a table of them could not be read at all."""
    times = pa.array([NANOS, NANOS], pa.timestamp("ns"))
    table = pa.table([["It rains."] * 2, times, times], names=["text", "time", "time"])
    pq.write_table(table, tmp_path / "a.parquet")
    done = run(*command, tmp_path / "a.parquet", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
