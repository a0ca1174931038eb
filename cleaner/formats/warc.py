"""Web archives: WARC (HTML responses, by way of extraction) and WET (text), with fastwarc."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cleaner.errors import CleanerError, ReadError
from cleaner.formats.base import ROWS, Columns, need
from cleaner.packed import open_packed
from cleaner.reading import unreadable

ENDINGS = {"warc": (".warc", ".warc.gz", ".warc.zst", ".wet", ".wet.gz", ".wet.zst")}
_HTML = ("text/html", "application/xhtml+xml")
_BATCH_CHARACTERS = 4 << 20
_PACKING = ("Transfer-Encoding", "Content-Encoding")
_HTTP = b"Content-Type: application/http; msgtype=response\r\n"


def batches(path: Path, name: str, columns: Columns) -> Iterator[Any]:
    """The pages as rows: ``id`` (of the record), ``url``, ``date``, ``text``.

    Other records, and responses that are no HTML, are passed over. A page that cannot be read has
    null for its text. Raises ReadError for a damaged archive.
    """
    pa = need("pyarrow")
    schema = pa.schema([(key, pa.string()) for key in ("id", "url", "date", columns.text)])
    rows: list[dict[str, str | None]] = []
    size = 0
    for row in _pages(path, columns.text, columns.to_text):
        rows.append(row)
        size += len(row[columns.text] or "")
        if len(rows) >= ROWS or size >= _BATCH_CHARACTERS:
            yield pa.RecordBatch.from_pylist(rows, schema=schema)
            rows, size = [], 0
    yield pa.RecordBatch.from_pylist(rows, schema=schema)


def _pages(
    path: Path, column: str, to_text: Callable[[bytes], str]
) -> Iterator[dict[str, str | None]]:
    warc = need("fastwarc.warc")
    kinds = warc.WarcRecordType.response | warc.WarcRecordType.conversion
    number = 0
    try:
        with open_packed(path) as file:
            tail = _Tail(file)
            options = {"record_types": kinds, "auto_decode": "none", "stream_detect": False}
            for record in warc.ArchiveIterator(tail, **options):
                number += 1
                text = _text(record, to_text)
                if text is not None:
                    yield {
                        "id": record.headers.get("WARC-Record-ID"),
                        "url": record.headers.get("WARC-Target-URI"),
                        "date": record.headers.get("WARC-Date"),
                        column: text or None,
                    }
            if not tail.end.endswith(b"\r\n\r\n"):
                raise EOFError("the last record is not complete")
    except (OSError, EOFError, zlib.error) as error:
        if isinstance(error, OSError) and error.errno:
            raise unreadable(path, error) from error
        raise ReadError(
            f"the archive is damaged or cut off after record {number}: {error}",
            path=str(path),
            remedy="fetch it again",
        ) from error


class _Tail:
    """Remembers how a stream ended: the library takes a torn record for a whole one."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.end = b""
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._file.read(size)
        self.size += len(data)
        self.end = (self.end + data[-4:])[-4:]
        return data

    def tell(self) -> int:
        return self.size


def _text(record: Any, to_text: Callable[[bytes], str]) -> str | None:
    """The text of a record; empty if it cannot be read, None if it is no page."""
    if record.http_headers is None:
        if (record.headers.get("Content-Type") or "").startswith("text/plain"):
            return str(record.reader.read().decode("utf-8", "replace"))
        return None
    if record.http_content_type not in _HTML:
        return None
    try:
        data = _body(record)
        # What the server says of the charset counts less than what the page and its bytes say.
        return to_text(data)
    except CleanerError:
        return ""


def _body(record: Any) -> bytes:
    """The page of a response, unpacked; raises ReadError if it cannot be.

    Crawlers keep what servers said of a page that they have unpacked, so that what cannot be
    unpacked, and looks like HTML, is taken as it is. Where the library unpacks while it reads the
    archive, it cannot go on behind a page that breaks, hence each is an archive of its own.
    """
    data: bytes = record.reader.read()
    said = [(key, record.http_headers.get(key) or "") for key in _PACKING]
    if not any(value for _, value in said):
        return data
    head = "".join(f"{key}: {value}\r\n" for key, value in said if value)
    inner = b"HTTP/1.1 200 OK\r\n%b\r\n%b" % (head.encode("latin-1", "replace"), data)
    outer = b"WARC/1.0\r\nWARC-Type: response\r\n" + _HTTP + b"Content-Length: %d\r\n\r\n%b\r\n\r\n"
    for how in ("all", "transfer", "none"):
        stream = io.BytesIO(outer % (len(inner), inner))
        try:
            alone = next(iter(need("fastwarc.warc").ArchiveIterator(stream, auto_decode=how)))
            found: bytes = alone.reader.read()
        except (OSError, EOFError, zlib.error, StopIteration):
            continue
        if how == "all" or found.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return found
    raise ReadError("a page cannot be unpacked", path="")
