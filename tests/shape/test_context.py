"""What stands around a line."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from cleaner.shape.context import NAMES, page_features
from cleaner.shape.scoring import filled, read
from cleaner.shape.words import WordTable
from tests.support import PROSE, tool

LONG = [f"{line} {PROSE[0]}" for line in PROSE]
ROW = {name: number for number, name in enumerate(NAMES)}
LEXICON: Lexicon = tool()._lexicon


def features(text: str) -> np.ndarray:
    page = Page(text, LEXICON)
    return page_features(read(page, filled(page), WordTable({}, ["the", "of"])))


def test_names_are_unique_and_as_many_as_rows() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert features("x").shape == (len(NAMES), 1)


def test_the_main_stretch_and_what_lies_outside() -> None:
    found = features("\n".join(["Home", "Harbour", *LONG, "Imprint"]))
    assert found[ROW["from_main"]].tolist() == [-2, -1, 0, 0, 0, 0, 0, 1]
    assert found[ROW["into_main"], 2] == 0
    assert found[ROW["to_end_of_main"], 6] == 0
    assert found[ROW["to_prose_behind"], 0] == 2
    assert found[ROW["to_prose_before"], 7] == 1


@given(st.lists(st.integers(16, 60), min_size=9, max_size=60))
def test_a_page_that_is_all_text_is_main_part_to_the_last_digit(sizes: list[int]) -> None:
    text = [f"{'word ' * (size - 1)}word." for size in sizes]
    assert features("\n".join(["Home", *text, "Imprint"]))[ROW["page_main"], 0] == 1.0


def test_a_page_without_text_has_no_main_part() -> None:
    assert features("Home\nHarbour")[ROW["page_main"], 0] == 0.0


def test_neighbours_and_windows_end_with_the_page() -> None:
    found = features("\n".join(["Harbour", "Old town", "Mill"]))
    assert found[ROW["units-1"], 0] == -1
    assert found[ROW["units+1"], 0] == found[ROW["units"], 1]
    assert found[ROW["short<3"]].tolist() == [0, np.float32(1 / 3), np.float32(2 / 3)]
    assert found[ROW["short>50"], 0] == np.float32(2 / 50)


def test_marks_repeats_titles_and_runs() -> None:
    lines = ["Bridge vote after midnight", "READ MORE", "Harbour", "Harbour", *LONG,
             "Bridge vote after midnight"]  # fmt: skip
    found = features("\n".join(lines))
    assert found[ROW["mark_safe"]].tolist()[:3] == [0, 1, 0]
    assert found[ROW["repeats"]].tolist()[:4] == [2, 1, 2, 2]
    assert found[ROW["title"]].tolist() == [1, *[0] * 8, 1]
    assert found[ROW["to_title_before"]].tolist()[4:] == [4, 5, 6, 7, 8, 9]
    assert found[ROW["titles_behind"]].tolist() == [*[1] * 9, 0]
    assert found[ROW["run_lines"]].tolist() == [4, 4, 4, 4, 0, 0, 0, 0, 0, 1]
    assert found[ROW["run_marked"], 0] == np.float32(1 / 4)


def test_blank_lines_and_indents_are_counted_not_scored() -> None:
    found = features("Harbour\n\n\n  Mill")
    assert found.shape[1] == 2
    assert found[ROW["gap"]].tolist() == [0, 2]
    assert found[ROW["indent"]].tolist() == [0, 2]


@given(st.text())
def test_any_text_gives_finite_numbers(text: str) -> None:
    if any(line and not line.isspace() for line in Page(text, LEXICON).lines):
        assert np.isfinite(features(text)).all()
