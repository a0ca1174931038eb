import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.deduplication import spool as module
from cleaner.deduplication.arrays import Rows, edges
from cleaner.deduplication.spool import MEMORY, Room, Spool, StoredRows
from cleaner.errors import WriteError

ROOMS = [MEMORY, Room(held=0), Room(held=7), Room(held=1 << 20)]
pieces = st.lists(st.binary(max_size=9), max_size=12)


@pytest.mark.parametrize("room", ROOMS)
@given(data=pieces)
def test_what_was_appended_is_read(room: Room, data: list[bytes]) -> None:
    spool = Spool(room)
    starts = [spool.append(piece) for piece in data]
    assert len(spool) == sum(map(len, data))
    for start, piece in reversed(list(zip(starts, data, strict=True))):
        assert spool.read(start, start + len(piece)) == piece
    assert spool.read(0, len(spool)) == b"".join(data)


@pytest.mark.parametrize("room", ROOMS)
@given(
    lists=st.lists(st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=5), max_size=4)),
    random=st.randoms(use_true_random=False),
)
def test_stored_rows_are_rows(room: Room, lists: list[list[list[int]]], random: Any) -> None:
    stored = StoredRows(room, np.uint64)
    flat = [row for some in lists for row in some]
    for some in lists:
        values = np.array([value for row in some for value in row], np.uint64)
        stored.append(Rows(values, edges(np.array(list(map(len, some)), np.int64))))
    order = list(range(len(flat)))
    random.shuffle(order)
    stored.arrange(np.array(order, np.int64))
    wanted = [flat[at] for at in order]
    assert (len(stored), stored.total) == (len(flat), sum(map(len, flat)))
    assert stored.lengths().tolist() == list(map(len, wanted))
    assert [stored[i].tolist() for i in range(len(flat))] == wanted
    twice = np.array([*range(len(flat)), *range(len(flat))], np.int64)
    taken = stored.take(twice)
    assert [taken[i].tolist() for i in range(len(taken))] == [*wanted, *wanted]
    found = {
        number: some[at].tolist()
        for numbers, some in stored.chunks()
        for at, number in enumerate(numbers.tolist())
    }
    assert found == dict(enumerate(wanted))


def test_rows_come_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 4)
    stored = StoredRows(Room(held=8), np.uint8)
    stored.append(Rows(np.arange(30, dtype=np.uint8), np.arange(0, 31, 3)))
    stored.arrange(np.arange(10)[::-1])
    sizes = [len(numbers) for numbers, _ in stored.chunks()]
    assert max(sizes) == 1
    assert sum(sizes) == 10
    assert stored[0].tolist() == [27, 28, 29]


def test_files_have_no_names(tmp_path: Path) -> None:
    spool = Spool(Room(0, tmp_path))
    spool.append(b"some bytes")
    assert spool.read(5, 10) == b"bytes"
    assert list(tmp_path.iterdir()) == []


def test_no_room_on_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full on this system")
    monkeypatch.setattr(module, "_opened", lambda _: full.open("r+b", buffering=0))
    with pytest.raises(WriteError, match="the disk is full") as caught:
        Spool(Room(3, tmp_path)).append(b"more than three")
    assert caught.value.path == str(tmp_path)


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(WriteError):
        Spool(Room(0, tmp_path / "gone")).append(b"x")


def test_a_file_that_was_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    class Short(io.BytesIO):
        def readinto(self, view: Any) -> int:
            return 0

    monkeypatch.setattr(module, "_opened", lambda _: Short())
    spool = Spool(Room(0))
    spool.append(b"abc")
    with pytest.raises(WriteError, match="shorter"):
        spool.read(0, 3)


def test_room_within_a_limit() -> None:
    assert Room.within(0) == MEMORY
    held = [Room.within(size << 20).held or 0 for size in (1, 256, 400, 4096)]
    assert held == sorted(held)
    assert held[0] > 0
    assert 16 * held[-1] < 4096 << 20
