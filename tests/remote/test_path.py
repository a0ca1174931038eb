"""URLs as paths, and remote files as streams."""

from __future__ import annotations

import os
import pickle
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner import formats
from cleaner.engine.mirror import Mirror
from cleaner.formats.base import Columns
from cleaner.remote import RemotePath, is_remote, located, random_access, scratch, streams
from tests.remote.conftest import Ranged, download


def test_what_is_remote() -> None:
    assert [is_remote(x) for x in ("s3://b/x", "HTTPS://h/x", "hf://d", RemotePath("s3://b"))] == [
        True, True, True, True,
    ]  # fmt: skip
    assert not any(
        map(is_remote, ("pages/", "C:\\x", "a:b", "-", "", "file:///x", Path("x"), None))
    )
    assert located("file:///tmp/a%20b") == Path("/tmp/a b")
    assert located("pages/x") == Path("pages/x")


def test_names() -> None:
    path = RemotePath("https://host/a/b%20c.jsonl.gz?token=x/y#z")
    assert (path.name, path.suffix) == ("b c.jsonl.gz", ".gz")
    path = RemotePath("s3://bucket/a/b.txt/")
    assert str(path) == "s3://bucket/a/b.txt"
    assert path.parent.parent.parent == RemotePath("s3://bucket")
    assert path.with_name("c") == path.parent / "c" == pickle.loads(pickle.dumps(path.parent / "c"))
    assert path.is_relative_to(RemotePath("s3://bucket/a"))
    assert not path.is_relative_to(RemotePath("s3://buck"))
    assert not path.is_relative_to(RemotePath("s3://bucket/a/b"))
    with pytest.raises(TypeError):
        open(path)  # noqa: SIM115, PTH123 - nothing takes it for a local file


def test_scratch_stays_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path))
    for url in ("s3://b/../../x", "s3://b/..", "s3:///etc/x", "gs://b//x"):
        assert scratch(RemotePath(url)).resolve().is_relative_to(tmp_path.resolve() / "remote")
    assert scratch(RemotePath("s3://b/o") / "x") == scratch(RemotePath("s3://b/o")) / "x"
    assert scratch(Path("x")) == Path("x")


@pytest.mark.parametrize("block", [1_000, 4 << 20])
def test_reading(bucket: RemotePath, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(streams, "BLOCK", block)
    data = os.urandom(10_007)
    path = bucket / "x"
    path.write_bytes(data)
    with path.open() as file:
        assert file.read() == data
    with path.open() as file:
        assert b"".join(file) == data
    dice = random.Random(1)
    for file in (path.open(), random_access(path)):
        for _ in range(200):
            start, size = dice.randrange(12_000), dice.randrange(3_000)
            file.seek(start)
            assert file.read(size) == data[start : start + size]
        assert file.seek(-7, os.SEEK_END) == 10_000
        assert file.read() == data[-7:]
        file.close()


def test_a_table_is_read_by_ranges(web: tuple[str, Path]) -> None:
    url, folder = web
    noise = pa.array([os.urandom(500).hex() for _ in range(4_000)])
    table = pa.table({"text": noise, "more": noise})
    pq.write_table(table, folder / "x.parquet", row_group_size=500)
    path = RemotePath(f"{url}/x.parquet")
    Ranged.given = 0
    found = list(formats.parts(path, "parquet", 1 << 20, Columns()))
    assert len(found) == 4
    if path.ranges:
        assert 0 < Ranged.given < 300_000 < (folder / "x.parquet").stat().st_size


def test_what_a_listing_says(bucket: RemotePath) -> None:
    for name in ("p/b.txt", "p/a.txt", "p/q/c.txt", "pp/d.txt"):
        (bucket / name).write_bytes(b"x")
    assert [name for name, _ in (bucket / "p").find()] == ["a.txt", "b.txt", "q/c.txt"]
    assert (bucket / "p").is_dir()
    assert not (bucket / "p/a.txt").is_dir()
    assert (bucket / "p/a.txt").matching() == [bucket / "p/a.txt"]
    assert (bucket / "p*/?.txt").matching() == [
        bucket / x for x in ("p/a.txt", "p/b.txt", "pp/d.txt")
    ]
    assert (bucket / "p").matching() is None
    before = (bucket / "p/a.txt").stat()
    (bucket / "p/a.txt").write_bytes(b"y")
    assert (bucket / "p/a.txt").stat() != before
    (bucket / "p/a.txt").unlink()
    (bucket / "p/a.txt").unlink(missing_ok=True)
    assert not (bucket / "p/a.txt").exists()


def test_a_mirror_takes_what_was_added(bucket: RemotePath, tmp_path: Path) -> None:
    name = "journal.jsonl"
    mirror = Mirror(bucket)
    mirror.local(name).parent.mkdir(parents=True)
    mirror.local(name).write_bytes(b"one\n")
    mirror.push(name)
    mirror.push(name)
    with mirror.local(name).open("ab") as file:
        file.write(b"two\n")
    mirror.push(name)
    assert sorted(download(bucket).values()) == [b"one\n", b"two\n"]
    with mirror.local(name).open("ab") as file:
        file.write(b"three\n")  # not sent: what this machine knows more is kept
    Mirror(bucket).pull(name)
    assert mirror.local(name).read_bytes() == b"one\ntwo\nthree\n"
    mirror.local(name).write_bytes(b"another run\n")
    Mirror(bucket).pull(name)
    assert mirror.local(name).read_bytes() == b"one\ntwo\n"
    mirror.clear(name)
    assert not download(bucket)
