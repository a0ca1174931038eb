"""Sources that libraries cannot read cost a run nothing but themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import page, run

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
CELLS = (page("READ MORE").encode(), b"The m\xffll turns.", page("READ MORE").encode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A table with a cell that is no text, beside a page that can be read."""
    (tmp_path / "in").mkdir()
    cells = pa.array([*CELLS] * 300, pa.binary())
    strings = pa.Array.from_buffers(pa.string(), len(cells), cells.buffers())
    sound = pa.array([CELLS[0].decode()] * 512)
    texts = pa.chunked_array([sound, strings])
    pq.write_table(pa.table({"text": texts}), tmp_path / "in/a.parquet")
    (tmp_path / "in/b.txt").write_text(page("READ MORE"))
    return tmp_path


@pytest.mark.parametrize("command", ["check", "clean", "dedup", "learn"])
def test_a_cell_that_is_no_text(folder: Path, command: str) -> None:
    options = () if command == "check" else ("-o", "out")
    done = run(command, "in", *options, cwd=folder)
    assert done.returncode == 2
    told = done.stderr.decode()
    assert "in/a.parquet: the column 'text' is not UTF-8 in row 514: invalid start byte" in told
    assert "write the table again with text in this column" in told
    assert "defect" not in told
    if command == "check":
        assert done.stdout.splitlines()[-1].startswith(b"in/b.txt:5:1: news/read-more")
    if command == "clean":
        assert (folder / "out/b.txt").read_text() == page()


def test_another_column_that_is_no_text(folder: Path) -> None:
    """Of which only the search for copies knows, and learning."""
    titles = pa.array([*CELLS], pa.binary())
    strings = pa.Array.from_buffers(pa.string(), len(titles), titles.buffers())
    table = pa.table({"text": [page()] * len(CELLS), "title": strings, "url": strings})
    pq.write_table(table, folder / "in/a.parquet")
    for command in ("dedup", "learn"):
        done = run(command, "in", "-o", command, cwd=folder)
        assert done.returncode == 2
        told = done.stderr.decode()
        assert "in/a.parquet: cannot be read: UnicodeDecodeError" in told
        assert "defect" not in told
    [failure] = (folder / "dedup/failures.jsonl").read_text().splitlines()
    assert json.loads(failure)["source"] == "a.parquet"
    assert (folder / "dedup/b.txt").exists()
