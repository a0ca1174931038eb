"""Every format through a whole run and back."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest
import zstandard

from cleaner import formats
from cleaner.engine import parts
from cleaner.engine.local import Totals
from cleaner.engine.local import run as run_jobs
from cleaner.engine.plan import plan
from cleaner.engine.restoring import restore_tree
from cleaner.engine.worker import Settings
from cleaner.errors import ConfigError
from tests.formats import samples
from tests.formats.samples import CLEAN, DIRTY, TEXTS, WANTED
from tests.support import PROSE, page, run

FAILURES = 3
"""The binary.txt of the three archives."""


def clean(source: Path | list[Path], out: Path, to: str = "", **settings: Any) -> Totals:
    sources = source if isinstance(source, list) else [source]
    jobs, problems = plan([str(path) for path in sources], out, to=to)
    assert not problems
    return run_jobs(jobs, Settings(**settings))


def back(out: Path, folder: Path) -> dict[str, bytes]:
    problems = [str(problem) for _, problem in restore_tree(out, folder) if problem]
    assert not problems
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def records(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Path], Path, Totals]:
    folder = tmp_path_factory.mktemp("formats")
    sources = samples.write(folder / "in")
    return sources, folder / "out", clean(folder / "in", folder / "out")


Done = tuple[dict[str, Path], Path, Totals]


def test_every_byte_comes_back(done: Done, tmp_path: Path) -> None:
    sources, out, totals = done
    assert len(totals.failures) == FAILURES
    assert all("binary.txt: not text" in failure for failure in totals.failures)
    assert back(out, tmp_path) == {name: path.read_bytes() for name, path in sources.items()}


def test_the_ledger_says_what_changed_in_which_record(done: Done) -> None:
    _, out, _ = done
    lines = [r for r in records(out / "ledger.jsonl") if "line" in r]
    assert {r["line"] for r in lines if r["target"] == "g.parquet"} == {1, 5}
    assert {r["line"] for r in lines if r["target"] == "d.csv"} == {1, 3}
    edit = next(r["edits"][0] for r in lines if r["target"] == "n.zip")
    assert "READ MORE" in edit[2]


@pytest.mark.parametrize("name", ["a.jsonl", "b.jsonl.gz", "c.jsonl.zst"])
def test_jsonl(done: Done, name: str) -> None:
    data = (done[1] / name).read_bytes()
    if name.endswith("gz"):
        data = gzip.decompress(data)
    if name.endswith("zst"):
        data = zstandard.decompress(data, max_output_size=1 << 20)
    texts = [json.loads(line)["text"] for line in data.splitlines()]
    assert texts == [text for text in WANTED if text is not None]


def test_csv_keeps_every_other_byte(done: Done) -> None:
    wanted = samples.csv().decode().replace(DIRTY, CLEAN).replace("READ MORE\n", "")
    assert (done[1] / "d.csv").read_bytes() == wanted.encode()
    packed = gzip.decompress((done[1] / "f.csv.gz").read_bytes())
    assert packed.startswith(b'\xef\xbb\xbfid;"text";n\r\n')
    assert b"READ MORE" not in packed
    assert b"READ MORE" not in (done[1] / "e.tsv").read_bytes()


@pytest.mark.parametrize("name", ["g.parquet", "h.feather", "i.arrow"])
def test_other_columns_types_and_metadata_pass_through(done: Done, name: str) -> None:
    read = {
        "g.parquet": pq.read_table,
        "h.feather": pa.feather.read_table,
        "i.arrow": lambda path: pa.ipc.open_stream(path.read_bytes()).read_all(),
    }[name]
    old, new = samples.table(), read(done[1] / name)
    assert new.schema.equals(read(done[0][name]).schema, check_metadata=True)
    assert new.schema.metadata[b"origin"] == b"tests"
    assert new.column("text").to_pylist() == WANTED
    assert new.drop_columns("text").equals(old.drop_columns("text"))


def test_parquet_keeps_codec_and_row_groups(done: Done) -> None:
    meta = pq.ParquetFile(done[1] / "g.parquet").metadata
    assert [meta.row_group(i).num_rows for i in range(meta.num_row_groups)] == [2, 2, 1]
    assert meta.row_group(0).column(1).compression == "GZIP"


def test_arrow_keeps_the_codec(done: Done) -> None:
    from cleaner.formats.arrow import _codec

    assert _codec(pa, done[1] / "h.feather") == "zstd"
    assert _codec(pa, done[1] / "i.arrow") is None


@pytest.mark.parametrize(
    "kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())], ids=str
)
def test_types_of_text(tmp_path: Path, kind: Any) -> None:
    with pa.ipc.new_file(tmp_path / "a.arrow", samples.table(kind).schema) as writer:
        writer.write_table(samples.table(kind))
    assert not clean(tmp_path / "a.arrow", tmp_path / "out").failures
    new = pa.ipc.open_file(tmp_path / "out/a.arrow").read_all()
    assert new.schema.field("text").type == kind
    assert new.column("text").to_pylist() == WANTED


@pytest.mark.parametrize("name", ["j.jsonl", "k.jsonl"])
def test_warc(done: Done, name: str) -> None:
    found = records(done[1] / name)
    assert [r["url"][-1] for r in found] == ["1", "3", "4"]
    assert set(found[0]) == {"id", "url", "date", "text"}
    assert found[0]["date"] == "2026-03-01T12:00:00Z"
    assert PROSE[0] in found[0]["text"]
    assert "Home" not in found[0]["text"]
    assert found[2]["text"] == CLEAN


def test_tar_and_zip_stay_archives(done: Done) -> None:
    with tarfile.open(done[1] / "m.tar.gz") as archive:
        names = archive.getnames()
        assert archive.getmember("a.txt").mtime == 1_700_000_000.5
        assert archive.getmember("a.txt").mode == 0o640
        assert archive.getmember("link.txt").linkname == "a.txt"
        file = archive.extractfile("picture.png")
        assert file is not None
        assert file.read() == samples.MEMBERS["picture.png"]
    assert names == [
        "a.txt", "deep/b.txt", "deep/" + "long" * 40 + ".md", "picture.png", "binary.txt",
        "empty", "link.txt",
    ]  # fmt: skip
    with zipfile.ZipFile(done[1] / "n.zip") as zipped:
        assert zipped.comment == b"made by tests"
        assert zipped.getinfo("a.txt").date_time == (2026, 3, 1, 12, 0, 0)
        assert zipped.read("a.txt") == CLEAN.encode()
        assert zipped.read("deep/" + "long" * 40 + ".md").decode("utf-16") == CLEAN
        assert zipped.read("binary.txt") == samples.MEMBERS["binary.txt"]


@pytest.mark.parametrize("to", [".jsonl", ".jsonl.zst", ".csv", ".parquet", ".arrow"])
def test_from_each_to_each(done: Done, tmp_path: Path, to: str) -> None:
    chosen = [done[0][name] for name in ("a.jsonl", "d.csv", "g.parquet", "i.arrow", "k.warc.gz")]
    totals = clean(chosen, tmp_path / "out", to)
    assert not totals.failures
    for path in chosen:
        stem = path.name.split(".")[0]
        target = tmp_path / "out" / f"{stem}{to}"
        kind = formats.checked("to", to)
        columns = formats.base.Columns()
        tables = list(formats.batches(target, kind, columns))
        texts = [text for batch in tables for text in batch.column("text").to_pylist()]
        assert any(text and text.startswith(PROSE[0]) for text in texts), path
        assert not any(text and "READ MORE" in text for text in texts), path
        if path.name == "g.parquet" and to == ".parquet":
            assert texts == WANTED
    assert back(tmp_path / "out", tmp_path / "back") == {p.name: p.read_bytes() for p in chosen}


def test_what_did_not_change_is_the_same_file_and_kept_once(tmp_path: Path) -> None:
    table = pa.table({"text": [PROSE[0], PROSE[1]]})
    pq.write_table(table, tmp_path / "a.parquet", compression="none", use_dictionary=False)
    clean(tmp_path / "a.parquet", tmp_path / "out")
    assert (tmp_path / "out/a.parquet").read_bytes() == (tmp_path / "a.parquet").read_bytes()
    assert not (tmp_path / "out/.cleaner").exists()
    assert back(tmp_path / "out", tmp_path / "back")


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("a.parquet", "body", "has no column 'body'"),
        ("a.parquet", "n", "is not text but int64"),
        ("a.csv", "body", "has no column 'body'"),
        ("bad.parquet", "text", "cannot be read"),
        ("bad.arrow", "text", "cannot be read"),
        ("bad.zip", "text", "damaged"),
        ("bad.tar", "text", "damaged"),
        ("cut.tar.gz", "text", "damaged or cut off"),
        ("cut.jsonl.zst", "text", "damaged or cut off"),
        ("cut.warc.gz", "text", "damaged or cut off"),
        ("open.csv", "text", "a quote is never closed"),
    ],
)
def test_what_cannot_be_read_is_reported_and_harms_nothing(
    tmp_path: Path, name: str, text: str, word: str
) -> None:
    source = tmp_path / "in"
    source.mkdir()
    path = source / name
    whole = samples.write(tmp_path / "whole")
    if name == "a.parquet":
        pq.write_table(pa.table({"text": ["x"], "n": [1]}), path)
    elif name == "a.csv":
        path.write_text("text,n\nx,1\n")
    elif name.startswith("cut"):
        ending = name.removeprefix("cut")
        data = next(p for n, p in whole.items() if n.endswith(ending)).read_bytes()
        path.write_bytes(data[: len(data) * 2 // 3])
    elif name == "open.csv":
        path.write_text('text,n\n"x,1\n' * 3)
    else:
        path.write_bytes(b"nothing of the kind" * 50)
    (source / "good.txt").write_text(DIRTY)
    totals = clean(source, tmp_path / "out", text_field=text)
    assert [word in failure for failure in totals.failures] == [True], totals.failures
    assert name in totals.failures[0]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "failures.jsonl", "good.txt", "ledger.jsonl", "related.jsonl",
    ]  # fmt: skip
    assert [name in record["error"] for record in records(tmp_path / "out/failures.jsonl")] == [
        True
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "d.csv", "b.jsonl.gz", "g.parquet", "i.arrow"])
def test_shards(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"cleaner.formats.{_MODULES.get(name[2:], 'typed')}.ROWS", 2)
    whole = samples.write(tmp_path / "in")
    source = whole[name]
    totals = clean(source, tmp_path / "out", shard_size=100)
    assert not totals.failures
    found = sorted(p.name for p in (tmp_path / "out").glob(f"{name[0]}*"))
    stem, ending = name.split(".", 1)
    assert found == [f"{stem}-{i:05d}.{ending}" for i in range(len(found))]
    assert len(found) >= 2
    if name == "d.csv":
        heads = {(tmp_path / "out" / one).read_bytes()[:13] for one in found}
        assert heads == {b'id,"text",n\r\n'}
    if name == "g.parquet":
        tables = [pq.read_table(tmp_path / "out" / one) for one in found]
        assert pa.concat_tables(tables).column("text").to_pylist() == WANTED
    assert back(tmp_path / "out", tmp_path / "back") == {name: source.read_bytes()}
    clean(source, tmp_path / "out", shard_size=100_000)
    assert [p.name for p in (tmp_path / "out").glob(f"{name[0]}*")] == [f"{stem}-00000.{ending}"]
    (tmp_path / "out" / f"{stem}-00000.{ending}").unlink()
    problems = [problem for _, problem in restore_tree(tmp_path / "out", tmp_path / "again")]
    assert ["gone" in str(problem) for problem in problems] == [True]


_MODULES = {"parquet": "parquet", "arrow": "arrow"}


def test_dataset_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in/train"
    folder.mkdir(parents=True)
    (tmp_path / "in/dataset_dict.json").write_text('{"splits": ["train"]}')
    samples._stream(folder / "data-00000-of-00001.arrow")
    (folder / "dataset_info.json").write_text('{"features": {}}')
    state = {"_data_files": [{"filename": "data-00000-of-00001.arrow"}], "_fingerprint": "abc"}
    (folder / "state.json").write_text(json.dumps(state))
    (tmp_path / "in/other").mkdir()
    (tmp_path / "in/other/state.json").write_text("{}")
    assert not clean(tmp_path / "in", tmp_path / "out").failures
    new = json.loads((tmp_path / "out/train/state.json").read_bytes())
    assert new["_data_files"] == state["_data_files"]
    assert new["_fingerprint"] != "abc"
    assert (tmp_path / "out/dataset_dict.json").exists()
    assert not (tmp_path / "out/other").exists()
    files = back(tmp_path / "out", tmp_path / "back")
    shutil.rmtree(tmp_path / "in/other")
    assert files == {
        str(p.relative_to(tmp_path / "in")): p.read_bytes()
        for p in (tmp_path / "in").rglob("*")
        if p.is_file()
    }


def test_dataset_folder_keeps_the_names_of_its_tables(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    samples._stream(folder / "data-00000-of-00001.arrow")
    (folder / "dataset_info.json").write_text('{"features": {}}')
    state = {"_data_files": [{"filename": "data-00000-of-00001.arrow"}], "_fingerprint": "abc"}
    (folder / "state.json").write_text(json.dumps(state))
    with pytest.raises(ConfigError, match=r"state\.json") as caught:
        clean(folder, tmp_path / "out", shard_size=1_000)
    assert "--to parquet" in caught.value.remedy
    assert not (tmp_path / "out").exists()
    done = run("clean", "in", "-o", "out", "--shard-size", "1KB", cwd=tmp_path)
    assert done.returncode == 2
    assert b"dataset folder" in done.stderr
    assert b"Traceback" not in done.stderr
    assert not clean(folder, tmp_path / "out", ".parquet", shard_size=1_000).failures
    assert (tmp_path / "out/data-00000-of-00001-00000.parquet").exists()


def test_html_is_the_same_text_wherever_it_stands(tmp_path: Path) -> None:
    tail = ["Who paints the boats?", "3 weeks ago", "Why the ferry whistles twice", "4 weeks ago",
            "Valley Courier", "Night train to the coast", "© 2025 Valley Courier"]  # fmt: skip
    long = [f"{line} {PROSE[0]}" for line in PROSE]
    inner = "".join(f"<p>{line}</p>" for line in [*long, *tail])
    html = f"<html><body><article>{inner}</article></body></html>".encode()
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "page.html").write_bytes(html)
    (pages / "web.warc").write_bytes(samples.warc_record("http://a.example/1", html))
    with zipfile.ZipFile(pages / "packed.zip", "w") as archive:
        archive.writestr("page.html", html)
    out = tmp_path / "out"
    clean(pages, out, to=".jsonl")
    alone = (out / "page.txt").read_text()
    assert "ferry whistles" not in alone
    assert json.loads((out / "web.jsonl").read_text())["text"] == alone
    with zipfile.ZipFile(out / "packed.zip") as archive:
        assert archive.read("page.txt").decode() == alone


def test_a_module_for_each_format() -> None:
    assert formats.names() == ["arrow", "csv", "jsonl", "parquet", "tar", "tsv", "warc", "zip"]
    assert formats.ending_of("A.JSONL.gz") == ".jsonl.gz"
    assert TEXTS[2] is None


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "parquet"])
def test_a_null_text_is_no_failure(tmp_path: Path, ending: str) -> None:
    """In every format; what a web archive leaves of a page that cannot be read is one, too."""
    texts = [None, page("READ MORE"), None, page("READ MORE")]
    lines = "".join(json.dumps({"id": at, "text": text}) + "\n" for at, text in enumerate(texts))
    (tmp_path / "a.jsonl").write_text(lines)
    out = tmp_path / "out"
    assert run("clean", tmp_path / "a.jsonl", "-o", out, "--to", ending).returncode == 0
    done = run("clean", out / f"a.{ending}", "-o", tmp_path / "again", "--to", "jsonl")
    assert (done.returncode, b"error" in done.stderr) == (0, False), done.stderr
    found = [json.loads(line) for line in (tmp_path / "again/a.jsonl").read_text().splitlines()]
    assert found == [
        {"id": at, "text": text and text.removesuffix("\nREAD MORE")}
        for at, text in enumerate(texts)
    ]
    assert run("check", out / f"a.{ending}").returncode == 0
    assert run("restore", out, "-o", tmp_path / "back").returncode == 0
    assert (tmp_path / "back/a.jsonl").read_text() == lines
    for command in ("dedup", "learn"):
        done = run(command, tmp_path / "a.jsonl", "-o", tmp_path / command)
        assert (done.returncode, b"error" in done.stderr) == (0, False), done.stderr


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_column_of_ids_that_is_not_there(tmp_path: Path, ending: str) -> None:
    (tmp_path / "a.csv").write_text(f'key,text\n1,"{page("READ MORE")}"\n')
    run("clean", tmp_path / "a.csv", "-o", tmp_path / "in", "--to", ending)
    out = tmp_path / "out"
    done = run("clean", tmp_path / f"in/a.{ending}", "-o", out, "--id-field", "kye")
    assert done.returncode == 2
    assert b"did you mean 'key'? name the column of the ids with --id-field" in done.stderr
    assert b"--text-field" not in done.stderr


def test_a_field_of_ids_that_no_record_has(tmp_path: Path) -> None:
    """It was passed over in silence, and every document named by its line."""
    records = [{"text": page("READ MORE"), "key": n, "tags": ["a"]} for n in range(3)]
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_text("\n" + "".join(json.dumps(record) + "\n" for record in records))
    done = run("clean", source, "-o", out, "--id-field", "kye")
    assert done.returncode == 2
    assert b"in the field 'kye' (did you mean 'key'? name the column of the ids" in done.stderr
    assert done.stderr.count(b"'kye'") == 1
    assert len((out / "failures.jsonl").read_text().splitlines()) == 1
    assert "READ MORE" not in (out / "a.jsonl").read_text()
    done = run("clean", source, "-o", out, "--id-field", "tags")
    assert b"no record has a string or a number in the field 'tags' (fields: text, key;" in (
        done.stderr
    )
    done = run("check", source, "--id-field", "kye", "--exit-zero")
    assert done.returncode == 2
    assert b"in the field 'kye'\n  did you mean 'key'? name the column of the ids" in done.stderr
    source.write_text(source.read_text() + json.dumps({"text": page(), "kye": "b"}))
    assert run("clean", source, "-o", out, "--id-field", "kye").returncode == 0
    assert b"'kye'" not in run("check", source, "--id-field", "kye").stderr


def test_members_of_one_name(tmp_path: Path) -> None:
    """Python's warning of it went to the terminal."""
    source, out = tmp_path / "a.zip", tmp_path / "out"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("a.txt", page("READ MORE"))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", page())
    done = run("clean", source, "-o", out)
    assert b"Warning" not in done.stderr
    with zipfile.ZipFile(out / "a.zip") as archive:
        assert [archive.read(info).decode() for info in archive.infolist()] == [page(), page()]


def test_a_field_inside_a_column(tmp_path: Path) -> None:
    source = tmp_path / "a.parquet"
    pq.write_table(pa.table({"page": [{"body": PROSE[0]}]}), source)
    done = run("clean", source, "-o", tmp_path / "out", "--text-field", "page.body")
    assert b"(what is inside 'page' has to be a column of its own)" in done.stderr


def test_what_is_no_csv_is_not_shown_whole(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"body": ", ".join(PROSE * 9)}) + "\n")
    done = run("clean", source, "-o", tmp_path / "out", "--from", "csv")
    assert done.returncode == 2
    assert b"has no column 'text' (columns: {" in done.stderr
    assert b"; name the column that holds the text with --text-field" in done.stderr
    assert max(map(len, done.stderr.splitlines())) < 1_300


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet", "arrow"])
@pytest.mark.parametrize("copies", [1, 2])
def test_dedup_counts_the_documents_of_every_format(
    tmp_path: Path, ending: str, copies: int
) -> None:
    """Where there are no copies, a table is copied as it is, and its rows count all the same."""
    lines = "".join(json.dumps({"text": text}) + "\n" for text in PROSE) * copies
    (tmp_path / "a.jsonl").write_text(lines)
    done = run("clean", tmp_path / "a.jsonl", "-o", tmp_path / "in", "--to", ending)
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out"
    done = run("dedup", tmp_path / f"in/a.{ending}", "-o", out)
    known = 5 * copies
    assert f"{known} snippets in {known} documents, 5 distinct" in done.stderr.decode()
    assert run("restore", out, "-o", tmp_path / "back").returncode == 0
    original, back = tmp_path / f"in/a.{ending}", tmp_path / f"back/a.{ending}"
    assert back.read_bytes() == original.read_bytes()
    assert copies > 1 or (out / f"a.{ending}").read_bytes() == original.read_bytes()


ODD_NAMES = {
    "a.tsv": ('id\ttext\t"long\nname"\n', '{}\t"The mill turns.\nREAD MORE"\tx\n'),
    "b.csv": ('id;text;"long\nname, of old"\n', '{};"The mill turns.\nREAD MORE";x\n'),
    "c.csv": ("id,text,note; a; b; c\n", '{},"The mill turns.\nREAD MORE\n;""Yes;""","x, y"\n'),
}


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("count", [1, 400])
def test_csv_with_odd_names_of_columns(tmp_path: Path, name: str, count: int) -> None:
    """In place, into a folder and in shards (there in parts) every byte comes back."""
    head, row = ODD_NAMES[name]
    data = (head + "".join(row.format(i) for i in range(count))).encode()
    want = (head + "".join(row.format(i).replace("\nREAD MORE", "") for i in range(count))).encode()
    source, pages = tmp_path / name, tmp_path / "pages"
    source.write_bytes(data)
    assert not clean(source, tmp_path / "out").failures
    assert (tmp_path / "out" / name).read_bytes() == want
    assert back(tmp_path / "out", tmp_path / "back") == {name: data}
    assert not clean(source, tmp_path / "shards", shard_size=2000).failures
    shards = sorted((tmp_path / "shards").glob(f"{name[0]}-*"))
    assert len(shards) > 3 or count == 1
    texts = b"".join(path.read_bytes().removeprefix(head.encode()) for path in shards)
    assert head.encode() + texts == want
    assert back(tmp_path / "shards", tmp_path / "again") == {name: data}
    pages.mkdir()
    (pages / name).write_bytes(data)
    os.utime(pages / name, (1_700_000_000, 1_700_000_000))
    assert run("clean", pages, "--in-place").returncode == 0
    assert (pages / name).read_bytes() == want
    assert run("restore", pages, "--in-place").returncode == 0
    assert (pages / name).read_bytes() == data


@pytest.mark.parametrize("text", ["[1]", "no JSON", "[" * 100_000])
def test_a_state_of_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "state.json").write_text(text)
    done = run("clean", "state.json", "-o", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: state.json: is not the state of a dataset (leave it out")


@pytest.mark.parametrize("to", ["", "csv"])
def test_jsonl_in_utf16(tmp_path: Path, to: str) -> None:
    """It was told of each line that it is no JSON."""
    source = tmp_path / "a.jsonl"
    source.write_bytes(("{}\n" * 3).encode("utf-16"))
    options = ["--to", to] if to else []
    for command in (("clean", source, "-o", tmp_path / "out", *options), ("check", source)):
        done = run(*command)
        assert done.returncode == 2
        said = done.stderr.decode()
        assert f"{source}: is UTF-16, which is not read here" in said
        assert said.count("error: ") == 1


@pytest.mark.parametrize("to", ["jsonl", "csv"])
@pytest.mark.parametrize("shard_size", [0, 40])
def test_a_time_that_text_does_not_have(tmp_path: Path, to: str, shard_size: int) -> None:
    times = pa.array([0, 1, 2**62], pa.timestamp("us", "Europe/Berlin"))
    pq.write_table(pa.table({"text": ["a", "b", "c"], "time": times}), tmp_path / "a.parquet")
    totals = clean(tmp_path / "a.parquet", tmp_path / "out", f".{to}", shard_size=shard_size)
    [failure] = totals.failures
    assert failure.startswith(f"{tmp_path / 'a.parquet'}: row 3: the value of 'time' cannot be")
    assert "(mend the value, or keep the format" in failure
    assert not [*(tmp_path / "out").glob("a*")]


def test_a_stream_whose_dictionaries_take_turns(tmp_path: Path) -> None:
    """Together they have more values than their indices can name."""
    kind = pa.dictionary(pa.int8(), pa.string())
    schema = pa.schema([("text", pa.string()), ("c", kind)])
    source = tmp_path / "a.arrow"
    with pa.ipc.new_stream(source, schema) as stream:
        for turn in range(3):
            values = pa.array([f"{turn}-{i}" for i in range(100)])
            column = pa.DictionaryArray.from_arrays(pa.array(range(100), pa.int8()), values)
            texts = pa.array([page("READ MORE")] * 100)
            stream.write_batch(pa.record_batch([texts, column], schema=schema))
    assert not clean(source, tmp_path / "out").failures
    before = pa.ipc.open_stream(source.read_bytes()).read_all()
    after = pa.ipc.open_stream((tmp_path / "out/a.arrow").read_bytes()).read_all()
    assert after.schema == before.schema
    assert after["c"].to_pylist() == before["c"].to_pylist()
    assert set(after["text"].to_pylist()) == {page()}
    assert back(tmp_path / "out", tmp_path / "back") == {"a.arrow": source.read_bytes()}


@pytest.mark.parametrize("size", [8_000, 1 << 22])
@pytest.mark.parametrize("name", ["b.jsonl.gz", "c.jsonl.zst", "f.csv.gz"])
def test_packed_files_without_the_ending(
    tmp_path: Path, name: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are not cleaned line by line of what is packed, and told once."""
    monkeypatch.setattr(parts, "PART_BYTES", size)
    data = samples.write(tmp_path / "all")[name].read_bytes()
    (tmp_path / "in.dat").write_bytes(data * (1 + 20_000 // len(data)))
    jobs, _ = plan([str(tmp_path / "in.dat")], tmp_path / "out", kind=name.split(".")[1])
    [failure] = run_jobs(jobs, Settings()).failures
    ending = Path(name).suffix
    assert f"is packed, and its name does not end in {ending}" in failure
    assert f"rename it to in.dat{ending}" in failure
    assert not (tmp_path / "out/in.dat").exists()
