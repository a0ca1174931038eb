import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.deduplication import tokens
from cleaner.deduplication.tokens import batches, outline, tabulate
from cleaner.deduplication.words import normalised
from tests.deduplication.stories import BRIDGE, CHINESE, THAI


def same_words(one: str, other: str) -> bool:
    digest = tabulate([one, other]).digest
    return bool(digest[0] == digest[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The new bridge", "the NEW — bridge!"),
        ("R&amp;D costs", "R&D costs"),
        ("Caf\u00e9", "Cafe\u0301"),
        ("Straße", "STRASSE"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\u200fשלום עולם", "שלום עולם"),
        ("line\r\nbreak", "line break"),
        ("nul\x00byte", "nul byte"),
    ],
)
def test_what_makes_no_difference(one: str, other: str) -> None:
    assert same_words(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dog bites man", "man bites dog"),
        ("a b", "ab"),
        ("was 12", "was 13"),
        ("", "a"),
        ("😀", "😁"),
        ("新桥", "新楼"),
    ],
)
def test_what_makes_a_difference(one: str, other: str) -> None:
    assert not same_words(one, other)


def test_length_in_words() -> None:
    words = tabulate(["", "one", "one two, three", "?!", CHINESE[0], THAI[0], "第3名 wins 2"]).words
    assert words[:4].tolist() == [0, 1, 3, 0]
    assert 20 <= words[4] <= 30
    assert 20 <= words[5] <= 30
    assert words[6] == 4


def test_patterns_are_blind_to_numbers() -> None:
    table = tabulate(["10 degrees in May", "25 degrees in May", "ten degrees in May", "10 in May"])
    assert table.pattern[0] == table.pattern[1]
    assert len(set(table.pattern.tolist())) == 3
    assert table.pattern[2] == table.digest[2]


def test_shingles_of_short_texts() -> None:
    shingles = tabulate(["", "one", "one two", "one two three", "one two three four"]).shingles
    assert shingles.lengths().tolist() == [0, 1, 1, 1, 2]
    assert shingles[3][0] == shingles[4][0]
    assert shingles[1][0] != shingles[2][0]


def test_numbers_count_as_often_as_they_stand_there() -> None:
    numbers = tabulate(["7 and 7 and 8", "7 and 8", "a3 of mp3 and 12abcd", "٧ ٨"]).numbers
    assert numbers.lengths().tolist() == [3, 2, 0, 2]
    assert set(numbers[1].tolist()) < set(numbers[0].tolist())


def test_digits_are_numbers_with_a_unit_glued_to_them() -> None:
    texts = ["21C $4m 22nd 30% 10km", "21 C, 4 million, 22 nd, 30 percent, 10 km", "21c1 2ab3 v2"]
    numbers = tabulate(texts).numbers
    assert numbers[0].tolist() == numbers[1].tolist()
    assert numbers.lengths().tolist() == [5, 5, 0]
    table = tabulate(["10C in May", "25C in May", "25C in June"])
    assert table.pattern[0] == table.pattern[1] != table.pattern[2]


def test_headline_is_a_first_line_of_some_words() -> None:
    head = "Council approves the new bridge at last"
    found = tabulate([f"{head}\n{BRIDGE}", head, f"News\n{BRIDGE}", f"{BRIDGE}\n{BRIDGE}"]).headline
    assert found[0] == len(head)
    assert found[1:].tolist() == [0, 0, 0]


@given(texts=st.lists(st.text(max_size=20), min_size=1, max_size=8))
def test_a_row_depends_on_its_text_alone(texts: list[str]) -> None:
    together = tabulate(texts)
    for row, text in enumerate(texts):
        alone = tabulate([text])
        assert together.digest[row] == alone.digest[0]
        assert together.pattern[row] == alone.pattern[0]
        assert together.words[row] == alone.words[0]
        for name in ("characters", "shingles", "numbers"):
            assert getattr(together, name)[row].tolist() == getattr(alone, name)[0].tolist()


@given(text=st.text(max_size=40))
def test_characters_are_those_of_the_words(text: str) -> None:
    table = tabulate([text])
    shown = bytes(table.characters[0].tolist())
    if normalised(text).isascii():
        kept = "".join(c if c.isalnum() else " " for c in normalised(text))
        assert shown.decode().split() == kept.split()


@given(sizes=st.lists(st.integers(0, 30), max_size=20))
def test_batches_cover_everything_once(sizes: list[int]) -> None:
    texts = ["x" * size for size in sizes]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "_BATCH_CHARS", 25)
        found = list(batches(texts))
    assert [i for a, b in found for i in range(a, b)] == list(range(len(texts)))
    assert all(sum(sizes[a : b - 1]) < 25 for a, b in found)


def test_unspaced_scripts_share_windows() -> None:
    shingles = tabulate([CHINESE[0], "据报道，" + CHINESE[0]]).shingles
    shared = np.intersect1d(shingles[0], shingles[1])
    assert len(shared) > 0.9 * len(set(shingles[0].tolist()))


def test_an_outline_is_part_of_the_table() -> None:
    texts = ["", "one", "one two, three", CHINESE[0], THAI[0], "第3名 wins 2"]
    words, shingles = outline(texts)
    table = tabulate(texts)
    assert words.tolist() == table.words.tolist()
    assert shingles.lengths().tolist() == table.shingles.lengths().tolist()
    assert shingles.values.tolist() == table.shingles.values.tolist()
