"""Known words that their author meant, on a page of which few lines are known."""

import pytest

from cleaner import Cleaner
from tests.support import PROSE, check_noop

ITEMS = ("Start early", "Read more", "Bring a pencil")
GLOSSARY = (
    ("Byline", "The name of whoever wrote it."),
    ("Advertisement", "What pays for the rest."),
    ("Read more", "The same on the internet."),
    ("Stet", "Let it stand."),
    ("Caption", "The words under a picture."),
)


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "{}. "])
def test_a_label_among_the_items_of_a_list_stays(mark: str) -> None:
    items = [mark.format(i) + item for i, item in enumerate(ITEMS, 1)]
    check_noop("\n".join([PROSE[0], *items, PROSE[1], ""]))


def test_a_label_that_a_paragraph_explains_stays_among_others() -> None:
    entries = "\n\n".join("\n".join(entry) for entry in GLOSSARY)
    check_noop(f"Words of the newsroom\n\n{entries}\n")


@pytest.mark.parametrize(
    "lines",
    [
        ["- Read more", "- Share"],
        ["Read more", "The harbour opens again in May."],
        ["- The harbour", "Read more"],
    ],
)
def test_a_button_goes_that_is_one_of_no_list(lines: list[str]) -> None:
    assert "Read more" not in Cleaner().clean("\n".join([*PROSE, *lines, ""])).text
