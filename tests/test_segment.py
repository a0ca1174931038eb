import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.edit import apply
from cleaner.lexicon import GLUED, SPACED
from cleaner.model import Edit
from cleaner.segment import Page
from cleaner.sentences import ends_sentence, is_prose
from tests.support import PROSE, page, tool

LEXICON = tool()._lexicon


@pytest.mark.parametrize("line", ["Yes.", "He said: “No!”", "それだけだった。", "Fin.)", "What?"])
def test_ends_sentence(line: str) -> None:
    assert ends_sentence(line)


@pytest.mark.parametrize("line", ["", "Title", "He said:", "one, two,", "a - b"])
def test_does_not_end_a_sentence(line: str) -> None:
    assert not ends_sentence(line)


def test_is_prose() -> None:
    assert is_prose(PROSE[0])
    assert is_prose("他没有回答，因为他知道那座桥已经不在了，河水也不会再等任何人，更不用说议会。")
    assert not is_prose("Contact us")
    assert not is_prose(
        "A headline of more than eighty characters that has no full stop at its end at all"
    )


def test_offsets_are_those_of_the_original() -> None:
    text = "one\r\ntwo\rthree\nfour"
    found = Page(text, LEXICON)
    assert len(found.text) == len(text)
    assert [line.strip() for line in found.lines] == ["one", "two", "three", "four"]
    assert [text[at : at + 2] for at in found.starts[:-1]] == ["on", "tw", "th", "fo"]


def test_body_and_places() -> None:
    text = "\n".join(
        ["Log in", "Menu", "Home", *PROSE[:4], "Contact us", "Share", "Facebook", "Twitter"]
    )
    found = Page(text, LEXICON)
    assert found.body == (3, 7)
    assert found.placed(8, ("tail",))
    assert not found.placed(8, ("head",))
    assert not found.placed(4, ("head", "tail"))


def test_a_clean_page_supports_nothing() -> None:
    found = Page(page("Contact us"), LEXICON)
    assert not found.placed(4, ("tail",))
    assert not found.is_dirty


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["READ MORE", "", *PROSE, "Menu", f"{PROSE[0]} READ MORE {PROSE[1]}", "a , b"]
        ),
        st.text("ab c", max_size=5),
    ),
    min_size=1,
    max_size=12,
)


@given(LINES, st.data())
def test_edited_page_is_the_page_of_the_edited_text(lines: list[str], data: st.DataObject) -> None:
    text = "\n".join(lines)
    cuts = sorted(set(data.draw(st.lists(st.integers(0, len(text)), max_size=8))))
    edits = [
        Edit(start, end, text[start:end], data.draw(st.sampled_from(["", " ", "x\ny"])), "r")
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    before = Page(text, LEXICON)
    after = before.edited(edits)
    again = Page(apply(text, edits), LEXICON)
    assert (after.lines, after.marks, after.starts) == (again.lines, again.marks, again.starts)
    assert (after.signs, after.sizes) == (again.signs, again.sizes)
    assert list(after.marks) == sorted(after.marks)
    fresh = {i for first, end in after.fresh for i in range(first, end)}
    old = [line for i, line in enumerate(after.lines) if i not in fresh]
    assert all(line in before.lines for line in old)


def test_lines_with_a_character() -> None:
    found = Page("a#b##\n\nc\n#", LEXICON)
    assert list(found.lines_with("#")) == [0, 3]
    assert not list(found.lines_with("x"))


def test_signs_and_fresh_lines() -> None:
    text = f"{PROSE[0]} READ MORE {PROSE[1]}"
    before = Page("\n".join(["Home", text, "One , two", text]), LEXICON)
    assert before.signed(GLUED) == [1, 3]
    assert before.signed(SPACED) == [2]
    after = before.edited([Edit(0, 5, "Home\n", "", "r")])
    assert after.signed(GLUED) == [0, 2]
    assert after.are_fresh(after.signed(GLUED)) == [0]


@pytest.mark.parametrize(
    ("text", "fenced"),
    [
        ("a\n```sh\nb\n```\nc", [(1, 4)]),
        ("~~~\n```\n~~~\n```\nREAD MORE\n````", [(0, 3), (3, 6)]),
        ("- a\n  ```\n  b\n  ```", [(1, 4)]),
        ("```\nnever closed", []),
        ("in ``` a line\n```\nb\n```", [(1, 4)]),
        ("no fence", []),
    ],
)
def test_fences(text: str, fenced: list[tuple[int, int]]) -> None:
    found = Page(text, LEXICON)
    assert found.fenced == fenced
    inside = {i for first, end in fenced for i in range(first, end)}
    for i in range(len(found.lines)):
        assert found.is_fenced(i, i + 1) is (i in inside)
    assert found.is_fenced(0, len(found.lines)) is bool(fenced)


def test_the_first_line_as_far_as_it_is_looked_at() -> None:
    assert (
        Page("\n \nThe “Mill”  turns\nIt does", tool()._lexicon).folded_title == 'the "mill" turns'
    )
    assert Page("", tool()._lexicon).folded_title == ""
    assert len(Page("a" * 100_000, tool()._lexicon).folded_title) == 1_000


def test_words_as_they_are_spelled() -> None:
    found = Page("An important bridge, unimportantx, x2 and 水獭。", tool()._lexicon).spelled
    assert found == {"An", "important", "bridge", "unimportantx", "x2", "and", "水獭"}
