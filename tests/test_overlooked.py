from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.overlooked import Gap, Known

ONE = "The mill at the lower bridge has stood still since the summer of the great drought."
TWO = "Its wheel was sold to a museum, which has never found the room to put it up."
THREE = "What is left of the weir makes a noise that strangers take for a waterfall."
TEXT = "\n".join([ONE, TWO, THREE])
LINES = st.lists(st.text(st.sampled_from("ab .\n水"), max_size=30), max_size=12)


def test_a_text_lacks_nothing_of_itself() -> None:
    assert Known(TEXT).gaps(TEXT.split("\n")) == []
    assert Known(TEXT).filled([]) == TEXT


def test_a_gap_is_behind_the_known_line_before_it() -> None:
    known = Known(f"{ONE}\n{THREE}")
    assert known.gaps([ONE, TWO, THREE]) == [Gap(TWO, 0, False)]
    assert known.filled(known.gaps([ONE, TWO, THREE])) == TEXT


def test_lines_before_all_known_ones_are_first() -> None:
    known = Known(THREE)
    assert known.filled(known.gaps([ONE, TWO, THREE])) == TEXT


def test_lines_behind_all_known_ones_are_last() -> None:
    known = Known(ONE)
    assert known.filled(known.gaps([ONE, TWO, THREE])) == TEXT


def test_lines_that_are_broken_or_joined_elsewhere_are_known() -> None:
    words = ONE.split()
    broken = [" ".join(words[:5]), " ".join(words[5:8]), " ".join(words[8:])]
    assert Known(TEXT).gaps([*broken, TWO, THREE]) == []
    assert Known("\n".join(broken)).gaps([ONE]) == []
    assert Known(TEXT).gaps([f"{ONE} {TWO}"]) == []


def test_a_line_of_which_less_than_half_is_known_is_a_gap() -> None:
    half = " ".join(ONE.split()[:8]) + " and nobody would"
    rest = " ".join(ONE.split()[:5]) + " and nobody would tell the children why it did so"
    assert Known(ONE).gaps([half, rest]) == [Gap(rest, 0, False)]


def test_a_sentence_that_comes_twice_is_found_where_the_page_is() -> None:
    known = Known("\n".join([ONE, TWO, ONE]))
    assert known.gaps([ONE, TWO, ONE, THREE]) == [Gap(THREE, 2, False)]
    assert known.gaps([TWO, ONE, THREE]) == [Gap(THREE, 2, False)]


def test_short_lines_are_known_as_lines_or_with_their_neighbours() -> None:
    known = Known(f"Mills\n{ONE}\n{TWO}")
    start, middle, end = "The mill at the lower", "bridge", "has stood still since the summer"
    assert known.gaps(["Mills", start, middle, end]) == []
    assert known.gaps(["Weirs", ONE, "bridge"]) == [Gap("Weirs", -1, True), Gap("bridge", 1, True)]


def test_long_gaps_count_once_and_short_ones_each_time() -> None:
    lines = [ONE, "Weirs", TWO, TWO, "Weirs"]
    assert [gap.line for gap in Known(ONE).gaps(lines)] == ["Weirs", TWO, "Weirs"]


def test_lines_without_a_word_are_no_gaps() -> None:
    assert Known(ONE).gaps(["", "***", " – "]) == []


def test_letters_of_scripts_without_spaces_are_words() -> None:
    known = Known("桥边的老磨坊已经停了很多年。")
    assert known.gaps(["老磨坊已经停了", "木轮卖给了城里的博物馆"]) == [
        Gap("木轮卖给了城里的博物馆", 0, False)
    ]


def test_contains_only_what_is_long_enough() -> None:
    assert ONE in Known(TEXT)
    assert "the lower bridge" not in Known(TEXT)


@given(LINES, LINES)
def test_filling_keeps_the_text_and_closes_long_gaps(text: list[str], lines: list[str]) -> None:
    known = Known("\n".join(text))
    gaps = known.gaps(lines)
    filled = known.filled(gaps)
    rest = iter(filled.split("\n"))
    assert all(line in rest for line in "\n".join(text).split("\n"))
    left = {gap.line for gap in Known(filled).gaps(lines) if not gap.short}
    assert not left & {gap.line for gap in gaps}
