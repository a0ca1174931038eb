"""Each adapter with the library it is for; skipped where that is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import PROSE, page

DIRTY = page("READ MORE", "Related Articles", "Valley Times", "2 hours ago", "A title", PROSE[4])
CLEAN = page()
WALL = "Just a moment...\nPlease verify you are a human\n"
HOW = "not installed here: pip install '.[integrations-test]'"


def test_pandas() -> None:
    pd = pytest.importorskip("pandas", reason=HOW)
    from cleaner.integrations.pandas import clean

    frame = pd.DataFrame(
        {"text": [DIRTY, None, PROSE[0]], "n": [1, 2, 3], "url": ["a", "b", "c"]}, index=[7, 8, 9]
    )
    found = clean(frame, id="url", status="status", related="cards", level="contextual")
    assert found["text"].tolist()[::2] == [CLEAN, PROSE[0]]
    assert pd.isna(found["text"][8])
    assert found["status"].tolist() == ["cleaned", None, "unchanged"]
    assert found["cards"][7][0]["title"] == "A title"
    assert found["cards"][7][0]["document"] == "a"
    assert found["text"].dtype == frame["text"].dtype
    assert frame["text"][7] == DIRTY
    pd.testing.assert_frame_equal(found[["n", "url"]], frame[["n", "url"]])
    with pytest.raises(KeyError):
        clean(frame, "body")


def test_polars() -> None:
    pl = pytest.importorskip("polars", reason=HOW)
    from cleaner.integrations.polars import CleanSeries, clean

    frame = pl.DataFrame({"text": [DIRTY, None, PROSE[0]], "n": [1, 2, 3]})
    found = clean(frame, status="status", related="cards")
    assert found["text"].to_list() == [CLEAN, None, PROSE[0]]
    assert found["cards"].to_list()[0][0]["source"] == "Valley Times"
    assert found["n"].to_list() == [1, 2, 3]
    lazy = frame.lazy().with_columns(
        pl.col("text").map_batches(CleanSeries(), return_dtype=pl.String)
    )
    assert lazy.collect()["text"].to_list() == [CLEAN, None, PROSE[0]]


def test_datasets(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets", reason=HOW)
    from datasets.fingerprint import Hasher

    from cleaner.integrations.datasets import CleanBatch

    data = datasets.Dataset.from_dict({"text": [DIRTY, None, PROSE[0]], "n": [1, 2, 3]})
    found = data.map(CleanBatch(status="status"), batched=True)
    assert found["text"][:] == [CLEAN, None, PROSE[0]]
    assert found["status"][:] == ["cleaned", None, "unchanged"]
    assert found["n"][:] == [1, 2, 3]
    assert data.map(CleanBatch(status="status"), batched=True)._fingerprint == found._fingerprint
    first = Hasher.hash(CleanBatch())
    code = (
        "from datasets.fingerprint import Hasher\n"
        "from cleaner.integrations.datasets import CleanBatch\n"
        "print(Hasher.hash(CleanBatch()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == first
    assert Hasher.hash(CleanBatch(level="safe")) != first
    rule = tmp_path / "mine/promo.toml"
    rule.parent.mkdir()
    rule.write_text(
        'message = "m"\nkind = "line"\nsafety = "safe"\n[phrases]\nen = ["buy it"]\n'
        '[[tests]]\nname = "drops"\ninput = "First.\\nbuy it"\nwant = "First."\n'
    )
    mine = Hasher.hash(CleanBatch(rules=[str(tmp_path)]))
    rule.write_text(rule.read_text().replace("buy it", "buy me"))
    assert mine not in (first, Hasher.hash(CleanBatch(rules=[str(tmp_path)])))


def test_langchain() -> None:
    pytest.importorskip("langchain_core", reason=HOW)
    from langchain_core.documents import Document

    from cleaner.integrations.langchain import CleanerTransformer

    given = [Document(page_content=DIRTY, metadata={"source": "a"}), Document(page_content=WALL)]
    found = CleanerTransformer(related=True).transform_documents(given)
    assert [document.page_content for document in found] == [CLEAN, WALL]
    assert found[0].metadata["source"] == "a"
    assert found[0].metadata["cleaner_related"][0]["document"] == "a"
    assert [document.metadata["cleaner_status"] for document in found] == ["cleaned", "no-content"]
    assert given[0].page_content == DIRTY


def test_scrapy() -> None:
    scrapy = pytest.importorskip("scrapy", reason=HOW)
    from scrapy.utils.test import get_crawler

    from cleaner.integrations.scrapy import CleanerPipeline

    class Page(scrapy.Item):  # type: ignore[name-defined,misc]
        text = scrapy.Field()
        url = scrapy.Field()
        cards = scrapy.Field()

    settings = {"CLEANER_RELATED_FIELD": "cards", "CLEANER_SETTINGS": {"level": "contextual"}}
    crawler = get_crawler(scrapy.Spider, settings)
    if crawler.stats is None:
        crawler._apply_settings()
    pipeline = CleanerPipeline.from_crawler(crawler)
    item = pipeline.process_item(Page(text=DIRTY, url="http://a.example/"))
    assert item["text"] == CLEAN
    assert item["cards"][0]["document"] == "http://a.example/"
    plain: dict[str, Any] = {"body": "READ MORE"}
    assert pipeline.process_item(plain) == {"body": "READ MORE"}
    assert crawler.stats.get_value("cleaner/cleaned") == 1
    assert crawler.stats.get_value("cleaner/characters_removed") > 50


def test_datatrove() -> None:
    pytest.importorskip("datatrove", reason=HOW)
    from datatrove.data import Document
    from datatrove.executor.local import LocalPipelineExecutor

    from cleaner.integrations.datatrove import CleanerStep

    documents = [Document(text=DIRTY, id="a"), Document(text=WALL, id="b")]
    step = CleanerStep(related=True, drop_no_content=True)
    found = list(step.run(documents))  # type: ignore[arg-type]
    assert [document.text for document in found] == [CLEAN]
    assert found[0].metadata["cleaner_related"][0]["document"] == "a"
    assert step.stats["documents"].total == 2
    assert LocalPipelineExecutor is not None
