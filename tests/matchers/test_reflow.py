import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.edges import NO_JOIN_AFTER
from cleaner.leaning import FIGURES
from cleaner.lexicon import Lexicon
from cleaner.matchers.reflow import _GOING_ON, _NEAR_CHARS, _around, _candidates, _near_fresh
from cleaner.raised import is_raised
from cleaner.segment import Page
from cleaner.sentences import TERMINAL
from tests.support import PROSE, check_cleaned, check_noop, tool

RULE = "core/broken-sentence"
END = "on Thursday that both towns would share the cost of the new bridge over the river."


def test_chain_of_links() -> None:
    text = f"Anna Kovacs\ntold the\nExample Herald\n{END}"
    check_cleaned(text, f"Anna Kovacs told the Example Herald {END}", RULE)


def test_windows_line_ends() -> None:
    text = f"Anna Kovacs\r\ntold the\r\nExample Herald\r\n{END}"
    check_cleaned(text, f"Anna Kovacs told the Example Herald {END}", RULE)


def test_headline_stays_apart() -> None:
    head = "Two river towns pledge to stand together against the floods of the lake"
    text = f"{head}\nAnna Kovacs\ntold the\nExample Herald\n{END}"
    check_cleaned(text, f"{head}\nAnna Kovacs told the Example Herald {END}", RULE)


def test_punctuation_goes_back_to_its_sentence() -> None:
    text = "The minutes were published by the council on the page of the\nbuilding committee\n."
    want = "The minutes were published by the council on the page of the building committee."
    check_cleaned(text, want, RULE)


def test_a_link_in_quotation_marks_goes_back_between_them() -> None:
    text = f'It was said in the report of the "\nMarlen Times\n" that the ferry stops, {END}'
    want = f'It was said in the report of the "Marlen Times" that the ferry stops, {END}'
    check_cleaned(text, want, RULE)
    check_cleaned(text.replace('"', "'"), want.replace('"', "'"), RULE)
    check_noop('print("a or b or c or\nd\n", e)\nprint("a", "\n", "b")')


def test_a_link_between_dashes_goes_back_between_them() -> None:
    text = f"The pulses are measured by a tool that he had —\na box of oak\n— on the table. It has\n{END}"
    check_cleaned(text, text.replace("\n", " "), RULE)
    check_noop("He sold all the things that he had –\noars\n– ropes\n– bells")
    check_noop("What he had:\n— oars of oak\n— ropes and bells\n— some of the lamps")


def test_one_letter_in_the_middle_of_a_sentence_is_a_name() -> None:
    text = f"The owner of the ferry, who has sold both of his boats, wrote on\nX\n, a day before. {END}"
    check_cleaned(text, text.replace("\nX\n", " X"), RULE)


def test_an_amount_goes_back_to_its_currency() -> None:
    text = f"A new cycle of $\n100\nis there for those of the council who told the press {END}"
    check_cleaned(text, text.replace("\n100\n", "100 "), RULE)
    check_noop(f"Big Deal Of $\n100 boats were sold at the fair.\nSo they said {END}")


def test_chinese_is_joined_without_a_space() -> None:
    text = "议会星期二批准了新桥的计划，经过一场持续到深夜的辩论，没有人满意，大家都很疲倦，市长最后发言说\n，工程将在五月开始。"
    check_cleaned(text, text.replace("\n", ""), RULE)


def test_a_button_between_two_halves_goes_first() -> None:
    text = f"{PROSE[0]}\nThe mayor of the lower town told the patient reporters of the\nREAD MORE\nherald that she would wait."
    want = f"{PROSE[0]}\nThe mayor of the lower town told the patient reporters of the herald that she would wait."
    check_cleaned(text, want, RULE)


WORDS = (
    "that was read by all in the town and in the villages around it, so that nobody who had not "
    "read it before the winter could speak of it at all"
)


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("See the long list of the council (", f"a page {WORDS})", "council (a page that"),
        ("The mayor of the town called it “", f"a page” {WORDS}", "it “a page” that"),
        ("The mayor of the town called it '", f"a page' {WORDS}", "it 'a page' that"),
        ("In the words of the mayor it is „a page“", f"and a book {WORDS}.", "page“ and a"),
        ("It is one of the books of the mayors'", f"and a page {WORDS}.", "mayors' and a"),
        ("The new book was said to be one of the", f"-stdin kind, {WORDS}.", "the -stdin kind"),
        ("Es steht im langen neuen EU", f"-Gesetz der Woche, {WORDS}.", "EU-Gesetz"),
        ("Nobody knows the page of the (", f" a page {WORDS})", "the ( a page"),
        ("Nobody in the town knows the ", f"page {WORDS}.", "the page"),
        ("Nobody in the town knows the page ", f", {WORDS}.", "the page, that"),
        ("Nobody in the town knows the Mill", f"'s page {WORDS}.", "the Mill's page"),
    ],
)
def test_space_where_the_sentence_is_joined(left: str, right: str, joined: str) -> None:
    result = tool().clean(f"{PROSE[0]}\n{left}\n{right}\n{PROSE[1]}")
    assert joined in result.text
    assert {edit.rule for edit in result.edits} == {RULE}


def test_a_drop_cap_is_joined_to_its_word() -> None:
    text = "T\nhere are a hundred ways to tell it, and all of them are old. There is no new one."
    check_cleaned(text, text.replace("\n", ""), RULE)
    text = (
        "I\nf you look for it, it is gone. What nobody looks for lies on the table of the kitchen."
    )
    check_cleaned(text, text.replace("\n", ""), RULE)
    text = "X\nis the set of all the points that lie on one of the two lines, as we have seen."
    check_cleaned(text, text.replace("\n", " "), RULE)


def test_a_word_that_was_cut_is_whole_again() -> None:
    text = (
        "The mills of the upper valley are more importan\nt than those of the lower one, as they grind"
        " all of the grain of the county. What is important to them is the water of the river."
        " The council has known it for years."
    )
    check_cleaned(text, text.replace("\n", ""), RULE)


@pytest.mark.parametrize(
    "text",
    [
        # verse, also in lower case
        "so little rain\nfell that year\non the stone\nterraces above us",
        "I walked alone beside the mill,\nWhere nothing moved, and all was still,",
        # lists and recipes
        "What to bring\nwarm clothes\nwater\na map",
        "Ingredients\n200 g flour\n2 eggs\nsalt\nmilk",
        "- one thing that is long enough to be a line of prose if it had to be one of those\n- another",
        "a) the first of the things that the treaty names in its long and winding second article\nb) the second",
        # dialogue, transcripts
        "– Is it far?\n– No, he said.\n– Then we walk.",
        "Q: Did you see the car?\nA: no.",
        # headings and names that start in lower case
        "Phones\niPhone sales rose by a tenth in the quarter, the company said on Tuesday after the bell.",
        # tables and captions
        "name\tage\nanna\t12\npiotr\t13",
        "The bridge at night\nphoto by the author",
        # code
        "const total = items.reduce((sum, item) => sum + item.price, 0);\nreturn total\n;",
        # hard-wrapped text
        "the lines of this paragraph were wrapped by hand at about seventy columns\n"
        "and every one of them is nearly as long as the one that stands before it\n"
        "so that nothing needs to be joined at all and the layout is left as is.",
        # a greeting
        "Hello everyone,\nmy loaf rises well for the first hour and then it falls flat in the tin.",
        # an author without capitals
        "\n".join(line.lower() for line in PROSE),
        # forum user names
        "I never thought that they would help us with this old machine after all these years\nsuper-famicom\nMar 27, 2025",
    ],
)
def test_never_joins(text: str) -> None:
    check_noop(text)


def test_names_of_functions_are_no_author_without_capitals() -> None:
    items = "".join(
        f"Call {i} waits for the workers of the pool.\nwait_{i}(pool)\n" for i in "abcd"
    )
    text = f"{items}The minutes were published by the council on the page of the\nbuilding committee\n."
    check_cleaned(
        text,
        f"{items}The minutes were published by the council on the page of the building committee.",
        RULE,
    )


def test_words_one_a_line_come_to_rest() -> None:
    words = "that is specifically designed for each of our many clients in the valley and beyond it"
    text = f"{PROSE[0]}\nData-driven work on the river is an\n" + "\n".join(words.split()) + "\n."
    once = tool().clean(text).text
    assert tool().clean(once).text == once


def test_a_style_that_changes_when_boilerplate_goes() -> None:
    labels = "read more.\nread more.\nread more.\nread more."
    text = (
        f"{PROSE[0]}\n{labels}\nThe minutes were published by the council on the page of the\n"
        "building committee\n, which met on Monday."
    )
    once = tool().clean(text).text
    assert "building committee, which" in once
    assert tool().clean(once).text == once


SENTENCE = re.compile(r"[^\W\d_]+,? [^\W\d_]+,? [^\W\d_]+")


def naive(page: Page) -> tuple[list[int], int]:
    """Every line, one after the other."""
    found, lowered = [], 0
    for i, line in enumerate(page.lines):
        before = page.lines[i - 1][-1:] if i else "."
        first = line.removeprefix(" ")[:1]
        if not first or first not in _GOING_ON:
            continue
        lowered += (
            i > 0
            and line[0] != " "
            and before != ""
            and before in TERMINAL
            and bool(SENTENCE.match(line))
        )
        if before not in NO_JOIN_AFTER and any(
            len(near) >= _NEAR_CHARS for near in page.lines[max(0, i - 3) : i + 3]
        ):
            found.append(i - 1)
    return found, lowered


LINES = st.lists(
    st.one_of(
        st.sampled_from(["", "told the council", ", and", "É", "é", "End.", "he said:", PROSE[0]]),
        st.sampled_from(["no, not it", "a_b is it", "x1 y z", "os.path of it"]),
        st.sampled_from(["May 4", "th", "Heron", "®", "le 1", "ère"]),
        st.text("aB. ,\u1f00–(", max_size=4),
    ),
    min_size=1,
    max_size=40,
)


@given(LINES)
def test_same_candidates_as_by_a_look_at_every_line(lines: list[str]) -> None:
    page = Page("\n".join(lines), Lexicon([]))
    *found, signed, raised, figured = _candidates(page)
    assert tuple(found) == naive(page)
    assert figured == [
        i
        for i, line in enumerate(lines[:-1])
        if line and lines[i + 1].removeprefix(" ")[:1] in FIGURES
    ]
    assert raised == [
        i for i, line in enumerate(lines[:-1]) if line and is_raised(line, lines[i + 1])
    ]
    assert signed == [
        i
        for i, line in enumerate(lines[:-1])
        if line and lines[i + 1].removeprefix(" ")[:1] in [*"—–-(],.;:!?)”»"]
    ]


def test_groups_near_changed_lines_are_judged_as_a_whole() -> None:
    assert _near_fresh([1, 5, 20, 40], [(9, 10)]) == [1, 5]
    assert _near_fresh([1, 5, 20, 40], [(0, 1), (37, 38)]) == [1, 5, 40]
    assert _near_fresh([1, 5, 20], [(90, 91)]) == []


def test_lines_around_changed_ones_are_looked_at_once() -> None:
    assert [*_around([(0, 1), (2, 3)], 20)] == [*range(7)]
    assert [*_around([(9, 10)], 11)] == [*range(5, 11)]
    assert [*_around([], 20)] == []
