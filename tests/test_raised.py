"""Ends of ordinal numbers and signs of trademarks in lines of their own."""

import pytest

from cleaner.raised import is_raised
from tests.support import PROSE, check_cleaned, check_noop, page


@pytest.mark.parametrize(
    ("line", "below"),
    [("May 4", "th"), ("le 1", "er"), ("May 4", "th,"), ("n. 4", "º"), ("Heron", "®"),
     ("Heron (HM)", "™"), ("Heron 7", " ® "), ("D'ici là, M", "me"), ("M", "lle"), ("le n", "o"),
     ("François I", "er")],
)  # fmt: skip
def test_raised(line: str, below: str) -> None:
    assert is_raised(line, below)


@pytest.mark.parametrize(
    ("line", "below"),
    [("May", "th"), ("May 4", "that"), ("May 4", "the"), ("Heron.", "®"), ("", "®"),
     ("It was late.", "4"), ("Heron", "*"), ("Heron", "©"), ("nel 2024", "e"), ("Luigi XIV", "e"),
     ("by them", "me"), ("the M", "ill")],
)  # fmt: skip
def test_not_raised(line: str, below: str) -> None:
    assert not is_raised(line, below)


def test_a_title_comes_to_its_name() -> None:
    said = "a affiché sur sa vitrine une tielle de supermarché, coupée en deux."
    text = page("D'ici là, M", "me", f"Dietrich {said}", "Le 1", "er", f"mai, elle {said}")
    want = page(f"D'ici là, Mme Dietrich {said}", f"Le 1er mai, elle {said}")
    check_cleaned(text, want, "core/broken-sentence")


def test_they_come_to_their_word_and_the_sentence_goes_on() -> None:
    text = page(
        "The Heron mill", "®", "was built on May 4", "th", "by those who keep it.", PROSE[4]
    )
    want = page("The Heron mill® was built on May 4th by those who keep it.", PROSE[4])
    check_cleaned(text, want, "core/broken-sentence")
    check_noop(page("Heron Mill®", "", PROSE[4]))
