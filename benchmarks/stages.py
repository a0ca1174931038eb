"""Seconds of CPU a GB, stage by stage: `python benchmarks/stages.py PAGES... [--pages 200]`.

PAGES are JSONL (plain or .gz) with ``html`` and ``text``. One core, one process, texts in memory
where the stage is about texts; the best of three rounds. What a stage costs is said for a GB of
what it reads.
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scoreboard import read, sample

import cleaner
from cleaner import formats
from cleaner.extract import html_to_text
from cleaner.formats.base import Columns


def cost(name: str, size: int, make: Callable[[], Callable[[], Any]]) -> None:
    """Print what a stage costs; ``make`` is not counted, and nothing is remembered of a round."""
    best = 1e9
    for _ in range(3):
        work = make()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    each, rate = best / size * 1e9, size / best / 1e6
    print(f"{name:44} {size / 1e6:7.2f} MB {each:8.1f} s/GB {rate:8.1f} MB/s", flush=True)


def warc(pages: list[dict[str, Any]]) -> bytes:
    """A packed web archive of the pages, one member a record, as crawlers write it."""
    out = []
    for number, page in enumerate(pages):
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        body += page["html"].encode()
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:"
            f"00000000-0000-0000-0000-{number:012d}>\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
            "WARC-Target-URI: https://example.org/\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}"
            "\r\n\r\n"
        )
        out.append(gzip.compress(head.encode() + body + b"\r\n\r\n", 6))
    return b"".join(out)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--pages", dest="count", type=int, default=200)
    given = parser.parse_args()
    pages = [page for path in given.pages for page in sample(read(path), given.count)]
    html = sum(len(page["html"].encode()) for page in pages)
    packed = warc(pages)
    print(f"{len(pages)} pages, {html / 1e6:.1f} MB of HTML, {len(packed) / 1e6:.1f} MB packed")
    cost("gunzip, of what is unpacked", html, lambda: lambda: gzip.decompress(packed))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "x.warc.gz")
        path.write_bytes(packed)

        def extract() -> None:
            for _ in formats.batches(path, "warc", Columns()):
                pass

        cost("WARC to text, with extraction, of HTML", html, lambda: extract)
    texts = [html_to_text(page["html"].encode(), "balanced") for page in pages]
    for label, found in (("extracted text", texts), ("naive text", [p["text"] for p in pages])):
        size = sum(len(text.encode()) for text in found)
        print(f"{label}: {size / 1e6:.2f} MB, {size / html:.3f} of the HTML")
        cost("clean, rules alone", size, lambda f=found: _cleaning(f, ["core/page-shape"]))
        cost("clean", size, lambda f=found: _cleaning(f, []))
    units = [line for text in texts for line in text.split("\n") if len(line) > 60]
    size = sum(len(line.encode()) for line in units)
    cost(f"dedup of {len(units):,} paragraphs", size, lambda: lambda: cleaner.dedup(units))


def _cleaning(texts: list[str], ignore: list[str]) -> Callable[[], Any]:
    tool = cleaner.Cleaner(ignore=ignore)
    tool.clean("warm")
    return lambda: [tool.clean(text) for text in texts]


if __name__ == "__main__":
    main()
