from __future__ import annotations

import errno
import gzip
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cleaner.errors import ReadError, WriteError
from cleaner.writing import StagedStream, stage, unwritable, write_atomic


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def check_refused(target: Path, words: str) -> None:
    with pytest.raises(WriteError, match=words) as caught:
        write_atomic(target, b"new")
    assert caught.value.path == str(target)
    assert caught.value.remedy


@pytest.fixture
def umask() -> Iterator[int]:
    before = os.umask(0o027)
    yield 0o027
    os.umask(before)


def test_new_file_in_new_folders(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "c.txt"
    write_atomic(target, b"x\r\n\x00")
    assert target.read_bytes() == b"x\r\n\x00"
    assert files(target.parent) == ["c.txt"]


def test_pieces(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a.txt", (b"%d\n" % n for n in range(3)))
    assert (tmp_path / "a.txt").read_bytes() == b"0\n1\n2\n"


def test_gz_bytes_are_staged_as_they_are(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a.gz", b"not compressed")
    assert (tmp_path / "a.gz").read_bytes() == b"not compressed"


def test_nothing_changes_before_commit(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    staged = stage(target, b"new")
    assert target.read_bytes() == b"old"
    assert staged.temporary.parent == tmp_path
    assert staged.temporary.name.startswith(".a.txt.")
    assert staged.temporary.name.endswith(".tmp")
    assert staged.temporary.read_bytes() == b"new"
    staged.commit()
    assert target.read_bytes() == b"new"
    assert files(tmp_path) == ["a.txt"]


def test_discard(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    staged = stage(target, b"new")
    staged.discard()
    staged.discard()
    assert target.read_bytes() == b"old"
    assert files(tmp_path) == ["a.txt"]


def test_commit_that_fails_leaves_no_temporary_file(tmp_path: Path) -> None:
    staged = stage(tmp_path / "a.txt", b"new")
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(WriteError, match="a folder stands"):
        staged.commit()
    assert files(tmp_path) == ["a.txt"]


def test_mode_of_the_target_is_kept(tmp_path: Path, umask: int) -> None:
    target, model = tmp_path / "a.txt", tmp_path / "model"
    target.write_bytes(b"old")
    model.write_bytes(b"")
    target.chmod(0o604)
    model.chmod(0o640)
    staged = stage(target, b"new", mode_of=model)
    assert mode(staged.temporary) == 0o604
    staged.commit()
    assert mode(target) == 0o604


def test_mode_of_a_model(tmp_path: Path, umask: int) -> None:
    model = tmp_path / "model"
    model.write_bytes(b"")
    model.chmod(0o606)
    write_atomic(tmp_path / "a.txt", b"new", mode_of=model)
    assert mode(tmp_path / "a.txt") == 0o606


@pytest.mark.parametrize("model", [None, Path("/no/such/model")])
def test_mode_by_umask(tmp_path: Path, umask: int, model: Path | None) -> None:
    write_atomic(tmp_path / "a.txt", b"new", mode_of=model)
    assert mode(tmp_path / "a.txt") == 0o640


def test_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_bytes(b"old")
    link = tmp_path / "link.txt"
    link.symlink_to("real/a.txt")
    write_atomic(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real" / "a.txt").read_bytes() == b"new"
    assert files(tmp_path) == ["link.txt", "real"]


def test_link_to_a_file_not_there_yet(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("new/a.txt")
    write_atomic(tmp_path / "link.txt", b"new")
    assert (tmp_path / "new" / "a.txt").read_bytes() == b"new"


def test_longest_name(tmp_path: Path) -> None:
    target = tmp_path / ("é" * 127 + "x")
    write_atomic(target, b"new")
    assert files(tmp_path) == [target.name]


def test_name_too_long(tmp_path: Path) -> None:
    check_refused(tmp_path / ("x" * 256), "too long")
    assert files(tmp_path) == []


def test_file_in_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    check_refused(tmp_path / "file" / "a.txt", "a file stands")
    check_refused(tmp_path / "file" / "deep" / "a.txt", "a file stands")


def test_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    check_refused(tmp_path / "a.txt", "a folder stands")


def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")
    check_refused(tmp_path / "a.txt", "in a circle")


def test_pipe_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    check_refused(tmp_path / "pipe", "a device or a pipe")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    check_refused(tmp_path / "a.txt", "no permission")
    tmp_path.chmod(0o755)


def test_file_system_that_takes_no_files() -> None:
    if not Path("/proc/self").is_dir():
        pytest.skip("needs /proc")
    with pytest.raises(WriteError) as caught:
        write_atomic(Path("/proc/self/a.txt"), b"new")
    assert caught.value.path == "/proc/self/a.txt"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "quota"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "no permission"),
    ],
)
def test_plain_words(number: int, words: str) -> None:
    error = unwritable(Path("a.txt"), OSError(number, os.strerror(number)))
    assert words in error.message
    assert error.remedy


def test_other_errors_keep_the_words_of_the_system() -> None:
    error = unwritable(Path("a.txt"), OSError(errno.EXDEV, "Invalid cross-device link"))
    assert error.message == "cannot be written: Invalid cross-device link"


FULL_DISK = """
import resource, sys
from pathlib import Path
from tempfile import TemporaryDirectory
from cleaner.errors import WriteError
from cleaner.writing import StagedStream, write_atomic

resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
folder = Path(sys.argv[1])

def refused(act):
    try:
        act()
    except WriteError as error:
        assert "larger than allowed" in error.message, error
    else:
        raise SystemExit("was written")
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt"]
    assert (folder / "a.txt").read_bytes() == b"old"

def stream():
    with StagedStream(folder / "a.txt") as out:
        for _ in range(20_000):
            out.write(b"0123456789")
        out.commit()

refused(lambda: write_atomic(folder / "a.txt", b"x" * 200_000))
refused(lambda: write_atomic(folder / "a.txt", (b"x" * 99 for _ in range(2000))))
refused(lambda: write_atomic(folder / "a.txt", [b"x" * 99_999, b"yy"]))
refused(stream)
write_atomic(folder / "a.txt", b"x" * 100_000)
"""


def test_no_room_for_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    subprocess.run([sys.executable, "-c", FULL_DISK, str(tmp_path)], check=True)
    assert (tmp_path / "a.txt").read_bytes() == b"x" * 100_000


@pytest.mark.parametrize(
    "error", [ReadError("cut off", path="in"), OSError(5, "source"), KeyboardInterrupt()]
)
def test_error_of_the_data_passes_and_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"some"
        raise error

    with pytest.raises(type(error)) as caught:
        write_atomic(tmp_path / "a.txt", pieces())
    assert caught.value is error
    assert files(tmp_path) == []


def test_stream(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "a.jsonl"
    with StagedStream(target) as stream:
        stream.write(b"one\n")
        stream.write(b"two\n")
        assert not target.exists()
        stream.commit()
    assert target.read_bytes() == b"one\ntwo\n"
    assert files(target.parent) == ["a.jsonl"]


def test_stream_that_is_finished_waits_for_commit(tmp_path: Path) -> None:
    with StagedStream(tmp_path / "a.jsonl") as stream:
        stream.write(b"one\n")
        staged = stream.finish()
    assert not (tmp_path / "a.jsonl").exists()
    staged.commit()
    assert (tmp_path / "a.jsonl").read_bytes() == b"one\n"


def test_stream_that_is_not_committed_leaves_nothing(tmp_path: Path) -> None:
    with StagedStream(tmp_path / "a.jsonl") as stream:
        stream.write(b"one\n")
    assert files(tmp_path) == []


def test_stream_left_by_an_error_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ReadError), StagedStream(tmp_path / "a.jsonl.gz") as stream:
        stream.write(b"one\n")
        raise ReadError("cut off", path="in")
    assert files(tmp_path) == []


def test_empty_stream(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.jsonl.gz"):
        StagedStream(tmp_path / name).commit()
    assert (tmp_path / "a.jsonl").read_bytes() == b""
    assert gzip.decompress((tmp_path / "a.jsonl.gz").read_bytes()) == b""


def test_compressed_stream_is_deterministic(tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "B.JSONL.GZ"):
        with StagedStream(tmp_path / name) as stream:
            for number in range(5000):
                stream.write(b"line %d\n" % number)
            stream.commit()
    data = (tmp_path / "a.jsonl.gz").read_bytes()
    assert gzip.decompress(data) == b"".join(b"line %d\n" % number for number in range(5000))
    assert data == (tmp_path / "B.JSONL.GZ").read_bytes()
    assert data[4:8] == b"\0\0\0\0"


def test_killed_writer_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    script = (
        "import os, sys; from pathlib import Path; from cleaner.writing import StagedStream\n"
        "stream = StagedStream(Path(sys.argv[1])); stream.write(b'new' * 100_000)\n"
        "os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "a.txt")], check=False)
    assert done.returncode == -9
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert all(name == "a.txt" or name.startswith(".a.txt.") for name in files(tmp_path))
    write_atomic(tmp_path / "a.txt", b"again")
    assert (tmp_path / "a.txt").read_bytes() == b"again"


@pytest.mark.parametrize("place", ["/dev/stdout", "/dev/fd/{}", "/proc/self/fd/{}", "link"])
def test_an_open_file_is_not_replaced(tmp_path: Path, place: str) -> None:
    """What ``>>`` or ``3>`` opened would be gone, and the writer of it none the wiser."""
    log = tmp_path / "log"
    log.write_text("before\n")
    (tmp_path / "link").symlink_to("second")
    (tmp_path / "second").symlink_to("/dev/stdout")
    program = "import sys; from pathlib import Path; from cleaner.writing import write_atomic\n"
    program += "write_atomic(Path(sys.argv[1]), b'new')"
    with log.open("ab") as file:
        target = place.format(file.fileno())
        done = subprocess.run(
            [sys.executable, "-c", program, target],
            cwd=tmp_path, stdout=file, stderr=subprocess.PIPE, pass_fds=[file.fileno()],
            check=False,
        )  # fmt: skip
    assert b"is a device or a pipe, not a file" in done.stderr
    assert log.read_text() == "before\n"


def test_a_folder_of_memory_is_a_folder() -> None:
    with TemporaryDirectory(dir="/dev/shm") as folder:
        write_atomic(Path(folder, "a"), b"new")
        assert files(Path(folder)) == ["a"]
