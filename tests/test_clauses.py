"""The rest of a broken sentence: which line is one, and where the sentence ends."""

import pytest

from cleaner.clauses import closes, closing, continues, is_clause, is_stop
from cleaner.lexicon import Lexicon
from cleaner.segment import Page


def page(*lines: str) -> Page:
    return Page("\n".join(lines), Lexicon([]))


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (("The card is a", "help if bags are lost", "in the mill."), 2),
        (("The card is a", "help that", "comes with:", "Bags"), 2),
        (("It was late.", "in the mill."), 0),
        (("The card is a", "help if bags are lost", "In the mill."), 0),
        (("The card is a", "help if bags are lost"), 0),
        (("The card is a", "help if bags are lost", "", "in the mill."), 0),
        (("The card is a", "help that has so many words that no link has as many of them, not one of all", "."), 0),
        (("red", "apples", "pears", "plums", "cherries", "nuts", "and hay.", "and leaves."), 0),
    ],
)  # fmt: skip
def test_closing(lines: tuple[str, ...], end: int) -> None:
    assert closing(page(*lines), 0) == end


@pytest.mark.parametrize(
    "line", ["in the mill.", "in the mill:", "in the mill (Heron):", "磨坊里："]
)
def test_stops(line: str) -> None:
    assert is_stop(line)


@pytest.mark.parametrize(
    "line",
    ["in the mill …", "in the mill...", "async def run():", "run(a, b):", '"mill":', "in the mill"],
)
def test_does_not_stop(line: str) -> None:
    assert not is_stop(line)


def test_a_clause_has_three_words() -> None:
    assert is_clause("in the mill.")
    assert is_clause("in the mill…")
    assert is_clause("that open late:")
    assert not is_clause("the mill.")
    assert not is_clause("in the mill")


def test_closes() -> None:
    assert closes(page("in the mill."), 0)
    assert closes(page("in the mill", "of the town"), 0)
    assert not closes(page("in the mill", "Of the town"), 0)
    assert not closes(page("in the mill"), 0)


def test_continues() -> None:
    assert continues("of the town and")
    assert not continues("of the town.")
    assert not continues("The town")
    assert continues("The town " * 8)
