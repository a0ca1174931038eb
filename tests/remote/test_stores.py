"""Google Cloud Storage and data sets of Hugging Face, by servers on this machine.

Commands are processes of their own, because the libraries read the environment when they are
imported.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest

from cleaner.errors import ConfigError
from cleaner.remote import RemotePath, connection
from tests.engine.test_run import tree
from tests.engine.test_scale import sources
from tests.remote.conftest import download, upload
from tests.remote.hub import Hub
from tests.remote.test_runs import alike
from tests.support import run

HOW = "not installed here: pip install '.[remote-test]'"


class Store(NamedTuple):
    """A prefix, and how to put a folder below a name of it and to read what stands there."""

    url: str
    put: Callable[[Path, str], object]
    get: Callable[[str], dict[str, bytes]]


@pytest.fixture(scope="session")
def emulator() -> Iterator[str]:
    pytest.importorskip("gcsfs", reason=HOW)
    module = pytest.importorskip("gcp_storage_emulator.server", reason=HOW)
    server = module.create_server("127.0.0.1", 0, in_memory=True, default_bucket="bucket")
    server.start()
    yield f"http://127.0.0.1:{server._api._httpd.server_port}"
    server.stop()


@pytest.fixture
def google(emulator: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", emulator)
    monkeypatch.setenv("FSSPEC_GS_TOKEN", "anon")
    monkeypatch.setenv("GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false")  # gRPC, which it has not
    prefix = RemotePath(f"gs://bucket/{uuid4()}")
    return Store(
        str(prefix),
        lambda folder, name: upload(folder, prefix / name),
        lambda name: download(prefix / name),
    )


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    pytest.importorskip("huggingface_hub", reason=HOW)
    root = tmp_path / "hub"
    pages = root / "someone" / "pages"
    pages.mkdir(parents=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Hub,), {"root": root}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("HF_TOKEN", "hf_none")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_DISABLE_XET", "1")
    yield Store(
        "hf://datasets/someone/pages",
        lambda folder, name: shutil.copytree(folder, pages / name),
        lambda name: tree(pages / name),
    )
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["google", "hub"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "cache"))
    place: Store = request.getfixturevalue(request.param)
    return place


def succeed(*arguments: str | Path) -> None:
    done = run(*arguments, "-q")
    assert done.returncode == 0, done.stderr


def test_there_and_back(tmp_path: Path, store: Store) -> None:
    folder = sources(tmp_path / "in")
    succeed("clean", folder, "-o", tmp_path / "whole")
    store.put(folder, "in")
    succeed("clean", f"{store.url}/in", "-o", f"{store.url}/out", "--jobs", "2")
    assert alike(store.get("out"), tree(tmp_path / "whole"))
    succeed("clean", f"{store.url}/in", "-o", f"{store.url}/out", "--resume")
    assert alike(store.get("out"), tree(tmp_path / "whole"))
    done = run("restore", f"{store.url}/out", "-o", tmp_path / "back")
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "back") == tree(folder)


def test_patterns_and_what_is_not_there(tmp_path: Path, store: Store) -> None:
    store.put(sources(tmp_path / "in"), "in")
    succeed("clean", f"{store.url}/in/*.csv", "-o", tmp_path / "some")
    assert {name for name in tree(tmp_path / "some") if "ledger" not in name} >= {"b.csv"}
    assert not (tmp_path / "some" / "a.jsonl").exists()
    result = run("clean", f"{store.url}/nothing", "-o", tmp_path / "none")
    assert result.returncode == 2
    assert b"no such file or folder" in result.stderr


@pytest.mark.parametrize(
    ("url", "library"),
    [("gs://bucket/in", "gcsfs"), ("hf://datasets/someone/pages", "huggingface_hub")],
)
def test_what_is_missing_is_named(url: str, library: str) -> None:
    program = (
        f"import sys; sys.modules[{library!r}] = None\nfrom cleaner.cli.main import run; run()"
    )
    command = [sys.executable, "-c", program, "clean", url, "-o", "out"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 2
    assert f"pip install {library}" in done.stderr


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of fsspec
def test_what_needs_more_than_a_url_says_so() -> None:
    with pytest.raises(ConfigError, match="cannot be used") as problem:
        connection.file_system("ftp")
    assert "FSSPEC_FTP_" in str(problem.value)
