"""datatrove."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.errors import ConfigError
from tests.integrations import CLEAN, DIRTY, HOW, WALL
from tests.support import PROSE

datatrove: Any = pytest.importorskip("datatrove.data", reason=HOW)

from cleaner.integrations.datatrove import CleanerStep  # noqa: E402


def test_documents() -> None:
    documents = [datatrove.Document(text=DIRTY, id="a"), datatrove.Document(text=WALL, id="b")]
    step = CleanerStep(cards=True, drop_no_content=True)
    found = list(step.run(documents))  # type: ignore[arg-type]
    assert [document.text for document in found] == [CLEAN]
    assert found[0].metadata["cleaner_cards"][0]["document"] == "a"
    assert step.stats["documents"].total == 2


def test_a_wrong_setting_is_told_before_the_run() -> None:
    with pytest.raises(ConfigError, match="level is 'sfe'"):
        CleanerStep(level="sfe")  # type: ignore[arg-type]


def test_two_tasks_with_reader_and_writer(tmp_path: Path) -> None:
    from datatrove.executor.local import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    (tmp_path / "in").mkdir()
    for name in "ab":
        record = {"text": DIRTY, "id": name, "url": f"https://example.org/{name}"}
        (tmp_path / f"in/{name}.jsonl").write_text(json.dumps(record) + "\n")
    out = tmp_path / "out"
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path / "in")),
            CleanerStep(related="keep"),
            JsonlWriter(str(out), compression=None),
        ],
        tasks=2,
        workers=2,
        logging_dir=str(tmp_path / "logs"),
    ).run()
    found = [json.loads(path.read_text()) for path in sorted(out.iterdir())]
    assert [record["metadata"]["url"][-1] for record in found] == ["a", "b"]
    assert all(PROSE[4] in record["text"] for record in found)
    assert not any("READ MORE" in record["text"] for record in found)
