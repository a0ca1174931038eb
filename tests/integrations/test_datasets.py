"""Hugging Face datasets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cleaner.errors import ConfigError
from tests.integrations import CLEAN, DIRTY, HOW
from tests.support import PROSE

datasets: Any = pytest.importorskip("datasets", reason=HOW)

from datasets.fingerprint import Hasher  # noqa: E402

from cleaner.integrations.datasets import CleanBatch  # noqa: E402


@pytest.fixture
def data() -> Any:
    return datasets.Dataset.from_dict({"text": [DIRTY, None, PROSE[0]], "n": [1, 2, 3]})


def test_a_batch(data: Any) -> None:
    found = data.map(CleanBatch(status="status"), batched=True)
    assert found["text"][:] == [CLEAN, None, PROSE[0]]
    assert found["status"][:] == ["cleaned", None, "unchanged"]
    assert found["n"][:] == [1, 2, 3]


def test_a_record(data: Any) -> None:
    """Without ``batched`` a text was taken for a column of letters."""
    clean = CleanBatch(status="status", cards="cards", id="n")
    found = data.map(clean, features=clean.features(data.features))
    assert found["text"][:] == [CLEAN, None, PROSE[0]]
    assert found["status"][:] == ["cleaned", None, "unchanged"]
    assert found["cards"][0][0]["document"] == "1"


def test_two_processes_and_a_stream(data: Any) -> None:
    assert data.map(CleanBatch(), batched=True, num_proc=2)["text"][0] == CLEAN
    stream = data.to_iterable_dataset().map(CleanBatch(), batched=True, batch_size=2)
    assert [record["text"] for record in stream] == [CLEAN, None, PROSE[0]]


def test_the_first_batch_may_have_no_text_and_no_card(data: Any) -> None:
    clean = CleanBatch(status="status", cards="cards")
    found = data.select([1, 2, 0]).map(
        clean, batched=True, batch_size=1, features=clean.features(data.features)
    )
    assert found["status"][:] == [None, "unchanged", "cleaned"]
    assert [cards and len(cards) for cards in found["cards"]] == [None, [], 1]


@pytest.mark.parametrize("format", ["arrow", "pandas"])
def test_a_format_that_drops_columns_is_refused(data: Any, format: str) -> None:
    """Every text of Arrow was no string, and so was gone."""
    with pytest.raises(ConfigError, match="with_format"):
        data.with_format(format).map(CleanBatch(), batched=True)
    assert data.with_format("numpy").map(CleanBatch(), batched=True)["text"][0] == CLEAN


def test_an_unknown_column_is_an_error_with_its_remedy(data: Any) -> None:
    with pytest.raises(ConfigError, match="the columns are: text, n"):
        data.map(CleanBatch("body"), batched=True)


def test_the_fingerprint_goes_by_settings_and_rules(data: Any, tmp_path: Path) -> None:
    first = Hasher.hash(CleanBatch())
    found = data.map(CleanBatch(), batched=True)
    assert data.map(CleanBatch(), batched=True)._fingerprint == found._fingerprint
    code = (
        "from datasets.fingerprint import Hasher\n"
        "from cleaner.integrations.datasets import CleanBatch\n"
        "print(Hasher.hash(CleanBatch()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == first
    assert Hasher.hash(CleanBatch(level="safe")) != first
    rule = tmp_path / "mine/promo.toml"
    rule.parent.mkdir()
    rule.write_text(
        'message = "m"\nkind = "line"\nsafety = "safe"\n[phrases]\nen = ["buy it"]\n'
        '[[tests]]\nname = "drops"\ninput = "First.\\nbuy it"\nwant = "First."\n'
    )
    mine = Hasher.hash(CleanBatch(rules=[str(tmp_path)]))
    for same in (str(tmp_path), tmp_path):
        assert Hasher.hash(CleanBatch(rules=same)) == mine
    rule.write_text(rule.read_text().replace("buy it", "buy me"))
    assert mine not in (first, Hasher.hash(CleanBatch(rules=[str(tmp_path)])))
