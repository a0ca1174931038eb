from textwrap import fill, wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.wrapped import column_of, is_torn, unwrapped
from tests.support import PROSE

PARAGRAPHS = [" ".join(PROSE[i:] + PROSE[:i]) for i in range(5)]


@given(st.permutations(PARAGRAPHS), st.integers(62, 98), st.sampled_from(["\n\n", "\n\n\n"]))
def test_wrapped_paragraphs(paragraphs: list[str], width: int, between: str) -> None:
    text = between.join(fill(paragraph, width) for paragraph in paragraphs)
    found = column_of(text)
    assert width - 12 < found <= width
    assert unwrapped(text, found) == between.join(paragraphs)
    assert column_of(unwrapped(text, found)) == 0


def test_lines_are_wrapped_whatever_they_end_in() -> None:
    text = "\n\n".join(fill(paragraph, 72) for paragraph in PARAGRAPHS)
    assert column_of(text.replace("\n", "\r")) == column_of(text) == 72


@pytest.mark.parametrize(
    "lines",
    [
        PARAGRAPHS,
        [line for paragraph in PARAGRAPHS for line in wrap(paragraph, 40)],
        [*PROSE] * 6,
        [f"* {line}" for line in PROSE] * 6,
        [f"{i}. {line}" for i, line in enumerate(PROSE * 6)],
        [f"{line} | 12 | 14" for line in PROSE] * 6,
        ["在桥的旁边有一个小小的磨坊，磨坊的主人每天早上都会走到河边去看水有多高。" * 2] * 30,
        ["", *wrap(PARAGRAPHS[0], 78)],
    ],
)
def test_not_wrapped(lines: list[str]) -> None:
    assert column_of("\n".join(lines)) == 0


def test_headings_and_items_stay_lines() -> None:
    head = ["# The bridge", "* one item", "* another item"]
    text = "\n".join([*head, "", *(fill(p, 78) + "\n" for p in PARAGRAPHS), "The end"])
    assert unwrapped(text, column_of(text)).split("\n")[:4] == [*head, ""]


def test_line_ends_of_other_systems() -> None:
    text = "\n\n".join(fill(paragraph, 78) for paragraph in PARAGRAPHS)
    windows = text.replace("\n", "\r\n")
    found = unwrapped(windows, column_of(windows))
    assert len(found) == len(windows)
    assert [" ".join(line.split()) for line in found.split("\r\n\r\n")] == PARAGRAPHS


def test_what_a_link_had_in_it_may_run_over_the_column_of_a_torn_text() -> None:
    lines = "\n\n".join(fill(paragraph, 72) for paragraph in PARAGRAPHS)
    ends = lines.count("\n") - lines.count("\n\n")
    link = "the long name of a paper that somebody once wrote about all of the mills on the river"
    over = [f"It is {link}\n, they said.\n"] * (ends // 6)
    assert column_of(f"{lines}\n\n" + "\n".join(over)) == 72
    assert column_of(f"{lines}\n\n" + "\n".join(over).replace("\n,", ",")) == 0


def test_full_stops_between_entries_tear_nothing() -> None:
    assert is_torn("see the\nHerald\n, which knew\nof the\nmill\n.\nNobody else did.")
    assert not is_torn(
        "Example: Heinrich Heine\n.\n\n.help.email\nExample: heine@example.org\n.\n\n.end"
    )
    assert not is_torn("It rained.\n.\nIt rained.\n.\nIt rained.")
