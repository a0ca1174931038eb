import sqlite3
from pathlib import Path

import pytest

from cleaner.deduplication.store import VERSION, Known, Standing, Store
from cleaner.errors import ConfigError, WriteError

SETTINGS = {"unit": "snippet", "long": 0.57}

STANDING = Standing(-5, "a.txt", "the text", [1, -2])


def fill(store: Store) -> None:
    (number,) = store.add_clusters([("abc", STANDING)])
    store.add_texts([(-5, number, None), (7, number, 3)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "deep" / "seen.sqlite"
    with Store(found, SETTINGS) as store:
        fill(store)
        store.commit()
    return found


def test_what_was_kept(path: Path) -> None:
    with Store(path, SETTINGS) as store:
        assert store.cluster_of(-5) == store.cluster_of(7) == 1
        assert store.cluster_of(6) is None
        assert store.clusters_with(1, 9) == [1]
        assert store.clusters_with(3, 9) == []
        assert store.body(1) == "the text"
        assert (store.alike(3), store.alike(4)) == (1, 0)
        assert store.known(1) == Known("abc", -5, "a.txt")


def test_a_known_text_is_not_added_again(path: Path) -> None:
    with Store(path, SETTINGS) as store:
        store.add_texts([(-5, 9, 3), (8, 1, 3)])
        assert store.alike(3) == 2
        assert store.cluster_of(-5) == store.cluster_of(8) == 1


def test_a_cluster_is_known_by_its_latest_representative(path: Path) -> None:
    with Store(path, SETTINGS) as store:
        assert store.add_clusters([("def", STANDING._replace(digest=8))]) == [2]
        assert store.clusters_with(1, 9) == [1, 2]
        assert store.clusters_with(1, 1) == [1]
        store.succeed({1: Standing(9, "b.txt", "the text and more", [1, 6])})
        assert store.known(1) == Known("abc", 9, "b.txt")
        assert store.body(1) == "the text and more"
        assert store.clusters_with(6, 9) == [1]


def test_without_commit_nothing_is_kept(path: Path) -> None:
    before = path.read_bytes()
    with Store(path, SETTINGS) as store:
        store.add_clusters([("def", STANDING)])
    assert path.read_bytes() == before
    with pytest.raises(ZeroDivisionError), Store(path, SETTINGS) as store:
        store.add_clusters([("def", STANDING)])
        1 / 0  # noqa: B018
    assert path.read_bytes() == before


def test_without_writing_no_file_is_made(tmp_path: Path) -> None:
    with Store(tmp_path / "a" / "new.sqlite", SETTINGS, write=False) as store:
        fill(store)
        assert store.cluster_of(-5) == 1
    assert list(tmp_path.iterdir()) == []


def test_without_writing_what_was_kept_is_known(path: Path) -> None:
    with Store(path, SETTINGS, write=False) as store:
        assert store.cluster_of(7) == 1


def test_other_settings(path: Path) -> None:
    with pytest.raises(ConfigError, match="unit snippet, not paragraph") as caught:
        Store(path, SETTINGS | {"unit": "paragraph"}).__enter__()
    assert "--unit" in caught.value.remedy


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            f"UPDATE meta SET value = '{VERSION + 1}' WHERE key = 'version'",
            f"version {VERSION + 1}",
        ),
        ("DELETE FROM meta WHERE key = 'version'", "version None"),
        ("UPDATE meta SET value = '{' WHERE key = 'settings'", "unreadable"),
        ("UPDATE meta SET value = '[1]' WHERE key = 'settings'", "unreadable"),
        ("DROP TABLE meta", "not an index of cleaner but another database"),
        ("DROP TABLE shingles", "not an index"),
        ("ALTER TABLE meta RENAME COLUMN value TO said", "not an index"),
    ],
)
def test_other_databases(path: Path, statement: str, words: str) -> None:
    with sqlite3.connect(path) as db:
        db.execute(statement)
    db.close()
    with pytest.raises(ConfigError, match=words) as caught:
        Store(path, SETTINGS).__enter__()
    assert "path of a new file" in caught.value.remedy


@pytest.mark.parametrize(
    "statement", ["DELETE FROM clusters", "ALTER TABLE clusters RENAME COLUMN body TO text"]
)
def test_a_damaged_index(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as db:
        db.execute(statement)
    db.close()
    with pytest.raises(ConfigError, match="damaged") as caught, Store(path, SETTINGS) as store:
        store.body(1)
    assert "path of a new file" in caught.value.remedy


def test_pages_of_an_index_that_are_overwritten(path: Path) -> None:
    with Store(path, SETTINGS) as store:
        store.add_clusters([(str(n), STANDING._replace(body="text " * 900)) for n in range(50)])
        store.commit()
    data = path.read_bytes()
    path.write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))
    with pytest.raises(ConfigError, match=r"damaged|not an index"), Store(path, SETTINGS) as store:
        for cluster in range(1, 52):
            store.known(cluster)
            store.clusters_with(cluster, 9)


def test_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("these are my notes\n" * 100)
    with pytest.raises(ConfigError, match="not an index"):
        Store(path, SETTINGS).__enter__()
    assert path.read_text() == "these are my notes\n" * 100


@pytest.mark.parametrize("name", [".", "file/seen.sqlite"])
def test_no_place(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("a")
    with pytest.raises(WriteError, match="cannot be used") as caught:
        Store(tmp_path / name, SETTINGS).__enter__()
    assert "folder that can be written" in caught.value.remedy


def test_a_full_disk(path: Path) -> None:
    """A limit on the pages of the file stands in for a disk that is full."""
    before = path.read_bytes()
    with pytest.raises(WriteError, match="full") as caught, Store(path, SETTINGS) as store:
        store._open().execute("PRAGMA max_page_count = 1")
        store.add_clusters([("def", STANDING._replace(body="some text " * 500))] * 100)
    assert "has room" in caught.value.remedy
    assert path.read_bytes() == before


def test_a_second_process_waits(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.deduplication.store._WAIT", 0.05)
    with Store(path, SETTINGS), pytest.raises(WriteError, match="locked") as caught:
        Store(path, SETTINGS).__enter__()
    assert "wait" in caught.value.remedy
    with Store(path, SETTINGS) as store:
        assert store.cluster_of(7) == 1
