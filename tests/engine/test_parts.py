"""Large sources become another format in parts, and the result is that of the whole source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner import formats
from cleaner.engine import local, parts
from cleaner.engine.plan import plan
from cleaner.engine.restoring import restore_tree
from cleaner.engine.worker import Settings
from cleaner.formats.base import Columns
from tests.engine.test_run import DIRTY, tree
from tests.support import PROSE

TEXTS = [f"{i}\n{DIRTY}" if i % 3 else f"{i} {PROSE[i % 5]}" for i in range(90)]
SOURCES = ["a.jsonl", "b.csv", "c.tsv", "d.parquet"]
FORMATS = [".jsonl", ".csv", ".tsv", ".parquet", ".arrow"]


def write(path: Path) -> Path:
    path.parent.mkdir()
    rows: list[dict[str, Any]] = [{"id": f"{i:03d}", "text": text} for i, text in enumerate(TEXTS)]
    if path.suffix == ".jsonl":
        late = [row | {"late": ["x"] if i > 80 else None} for i, row in enumerate(rows)]
        path.write_text("".join(f"{json.dumps(row)}\n" for row in late))
    elif path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=10)
    else:
        mark = "," if path.suffix == ".csv" else "\t"
        lines = "".join(f'{row["id"]}{mark}"{row["text"]}"\n' for row in rows)
        path.write_text(f"id{mark}text\n{lines}")
    return path


def convert(source: Path, out: Path, to: str, workers: int = 1, **settings: Any) -> None:
    jobs, problems = plan([str(source)], out, to=to)
    assert not problems
    assert local.run(jobs, Settings(**settings), workers=workers).failures == []


def table(paths: list[Path], kind: str) -> Any:
    found = (formats.batches(path, kind, Columns()) for path in paths)
    return pa.Table.from_batches([batch for one in found for batch in one]).to_pydict()


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("name", SOURCES)
def test_another_format_in_parts(
    tmp_path: Path, name: str, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "in" / name)
    convert(source, tmp_path / "whole", to)
    monkeypatch.setattr(parts, "PART_BYTES", 8_000)
    monkeypatch.setattr(local, "SMALL_BYTES", 1)
    [job] = plan([str(source)], tmp_path / "out", to=to)[0]
    assert len([*parts.divide(job)]) > 3
    # Processes take time to begin, and differ in nothing for other pairs.
    convert(source, tmp_path / "out", to, 2 if (name, to) == ("a.jsonl", ".parquet") else 1)
    result, kind = source.with_suffix(to).name, to[1:]
    made = table([tmp_path / "out" / result], kind)
    assert made == table([tmp_path / "whole" / result], kind)
    assert len(made["text"]) == len(TEXTS)
    assert not any("READ MORE" in text for text in made["text"])
    convert(source, tmp_path / "shards", to, shard_size=10_000)
    shards = sorted((tmp_path / "shards").glob(f"{source.stem}-0*"))
    assert len(shards) > 1
    if kind in ("parquet", "arrow") or name != "a.jsonl":  # of null alone a shard has no type
        assert table(shards, kind) == made
    for out in ("out", "shards"):
        back = tmp_path / f"{out}-back"
        assert [problem for _, problem in restore_tree(tmp_path / out, back)] == [None]
        assert tree(back) == tree(source.parent)
