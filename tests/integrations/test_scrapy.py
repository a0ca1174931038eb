"""Scrapy."""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integrations import CLEAN, DIRTY, HOW
from tests.support import PROSE

scrapy: Any = pytest.importorskip("scrapy", reason=HOW)

from scrapy.utils.test import get_crawler  # noqa: E402

from cleaner.integrations.scrapy import CleanerPipeline  # noqa: E402

CRAWL = """
import sys, scrapy
from scrapy.crawler import CrawlerProcess

class Pages(scrapy.Spider):
    name = "pages"
    start_urls = [sys.argv[1]]
    def parse(self, response):
        yield {"text": "\\n".join(response.css("p::text").getall()), "url": response.url}
        yield {"text": None, "url": response.url}

process = CrawlerProcess({
    "ITEM_PIPELINES": {"cleaner.integrations.scrapy.CleanerPipeline": 300},
    "CLEANER_CARDS_FIELD": "cards",
    "CLEANER_SETTINGS": {"level": "contextual"},
    "FEEDS": {sys.argv[2]: {"format": "jsonlines"}},
    "TELNETCONSOLE_ENABLED": False,
})
process.crawl(Pages)
process.start()
"""


class Page(scrapy.Item):  # type: ignore[misc]
    text = scrapy.Field()
    url = scrapy.Field()
    cards = scrapy.Field()


def test_items() -> None:
    settings = {"CLEANER_CARDS_FIELD": "cards", "CLEANER_SETTINGS": {"level": "contextual"}}
    crawler = get_crawler(scrapy.Spider, settings)
    if crawler.stats is None:
        crawler._apply_settings()
    pipeline = CleanerPipeline.from_crawler(crawler)
    item = pipeline.process_item(Page(text=DIRTY, url="http://a.example/"))
    assert item["text"] == CLEAN
    assert item["cards"][0]["document"] == "http://a.example/"
    assert pipeline.process_item({"text": DIRTY, "url": None})["cards"][0]["document"] == ""
    plain: dict[str, Any] = {"body": "READ MORE"}
    assert pipeline.process_item(plain) == {"body": "READ MORE"}
    assert crawler.stats.get_value("cleaner/cleaned") == 2
    assert crawler.stats.get_value("cleaner/characters_removed") > 100


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "site").mkdir()
    body = "".join(f"<p>{line}</p>" for line in DIRTY.splitlines())
    (tmp_path / "site/index.html").write_text(f"<html><body>{body}</body></html>")
    handler = functools.partial(
        http.server.SimpleHTTPRequestHandler, directory=str(tmp_path / "site")
    )
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


def test_a_crawl(site: str, tmp_path: Path) -> None:
    feed = tmp_path / "items.jsonl"
    command = [sys.executable, "-c", CRAWL, site, feed]
    subprocess.run(command, capture_output=True, check=True)
    first, second = map(json.loads, feed.read_text().splitlines())
    assert first["text"] == CLEAN
    assert first["cards"][0]["document"] == site
    assert first["cards"][0]["text"] == PROSE[4]
    assert second == {"text": None, "url": site}
