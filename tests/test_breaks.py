"""Line breaks inside sentences, one judgement at a time."""

import pytest

from cleaner.breaks import Breaks, goes_on
from cleaner.lexicon import Lexicon
from cleaner.segment import Page

BREAKS = Breaks(frozenset({"the", "by", "in", "nach", "dem"}))


def mended(*lines: str) -> list[int]:
    page = Page("\n".join(lines), Lexicon([]))
    candidates = [i for i in range(len(lines) - 1) if goes_on(lines[i + 1])]
    return list(BREAKS.mended(page, candidates))


@pytest.mark.parametrize(
    "line",
    ["told the", ", who came", ".", "’s house", "(34), who had trained", "-Gesetz aufgenommen"],
)
def test_goes_on(line: str) -> None:
    assert goes_on(line)


@pytest.mark.parametrize(
    "line",
    ["", "Told the", "a) first", "iPhone cases", "(Photo: Example)", "- item", "-", "(see above)"],
)
def test_starts_anew(line: str) -> None:
    assert not goes_on(line)


@pytest.mark.parametrize("line", ["It was said by the", "Nach", "Nach dem", "On Monday,"])
def test_leans(line: str) -> None:
    assert BREAKS.leans(line)


@pytest.mark.parametrize("line", ["What They Live By", "the mill", "Monday,", "", "bythe"])
def test_stands_alone(line: str) -> None:
    assert not BREAKS.leans(line)


def test_follows_a_sentence_over_its_links() -> None:
    lines = (
        "Nach dem",
        "Besuch im Rathaus",
        "wurde der Vertrag von beiden Seiten unterschrieben, wie die Stadt am Abend mitteilte.",
    )
    assert mended(*lines) == [0, 1]


def test_leaves_a_headline_above_the_name() -> None:
    lines = (
        "Two towns agree on a bridge at last",
        "Anna Kovacs",
        "told the council on Monday that both of them would share the cost of the bridge.",
    )
    assert mended(*lines) == [1]


def test_needs_a_capital_and_a_full_stop_where_all_parts_are_short() -> None:
    assert mended("Bees prefer the", "older gardens", "of the town.") == [0, 1]
    assert mended("bees prefer the", "older gardens", "of the town") == []


def test_leaves_entries_that_start_with_an_aside_alone() -> None:
    row = "(old) that has a long description of its own, as every entry of this list has"
    assert mended("First", row, row, "Second", row) == []


def test_joins_a_label_and_what_it_says() -> None:
    assert mended("Lower cost", ": prevents costly repairs") == [0]
    assert mended("lower_cost", ": a + b * c") == []
    assert mended("Cost", ": low") == []
