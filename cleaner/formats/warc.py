"""Web archives: WARC (HTML responses, by way of extraction) and WET (text), with fastwarc."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner.errors import CleanerError, ReadError
from cleaner.extract import Mode, html_to_text
from cleaner.formats.base import ROWS, Columns, need
from cleaner.reading import unreadable

ENDINGS = {"warc": (".warc", ".warc.gz", ".warc.zst", ".wet", ".wet.gz", ".wet.zst")}
_HTML = ("text/html", "application/xhtml+xml")
_BATCH_CHARACTERS = 4 << 20


def batches(path: Path, name: str, columns: Columns) -> Iterator[Any]:
    """The pages as rows: ``id`` (of the record), ``url``, ``date``, ``text``.

    Other records, and responses that are no HTML, are passed over. A page that cannot be read has
    null for its text. Raises ReadError for a damaged archive.
    """
    pa = need("pyarrow")
    schema = pa.schema([(key, pa.string()) for key in ("id", "url", "date", columns.text)])
    rows: list[dict[str, str | None]] = []
    size = 0
    for row in _pages(path, columns.text, columns.html_mode):
        rows.append(row)
        size += len(row[columns.text] or "")
        if len(rows) >= ROWS or size >= _BATCH_CHARACTERS:
            yield pa.RecordBatch.from_pylist(rows, schema=schema)
            rows, size = [], 0
    yield pa.RecordBatch.from_pylist(rows, schema=schema)


def _pages(path: Path, column: str, mode: Mode) -> Iterator[dict[str, str | None]]:
    warc = need("fastwarc.warc")
    kinds = warc.WarcRecordType.response | warc.WarcRecordType.conversion
    number = 0
    try:
        with path.open("rb") as file:
            for record in warc.ArchiveIterator(file, record_types=kinds, auto_decode="all"):
                number += 1
                text = _text(record, mode)
                if text is not None:
                    yield {
                        "id": record.headers.get("WARC-Record-ID"),
                        "url": record.headers.get("WARC-Target-URI"),
                        "date": record.headers.get("WARC-Date"),
                        column: text or None,
                    }
    except OSError as error:
        if error.errno:
            raise unreadable(path, error) from error
        raise ReadError(
            f"the archive is damaged or cut off after record {number}: {error}",
            path=str(path),
            remedy="fetch it again",
        ) from error


def _text(record: Any, mode: Mode) -> str | None:
    """The text of a record; empty if it cannot be read, None if it is no page."""
    if record.http_headers is None:
        if (record.headers.get("Content-Type") or "").startswith("text/plain"):
            return str(record.reader.read().decode("utf-8", "replace"))
        return None
    if record.http_content_type not in _HTML:
        return None
    data = record.reader.read()
    try:
        # What the server says of the charset counts less than what the page and its bytes say.
        return html_to_text(data, mode)
    except CleanerError:
        return ""
