"""Places of findings: what they name is what stands there."""

import json

from hypothesis import given
from hypothesis import strategies as st

from cleaner.engine.checked import Found
from cleaner.engine.findings import Lines, found_in, in_record
from cleaner.records import parse
from tests.support import PROSE, page, tool

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)


@given(TEXTS, st.booleans())
def test_places_in_a_json_line(text: str, ascii_only: bool) -> None:
    """The column of each code point is where its escape or its letter begins."""
    line = json.dumps({"n": 1, "text": text}, ensure_ascii=ascii_only)
    record = parse(line, "text")
    where = Lines(record.text)
    for offset, char in enumerate(record.text):
        row, column = where.place(offset)
        (moved,) = in_record([point(row, column)], line, 7, record)
        assert moved.line == 7
        rest = line[moved.column - 1 : record.end]
        assert json.loads(f'"{rest}').startswith(char)


def point(line: int, column: int) -> Found:
    return Found(line, column, line, column, "a/b", "", "", "safe", "", "", True, "")


@given(st.lists(st.sampled_from(["READ MORE", PROSE[0], "", "é \U0001f600", "Share on Facebook"]), max_size=12),
       st.sampled_from(["\n", "\r\n", "\r"]))  # fmt: skip
def test_the_text_stands_at_its_place(lines: list[str], end: str) -> None:
    text = end.join([*PROSE[:4], *lines])
    where = Lines(text)
    for found in found_in(tool().clean(text), {}):
        if not found.fixable:
            continue
        start = where.starts[found.line - 1] + found.column - 1
        stop = where.starts[found.end_line - 1] + found.end_column - 1
        assert text[start:stop] == found.text


def test_the_key_is_that_of_the_line_wherever_it_stands() -> None:
    (here,) = found_in(tool().clean(page("READ MORE", PROSE[4])), {})
    (there,) = found_in(tool().clean("\n\n" + page("", "Read \u00a0more", PROSE[4])), {})
    (other,) = found_in(tool().clean(page("Continue reading", PROSE[4])), {})
    assert here.line != there.line
    assert here.key == there.key != other.key


def test_in_a_very_long_line_a_finding_is_known_by_what_is_near() -> None:
    sentences = [f"The mill\u00ad turns for the {n}th time." for n in range(300)]
    text = " ".join(sentences)
    found = found_in(tool().clean(text), {})
    again = found_in(tool().clean(text.replace("299th", "last")), {})
    assert len({one.key for one in found}) == len(found) == 300
    assert [a.key == b.key for a, b in zip(found, again, strict=True)].count(True) > 280
