"""Punctuation at the beginning of a line, and what is none of that."""

import pytest

from cleaner.hanging import hanging
from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from tests.support import check_noop, tool

NEAR = "The answer turns out to be as simple as the wheel of the mill itself."


def found(*lines: str) -> list[int]:
    return hanging(Page("\n".join(lines), Lexicon([])), range(len(lines) - 1))


@pytest.mark.parametrize(
    "lines",
    [
        ("any pattern of straight cuts", "."),
        ("Ponds", ", and rivers"),
        ("Founded", ": 1995"),
        ("Annual Review of Mills", ". 2020;15(2):215-223."),
        ("Mills Inc.", ", a company that was founded by two sisters"),
        ("Docker", ".", NEAR),
        ("the National Center for Mills", "(NCM). It has counted them since 1901."),
        (NEAR[:-1], "(NCM)"),
        ("Canes of the second year", "(thin), and"),
    ],
)
def test_goes_back(lines: tuple[str, ...]) -> None:
    assert found(*lines) == [0]


def test_brackets_and_what_stands_in_them() -> None:
    assert found(NEAR, "Spider plant", "(", "Chlorophytum", ")", NEAR) == [1, 2, 3]
    assert found(NEAR, "Spider plant (", "Chlorophytum", ") grows in the dark.") == [1, 2]
    assert found(NEAR, "Chlorophytum", ") grows in the dark.") == []


@pytest.mark.parametrize(
    "lines",
    [
        ("builder", ".", "Services", "."),
        ("SELECT a", ", b", ", c"),
        ("string suffix = ''", ") {", NEAR),
        ("11", ".", "02", NEAR),
        ("?", "?", NEAR),
        ("Thanks to all of you", ":)", NEAR),
        ("The first of the two chapters", "....", NEAR),
        ("It is late.", ". . .", NEAR),
        ("Term:", ": what it means in the end", NEAR),
        ("Docker", "."),
        (NEAR[:-1], "(186 units)"),
        ("They came late.", "(And nobody minded.)"),
        ("foo", "(bar);"),
    ],
)
def test_code_columns_and_smileys(lines: tuple[str, ...]) -> None:
    assert found(*lines) == []


def test_what_hangs_may_lead_on() -> None:
    names = ("Seats of Cane", "(1987), and", "Backs", "(2004) are out of print.", NEAR)
    assert found(*names) == [0]
    assert found("Seats of Cane", "(1987), and", "Backs", "(2004), which is out.", NEAR) == [
        0,
        1,
        2,
    ]
    assert found("Ponds", ", mills and", "Weirs", ", too", NEAR) == [0, 1, 2]
    assert found("Ponds", ",", "Weirs", ", too", NEAR) == [0, 2]


def test_quotations() -> None:
    before = "As one of the millers noted, “"
    assert found(before, "It turns towards the hill.", "” Most others do not.", NEAR) == [0, 1]
    assert found(NEAR, "It turns towards the hill.", "” Most others do not.") == []
    assert found(NEAR, "”Nej” sade hon till honom om kvarnen") == []


def test_lines_that_no_sentence_comes_of() -> None:
    text = f"{NEAR}\nTools\nHammer\n, saw\nGlue\n: two pots\n{NEAR}\n"
    result = tool().clean(text)
    assert result.text == f"{NEAR}\nTools\nHammer, saw\nGlue: two pots\n{NEAR}\n"
    assert all("belongs to this one" in edit.why for edit in result.edits)


def test_program_text_stays() -> None:
    check_noop("const\nx\n=\nfoo\n.\nbar\n(\nbaz\n,\nqux\n)\n;\nreturn\nx\n.\ny\n;")
