import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.deduplication.units import UNITS, Unit, UnitKind, long_enough, split


def spans(text: str, kind: UnitKind, fewest: int = 1) -> list[tuple[int, int]]:
    return [(unit.start, unit.end) for unit in split(0, text, kind, fewest)]


TEXT = "one\ntwo\n\n \nthree\r\n\r\nfour"


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("document", [(0, 25)]),
        ("snippet", [(0, 11), (11, 20), (20, 24)]),
        ("paragraph", [(0, 4), (4, 8), (11, 18), (20, 24)]),
    ],
)
def test_spans(kind: UnitKind, wanted: list[tuple[int, int]]) -> None:
    found = spans(TEXT, kind)
    assert found == [(a, min(b, len(TEXT))) for a, b in wanted]


def test_what_is_removed_with_a_snippet() -> None:
    text = "\n\none\n\n\ntwo\n"
    start, end = spans(text, "snippet")[0]
    assert text[:start] + text[end:] == "\n\ntwo\n"


@pytest.mark.parametrize("kind", UNITS)
@pytest.mark.parametrize("text", ["", " ", "\n\r\n", "\n \n"])
def test_nothing(kind: UnitKind, text: str) -> None:
    assert spans(text, kind) == []


def test_fewest() -> None:
    text = "One two three\nOne two\nOne\n新桥的建设计划预计费用为四千万元\nสภาเทศบาลอนุมัติแผนการ\n"
    assert [u.text[:3] for u in split(0, text, "paragraph", 3)] == ["One", "新桥的", "สภา"]
    assert [u.text for u in split(0, "😀\n", "paragraph", 1)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Правительство Российской Федерации заявило сегодня", 5),
        ("Überraschungen überall möglich", 3),
        ("वह आज घर गया और फिर वापस आ गया ही", 10),
        ("قَالَ الصَّيَّادُونَ إنَّ", 3),
        ("Cafe\u0301 au lait", 3),
        ("水車が回る水車が回る水車が回る水車が", 4),
        ("Tokyo 東京", 2),
        ("it is noon", 3),
    ],
)
def test_words_of_scripts_with_spaces_are_counted(text: str, words: int) -> None:
    assert long_enough(text, words)
    assert not long_enough(text, words + 1)


@given(text=st.text("ab \n\r\t新"), kind=st.sampled_from(UNITS))
def test_units_do_not_overlap_and_hold_all_words(text: str, kind: UnitKind) -> None:
    units: list[Unit] = list(split(3, text, kind, 1))
    at = 0
    rest = ""
    for unit in units:
        assert unit.document == 3
        assert at <= unit.start < unit.end <= len(text)
        assert unit.text == text[unit.start : unit.end].strip()
        rest += text[at : unit.start]
        at = unit.end
    assert not (rest + text[at:]).strip()
