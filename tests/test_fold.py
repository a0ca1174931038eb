import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.fold import bare, bare_all, encodable, encoded, fold, fold_all, fold_character


def test_fold_case_quotes_dashes_and_spaces() -> None:
    assert fold("“READ  MORE”\t–\u00a0ＡＢＣ") == '"read more" - abc'


def test_bare_strips_edges_only() -> None:
    assert bare(fold("» READ MORE … 👉")) == "read more"
    assert bare("don't stop!") == "don't stop"
    assert bare("***") == ""


def test_bare_all_keeps_lines_of_punctuation() -> None:
    assert bare_all(["* * *", "- a -", "»b«"]) == ["* * *", "a", "b"]


@given(st.lists(st.text()))
def test_fold_keeps_the_number_of_lines(lines: list[str]) -> None:
    lines = [line.replace("\n", "") for line in lines]
    assert fold("\n".join(lines)).count("\n") == max(0, len(lines) - 1)


@given(st.text(alphabet=st.characters()))
def test_encodable_keeps_the_length(text: str) -> None:
    assert len(encodable(text)) == len(text)
    encodable(text).encode()


def test_encodable_replaces_lone_surrogates() -> None:
    assert encodable("a\udc80b😀") == "a\ufffdb😀"
    assert encodable("\ud83d\ude00") == "\ufffd\ufffd"


@given(st.text(alphabet="aé1_-»·．👉 ½", max_size=8))
def test_bare_strips_what_is_no_letter_or_digit(text: str) -> None:
    assert bare(text) == re.sub(r"^[\W_]+|[\W_]+$", "", text)


@given(st.text(alphabet=st.characters()))
def test_encoded_is_what_is_encodable(text: str) -> None:
    assert encoded(text) == encodable(text).encode()


@given(st.lists(st.text(alphabet="aÀß  \u0301\n\u2028ﬁΣ'’`\t"), max_size=6))
def test_fold_all_folds_each(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]


def test_what_joins_its_neighbours_has_no_folded_form_of_its_own() -> None:
    """All characters that end a pair which NFKC makes one character of, or changes in place."""
    for point in map(chr, range(sys.maxunicode + 1)):
        parts = unicodedata.decomposition(point).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            last = chr(int(parts[1], 16))
            pair = unicodedata.normalize("NFC", chr(int(parts[0], 16)) + last)
            assert len(pair) > 1 or fold_character(last) is None, (point, last)
        if unicodedata.combining(point):
            assert fold_character(point) is None
    assert fold_character("\u11a8") is None, "가 and this are 각, of which no table speaks"


@given(st.text(alphabet=st.characters(max_codepoint=0xFFFF, blacklist_categories=["Cs"])))
def test_characters_that_fold_alone_fold_so_in_any_text(text: str) -> None:
    forms = list(map(fold_character, text))
    if None not in forms:
        joined = "".join(filter(None, forms))
        assert fold(text) == re.sub("  +", " ", joined)


@pytest.mark.parametrize(
    ("character", "form"),
    [
        ("A", "a"),
        ("ß", "ss"),
        ("—", "-"),
        ("`", "'"),
        ("\t", " "),
        ("\u3000", " "),
        ("\u200b", ""),
        ("…", "..."),
        ("ﬁ", "fi"),
        ("\r", None),
        ("\x00", None),
        ("\u0301", None),
        ("ﾞ", None),
        ("¨", None),
        ("ﷺ", None),
        ("\u1680", None),
        ("⑴", None),
    ],
)
def test_fold_character(character: str, form: str | None) -> None:
    assert fold_character(character) == form
