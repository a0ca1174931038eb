"""From sources to proposals: order, processes, formats, what cannot be read."""

import csv
import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.engine import harvest as harvesting
from cleaner.engine.harvest import LearnSettings
from cleaner.engine.learning import Learned, learn
from cleaner.engine.plan import plan
from cleaner.learn.naming import Grouping
from tests.learn.corpus import texts

PAGES = (*texts("news", 10), *texts("shop", 10))


def write(folder: Path, records: Sequence[tuple[str, str]], name: str = "a.jsonl") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    lines = [
        json.dumps({"url": url, "text": text}, ensure_ascii=False) + "\n" for url, text in records
    ]
    data = "".join(lines).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def learned(source: Path, *, workers: int = 1, **chosen: object) -> Learned:
    jobs, problems = plan([str(source)], None, in_place=False)
    assert not problems
    return learn(jobs, LearnSettings(**chosen), workers=workers)  # type: ignore[arg-type]


def named(site: str, count: int = 10) -> list[tuple[str, str]]:
    return [(f"https://{site}.example/{i}", text) for i, text in enumerate(texts(site, count))]


def essence(found: Learned) -> list[object]:
    """Proposals without the names of documents."""
    return [
        (
            p.site,
            p.name,
            p.safety,
            p.documents,
            [(e.match, e.confidence, e.pages) for e in p.entries],
        )
        for p in found.proposals
    ]


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_documents_changes_nothing(seed: int, tmp_path: Path) -> None:
    records = [*named("news"), *named("shop")]
    want = learned(write(tmp_path / "want", records))
    shuffled = records[:]
    random.Random(seed).shuffle(shuffled)
    assert learned(write(tmp_path / "got", shuffled)).proposals == want.proposals


@settings(
    max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(seed=st.integers(0, 10**6))
def test_neither_do_the_names_of_files(seed: int, tmp_path: Path) -> None:
    order = list(range(len(PAGES)))
    random.Random(seed).shuffle(order)
    found = []
    for name, numbers in (("want", range(len(PAGES))), ("got", order)):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for number, text in zip(numbers, PAGES, strict=True):
            (folder / f"{number:02}.txt").write_text(text)
        found.append(essence(learned(folder)))
    assert found[0] == found[1]
    assert len({row[0] for row in found[0]}) >= 2  # type: ignore[index]


def test_processes_and_ranges_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [*named("news", 30), *named("shop", 30), *named("chinese-news", 30)]
    path = write(tmp_path, records)
    want = learned(path)
    monkeypatch.setattr(harvesting, "RANGE_BYTES", 9973)
    monkeypatch.setattr("cleaner.engine.learning.SMALL_BYTES", 0)
    assert len(harvesting.parts(plan([str(path)], None, in_place=False)[0])) > 10
    assert learned(path).proposals == want.proposals
    assert learned(path, workers=2).proposals == want.proposals


def test_compressed_records_and_plain_ones_teach_the_same(tmp_path: Path) -> None:
    records = [*named("news"), *named("shop")]
    plain = learned(write(tmp_path / "plain", records))
    packed = learned(write(tmp_path / "packed", records, "a.jsonl.gz"))
    assert essence(packed) == essence(plain)
    assert packed.proposals[0].examples()[0].document.startswith("a.jsonl.gz:")
    assert plain.proposals[0].examples()[0].document.startswith("https://")


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.parquet", "a.arrow"])
def test_tables_and_records_teach_the_same(name: str, tmp_path: Path) -> None:
    records = [*named("news"), *named("shop")]
    want = learned(write(tmp_path / "records", records))
    path = tmp_path / name
    if path.suffix in (".parquet", ".arrow"):
        table(path, records)
    else:
        with path.open("w", newline="", encoding="utf-8") as file:
            dialect = "excel" if path.suffix == ".csv" else "excel-tab"
            csv.writer(file, dialect).writerows([("url", "text"), *records])
    found = learned(path)
    assert not found.failures
    assert essence(found) == essence(want)
    assert found.proposals[0].examples()[0].document.startswith("https://")


def table(path: Path, records: Sequence[tuple[str, str]]) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = pa.Table.from_pylist([{"url": url, "text": text} for url, text in records])
    if path.suffix == ".parquet":
        parquet.write_table(rows, path, row_group_size=7)
        return
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as writer:
        writer.write_table(rows, max_chunksize=7)


def test_the_steps_are_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    jobs, _ = plan([str(write(tmp_path, [*named("news"), *named("shop")]))], None, in_place=False)
    learn(jobs, LearnSettings(), progress=lambda *step: told.append(step))
    assert told[0][1:] == (1, 1)
    assert [(done, total) for step, done, total in told if step != told[0][0]] == [(1, 2), (2, 2)]


def test_folders_are_sites_and_html_is_read(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    for number, text in enumerate(texts("news", 10)):
        folder = tmp_path / "courier"
        folder.mkdir(exist_ok=True)
        paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
        (folder / f"{number}.html").write_text(
            f"<html><body><article>{paragraphs}</article></body></html>"
        )
    found = learned(tmp_path)
    assert [(site.site, site.documents) for site in found.sites] == [("courier", 10)]


def test_sites_by_field_name_or_all_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        "".join(json.dumps({"text": text, "from": "Courier"}) + "\n" for text in texts("news", 10))
    )
    assert [s.site for s in learned(path, url_field="from").sites] == ["courier"]
    assert [s.site for s in learned(path, grouping=Grouping("one")).sites] == ["site"]


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, named("news"))
    with path.open("ab") as file:
        file.write(b"no json\n\n" + json.dumps({"url": "x"}).encode() + b"\n")
    (tmp_path / "b.txt").write_bytes(b"\0\1\2\3" * 50)
    found = learned(tmp_path)
    assert len(found.failures) == 3
    assert found.sites[0].distinct == 10


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_a_broken_record_has_a_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large file each process reads a part, and knows only where that begins."""
    monkeypatch.setattr(harvesting, "RANGE_BYTES", 997)
    records = [json.dumps({"text": text}) for text in texts("news", 4)]
    lines = [records[0], "", "[1]", records[1], "[2]", records[2], records[3], "[3]"]
    data = "\n".join(lines).encode()
    source = tmp_path / name
    source.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    failures = [failure.partition(": the line")[0] for failure in learned(source).failures]
    assert failures == [f"{source}:{number}" for number in (3, 5, 8)]


def test_few_and_lonely_documents(tmp_path: Path) -> None:
    found = learned(write(tmp_path, [*named("news", 2), *named("shop", 5)]))
    assert (found.documents, found.alone) == (7, 2)
    assert [(site.site, site.few) for site in found.sites] == [("shop.example", True)]
    assert learned(write(tmp_path / "none", [])).sites == []


def test_texts_that_are_the_same_count_once(tmp_path: Path) -> None:
    records = named("news")
    found = learned(write(tmp_path, [*records, *records, *records]))
    assert [(site.documents, site.distinct) for site in found.sites] == [(30, 10)]


def test_a_large_site_is_counted_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.engine.learning.MOST_LINES", 600)
    found = learned(write(tmp_path, named("news", 30)))
    assert 5 <= found.sites[0].distinct < 15
    assert found.sites[0].documents == 30


def test_families_are_called_by_their_folders_where_these_are_their_own(tmp_path: Path) -> None:
    for site in ("news", "shop"):
        for i, text in enumerate(texts(site, 10)):
            for path in (
                tmp_path / f"from-{site}" / f"page-{i}.txt",
                tmp_path / "both" / f"{site[0]}{i}.txt",
            ):
                path.parent.mkdir(exist_ok=True)
                path.write_text(text)

    def names(*folders: str) -> list[str]:
        jobs, _ = plan([str(tmp_path / folder) for folder in folders], None, in_place=False)
        return [site.site for site in learn(jobs, LearnSettings()).sites]

    assert sorted(names("from-news", "from-shop")) == ["from-news", "from-shop"]
    assert names("from-news") == ["from-news"]
    assert all(name.startswith("site-") for name in names("both"))
    assert len(set(names("both"))) == 2


def test_a_site_called_shared_keeps_its_rules(tmp_path: Path) -> None:
    shared = [("shared", text) for text in texts("shop", 10)]
    found = learned(write(tmp_path, [*shared, *named("news")]))
    assert {site.site for site in found.sites} == {"site-shared", "news.example"}
    assert {one.site for one in found.proposals} >= {"site-shared", "news.example"}
