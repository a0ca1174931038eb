"""A real S3-compatible server and web servers with and without ranges, on this machine."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from cleaner.remote import RemotePath, connection


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> RemotePath:
    """An empty bucket; what commands and workers need to find it is in the environment."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "cache"))
    name = f"bucket-{abs(hash(request.node.nodeid)):x}"
    connection.file_system("s3").mkdir(name)
    return RemotePath(f"s3://{name}")


class _Plain(SimpleHTTPRequestHandler):
    """Gives no ranges, as this class always did."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Ranged(_Plain):
    """Gives ranges, and counts the bytes that it gave."""

    given = 0

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        data = Path(self.translate_path(self.path)).read_bytes()
        start, stop = 0, len(data)
        if asked:
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start, stop = int(first), min(stop, int(last) + 1)
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(stop - start))
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{len(data)}")
        self.end_headers()
        self.wfile.write(data[start:stop])
        type(self).given += stop - start


@pytest.fixture(params=[_Plain, Ranged])
def web(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The URL of a web server, and the folder that it serves."""
    folder = tmp_path / "served"
    folder.mkdir()

    def handler(*arguments: Any) -> Any:
        return request.param(*arguments, directory=str(folder))

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    server.server_close()


def upload(folder: Path, to: RemotePath) -> RemotePath:
    """Put a tree below a prefix."""
    for path in folder.rglob("*"):
        if path.is_file():
            (to / path.relative_to(folder).as_posix()).put(path)
    return to


def download(prefix: RemotePath) -> dict[str, bytes]:
    """What stands below a prefix."""
    return {name: path.read_bytes() for name, path in prefix.find()}
