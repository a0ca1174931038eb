"""What a server answers, in words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from cleaner.remote import RemotePath, connection


class Answering(BaseHTTPRequestHandler):
    """Answers /CODE with that code, and /loop with the way to itself."""

    asked: list[str]

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.asked.append(self.path)
        code = 302 if self.path == "/loop" else int(self.path[1:])
        self.send_response(code)
        self.send_header("Location", "/loop")
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(connection.time, "sleep", lambda _: None)
    Answering.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("name", "said"),
    [("403", "the server answers 403 Forbidden"), ("401", "the server answers 401 Unauthorized"),
     ("503", "the server answers 503 Service Unavailable"), ("loop", "without end")],
)  # fmt: skip
def test_what_a_server_says(server: str, name: str, said: str) -> None:
    with pytest.raises(OSError, match=said):
        RemotePath(f"{server}/{name}").info()


def test_only_what_may_pass_is_asked_again(server: str) -> None:
    times = {}
    for name in ("403", "429", "503"):
        Answering.asked.clear()
        with pytest.raises(OSError, match=name):
            RemotePath(f"{server}/{name}").info()
        times[name] = len(Answering.asked)
    assert times["429"] == times["503"] == 4 * times["403"]
