"""Labels that stand in a line above the text that they belong to."""

import pytest

from cleaner import restore
from cleaner.lexicon import Lexicon
from cleaner.segment import Page
from cleaner.terms import labelled
from tests.support import PROSE, check_noop, tool

ROWS = (
    "Cabinets:",
    PROSE[0],
    "New floors:",
    PROSE[1],
    "The roof:",
    "Mend it before the rain sets in.",
)
MENU = ("Skip to content", "Log in", "Sign up", "Subscribe", "Menu", "Search")
FOOT = ("Share", "Copy link", "Follow us", "Newsletter", "About us", "Contact us", "Advertise",
        "Privacy policy", "Terms of use", "Cookie settings")  # fmt: skip


def found(*lines: str) -> list[int]:
    return labelled(Page("\n".join(lines), Lexicon([])), range(len(lines)))


def test_labels_and_texts_that_follow_each_other() -> None:
    assert found(*ROWS) == [0, 2, 4]
    assert found("Harbour", *ROWS, "Menu") == [1, 3, 5]
    assert found("橱柜：", PROSE[0], "地板：", PROSE[1], "屋顶：", PROSE[2]) == [0, 2, 4]


def test_few_labels_are_headings() -> None:
    assert found(*ROWS[:4]) == []
    # Something stands between them, or several lines below one.
    assert found(*ROWS[:2], PROSE[2], *ROWS[2:]) == []
    assert found(*ROWS[:2], "", *ROWS[2:]) == []


def test_a_few_words_belong_to_the_label_where_another_one_follows() -> None:
    rows = ("Price:", "20 crowns", "Colour:", "Grey, as all of them", "Weight:", "2 kg")
    assert found(*rows) == [0, 2]
    assert found(*rows, *ROWS) == [0, 2, 4, 6, 8, 10]
    # Below the last label a list may stand.
    assert found(*rows[:4], "Pros:", "No cane", "No glue") == [0, 2]


@pytest.mark.parametrize(
    "label",
    [
        "else:",
        "If (a = b):",
        ":",
        "What the council of the lower town has said:",
        "The cabinets that stand in the long and narrow kitchen:",
        "Cabinets",
    ],
)
def test_what_is_no_label(label: str) -> None:
    assert found(*ROWS[:2], label, *ROWS[3:]) == []


@pytest.mark.parametrize("text", ["- a list of doors", "", "Doors:"])
def test_what_no_label_belongs_to(text: str) -> None:
    assert found(*ROWS[:2], ROWS[2], text, *ROWS[4:]) == []


def test_what_rules_know_stays_apart() -> None:
    lines = (*ROWS[:2], "Share this:", PROSE[1], *ROWS[4:])
    assert labelled(Page("\n".join(lines), tool()._lexicon), range(len(lines))) == []


def test_where_nothing_new_is_a_label_nothing_is_looked_at() -> None:
    page = Page("\n".join(ROWS), Lexicon([]))
    assert labelled(page, [1, 3]) == []
    assert labelled(page, [1, 2]) == [0, 2, 4]


def test_in_a_raw_scrape_they_are_joined_and_elsewhere_not() -> None:
    text = "\n".join((*MENU, "What to mend first", *ROWS, *PROSE[2:], *FOOT))
    result = tool().clean(text)
    assert f"Cabinets: {PROSE[0]}\nNew floors: {PROSE[1]}\nThe roof: Mend it" in result.text
    assert restore(result.text, result.edits) == text
    whys = {edit.why for edit in result.edits if edit.rule == "core/broken-sentence"}
    assert whys == {"the label of a text stands in a line of its own"}
    check_noop(result.text)
    check_noop("\n".join((*PROSE, *ROWS)))


def test_a_text_that_was_broken_at_a_link_comes_to_its_label_too() -> None:
    broken = ("Cabinets:", "Two", "engineers", f"explained it. {PROSE[1]}", *ROWS[2:])
    text = "\n".join((*MENU, "What to mend first", *broken, *PROSE[2:], *FOOT))
    result = tool().clean(text)
    assert (
        f"Cabinets: Two engineers explained it. {PROSE[1]}\nNew floors: {PROSE[1]}" in result.text
    )
    assert restore(result.text, result.edits) == text
    check_noop(result.text)
