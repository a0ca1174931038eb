import re

from hypothesis import given
from hypothesis import strategies as st

from cleaner.fold import bare, bare_all, encodable, encoded, fold, fold_all


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


@given(st.text(alphabet="aé1_-»·．👉 ½", max_size=8))
def test_bare_strips_what_is_no_letter_or_digit(text: str) -> None:
    assert bare(text) == re.sub(r"^[\W_]+|[\W_]+$", "", text)


@given(st.text(alphabet=st.characters()))
def test_encoded_is_what_is_encodable(text: str) -> None:
    assert encoded(text) == encodable(text).encode()


@given(st.lists(st.text(alphabet="aÀß  \u0301\n\u2028ﬁΣ'’`\t"), max_size=6))
def test_fold_all_folds_each(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]
