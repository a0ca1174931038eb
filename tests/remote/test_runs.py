"""Whole runs with remote sources and outputs: the same as local ones, byte for byte."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cleaner.engine import local, parts
from cleaner.engine.plan import plan
from cleaner.engine.restoring import restore_tree
from cleaner.engine.worker import Settings
from cleaner.remote import RemotePath, connection
from tests.engine.test_run import DIRTY, tree
from tests.engine.test_scale import TEXTS, StopAfter, sources
from tests.remote.conftest import download, upload
from tests.support import page, run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources of several formats, with parts for files of some kilobytes."""
    monkeypatch.setattr(parts, "PART_BYTES", 8_000)
    monkeypatch.setattr(local, "SMALL_BYTES", 1)
    return sources(tmp_path / "in")


def clean(source: Any, out: Any, workers: int = 1, resume: bool = False, **settings: Any) -> Any:
    jobs, problems = plan([str(source)], out)
    assert not problems
    return local.run(jobs, Settings(**settings), workers=workers, resume=resume)


def alike(one: dict[str, bytes], other: dict[str, bytes]) -> bool:
    """Whether two outputs are the same but for the times of files, which cards carry."""
    return {k: v for k, v in one.items() if k != "related.jsonl"} == {
        k: v for k, v in other.items() if k != "related.jsonl"
    }


@pytest.mark.parametrize("workers", [1, 2])
def test_there_and_back(folder: Path, tmp_path: Path, bucket: RemotePath, workers: int) -> None:
    whole = clean(folder, tmp_path / "whole")
    totals = clean(upload(folder, bucket / "in"), bucket / "out", workers)
    assert totals == whole
    assert alike(download(bucket / "out"), tree(tmp_path / "whole"))
    assert not any(path.is_file() for path in (tmp_path / "cache" / "remote").rglob("*"))
    problems = [p for _, p in restore_tree(bucket / "out", bucket / "back")]
    assert problems == [None] * 5
    assert download(bucket / "back") == tree(folder)
    assert [p for _, p in restore_tree(bucket / "out", tmp_path / "back")] == [None] * 5
    assert tree(tmp_path / "back") == tree(folder)


def test_shards(folder: Path, tmp_path: Path, bucket: RemotePath) -> None:
    clean(folder, bucket / "out", shard_size=20_000)
    assert len([name for name in download(bucket / "out") if name.startswith("a-")]) > 3
    assert [p for _, p in restore_tree(bucket / "out", tmp_path / "back")] == [None] * 5
    assert tree(tmp_path / "back") == tree(folder)
    clean(folder, bucket / "out", shard_size=2_000_000)
    assert len([name for name in download(bucket / "out") if name.startswith("a-")]) == 1


@pytest.mark.parametrize("lost", [False, True])
def test_a_run_that_was_killed_is_resumed(
    folder: Path, tmp_path: Path, bucket: RemotePath, monkeypatch: pytest.MonkeyPatch, lost: bool
) -> None:
    """``lost``: on another machine, that knows nothing but what is in the output."""
    whole = clean(folder, tmp_path / "whole")
    source = upload(folder, bucket / "in")
    stop = StopAfter(len([*parts.divide(plan([str(source)], bucket / "out")[0][0])]) + 5)
    monkeypatch.setattr(local, "_tell", stop)
    with pytest.raises(KeyboardInterrupt):
        clean(source, bucket / "out")
    before = download(bucket / "out")
    assert "a.jsonl" in before
    assert "c.parquet" not in before
    if lost:
        shutil.rmtree(tmp_path / "cache")
    # Nothing is lost even if nobody goes on: what is in place can be restored.
    assert [p for _, p in restore_tree(bucket / "out", tmp_path / "half")] == [None]
    assert (tmp_path / "half/a.jsonl").read_bytes() == (folder / "a.jsonl").read_bytes()
    if lost:
        shutil.rmtree(tmp_path / "cache")
    asked: list[Any] = []
    real = local.pairs

    def spy(jobs: Any, *rest: Any, **more: Any) -> Any:
        return real((asked.append(job) or job for job in jobs), *rest, **more)  # type: ignore[func-returns-value]

    monkeypatch.setattr(local, "pairs", spy)
    monkeypatch.setattr(local, "_tell", StopAfter(10**9))
    assert clean(source, bucket / "out", resume=True) == whole
    assert "a.jsonl" not in {job.name for job in asked}
    assert asked
    if not lost:
        assert min(job.part.number for job in asked if job.name == "b.csv") > 0
    assert alike(download(bucket / "out"), tree(tmp_path / "whole"))
    assert [p for _, p in restore_tree(bucket / "out", tmp_path / "back")] == [None] * 5
    assert tree(tmp_path / "back") == tree(folder)


def test_a_killed_run_that_is_not_resumed_keeps_its_ledger(
    folder: Path, tmp_path: Path, bucket: RemotePath, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = upload(folder, bucket / "in")
    stop = StopAfter(len([*parts.divide(plan([str(source)], bucket / "out")[0][0])]) + 5)
    monkeypatch.setattr(local, "_tell", stop)
    with pytest.raises(KeyboardInterrupt):
        clean(source, bucket / "out")
    monkeypatch.undo()
    shutil.rmtree(tmp_path / "cache", ignore_errors=True)
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "other"))
    clean(bucket / "in/e.txt", bucket / "out")
    restored = dict(restore_tree(bucket / "out", tmp_path / "back"))
    assert restored == {"a.jsonl": None, "e.txt": None}


def test_the_web(web: tuple[str, Path], folder: Path, tmp_path: Path) -> None:
    url, served = web
    shutil.copytree(folder, served, dirs_exist_ok=True)
    (served / "page").write_text(DIRTY)
    names = ["a.jsonl", "b.csv", "c.parquet", "e.txt", "page"]
    clean_local = plan([str(served / name) for name in names], tmp_path / "whole")[0]
    whole = local.run(clean_local, Settings())
    jobs, problems = plan([f"{url}/{name}?token=1" for name in names], tmp_path / "out")
    assert not problems
    assert local.run(jobs, Settings(), workers=2) == whole
    assert alike(tree(tmp_path / "out"), tree(tmp_path / "whole"))


def test_commands(folder: Path, tmp_path: Path, bucket: RemotePath) -> None:
    upload(folder, bucket / "in")
    out = f"{bucket}/out"
    done = run("clean", f"{bucket}/in/*.txt", f"{bucket}/in/a.jsonl", "-o", out)
    assert done.returncode == 0, done.stderr
    assert {"a.jsonl", "e.txt", "ledger.jsonl", "related.jsonl"} == set(download(bucket / "out"))
    assert run("restore", out, "-o", tmp_path / "back").returncode == 0
    assert (tmp_path / "back/e.txt").read_text() == DIRTY
    printed = run("clean", f"{bucket}/in/e.txt")
    assert printed.stdout == download(bucket / "out")["e.txt"]
    found = run("check", f"{bucket}/in/e.txt")
    assert found.returncode == 1
    assert found.stdout.startswith(f"{bucket}/in/e.txt:".encode())
    assert run("check", f"{out}/e.txt").returncode == 0
    done = run("dedup", f"{bucket}/in/a.jsonl", "-o", f"{bucket}/dedup", "--unit", "paragraph")
    assert done.returncode == 0, done.stderr
    assert {"a.jsonl", "clusters.jsonl", "ledger.jsonl"} <= set(download(bucket / "dedup"))
    assert run("restore", f"{bucket}/dedup", "-o", f"{bucket}/undone").returncode == 0
    assert download(bucket / "undone")["a.jsonl"] == (folder / "a.jsonl").read_bytes()
    assert run("learn", f"{bucket}/in", "-o", tmp_path / "pack", "--yes").returncode == 0
    done = run("clean", f"{bucket}/in", "-o", f"{bucket}/learned", "--learn")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["clean", "s3://{b}/none.txt", "-o", "x"], b"no such file"),
        (["clean", "s3://{b}/none/*.txt", "-o", "x"], b"no such file"),
        (["clean", "s3://{b}/e.txt", "--in-place"], b"not replaced in place"),
        (["clean", "s3://{b}/e.txt", "-o", "s3://{b}"], b"take the place of its source"),
        (["clean", "s3://{b}/in", "-o", "s3://{b}/in/out"], b"lies inside the source"),
        (["clean", "s3://{b}/e.txt", "-o", "https://127.0.0.1/x"], b"cannot be written to"),
        (["clean", "zz9://{b}/e.txt", "-o", "x"], b"zz9:// is not known"),
        (["check", "s3://{b}/e.txt", "--fix"], b"not replaced in place"),
        (["restore", "s3://{b}", "--in-place"], b"not cleaned in place"),
        (["restore", "s3://{b}", "-o", "x"], b"no ledger here"),
        (["learn", "s3://{b}/in", "-o", "s3://{b}/pack"], b"the pack is a path on this machine"),
        (
            ["dedup", "s3://{b}/a.jsonl", "-o", "x", "--index", "s3://{b}/i"],
            b"--index is a path on this machine",
        ),
    ],
)
def test_what_cannot_be_done_is_said(
    bucket: RemotePath, tmp_path: Path, arguments: list[str], why: bytes
) -> None:
    (bucket / "e.txt").write_bytes(DIRTY.encode())
    (bucket / "in/e.txt").write_bytes(DIRTY.encode())
    (bucket / "a.jsonl").write_bytes(json.dumps({"text": TEXTS[1]}).encode() + b"\n")
    before = download(bucket)
    name = str(bucket).removeprefix("s3://")
    done = run(*(a.format(b=name) for a in arguments), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert why in done.stderr, done.stderr
    assert download(bucket) == before


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    connection.file_system.cache_clear()
    with pytest.raises(Exception, match=r"pip install '\.\[remote\]'"):
        RemotePath("s3://b/x").exists()
    connection.file_system.cache_clear()


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("there", [0, 2])
def test_a_run_without_cards_is_resumed(
    tmp_path: Path, bucket: RemotePath, monkeypatch: pytest.MonkeyPatch, there: int, lost: bool
) -> None:
    """Of their file nothing is in the output then; ``there``: how many sources are in place."""
    monkeypatch.setattr(local, "BATCH", 1)
    source = tmp_path / "in"
    source.mkdir()
    for at in range(4):
        (source / f"{at}.txt").write_text(page("READ MORE", f"The end of page {at} is near."))
    whole = clean(source, tmp_path / "whole")
    with monkeypatch.context() as stopping:
        stopping.setattr(local, "_tell", StopAfter(there + 1))
        with pytest.raises(KeyboardInterrupt):
            clean(source, bucket / "out")
    assert len([name for name in download(bucket / "out") if name.endswith(".txt")]) == there
    if lost:
        shutil.rmtree(tmp_path / "cache")
    assert clean(source, bucket / "out", resume=True) == whole
    assert download(bucket / "out") == tree(tmp_path / "whole")


@pytest.mark.parametrize(
    "command", [["clean", "{0}", "-o", "x"], ["check", "{0}"], ["restore", "{0}", "-o", "x"],
                ["clean", "in", "-o", "{0}"], ["dedup", "{0}", "-o", "x"],
                ["dedup", "in", "-o", "{0}"], ["learn", "{0}", "-o", "x"]],
)  # fmt: skip
def test_a_bucket_that_is_not_there(bucket: RemotePath, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(DIRTY)
    done = run(*(word.format("s3://not-there/x") for word in command), cwd=tmp_path)
    assert done.returncode == 2
    assert b"error: s3://not-there/x: cannot be " in done.stderr, done.stderr
    assert b"bucket does not exist" in done.stderr
    assert b"credentials" in done.stderr
    assert b"defect" not in done.stderr


def test_what_would_change_in_a_remote_file(bucket: RemotePath, tmp_path: Path) -> None:
    (bucket / "in/e.txt").write_bytes(DIRTY.encode())
    done = run("clean", f"{bucket}/in", "--diff")
    assert (done.returncode, b"\n-READ MORE\n" in done.stdout) == (1, True), done.stderr
    assert run("clean", f"{bucket}/in", "--dry-run").returncode == 0
    assert set(download(bucket)) == {"in/e.txt"}
