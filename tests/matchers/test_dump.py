"""What a text browser writes into the text of a page."""

import pytest

from cleaner import Cleaner, restore
from tests.support import PROSE, check_noop, tool

RULE = "core/text-browser"
TARGETS = """
References

   Visible links:
   1. https://example.org/
   2. https://example.org/mill
   3. https://example.org/letters

   Hidden links:
   5. https://example.org/hidden
"""
HEAD = f"   [1]\n   [2]The mill\n{PROSE[0]}\n{PROSE[1]} [3]Letters from the river"
CLEAN = f"   The mill\n{PROSE[0]}\n{PROSE[1]} Letters from the river"


def only(text: str) -> str:
    """The text cleaned by that rule alone, with the way back checked."""
    result = Cleaner(select=[RULE]).clean(text)
    assert restore(result.text, result.edits) == text
    assert Cleaner(select=[RULE]).clean(result.text).text == result.text
    return result.text


def test_numbers_and_targets_go() -> None:
    assert only(f"{HEAD}\n{TARGETS}") == f"{CLEAN}\n\n"


def test_reasons() -> None:
    edits = Cleaner(select=[RULE]).clean(f"{HEAD}\n{TARGETS}").edits
    assert [(edit.removed, edit.why) for edit in edits[:2]] == [
        ("   [1]\n", "the number of a link, which a text browser put there"),
        ("[2]", "the number of a link, which a text browser put there"),
    ]
    assert edits[-1].why == "the targets of 4 links, as a text browser lists them"


def test_parts_that_are_numbered_anew() -> None:
    more = "\n[USEMAP]\nfile://localhost/tmp/page.html#map\n   1. https://example.org/map\n"
    assert only(f"{HEAD}\n{TARGETS}{more}") == f"{CLEAN}\n\n"


def test_links_in_the_head_of_the_page() -> None:
    assert only(f"\n   #[1]next [2]index\n\n{PROSE[0]} [3]Letters\n{TARGETS}") == (
        f"\n{PROSE[0]} Letters\n\n"
    )


def test_buttons_fields_frames_and_images() -> None:
    text = (
        "(BUTTON) Menu\n   IFRAME: https://example.org/frame\n   ____________________ (BUTTON) Go\n"
        f"   ______\n   [mill.jpg]\n(BUTTON)\n{PROSE[0]}"
    )
    assert only(text) == f"Menu\n   ____________________ Go\n{PROSE[0]}"
    assert only(text.replace("(BUTTON)", "(button)")) == text.replace("(BUTTON)", "(button)")


@pytest.mark.parametrize(
    "text",
    [
        # A paper: the numbers stand behind words.
        HEAD.replace("[1]", "x")
        .replace("[2]The mill", "The mill [1], [2].")
        .replace("[3]", "[3] "),
        # They are not in order, or few of them stand there.
        HEAD.replace("[1]", "[3]").replace("[3]L", "[1]L"),
        HEAD.replace("[1]", "").replace("[2]", ""),
    ],
)
def test_numbers_that_are_no_links(text: str) -> None:
    assert only(f"{text}\n{TARGETS}") == f"{text}\n{TARGETS}"


@pytest.mark.parametrize(
    "targets",
    [
        TARGETS.replace("1. https", "2. https"),
        TARGETS.replace("https://example.org/mill", "The mill"),
        TARGETS.replace("References", f"References {PROSE[0]}"),
        f"{TARGETS}\n{PROSE[2]}\n",
        "\n   1. https://example.org/\n   2. https://example.org/mill\n",
    ],
)
def test_lists_that_are_no_targets(targets: str) -> None:
    assert only(f"{HEAD}\n{targets}") == f"{HEAD}\n{targets}"


def test_a_whole_page_is_cleaned_as_without_numbers() -> None:
    menu = ["Skip to content", "Log in", "Subscribe", "Menu", "Search"]
    foot = ["Share", "Copy link", "Newsletter", "About us", "Contact us", "Privacy policy"]
    numbered = [f"   [{i}]{line}" for i, line in enumerate(menu + foot, 1)]
    targets = [f"  {i}. https://example.org/{i}" for i in range(1, len(numbered) + 1)]
    text = "\n".join(
        (*numbered[: len(menu)], *PROSE, *numbered[len(menu) :], "", "References", "", *targets, "")
    )
    result = tool().clean(text)
    assert result.text.strip() == "\n".join(PROSE)
    assert restore(result.text, result.edits) == text
    check_noop(result.text)
