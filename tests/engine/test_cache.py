"""The cache: nothing is read again that has not changed, and nothing old is ever told."""

import os
import sqlite3
from pathlib import Path

import pytest

from cleaner.engine import checker
from cleaner.engine.cache import Cache
from cleaner.engine.checked import Checked, CheckJob, CheckSettings
from cleaner.engine.gate import check
from cleaner.packs import loaded_packs
from tests.support import PROSE, page, run

DIRTY = page("READ MORE", PROSE[4])


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in {"a.txt": DIRTY, "b.txt": page(PROSE[4])}.items():
        write(folder / name, text)
    return folder


def write(path: Path, text: str, age: int = 100) -> None:
    path.write_text(text)
    then = path.stat().st_mtime_ns - age * 1_000_000_000
    os.utime(path, ns=(then, then))


class Reads(list[str]):
    """The names of the files that were read."""

    def of(self, folder: Path, pages: Path, **cleaner: object) -> list[Checked]:
        self.clear()
        settings = CheckSettings(cleaner=cleaner)
        jobs = [
            CheckJob(path.name, str(path), "text", str(pages)) for path in sorted(pages.iterdir())
        ]
        with Cache(folder, settings, loaded_packs(cleaner.get("rules", ()))) as cache:  # type: ignore[arg-type]
            return list(check(jobs, settings, cache=cache))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    seen = Reads()
    real = checker.read_bytes

    def read_bytes(path: Path) -> bytes:
        seen.append(path.name)
        return real(path)

    monkeypatch.setattr(checker, "read_bytes", read_bytes)
    return seen


def test_what_has_not_changed_is_not_read(tmp_path: Path, pages: Path, reads: Reads) -> None:
    first = reads.of(tmp_path / "c", pages)
    assert reads == ["a.txt", "b.txt"]
    assert reads.of(tmp_path / "c", pages) == first
    assert reads == []
    assert [len(checked.found) for checked in first] == [1, 0]


def test_what_has_changed_is_read(tmp_path: Path, pages: Path, reads: Reads) -> None:
    reads.of(tmp_path / "c", pages)
    write(pages / "b.txt", DIRTY, age=90)
    assert [len(checked.found) for checked in reads.of(tmp_path / "c", pages)] == [1, 1]
    assert reads == ["b.txt"]
    # A file of the same size and time that takes the place of another has another inode.
    stat = (pages / "b.txt").stat()
    (pages / "new").write_text(DIRTY[::-1])
    (pages / "new").replace(pages / "b.txt")
    os.utime(pages / "b.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    reads.of(tmp_path / "c", pages)
    assert reads == ["b.txt"]


def test_other_rules_and_settings_read_again(tmp_path: Path, pages: Path, reads: Reads) -> None:
    mine = tmp_path / "mine/club/promo.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text(
        'message = "promo"\nkind = "line"\nsafety = "safe"\n[phrases]\nen = ["join us"]\n'
    )
    variants: list[dict[str, object]] = [{}, {"level": "safe"}, {"rules": (str(mine),)}]
    for cleaner in variants:
        reads.of(tmp_path / "c", pages, **cleaner)
        assert reads == ["a.txt", "b.txt"]
    for cleaner in variants:
        reads.of(tmp_path / "c", pages, **cleaner)
        assert reads == []
    mine.write_text(mine.read_text().replace("join us", "join them"))
    reads.of(tmp_path / "c", pages, rules=(str(mine),))
    assert reads == ["a.txt", "b.txt"]


def test_a_file_that_has_just_changed_is_not_trusted(
    tmp_path: Path, pages: Path, reads: Reads
) -> None:
    write(pages / "b.txt", DIRTY, age=0)
    reads.of(tmp_path / "c", pages)
    reads.of(tmp_path / "c", pages)
    assert reads == ["b.txt"]


def test_a_source_that_failed_is_read_again(tmp_path: Path, pages: Path, reads: Reads) -> None:
    (pages / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    os.utime(pages / "a.txt", (1, 1))
    reads.of(tmp_path / "c", pages)
    assert [len(checked.failures) for checked in reads.of(tmp_path / "c", pages)] == [1, 0]
    assert reads == ["a.txt"]


def test_a_name_that_is_no_text(tmp_path: Path, pages: Path, reads: Reads) -> None:
    odd = pages / os.fsdecode(b"caf\xe9.txt")
    write(odd, DIRTY)
    reads.of(tmp_path / "c", pages)
    assert [len(checked.found) for checked in reads.of(tmp_path / "c", pages)] == [1, 0, 1]
    assert reads == [odd.name]


@pytest.mark.parametrize("harm", ["garbage", "folder", "other tables", "read-only", "row"])
def test_never_fatal(harm: str, tmp_path: Path, pages: Path, reads: Reads) -> None:
    folder = tmp_path / "c"
    want = reads.of(folder, pages)
    (path,) = folder.glob("*.sqlite")
    if harm == "garbage":
        path.write_bytes(b"garbage" * 1_000)
    elif harm == "folder":
        path.unlink()
        path.mkdir()
    elif harm == "other tables":
        with sqlite3.connect(path) as base:
            base.execute("DROP TABLE entry")
            base.execute("CREATE TABLE entry (x)")
    elif harm == "read-only":
        folder = tmp_path / "file"
        folder.write_text("")
    else:
        with sqlite3.connect(path) as base:
            base.execute("UPDATE entry SET found = '[[1]]'")
    assert reads.of(folder, pages) == want


@pytest.mark.parametrize("whole", [True, False])
def test_a_broken_cache_gives_way_to_a_new_one(
    whole: bool, tmp_path: Path, pages: Path, reads: Reads
) -> None:
    folder = tmp_path / "c"
    want = reads.of(folder, pages)
    (path,) = folder.glob("*.sqlite")
    if whole:
        path.write_bytes(b"garbage" * 1_000)
    else:
        data = bytearray(path.read_bytes())
        size = int.from_bytes(data[16:18])
        data[3 * size :] = b"x" * (len(data) - 3 * size)  # but for the head and the list of tables
        path.write_bytes(data)
    for _ in range(3):
        reads.clear()
        assert reads.of(folder, pages) == want
    assert not reads


def test_runs_at_the_same_time(tmp_path: Path) -> None:
    """Two programs that fill one cache spoil neither it nor each other."""
    import subprocess
    import sys

    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(300):
        write(folder / f"{number}.txt", DIRTY if number % 3 else PROSE[0])
    command = [
        sys.executable,
        "-m",
        "cleaner",
        "check",
        str(folder),
        "--cache-dir",
        str(tmp_path / "c"),
    ]
    command += ["-j", "1", "--output-format", "json"]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)
    ]
    outputs = {program.communicate()[0] for program in running}
    assert {program.returncode for program in running} == {1}
    assert len(outputs) == 1
    with sqlite3.connect(tmp_path / "c/check-1.sqlite") as base:
        assert base.execute("SELECT count(*) FROM entry").fetchone() == (300,)
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_no_cache_writes_none(tmp_path: Path, pages: Path) -> None:
    options = ("--cache-dir", str(tmp_path / "c"))
    assert run("check", pages, "--no-cache", *options).returncode == 1
    assert not (tmp_path / "c").exists()
    assert run("check", pages, *options).returncode == 1
    assert (tmp_path / "c").exists()
