from typing import Any

import pytest

from cleaner.fold import fold_character

sieve = pytest.importorskip("cleaner.native.sieve", reason="no C compiler was at hand")

SETTINGS: dict[str, Any] = {
    "phrases": [b"read more", "続きを読む".encode(), b"***"],
    "words": [b"\nphoto:", b" comments\n", b"all rights reserved", b"\xc2\xa9 20"],
    "signs": [b"READ MORE", b" ,"],
    "fronts": [b"\nwe use cookies", b"\nor"],
    "firsts": {ord("7"): 8},
    "short": 40,
    "longest": 300,
    "fold_character": fold_character,
}


def passed(text: str, **changed: Any) -> list[int]:
    return sieve.Sieve(**SETTINGS | changed).suspects(text.encode())  # type: ignore[no-any-return]


LONG = " and so on" * 6


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Read more", "a phrase"),
        ("» READ \t more …", "a phrase between punctuation"),
        ("続きを読む", "a phrase in a script without spaces"),
        ("***", "a phrase of nothing but punctuation"),
        ("Photo: a bridge", "a beginning"),
        ("12 comments ", "an end"),
        ("© 2024 Example. All rights reserved", "a word within"),
        ("the bridge READ MORE The mayor", "a sign"),
        ("the bridge , it is said", "a sign of two bytes"),
        ("7 apples", "a first byte of a line that is not too long"),
        ("7   apples", "the folded line is not too long"),
        ("We use cookies" + LONG, "a long line that begins so"),
        ("» “we  use Cookies" + LONG, "a long line that begins so behind punctuation"),
        ("a\u0301 bridge", "a mark that may join the letter before it"),
        ("😀", "a character beyond the table"),
        ("a\x00b", "a control character"),
        ("ﷺ", "a character that folds to several words"),
    ],
)
def test_lines_that_pass(line: str, why: str) -> None:
    text = f"The mayor spoke.\n{line}\n\nNobody answered her."
    assert passed(text) == [1], why
    assert passed(line) == [0], why


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Read more books",
        "A photo: of a bridge",
        "comments are closed",
        "read more about the bridge" + LONG,
        "Orchards need rain" + LONG.replace(" and", " or"),
        "7 apples and 12 pears",
        "We use cookies" + " and so on" * 30,
        "Ein schöner Tag – «und» ein größerer …",
        "日本語の文です。",
        "\u200b",
    ],
)
def test_lines_that_are_held_back(line: str) -> None:
    changed = {"fronts": [b"\nwe use cookies"]}
    assert passed(f"The mayor spoke.\n{line}\nNobody answered her.", **changed) == []


def test_empty_lines_pass_where_a_pattern_may_take_them() -> None:
    assert passed("\na\n \n", firsts={10: 40}) == [0, 2, 3]


def test_without_fronts_all_long_lines_pass() -> None:
    text = f"The mayor spoke{LONG}\nThe mayor spoke" + LONG * 6
    assert passed(text, fronts=None) == [0]


def test_a_line_that_grows_in_folding_beyond_all_bounds_passes() -> None:
    assert passed("㍿" * 40) == []
    assert passed("\ufdfa" * 40, fold_character=lambda c: c if c.isascii() else "x" * 60) == [0]
    assert passed("\ufdfa", fold_character=lambda c: c if c.isascii() else "x" * 200) == [0]


def test_how_a_character_folds_is_asked_once() -> None:
    asked: list[str] = []

    def folded(character: str) -> str:
        asked.append(character)
        return character.lower()

    one = sieve.Sieve(**SETTINGS | {"fold_character": folded})
    asked.clear()
    assert one.suspects("ÄÄ Ö\nÄ".encode()) == []
    assert asked == ["Ä", "Ö"]


@pytest.mark.parametrize("key", ["words", "signs", "fronts"])
def test_a_needle_that_is_too_short(key: str) -> None:
    with pytest.raises(ValueError, match="too short"):
        passed("a", **{key: [b"a"]})


def test_what_the_folding_raises_comes_through() -> None:
    def broken(character: str) -> str:
        if character > "\x7f":
            raise KeyError(character)
        return character

    with pytest.raises(KeyError):
        passed("é", fold_character=broken)


def test_only_bytes() -> None:
    with pytest.raises(TypeError):
        sieve.Sieve(**SETTINGS).suspects(None)
