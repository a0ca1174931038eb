from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cleaner.errors import ReadError
from cleaner.records import NullTextError, literal, open_lines, parse, replace


def check_refused(line: str, words: str, field: str = "text") -> None:
    with pytest.raises(ReadError, match=words) as caught:
        parse(line, field, path="in.jsonl", number=7)
    assert caught.value.where() == "in.jsonl:7"
    assert caught.value.remedy


def check_replaces(line: str, text: str, wanted: str, field: str = "text") -> None:
    record = parse(line, field)
    assert replace(line, record, text) == wanted


def test_span_and_literal() -> None:
    line = '{"id": "a1", "text" : "caf\\u00e9\\n", "n": 1.50}\r\n'
    record = parse(line, "text", "id")
    assert (record.text, record.id) == ("café\n", "a1")
    assert line[record.start : record.end] == literal(line, record) == '"caf\\u00e9\\n"'


@pytest.mark.parametrize(
    ("raw", "identifier"),
    [
        ('"x"', "x"), ("12", "12"), ("1.50e3", "1.50e3"), ("-0", "-0"),
        ("null", None), ("true", None), ("[1]", None), ('{"a": 1}', None),
    ],
)  # fmt: skip
def test_identifiers(raw: str, identifier: str | None) -> None:
    assert parse(f'{{"text": "", "id": {raw}}}', "text", "id").id == identifier


def test_no_identifier() -> None:
    assert parse('{"text": "a"}', "text", "id").id is None
    assert parse('{"text": "a", "id": 1}', "text").id is None


def test_everything_else_stays_as_it_is() -> None:
    check_replaces(
        '  { "a":1.10,"b" :[ 1 , NaN],\t"text":"old","c":"\\/ \\u00E9 é","d":{"text":"x"} }  \r\n',
        "new",
        '  { "a":1.10,"b" :[ 1 , NaN],\t"text":"new","c":"\\/ \\u00E9 é","d":{"text":"x"} }  \r\n',
    )


def test_escapes_stay_escapes() -> None:
    check_replaces('{"text": "caf\\u00e9"}', "thé 😀", '{"text": "th\\u00e9 \\ud83d\\ude00"}')


def test_delete_counts_as_escaped_only_if_it_was() -> None:
    check_replaces('{"text": "a\\u007f"}', "\x7fé", '{"text": "\\u007f\\u00e9"}')
    check_replaces('{"text": "a\x7f"}', "\x7fé", '{"text": "\x7fé"}')


def test_raw_stays_raw() -> None:
    check_replaces('{"text": "café \\u2026"}', "thé …", '{"text": "thé …"}')


def test_ascii_becomes_raw() -> None:
    check_replaces('{"text": "cafe"}', "thé", '{"text": "thé"}')


def test_lone_surrogates_are_escaped() -> None:
    check_replaces('{"text": "a \\ud800 é"}', "\ud800 é", '{"text": "\\ud800 é"}')


def test_invalid_bytes_survive() -> None:
    line = b'{"x": "\xff", "text": "a \xe9 b \xe9 c"}\n'.decode("utf-8", "surrogateescape")
    record = parse(line, "text")
    changed = replace(line, record, record.text.replace(" b", ""))
    assert changed.encode("utf-8", "surrogateescape") == b'{"x": "\xff", "text": "a \xe9 \xe9 c"}\n'


def test_invalid_bytes_that_would_become_a_character() -> None:
    line = b'{"text": "\xc3-\xa9"}'.decode("utf-8", "surrogateescape")
    changed = replace(line, parse(line, "text"), "\udcc3\udca9")
    assert changed == '{"text": "\\udcc3\\udca9"}'


def test_last_of_duplicate_names() -> None:
    check_replaces('{"text": "a", "text": "b"}', "c", '{"text": "a", "text": "c"}')


def test_escaped_name() -> None:
    check_replaces('{"t\\u0065xt": "a"}', "b", '{"t\\u0065xt": "b"}')


def test_nested_field() -> None:
    line = '{"page": {"n": 1, "body": {"text": "old"}}, "body": "other"}'
    check_replaces(line, "new", line.replace("old", "new"), "page.body.text")


def test_name_with_dots() -> None:
    line = '{"a.b": {"c.d": "old"}, "a": {"b": 1}}'
    check_replaces(line, "new", line.replace("old", "new"), "a.b.c.d")


def test_nested_field_of_a_duplicate_name() -> None:
    check_refused('{"a": {"b": "x"}, "a": {"c": 1}}', "no field 'a.b'", "a.b")


def test_byte_order_mark_before_the_first_line() -> None:
    check_replaces('\ufeff{"text": "a"}', "b", '\ufeff{"text": "b"}')


@pytest.mark.parametrize("line", ["", "\n", " \t\r\n", "\ufeff\n"])
def test_blank_lines(line: str) -> None:
    check_refused(line, "blank")


@pytest.mark.parametrize("line", ["[]", '"text"', "null", "text", "{text: 1}", "\x00"])
def test_lines_that_are_no_objects(line: str) -> None:
    check_refused(line, "not a JSON object|broken JSON")


@pytest.mark.parametrize(
    "line",
    [
        "{", '{"text"', '{"text":', '{"text": ', '{"text": "a', '{"text": "a"', '{"text": "a",}',
        '{"text" "a"}', '{"text": "a" "b": 1}', '{"text": "a"} {}', '{"text": "a"}x',
        '{"text": "\x01"}', '{"text": "\\x"}', '{"text": "a", "b": tru}', '{"text": "a", "b": [1}',
        '{"text": "a", "b": ' + "9" * 5000 + "}", '{"text": "a", "b": ' + "[" * 100_000,
    ],
)  # fmt: skip
def test_broken_json(line: str) -> None:
    check_refused(line, "broken JSON|nested too deeply")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "bro\n', "broken JSON: the line ends within the object"),
        ('{"text": "bro", \r\n', "broken JSON: the line ends within the object"),
        ('{"text": "a\tb"}\n', "broken JSON at column 12: Invalid control character"),
        ('{"text": "\\x"}\n', "broken JSON at column 11: Invalid \\escape"),
    ],
)
def test_what_is_wrong_with_a_line(line: str, said: str) -> None:
    with pytest.raises(ReadError) as raised:
        parse(line, "text", None)
    assert raised.value.message == said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{}", "no field 'text'"),
        ('{"Text": "a"}', "no field 'text'"),
        ('{"text": 1}', "not a string but int"),
        ('{"text": ["a"]}', "not a string but list"),
    ],
)
def test_lines_without_a_text(line: str, words: str) -> None:
    check_refused(line, words)


def test_column_of_the_mistake() -> None:
    check_refused('{"text": "a", "b": tru}', "column 20")


# A high surrogate before a low one is one character to JSON, whatever it was before.
TEXTS = st.text(st.characters()).filter(
    lambda text: not re.search("[\ud800-\udbff][\udc00-\udfff]", text)
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(TEXTS, JSON, max_size=4), TEXTS, TEXTS, st.booleans(),
    st.sampled_from([None, (" ,", ":  "), (",", ":")]),
)  # fmt: skip
def test_only_the_text_changes(
    fields: dict[str, Any], old: str, new: str, ascii_only: bool, separators: tuple[str, str] | None
) -> None:
    before = {**fields, "text": old, "last": fields}
    line = json.dumps(before, ensure_ascii=ascii_only, separators=separators) + "\n"
    record = parse(line, "text")
    changed = replace(line, record, new)

    assert record.text == old
    assert changed.startswith(line[: record.start])
    assert changed.endswith(line[record.end :])
    assert parse(changed, "text").text == new
    # Compared as text: NaN is not equal to itself.
    assert json.dumps(json.loads(changed)) == json.dumps({**before, "text": new})
    if not re.search("[\ud800-\udfff]", line):
        assert replace(line, record, old) == line


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_bytes_of_a_line_survive(raw: bytes, other: bytes) -> None:
    quoted = [re.sub(rb'[\x00-\x1f"\\]', b"", part) for part in (raw, other)]
    data = b'{"other": "%s", "text": "%s"}\n' % (quoted[1], quoted[0])
    line = data.decode("utf-8", "surrogateescape")
    record = parse(line, "text")
    assert replace(line, record, record.text).encode("utf-8", "surrogateescape") == data


@given(st.text(st.characters()) | st.text(st.sampled_from('{}[]",:\\ua1 \n')))
def test_any_line_is_parsed_or_refused(line: str) -> None:
    try:
        record = parse(line, "a")
    except ReadError:
        return
    assert json.loads(line.lstrip("\ufeff"))["a"] == record.text


@given(JSON)
def test_every_json_object_with_a_text_is_parsed(value: Any) -> None:
    assume(isinstance(value, dict))
    line = json.dumps({**value, "text": "x"})
    assert parse(line, "text").text == "x"


LINES = [b'{"text": "a"}\r\n', b"\n", b"\xff\x00\n", "{}\u2028\x85".encode()]


@pytest.mark.parametrize("name", ["in.jsonl", "in.jsonl.gz", "IN.JSONL.GZ"])
def test_open_lines(tmp_path: Path, name: str) -> None:
    data = b"".join(LINES)
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if name.lower().endswith("gz") else data)
    assert list(open_lines(path)) == LINES


def test_open_lines_of_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"")
    assert list(open_lines(tmp_path / "in.jsonl")) == []


def test_open_lines_of_several_gzip_members(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl.gz"
    path.write_bytes(b"".join(gzip.compress(line) for line in LINES))
    assert list(open_lines(path)) == LINES


def test_cut_off_gzip(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl.gz"
    path.write_bytes(gzip.compress(b"".join(b"%d\n" % n for n in range(100_000)))[:-2000])
    lines = open_lines(path)
    assert next(lines) == b"0\n"
    with pytest.raises(ReadError, match="cut off after line"):
        list(lines)


@pytest.mark.parametrize("data", [b"plain text", b"\x1f\x8b\x08\x00" + b"\xff" * 50])
def test_what_is_no_gzip(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "in.jsonl.gz"
    path.write_bytes(data)
    with pytest.raises(ReadError, match="damaged"):
        list(open_lines(path))


def test_open_lines_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        list(open_lines(tmp_path / "in.jsonl"))


@given(st.text())
def test_literals_are_those_of_the_library(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    line = '{"text": "é"}'
    want = line.replace('"é"', json.dumps(text, ensure_ascii=False))
    assert replace(line, parse(line, "text"), text) == want


def test_the_fields_that_hold_a_text_are_told() -> None:
    line = '{"n": 1, "url": "a", "body": "A sentence.", "meta": {"text": "b"}}'
    with pytest.raises(ReadError) as caught:
        parse(line, "text")
    assert caught.value.remedy.endswith("--text-field: 'body', 'url'")
    with pytest.raises(ReadError) as caught:
        parse(line, "n")
    assert caught.value.remedy.endswith("--text-field: 'body', 'url'")
    with pytest.raises(ReadError) as caught:
        parse('{"n": 1}', "text")
    assert caught.value.remedy.endswith("--text-field")


def test_a_text_of_null_is_told_apart() -> None:
    with pytest.raises(NullTextError, match="not a string but null"):
        parse('{"text": null}', "text")
    with pytest.raises(ReadError) as caught:
        parse('{"text": 1}', "text")
    assert not isinstance(caught.value, NullTextError)
