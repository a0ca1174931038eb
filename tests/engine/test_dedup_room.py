"""Runs of ``dedup`` whose data does not stay in memory: the same bytes, nothing left behind."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cleaner.deduplication import spool
from cleaner.deduplication.spool import MEMORY, Room
from cleaner.engine import output, room
from cleaner.engine.corpus import comparable
from cleaner.engine.dedup import DedupSettings, DedupTotals
from cleaner.engine.dedup import run as run_jobs
from cleaner.engine.plan import plan
from cleaner.engine.room import LEAST, room_for
from cleaner.errors import ConfigError, WriteError
from tests.deduplication.stories import STORIES, cut
from tests.engine.test_dedup import PAGES, fill, many, records, restored
from tests.engine.test_run import tree


def dedup(source: Path, out: Path, room: Room | None, **options: Any) -> DedupTotals:
    jobs, problems = plan([str(source)], out, (), in_place=False)
    jobs, refused = comparable(jobs, [str(source)])
    assert not problems + refused
    return run_jobs(jobs, out, DedupSettings(**options), room=room)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = many(tmp_path / "in", 150)
    articles = [
        "\n".join(
            [STORIES[i % 5], cut(STORIES[(i + 1) % 5], 0.6), f"Note {i} of the editor, as ever"]
        )
        for i in range(12)
    ]
    lines = [json.dumps({"text": text, "title": text[:30]}) for text in articles]
    return fill(
        folder,
        PAGES
        | {"more.jsonl": records(), "articles.jsonl": "\n".join(lines).encode()}
        | {"broken.jsonl": b'{"text":"a b c"}\n{"text": 3}\nnot json\n'}
        | {f"{i}.md": text.encode() for i, text in enumerate(articles)},
    )


@pytest.mark.parametrize("unit", ["snippet", "paragraph", "document"])
@pytest.mark.parametrize("keep", ["longest", "first"])
def test_the_same_bytes(
    tmp_path: Path, source: Path, unit: Any, keep: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {"unit": unit, "keep": keep, "fewest": 3}
    whole = dedup(source, tmp_path / "whole", MEMORY, **options)
    assert whole.removed > 20
    monkeypatch.setattr(output, "_LINES", 100)
    spilled = dedup(source, tmp_path / "spilled", Room(100, tmp_path), **options)
    assert tree(tmp_path / "spilled") == tree(tmp_path / "whole")
    assert spilled == whole
    original = tree(source)
    shutil.rmtree(source)
    assert restored(tmp_path / "spilled", tmp_path / "back") == original
    assert sorted(path.name for path in tmp_path.iterdir()) == ["back", "spilled", "whole"]


def test_dry_run(tmp_path: Path, source: Path) -> None:
    before = tree(tmp_path)
    dry = dedup(source, tmp_path / "out", Room(100), write=False)
    assert tree(tmp_path) == before
    done = dedup(source, tmp_path / "out", MEMORY)
    assert (dry.units, dry.distinct, dry.removed) == (done.units, done.distinct, done.removed)


def test_a_full_disk(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full on this system")
    before = tree(tmp_path)
    monkeypatch.setattr(spool, "_opened", lambda _: full.open("r+b", buffering=0))
    with pytest.raises(WriteError, match="the disk is full"):
        dedup(source, tmp_path / "out", Room(100, tmp_path))
    assert tree(tmp_path) == before


def test_a_ledger_that_cannot_be_spilled(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "_LINES", 100)
    monkeypatch.setattr(output, "spill", lambda *_: tmp_path / "no/such/folder")
    done = dedup(source, tmp_path / "out", None)
    assert any("cards.jsonl" in failure for failure in done.totals.failures)
    assert not (tmp_path / "out/cards.jsonl").exists()
    assert not list((tmp_path / "out").rglob("*.tmp"))


def test_room_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    assert room_for(LEAST, tmp_path / "not/there/yet").folder == tmp_path
    assert room_for(LEAST, None).folder is None
    monkeypatch.setenv("TMPDIR", "/tmp")
    assert room_for(LEAST, tmp_path).folder is None
    assert (room_for(0, None).held or 0) > (room_for(LEAST, None).held or 0) > 0
    with pytest.raises(ConfigError, match="memory is 1MiB"):
        room_for(1 << 20, None)


def test_memory_of_a_control_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(f"{1 << 30}\n")
    monkeypatch.setattr(room, "_CONTROL_GROUP", limit)
    assert room_for(0, None) == Room.within(1 << 29)
    limit.write_text("max\n")
    assert (room_for(0, None).held or 0) > (Room.within(1 << 29).held or 0)
