import re2
from hypothesis import given
from hypothesis import strategies as st

from cleaner.fold import fold
from cleaner.learn.templates import edged, is_abstract, pattern, template, templates, words


def test_numbers_dates_and_ages_are_abstracted() -> None:
    assert template("3 hours ago") == template("1 hour ago") == template("12 minutes ago")
    assert template("Posted on 12 March 2024") == template("Posted on 7 May 2021")
    assert template("1. Januar 2020") == template("28. Dezember 2024")
    assert template("3小时前") == template("12分钟前")
    assert template("1,204 comments") == template("7 comments") != template("7 replies")


def test_names_without_a_number_are_words() -> None:
    assert template("March of the penguins") == "march of the penguins"
    assert template("Sun") == "sun"


def test_a_batch_keeps_its_lines() -> None:
    assert templates("One 1\n\n  \n» TWO «") == ["one 0", "", "", "two"]


def test_words() -> None:
    assert words(template("Posted on 12 March by the desk")) == 5
    assert words(template("12:30")) == 0
    assert words(template("版权所有")) == 2


@given(st.text(alphabet="ab .*+?()[]{}|^$\\-#0123456789é中", min_size=1, max_size=30))
def test_a_pattern_takes_the_line_it_was_made_of(line: str) -> None:
    form = edged(line)
    if form:
        compiled = re2.compile(pattern(form))
        assert compiled.search(fold(line).strip()) is not None
        if is_abstract(form):
            assert compiled.search("") is None


def test_a_pattern_takes_other_numbers_and_nothing_longer() -> None:
    compiled = re2.compile(pattern(edged("© 2024 Harbour Courier")))
    assert compiled.search(fold("© 2031 Harbour Courier"))
    assert not compiled.search(fold("The © 2031 Harbour Courier"))
    assert not compiled.search(fold("© 2031 Harbour Courier says"))
