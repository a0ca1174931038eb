"""Pages of web archives, however servers and crawlers packed them."""

from __future__ import annotations

import gzip
from pathlib import Path

from cleaner.formats.base import Columns
from cleaner.formats.warc import batches

PAGE = b"<html><p>The mill turns.</p></html>"
GZIP = "Content-Encoding: gzip\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n"


def chunked(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), data)


def record(body: bytes, headers: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n".encode()
    size = len(head) + len(body)
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%b%b\r\n\r\n" % (size, head, body)
    )


def test_a_page_that_is_not_packed_as_it_says_costs_no_other(tmp_path: Path) -> None:
    """Crawlers keep what the server said; the whole archive was taken for damaged."""
    packed = gzip.compress(PAGE)
    pages = [
        (PAGE, ""),
        (packed, GZIP),
        (chunked(PAGE), CHUNKED),
        (chunked(packed), CHUNKED + GZIP),
        (PAGE, GZIP),
        (PAGE, CHUNKED + GZIP),
        (chunked(PAGE), CHUNKED + GZIP),
        (packed[:20] + packed[30:], GZIP),
        (PAGE, "Content-Encoding: none\r\n"),
        (PAGE, ""),
    ]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(record(*page) for page in pages))
    columns = Columns(to_text=bytes.decode)
    found = [one for batch in batches(path, "warc", columns) for one in batch.to_pydict()["text"]]
    wanted: list[str | None] = [PAGE.decode()] * len(pages)
    wanted[7] = None
    assert found == wanted
