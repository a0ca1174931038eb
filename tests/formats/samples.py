"""A small corpus in every format, dirty and clean."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import zstandard

from tests.support import PROSE, page

DIRTY = page("READ MORE", "Related Articles", "Valley Times", "2 hours ago", "A title", PROSE[4])
CLEAN = page()
TEXTS = [f"{DIRTY}\n", PROSE[0], None, "", f'He said "no, never".\nREAD MORE\n{PROSE[1]}']
WANTED = [f"{CLEAN}\n", PROSE[0], None, "", f'He said "no, never".\n{PROSE[1]}']
ROWS = [{"id": f"r{i}", "text": text, "n": i} for i, text in enumerate(TEXTS)]
HTML = (
    "<html><head><title>t</title></head><body><nav>Home</nav><article>"
    + "".join(f"<p>{line}</p>" for line in PROSE)
    + "</article></body></html>"
).encode()


def table(text_type: Any = None) -> pa.Table:
    """Columns of many types, nulls, and metadata of schema and fields."""
    kind = text_type or pa.string()
    texts = pa.array(TEXTS, pa.string())
    if pa.types.is_dictionary(kind):
        texts = texts.dictionary_encode()
    moment = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    columns: list[tuple[pa.Field, pa.Array]] = [
        (pa.field("id", pa.string(), metadata={"role": "key"}), pa.array([r["id"] for r in ROWS])),
        (pa.field("text", kind, metadata={"role": "text"}), texts.cast(kind)),
        (pa.field("n", pa.int16()), pa.array([None, 1, 2, 3, 4], pa.int16())),
        (pa.field("when", pa.timestamp("us", "UTC")), pa.array([moment, None] * 2 + [None])),
        (pa.field("price", pa.decimal128(9, 2)), pa.array([Decimal("1.50")] + [None] * 4)),
        (pa.field("tags", pa.list_(pa.string())), pa.array([["a", None], [], None, ["b"], []])),
        (
            pa.field("meta", pa.struct([("url", pa.string()), ("ok", pa.bool_())])),
            pa.array([{"url": "u", "ok": True}, None, {"url": None, "ok": None}, None, None]),
        ),
        (pa.field("raw", pa.binary()), pa.array([b"\x00\xff"] + [None] * 4)),
    ]
    schema = pa.schema([field for field, _ in columns], metadata={"origin": "tests"})
    arrays = [array.cast(field.type) for field, array in columns]
    return pa.Table.from_arrays(arrays, schema=schema)


def jsonl() -> bytes:
    """The rows that have a text, as JSON lines."""
    return b"".join(
        json.dumps(row).encode() + b"\n" for row in ROWS if isinstance(row["text"], str)
    )


def csv(delimiter: str = ",") -> bytes:
    """Quoted and unquoted fields, numbers with leading zeros, line ends in a text, CR LF."""
    long = DIRTY.replace('"', '""')
    return (
        delimiter.join(("id", '"text"', "n"))
        + "\r\n"
        + f'007{delimiter}"{long}\n"{delimiter}1.50\r\n'
        + f'008{delimiter}plain 5" pipe{delimiter}\r\n'
        + f'009{delimiter}"He said ""no, never"".\nREAD MORE\n{PROSE[1]}"{delimiter}"x{delimiter}y"'
    ).encode()


def warc_record(url: str, body: bytes, kind: str = "response", mime: str = "text/html") -> bytes:
    """A WARC record; a response has its HTTP header."""
    if kind == "response":
        body = b"HTTP/1.1 200 OK\r\nContent-Type: " + mime.encode() + b"\r\n\r\n" + body
        mime = "application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2026-03-01T12:00:00Z\r\nWARC-Record-ID: <urn:uuid:{url[-1]}>\r\n"
        f"Content-Type: {mime}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


WARC = (
    warc_record("http://a.example/1", HTML),
    warc_record("http://a.example/2", b"\x89PNG", mime="image/png"),
    warc_record("http://a.example/3", HTML, mime="text/html; charset=utf-8"),
    warc_record("http://a.example/4", DIRTY.encode(), "conversion", "text/plain"),
)


def write(folder: Path) -> dict[str, Path]:
    """Write the corpus in every format; name to file."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, make in _WRITERS.items():
        found[name] = folder / name
        make(found[name])
    return found


def tar(path: Path, mode: Any = "w") -> None:
    """A tar of text, HTML, a picture, a folder and a link."""
    with tarfile.open(path, mode, format=tarfile.PAX_FORMAT) as archive:
        for name, data in MEMBERS.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(data), 1_700_000_000.5, 0o640
            archive.addfile(info, io.BytesIO(data))
        folder = tarfile.TarInfo("empty")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "a.txt"
        archive.addfile(link)


def zipped(path: Path) -> None:
    """A zip of the same."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"made by tests"
        for name, data in MEMBERS.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0)), data)


MEMBERS = {
    "a.txt": DIRTY.encode(),
    "deep/b.html": HTML,
    "deep/" + "long" * 40 + ".md": DIRTY.encode("utf-16"),
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "binary.txt": bytes(range(256)) * 20,
}


def _stream(path: Path) -> None:
    with pa.ipc.new_stream(path, table().schema) as writer:
        writer.write_table(table())


_WRITERS: dict[str, Callable[[Path], Any]] = {
    "a.jsonl": lambda p: p.write_bytes(jsonl()),
    "b.jsonl.gz": lambda p: p.write_bytes(gzip.compress(jsonl())),
    "c.jsonl.zst": lambda p: p.write_bytes(
        zstandard.compress(jsonl()[:700]) + zstandard.compress(jsonl()[700:])
    ),
    "d.csv": lambda p: p.write_bytes(csv()),
    "e.tsv": lambda p: p.write_bytes(csv("\t")),
    "f.csv.gz": lambda p: p.write_bytes(gzip.compress(b"\xef\xbb\xbf" + csv(";"))),
    "g.parquet": lambda p: pq.write_table(table(), p, row_group_size=2, compression="gzip"),
    "h.feather": lambda p: pa.feather.write_feather(table(), p, compression="zstd"),
    "i.arrow": _stream,
    "j.warc": lambda p: p.write_bytes(b"".join(WARC)),
    "k.warc.gz": lambda p: p.write_bytes(b"".join(map(gzip.compress, WARC))),
    "l.tar": tar,
    "m.tar.gz": lambda p: tar(p, "w:gz"),
    "n.zip": zipped,
}
