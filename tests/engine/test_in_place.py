"""Runs in place: who edits a source while it is cleaned loses nothing."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.engine import local, parts
from cleaner.engine.local import Totals
from cleaner.engine.plan import plan
from cleaner.engine.worker import Settings
from cleaner.formats import jsonl
from tests.support import PROSE, page, run

DIRTY = page("READ MORE").encode() + b"\n"
CLEAN = page().encode() + b"\n"
Edit = Callable[[Path], None]


def record(text: bytes) -> bytes:
    return json.dumps({"text": text.decode()}).encode() + b"\n"


def pages(folder: Path) -> list[Path]:
    """Five texts and a file of records, all written long ago."""
    folder.mkdir()
    contents = {f"{i}.txt": DIRTY for i in range(5)} | {"r.jsonl": record(DIRTY) * 2}
    for name, data in contents.items():
        (folder / name).write_bytes(data)
        os.utime(folder / name, (1_700_000_000, 1_700_000_000))
    return sorted(folder.iterdir())


def cleaned(folder: Path, edit: Edit, settings: Settings | None = None) -> Totals:
    """The figures of a run during which each source is edited as soon as it was read."""
    jobs, _ = plan([str(folder)], None)
    left = iter(jobs)
    return local.run(jobs, settings or Settings(), progress=lambda _: edit(next(left).path))


def append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(record(b"mine") if path.suffix == ".jsonl" else b"A line of mine.\n")


def exchange(path: Path) -> None:
    """As many bytes as before, at the same moment, as far as the clock of the file tells."""
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"READ MORE", b"Read mine"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("ledger", [True, False])
@pytest.mark.parametrize("edit", [append, Path.unlink], ids=["append", "remove"])
def test_a_source_that_is_edited_is_left_alone(tmp_path: Path, edit: Edit, ledger: bool) -> None:
    source = tmp_path / "in"
    names = [str(path) for path in pages(source)]
    totals = cleaned(source, edit, Settings(ledger=ledger))
    assert totals.failures == [
        f"{name}: changed while it was read (clean it again)" for name in names
    ]
    assert (totals.documents, totals.changed) == (0, 0)
    left = {str(path): path.read_bytes() for path in source.iterdir() if path.is_file()}
    assert bool(left) is (edit is append)
    for name, data in left.items():
        mine = record(DIRTY) * 2 + record(b"mine") if "jsonl" in name else DIRTY + b"A line of"
        assert data.startswith(mine)
    assert not list(source.rglob("*.tmp"))
    if ledger:
        assert not (source / ".cleaner/ledger.jsonl").read_bytes()


def test_the_rest_goes_on(tmp_path: Path) -> None:
    source = tmp_path / "in"
    pages(source)
    totals = cleaned(source, lambda path: append(path) if path.name == "2.txt" else None)
    assert len(totals.failures) == 1
    assert totals.changed == 6
    assert [(source / f"{i}.txt").read_bytes() for i in (1, 3)] == [CLEAN, CLEAN]
    assert not cleaned(source, lambda _: None).failures
    assert (source / "2.txt").read_bytes() == CLEAN + b"A line of mine.\n"


def test_times_that_tell_nothing(tmp_path: Path) -> None:
    """Of a file that was only touched the content counts, and of one written just now, too."""
    source = tmp_path / "in"
    files = pages(source)
    assert not cleaned(source, os.utime).failures
    for path in files:
        path.write_bytes(record(DIRTY) if path.suffix == ".jsonl" else DIRTY)
    assert len(cleaned(source, exchange).failures) == len(files)
    assert (source / "1.txt").read_bytes() == DIRTY.replace(b"READ MORE", b"Read mine")


def test_a_large_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is done in parts, and edited when all of them are together."""
    monkeypatch.setattr(parts, "PART_BYTES", 2_000)
    (tmp_path / "in").mkdir()
    source = tmp_path / "in/a.jsonl"
    source.write_bytes(record(DIRTY) * 20)
    join = parts.join

    def joined(*arguments: object) -> object:
        outcome = join(*arguments)  # type: ignore[arg-type]
        append(source)
        return outcome

    monkeypatch.setattr(local, "join", joined)
    jobs, _ = plan([str(source)], None)
    totals = local.run(jobs, Settings())
    assert totals.failures == [f"{source}: changed while it was read (clean it again)"]
    assert source.read_bytes() == record(DIRTY) * 20 + record(b"mine")


def test_nothing_takes_the_place_of_what_was_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [*_, source] = pages(tmp_path / "in")
    before = source.read_bytes()
    monkeypatch.setattr(jsonl, "open_lines", lambda path: iter([record(DIRTY)]))
    assert cleaned(source, lambda _: None).failures
    assert source.read_bytes() == before


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("in_place", [True, False])
def test_books_are_not_for_more_people_than_the_sources(tmp_path: Path, in_place: bool) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    pages(source)
    (source / "card.txt").write_text(
        page("Related Articles", "Valley Times", "2 hours ago", "A title of it", PROSE[4])
    )
    (source / "packed.jsonl.gz").write_bytes(gzip.compress(record(DIRTY)))
    books = source / ".cleaner" if in_place else out
    how = ["--in-place"] if in_place else ["-o", out]
    assert run("clean", source, *how).returncode == 0
    assert not in_place or mode(books) == 0o700
    assert {mode(books / name) for name in ("ledger.jsonl", "related.jsonl")} == {0o644}
    (source / "card.txt").write_text((source / "card.txt").read_text() + "READ MORE\n")
    (source / "card.txt").chmod(0o600)
    assert run("clean", source, *how).returncode == 0
    # In place the second run has no new card, and the folder keeps others out of both.
    assert mode(books / "ledger.jsonl") == 0o600
    assert mode(books / "related.jsonl") == (0o644 if in_place else 0o600)
    assert mode(books / ".cleaner") == 0o700
    assert [*(books / ".cleaner/originals").iterdir()]


def test_the_cache_is_for_its_owner_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(DIRTY)
    os.utime(tmp_path / "a.txt", (1_700_000_000, 1_700_000_000))
    cache = tmp_path / "cache"
    run("check", tmp_path / "a.txt", "--cache-dir", cache, cwd=tmp_path)
    assert mode(cache) == 0o700
    assert {mode(path) for path in cache.iterdir() if path.suffix != ".lock"} == {0o600}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(tmp_path: Path) -> None:
    source = tmp_path / "in"
    for path in pages(source):
        path.chmod(0o640)
        os.chown(path, 1234, 2345)
    assert not cleaned(source, lambda _: None).failures
    left = [path for path in source.iterdir() if path.is_file()]
    assert {(p.stat().st_uid, p.stat().st_gid, mode(p)) for p in left} == {(1234, 2345, 0o640)}
