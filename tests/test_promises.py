"""The promises, for any text: the way back, stability, disjoint spans, sacred prose."""

from pathlib import Path
from random import Random
from textwrap import fill, wrap

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cleaner
from cleaner import Cleaner
from cleaner.model import LEVELS
from tests.support import PROSE, tool

NEGATIVES = [
    line
    for line in Path("fixtures/negative/lines.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("## ")
]
TOOLS = {level: Cleaner(level=level, mojibake=level == "aggressive") for level in LEVELS}
PHRASES = [
    text
    for rule in TOOLS["aggressive"].ruleset.rules
    for trigger in rule.triggers.values()
    for group in (trigger.phrases, trigger.prefixes)
    for texts in group.values()
    for text in texts
]
PIECES = [
    *PROSE, "Anna Kovacs", "told the", "Example Herald", ", and left", ".", "", "  ", "\t",
    "on Thursday that both towns would share the cost of the new bridge over the river.",
    "Related Articles", "2 hours ago", "- Example Herald", "READ MORE", "Just a moment...",
    "He left. READ MORE The end.", "#a #b #c", "R&amp;amp;D", "&nbsp;x", "\u200b", "\u00ad",
    "\ud800", "\x00", "Ã©tÃ©", "他没有回答。这是一个很长的句子，里面有很多字，所以它是正文。",
    "Putin , adopting the plan that was long enough to be running text, said so on Tuesday .",
    "[READ MORE](/a)", "* [Log in](/login)", "![logo](/l.png)", "[![Marlen Courier](/l.png)](/)",
    "[", "](/x)", "[](/y)", "[Anna Kovacs](/a) told the [Example Herald](/b 'The Herald') , and left.",
    "[\n\nRelated Articles\n\nA title](/card)", "\n".join(wrap(" ".join(PROSE * 3), 72)),
    "(BUTTON) Menu", "[1]Home", "   [2]The mill", "References", "   1. https://example.org/a", "______",
    "Cabinets:", "Floors:", "Heron", "– Best overall", "There are", "three kinds of wheels",
    "that a small river can drive:", "2. Ask the", "水獭", "，它们每天晚上都在那里捉鱼。",
    "It ended. This article originally appeared in The Example Times . 2025 The Example Times Company",
]  # fmt: skip
PIECE = st.one_of(st.sampled_from(PIECES), st.sampled_from(PHRASES), st.text(max_size=15))
END = st.sampled_from(["\n", "\n", "\n", "\n\n", " ", "\r\n", "\r", ""])
LINES = st.lists(st.tuples(PIECE, END), max_size=25)
BODY = st.lists(st.tuples(st.sampled_from(PROSE), END), max_size=7)
BEHIND_THE_LAST_LINE = "\n".join(
    [PROSE[0]] * 4 + ["Related Articles"] * 4 + ["2 hours ago", *["Advertisement"] * 9, ""]
)
"""A footer reaches to the empty line behind the last line end, of which there is nothing to take."""
TEXTS = st.tuples(LINES, BODY, LINES).map(
    lambda parts: "".join(piece + end for part in parts for piece, end in part)
)


@pytest.mark.parametrize("level", LEVELS)
@given(text=TEXTS)
@example(text="2 hours ago\n[READ MORE](/a) Ã©tÃ©\n")  # all of the line is a link afterwards
@example(text=BEHIND_THE_LAST_LINE)
@example(text=f"{PROSE[0]}\n{PROSE[0]} [READ MORE](/a)\r\n{PROSE[0]}")  # both would take the \r
def test_restore_idempotence_and_spans(level: str, text: str) -> None:
    tool_ = TOOLS[level]  # type: ignore[index]
    result = tool_.clean(text)
    assert cleaner.restore(result.text, result.edits) == text
    at = 0
    for edit in result.edits:
        assert at <= edit.start < edit.end
        assert edit.removed == text[edit.start : edit.end]
        at = edit.end
    again = tool_.clean(result.text)
    assert again.text == result.text, (result.edits, again.edits)


DUMPS = st.tuples(TEXTS, st.integers(3, 8), st.sampled_from(["\n", "\n\n", "\r\n"])).map(
    lambda parts: parts[2].join(
        [
            parts[0],
            *(f"   [{i}]{PIECES[i]}" for i in range(1, parts[1])),
            "References",
            *(f"   {i}. https://example.org/{i}" for i in range(1, parts[1])),
            "",
        ]
    )
)


@given(text=DUMPS)
def test_what_a_text_browser_wrote(text: str) -> None:
    result = tool().clean(text)
    assert cleaner.restore(result.text, result.edits) == text
    assert tool().clean(result.text).text == result.text


LABELS = st.lists(
    st.one_of(st.sampled_from(["Home", "Sign in", "Share", "READ MORE", "Menu", "Contact us"]),
              st.sampled_from(PHRASES).map(str.capitalize)),
    min_size=12, max_size=40,
)  # fmt: skip
ONE_LINE = st.tuples(LABELS, st.permutations(PROSE), LABELS, LINES).map(
    lambda parts: " ".join([*parts[0], *parts[1], *parts[2], *(piece for piece, _ in parts[3])])
)


@pytest.mark.parametrize("level", LEVELS)
@given(text=ONE_LINE)
def test_text_in_one_line(level: str, text: str) -> None:
    tool_ = TOOLS[level]  # type: ignore[index]
    result = tool_.clean(text)
    assert cleaner.restore(result.text, result.edits) == text
    assert tool_.clean(result.text).text == result.text
    assert all(text[edit.start : edit.end] == edit.removed for edit in result.edits)


@given(st.text())
def test_any_text(text: str) -> None:
    result = tool().clean(text)
    assert cleaner.restore(result.text, result.edits) == text


@given(st.lists(st.sampled_from(PROSE), unique=True, min_size=1))
def test_prose_is_sacred(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert tool().clean(text).text == text


WORDS_ONLY = Cleaner(ignore=["core/page-shape"])


PARAGRAPHS = st.tuples(st.permutations(PROSE), st.integers(1, len(PROSE))).map(
    lambda drawn: [" ".join(drawn[0][: drawn[1]]), " ".join(drawn[0][drawn[1] :])]
)


@given(PARAGRAPHS, st.integers(45, 120), st.sampled_from(["\n", "\n\n"]), st.booleans())
def test_prose_wrapped_at_any_column_is_sacred(
    paragraphs: list[str], width: int, between: str, indented: bool
) -> None:
    margin = "   " if indented else ""
    wrapped = [fill(p, width, initial_indent=margin, subsequent_indent=margin) for p in paragraphs]
    text = between.join(wrapped)
    assert TOOLS["safe"].clean(text).text == text
    assert tool().clean(text).text == text


@given(PARAGRAPHS, st.randoms(use_true_random=False), st.integers(1, 6))
def test_prose_with_links_is_sacred(paragraphs: list[str], random: Random, share: int) -> None:
    text = "\n\n".join(
        " ".join(w if random.randrange(share) else f"[{w}](/{w})" for w in paragraph.split())
        for paragraph in paragraphs
    )
    assert tool().clean(text).text == text


@given(
    st.lists(st.sampled_from(PHRASES), max_size=12), st.lists(st.sampled_from(PHRASES), max_size=12)
)
def test_running_text_survives_between_head_and_tail(head: list[str], tail: list[str]) -> None:
    result = tool().clean("\n".join([*head, *PROSE, *tail]))
    assert [line for line in PROSE if line not in result.text] == []


@given(st.lists(st.sampled_from(PROSE), unique=True, min_size=1), st.data())
def test_every_sentence_survives_among_boilerplate(lines: list[str], data: st.DataObject) -> None:
    mixed = [
        part
        for line in lines
        for part in (line, *data.draw(st.lists(st.sampled_from(PHRASES), max_size=3)))
    ]
    # The shape of a page in which every sentence stands alone among buttons says nothing.
    result = WORDS_ONLY.clean("\n".join(mixed))
    assert [line for line in lines if line not in result.text] == []


@pytest.mark.parametrize("line", NEGATIVES)
def test_genuine_line(line: str) -> None:
    for text in (line, f"{PROSE[0]}\n{line}\n{PROSE[1]}", "\n".join((*PROSE, line))):
        assert tool().clean(text).text == text


def test_all_genuine_lines_together() -> None:
    text = "\n".join(NEGATIVES)
    assert tool().clean(text).text == text
