from hypothesis import given
from hypothesis import strategies as st

from cleaner.breaks import PART_CHARS, TIGHT, candidates, near_fresh
from cleaner.segment import TERMINAL, Page
from tests.support import PROSE, tool

LEXICON = tool()._lexicon


def naive(page: Page) -> tuple[list[int], int]:
    """Every line, one after the other."""
    found, lowered = [], 0
    for i, line in enumerate(page.lines):
        first, before = line[:1], page.lines[i - 1][-1:] if i else "."
        goes_on = first in TIGHT if first in TIGHT else first.islower() and first < "\u1f00"
        if not first or not goes_on:
            continue
        if before in TERMINAL:
            lowered += bool(before) and first.islower()
        elif any(len(near) >= PART_CHARS for near in page.lines[max(0, i - 3) : i + 3]):
            found.append(i - 1)
    return found, lowered


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "told the council", ", and", "É", "é", "End.", "he said:", *PROSE[:2]]
        ),
        st.text("aB. ,\u1f00", max_size=4),
    ),
    min_size=1,
    max_size=40,
)


@given(LINES)
def test_same_as_a_look_at_every_line(lines: list[str]) -> None:
    page = Page("\n".join(lines), LEXICON)
    assert candidates(page) == naive(page)


def test_groups_near_changed_lines_are_judged_as_a_whole() -> None:
    assert near_fresh([1, 5, 20, 40], [(9, 10)]) == [1, 5]
    assert near_fresh([1, 5, 20, 40], [(0, 1), (37, 38)]) == [1, 5, 40]
    assert near_fresh([1, 5, 20], [(90, 91)]) == []
