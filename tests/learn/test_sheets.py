from hypothesis import given
from hypothesis import strategies as st

from cleaner.learn.sheets import (
    ABSTRACT,
    COLON,
    FRAGMENT,
    GLUED,
    PREFIX,
    PROSE,
    SENTENCE,
    SUFFIX,
    TITLE,
    VALUE,
    WORDLESS,
    Digester,
    affixes,
    numbered,
    unified,
)
from tests.support import PROSE as TEXT


def flags(*lines: str) -> list[int]:
    return [int(flag) for flag in Digester().sheet("\n".join(lines)).flags]


def test_flags() -> None:
    assert flags("Title", TEXT[0])[1] == PROSE | SENTENCE
    assert flags("Title", "12:30")[1] == WORDLESS | ABSTRACT | VALUE
    assert flags("Title", "54 kg")[1] == ABSTRACT | VALUE
    assert flags("Title", "12 comments")[1] == ABSTRACT
    assert flags("Title", "3 hours ago")[1] == ABSTRACT
    assert flags("Title", "|")[1] == WORDLESS
    assert flags("Title", "Weight:")[1] == COLON
    assert flags("Title", "and")[1] == FRAGMENT
    assert flags("The bridge is open | Courier", "The bridge is open")[1] == TITLE


@given(st.text(alphabet="aé1.|: \n\r\x85\u2028\u200b-中。", max_size=80))
def test_a_row_for_each_line_that_is_not_blank(text: str) -> None:
    sheet = Digester().sheet(text)
    rows = numbered(text)
    assert len(sheet.keys) == len(sheet.flags) == len(sheet.sizes) == len(rows)
    lines = unified(text).split("\n")
    assert all(lines[number - 1] == line for number, line in rows)
    assert all(row < max(len(rows), 1) for row, _, _ in sheet.affixes)


@given(st.lists(st.text(alphabet="ab1 .", max_size=8), max_size=12))
def test_memory_of_lines_changes_nothing(lines: list[str]) -> None:
    warm = Digester()
    warm.sheet("\n".join(reversed(lines)))
    text = "\n".join(lines)
    assert warm.sheet(text).keys.tolist() == Digester().sheet(text).keys.tolist()


def found(line: str) -> set[tuple[int, str]]:
    return {(affix.kind, affix.text) for affix in affixes(line, [0])}


def test_affixes() -> None:
    assert found("The bridge is open | Harbour Courier") == {(SUFFIX, " | Harbour Courier")}
    long = "Photo: Ada Quay / The bridge on the morning after the flood, seen from the east bank"
    assert (PREFIX, "Photo: Ada Quay / ") in found(long)
    glued = "The bridge was closed for the rest of the long winter. Share Tweet"
    assert found(glued) == {(GLUED, " Share Tweet")}
    assert found("A well-known half-timbered house") == set()
    assert found(TEXT[0]) == set()
