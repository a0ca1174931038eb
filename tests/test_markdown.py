from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.markdown import parse
from tests.support import PROSE


def found(text: str, *kinds: str) -> list[str]:
    wanted = kinds or ("link", "picture", "image")
    return [text[span.start : span.end] for span in parse(text) if span.kind in wanted]


@pytest.mark.parametrize(
    "link",
    [
        "[Home](/)",
        "[Home](<a place>)",
        '[Home](/a "The title")',
        "[ Home ]( /a 'The title' )",
        "[Home](https://example.org/a_(b)?c=d)",
        "[Home](https://example.org/two words)",
        "[Home](https://example.org/a-\nb)",
        '[Home](/a\n"The\ntitle")',
        "[](/icon)",
        "[A card\n\nin lines](/card)",
        r"[a \] in it](/a)",
        "![A picture](/a.png)",
    ],
)
def test_links(link: str) -> None:
    assert found(f"Here is {link}, and no more.") == [link]


@pytest.mark.parametrize(
    "text",
    [
        "a[1](x", "[1] and (2)", "[1] (2)", "[Home](a\nb)", "](/a)", "[a](b c)", r"\[a](/b)",
        "[Home](/a\n\n)", f"[{'a' * 3000}](/b)",
    ],
)  # fmt: skip
def test_no_links(text: str) -> None:
    assert found(text) == []


def test_a_bracket_that_is_no_link_stands_in_one() -> None:
    assert found("[[1]](#note-1) [see [2] there](/b)") == ["[[1]](#note-1)", "[see [2] there](/b)"]


def test_what_is_seen_of_pictures() -> None:
    logo, photo = "[![Logo](/l.png)](/)", "[![A boat](/s.jpg)](/large.jpg)"
    badge, plain = "[![tests](https://shields.io/t.svg)](/ci)", "![A boat](/s.jpg)"
    for text, shown in ((logo, True), (photo, False), (badge, False)):
        kinds = [span.kind for span in parse(text)]
        assert kinds == ["link", "picture" if shown else "image"], text
    assert [span.kind for span in parse(plain)] == ["image"]
    assert [span.kind for span in parse("![a [b](/c) d](/e.png)")] == ["image"]


def test_what_underlines_a_heading_is_no_heading() -> None:
    for lines in ("Title\n-----\n-----", "---\n-----", "Title\n--\n="):
        spans = parse(f"[Home](/)\n\n{lines}\n\n{PROSE[0]}\n")
        assert [span.kind for span in spans] == ["link", "heading"], lines


def test_an_entry_of_a_table_of_contents_is_no_link() -> None:
    assert found("- [Code of conduct](#code-of-conduct)\n- [Skip to content](#main)") == [
        "[Skip to content](#main)"
    ]
    assert found("[[1](/b) of two](#1b-of-two)") == ["[[1](/b) of two](#1b-of-two)", "[1](/b)"]


def test_emphasis_headings_and_escapes() -> None:
    text = (
        "# A *title*\n\n## [Home](/a_b_c)\n\n**Two words** and __two__, \\- no\\* _ever_. __ Menu"
    )
    assert found(text, "heading") == ["# ", "## "]
    assert found(text, "emphasis") == ["*title*", "**Two words**", "__two__", "_ever_"]
    assert found(text, "mark") == ["\\", "\\", "__"]


@pytest.mark.parametrize(
    "text", ["2 * 3 * 4", "a*b*c", "snake_case_name", "* item\n* item", "* * *", "#tag", "a # b"]
)
def test_no_marks(text: str) -> None:
    assert found(f"{text}\n[Home](/)", "emphasis", "heading", "mark") == []


def test_a_text_without_links_has_no_marks() -> None:
    assert parse("# A title\n\n**Two words**") == []


@given(
    st.lists(st.sampled_from([*"[]()!*_# \n\\ab", "](/u)", "**", "[x](/y)", "\n=", "\n--"])).map(
        "".join
    )
)
def test_no_two_marks_overlap(text: str) -> None:
    marks = [pair for s in parse(text) for pair in ((s.start, s.first), (s.last, s.end))]
    marks = sorted((start, end) for start, end in marks if start < end)
    assert all(end <= start for (_, end), (start, _) in pairwise(marks))
