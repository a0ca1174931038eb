"""CSV by surgery, against the csv module of the standard library."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import ReadError
from cleaner.formats.base import Columns
from cleaner.formats.delimited import batches, lines, parts
from tests.formats.test_formats import back, clean
from tests.support import run

_cells = st.text(st.sampled_from('ab",;\n\t é'), max_size=6)


@given(
    rows=st.lists(st.lists(_cells, min_size=3, max_size=3), max_size=5),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    end=st.sampled_from(["\n", "\r\n"]),
    new=_cells,
)
def test_values_are_those_of_csv_and_others_keep_their_bytes(
    tmp_path_factory: object, rows: list[list[str]], quoting: int, end: str, new: str
) -> None:
    folder = tmp_path_factory.mktemp("csv")  # type: ignore[attr-defined]
    path: Path = folder / "a.csv"
    text = io.StringIO()
    writer = csv.writer(text, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerow(["id", "text", "x"])
    writer.writerows(rows)
    data = text.getvalue().encode()
    path.write_bytes(data)
    source = lines(path, "csv", Columns("text", "id"))
    records = [record.decode() for record in source]
    assert source.header + "".join(records).encode() == data
    assert [source.parse(record).text for record in records] == [row[1] for row in rows]
    assert [source.parse(record).id for record in records] == [row[0] for row in rows]
    for record, row in zip(records, rows, strict=True):
        changed = source.replace(record, source.parse(record), new)
        assert source.parse(changed).text == new
        again = next(csv.reader(io.StringIO(changed, newline="")))
        assert again == [row[0], new, row[2]]


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "the file is empty"), ("id,text\n1,a\n".encode("utf-16"), "is UTF-16")],
)
def test_a_file_without_a_line_of_names(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(ReadError, match=words) as caught:
        lines(tmp_path / "a.csv", "csv", Columns("text"))
    assert caught.value.path.endswith("a.csv")
    assert caught.value.remedy


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["long\nname", "a; b; c", 'x"\n""\ty'])
def test_quotes_in_the_names(tmp_path: Path, delimiter: str, name: str) -> None:
    """Names may hold line ends and other delimiters; header and records are the file."""
    path = tmp_path / "a.csv"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows([["id", "text", name]] + [["1", "a\nb", f"x{delimiter} y"]] * 50)
    path.write_text(text.getvalue())
    source = lines(path, "csv", Columns("text"))
    assert source.dialect == delimiter
    assert source.names == ["id", "text", name]
    records = [*source]
    assert source.header + b"".join(records) == path.read_bytes()
    assert [source.parse(record.decode()).text for record in records] == ["a\nb"] * 50
    columns = Columns("text")
    cut = [*parts(path, "csv", 100, columns)]
    assert len(cut) > 5
    assert [(part.first, [*lines(path, "csv", columns, part=part)]) for part in cut] == [
        (part.first, records[part.first : (*(p.first for p in cut[1:]), 50)[at]])
        for at, part in enumerate(cut)
    ]


def test_the_delimiter_that_cuts_is_the_one_that_reads(tmp_path: Path) -> None:
    """The header has more semicolons than commas; the texts have quotes behind semicolons."""
    path = tmp_path / "a.csv"
    row = '{},"The mill turns.\nREAD MORE\nThe weir; ""holds;""","x, y"\n'
    path.write_text("id,text,note; a; b; c\n" + "".join(row.format(i) for i in range(50)))
    columns = Columns("text", "id")
    numbers = []
    for part in parts(path, "csv", 100, columns):
        source = lines(path, "csv", columns, part=part)
        for at, record in enumerate(source, part.first):
            assert source.parse(record.decode()).id == str(at)
            numbers.append(at)
    assert numbers == [*range(50)]


def test_a_quote_that_is_open_for_one_delimiter_only(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,"b\ttext\n1\tx\n')
    assert lines(path, "csv", Columns("text")).names == ['a,"b', "text"]
    with pytest.raises(ReadError, match="never closed"):
        lines(path, "csv", Columns("body"))


def test_columns_of_one_name(tmp_path: Path) -> None:
    """Neither is lost where the format changes; objects hold only one of them."""
    pytest.importorskip("pyarrow")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.csv").write_text('a,a,text\n1,2,"The mill turns.\nREAD MORE"\n')
    done = run("clean", "in", "-o", "tsv", "--to", "tsv", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "tsv/a.tsv").read_text() == "a\ta\ttext\n1\t2\tThe mill turns.\n"
    done = run("clean", "in", "-o", "jsonl", "--to", "jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert b"in/a.csv: two columns have the name 'a', JSONL holds one" in done.stderr
    assert not (tmp_path / "jsonl/a.jsonl").exists()


def test_letters_that_are_not_utf8_are_not_lost_on_the_way_to_another_format(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id,text\n1,plain\n2,café\n".encode("latin-1"))
    with pytest.raises(ReadError, match=r"is not UTF-8 \(byte 0xe9\)") as caught:
        list(batches(path, "csv", Columns()))
    assert caught.value.line == 2
    assert "iconv" in caught.value.remedy
    path.write_bytes("id,text,clé\n1,plain,x\n".encode("latin-1"))
    with pytest.raises(ReadError, match="is not UTF-8"):
        list(batches(path, "csv", Columns()))


def test_a_row_with_too_many_fields_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1,a\n2,b, c\n3,d\n")
    assert not clean(path, tmp_path / "same").failures
    [failure] = clean(path, tmp_path / "out", ".jsonl").failures
    assert failure.startswith(f"{path}:2: has 3 fields, more than the 2 columns")
    assert failure.endswith("(left out)")
    made = (tmp_path / "out/a.jsonl").read_text().splitlines()
    assert made == ['{"id": "1", "text": "a"}', '{"id": "3", "text": "d"}']
    assert back(tmp_path / "out", tmp_path / "back") == {"a.csv": path.read_bytes()}


def test_names_without_rows_make_an_empty_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n")
    assert not clean(tmp_path / "a.csv", tmp_path / "out", ".parquet").failures
    assert pq.read_table(tmp_path / "out/a.parquet").to_pydict() == {"id": [], "text": []}


def test_rows_with_too_few_fields_are_told_of(tmp_path: Path) -> None:
    """They were filled with null without a word; a text that is torn at its line end looks so."""
    path = tmp_path / "a.csv"
    path.write_text("id,text,n\n1,a,x\n2,b\n3\n4,d,y\n")
    [failure] = clean(path, tmp_path / "out", ".jsonl").failures
    assert failure.startswith(
        f"{path}:2: has fewer fields than the 3 columns, and so have 1 behind"
    )
    assert "filled with null" in failure
    made = [json.loads(line) for line in (tmp_path / "out/a.jsonl").read_text().splitlines()]
    assert [(row["text"], row["n"]) for row in made] == [
        ("a", "x"),
        ("b", None),
        (None, None),
        ("d", "y"),
    ]
    assert [row.num_rows for row in batches(path, "csv", Columns())] == [0, 4]


@pytest.mark.parametrize("to", ["", ".jsonl"])
def test_carriage_returns_alone_are_not_taken_for_names(tmp_path: Path, to: str) -> None:
    """Nothing was cleaned, a conversion had no rows, and no word of it."""
    path = tmp_path / "a.csv"
    path.write_bytes(b'text,x\ra,1\r"b",2\r')
    [failure] = clean(path, tmp_path / "out", to).failures
    assert failure.startswith(f"{path}: the lines end with carriage returns alone")
    path.write_bytes(b'text,"x\ry"\r\na,1\r\n')
    assert not clean(path, tmp_path / "out", to).failures
