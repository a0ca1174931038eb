"""How far a run says that it is: bytes of the files, whatever their format."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner.engine import local, parts
from cleaner.engine.plan import plan
from cleaner.engine.worker import Settings
from tests.engine.test_scale import jsonl


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_a_run_is_done_when_all_bytes_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 4_000)
    texts = ["The blossom was open and the air stood still. " * 20] * 400
    source = tmp_path / name
    if source.suffix == ".jsonl":
        source.write_bytes(jsonl(texts))
    elif source.suffix == ".csv":
        source.write_text("text\n" + "".join(f"{text}\n" for text in texts))
    else:  # of repeated text, which packs to a small part of itself, without a long footer
        table = pa.table({"text": texts, "n": list(range(len(texts)))})
        pq.write_table(
            table, source, row_group_size=50, use_dictionary=False, write_statistics=False
        )
    told: list[int] = []
    jobs, _ = plan([str(source)], tmp_path / "out")
    local.run(jobs, Settings(), progress=told.append)
    size = source.stat().st_size
    assert len(told) > 1
    assert 0.6 * size < sum(told) <= size
