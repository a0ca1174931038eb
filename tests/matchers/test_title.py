"""The title of the page above its headline."""

import pytest

from cleaner import Cleaner
from tests.support import PROSE

MENU = "Skip to content|Log in|Subscribe|Sign up|Share|Copy link|Newsletters"
FOOTER = (
    "Share on Facebook|Leave a comment|Follow us|Privacy policy|Terms of use|All rights reserved"
)
WORDS = Cleaner(ignore=["core/page-shape"])


def scrape(title: str, *headline: str) -> str:
    return "\n".join((title, *MENU.split("|"), *headline, *PROSE, *FOOTER.split("|"), "READ MORE"))


@pytest.mark.parametrize(
    "title",
    [
        "The bridge of Marlen opens | Marlen Courier",
        "The bridge of Marlen opens - Towns - Marlen Courier",
        "Marlen Courier: The bridge of Marlen opens",
        "The Bridge of Marlen Opens",
    ],
)
def test_the_title_goes_and_the_headline_stays(title: str) -> None:
    result = WORDS.clean(scrape(title, "The bridge of Marlen opens"))
    assert result.text == "\n".join(("The bridge of Marlen opens", *PROSE))
    assert result.edits[0].rule == "web/page-title"


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("The bridge of Marlen opens | Marlen Courier", "The bridge"),
        ("The bridge of Marlen opens | Marlen Courier", "Marlen Courier"),
        ("The bridge of Marlen opens | Marlen Courier", "A ferry across the lower lake"),
        ("Marlen | Courier", "Marlen"),
    ],
)
def test_a_title_stays_where_no_headline_says_most_of_it(title: str, headline: str) -> None:
    text = WORDS.clean(scrape(title, headline)).text
    assert text == "\n".join((title, headline, *PROSE))


def test_no_headline_is_lost_to_another_one() -> None:
    text = scrape("The bridge of Marlen opens", "The bridge of Marlen opens")
    again = text.replace(PROSE[2], f"{PROSE[2]}\nThe bridge of Marlen opens")
    assert WORDS.clean(again).text.startswith("The bridge of Marlen opens\n")
