"""Text wrapped at a column, told from text that was taken apart at its links."""

import pytest

from cleaner.columns import are_filled, is_wrapped, is_wrapped_part
from cleaner.lexicon import Lexicon
from cleaner.segment import Page

WRAPPED = (
    "The book of the pond has a line for every day, and who keeps the pond has",
    "to write into it what the gauge says before the sluice is opened by",
    "anybody else.",
)
LINKED = ("The book of the", "pond", "has a line for every day, and who keeps it has to", "write")


def page(*lines: str) -> Page:
    return Page("\n".join(lines), Lexicon([]))


def test_lines_that_end_at_one_column_are_wrapped() -> None:
    assert is_wrapped(page(*WRAPPED), [0, 1])


def test_lines_that_end_anywhere_are_not() -> None:
    assert not is_wrapped(page(*LINKED), [0, 1, 2])


def test_no_break_no_column() -> None:
    assert not is_wrapped(page("one line"), [])


@pytest.mark.parametrize("paragraphs", [1, 2, 3])
def test_longer_lines_speak_against_a_column(paragraphs: int) -> None:
    long = "A paragraph in one line goes on and on, as scrapers write them, until it ends. " * 3
    assert is_wrapped(page(*WRAPPED, *[long] * paragraphs), [0, 1]) is (paragraphs < 2)


def test_punctuation_never_begins_a_wrapped_line() -> None:
    assert not is_wrapped(page(WRAPPED[0], ", which is why nobody does it"), [0])


def test_a_paragraph_between_blank_lines() -> None:
    text = page("Title", "", *WRAPPED, "It was always so.", "", "Another paragraph.")
    assert is_wrapped_part(text, 2, 5)


def test_a_part_that_is_not_filled() -> None:
    text = page("Title", "", *LINKED, "in it. And this goes on for a while, as text will do.", "")
    assert not is_wrapped_part(text, 2, 6)


def test_text_without_blank_lines_has_no_paragraphs() -> None:
    assert not is_wrapped_part(page(*WRAPPED), 0, 3)


SET = (
    "河边的磨坊已经有三百年的历史了，它的轮子在每年春天都要由镇上的人一",
    "起修理一遍。老人们说，从前河水很急，轮子一天能磨出二十袋面粉而现在",
    "，只有五袋。镇议会在星期二开会讨论了新桥的计划，会议一直持续到半夜",
    "里。两位工程师解释了旧桥的桥墩在去年春天的洪水里移动了多少他们认为",
    "，修理的费用会比造一座新桥还要高。",
)


def test_lines_of_one_length_in_a_script_without_spaces_are_wrapped() -> None:
    assert is_wrapped(page(*SET), [1])
    assert not is_wrapped(page(*SET[3:]), [0])
    links = ("镇议会在星期二讨论了", "新桥", "的计划，会议一直持续到", "半夜", "，两位工程师")
    assert not is_wrapped(page(*links, *links), [3, 8])


def test_filled() -> None:
    assert are_filled(WRAPPED)
    assert are_filled([*WRAPPED[:2], "anybody else, whoever it is"])
    assert not are_filled([WRAPPED[0], "to write into it", WRAPPED[1]])
    assert not are_filled([line * 4 for line in WRAPPED])
    # The last line would have been wrapped, too.
    assert not are_filled([*WRAPPED[:2], " ".join(WRAPPED)])
    # "to" would have had room in the first line.
    assert not are_filled([WRAPPED[0][:60], *WRAPPED[1:]])
