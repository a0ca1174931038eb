"""Lines that a rule knows, and those of them that are plainly text."""

from pathlib import Path

import pytest

from cleaner import Cleaner
from tests.support import PROSE, check_cleaned, check_noop, page


@pytest.mark.parametrize("button", ["READ MORE", "more details", "More details."])
def test_a_button_goes(button: str) -> None:
    check_cleaned(page(button, PROSE[4]), page(PROSE[4]), "news/read-more")


@pytest.mark.parametrize(
    "lines",
    [
        ["The rest is in the keeper's guide, see there for", "more details."],
        ["The rest is in the guide that lies in the wheelhouse, see that for", "  more details."],
        ["Join us on the river when the ice is gone and the boats are out &", "bring a lamp."],
    ],
)
def test_part_of_a_wrapped_sentence_stays(lines: list[str]) -> None:
    check_noop("\n".join(["A guide.", "", *lines, "", PROSE[0]]))


def test_behind_the_end_of_a_sentence_it_is_a_button() -> None:
    text = page("The rest is in the keeper's guide.", "more details.", PROSE[4])
    check_cleaned(text, text.replace("more details.\n", ""), "news/read-more")


@pytest.mark.parametrize("heading", ["## Code of Conduct", "Code of Conduct\n==============="])
def test_a_section_keeps_its_heading(heading: str) -> None:
    check_noop(page(heading, "", "Be patient with others as with the river."))


def test_the_title_of_the_terms_is_no_link_to_them() -> None:
    check_noop("Terms and Conditions\nWho uses the mill agrees to what is written here.\n")


def test_a_link_to_the_terms_goes() -> None:
    check_cleaned(page("Terms and Conditions", PROSE[4]), page(PROSE[4]), "web/legal-link")


@pytest.mark.parametrize("line", ['  "tags": [', "`Share`", "products: {", "*.zip"])
def test_program_text_is_no_label(line: str) -> None:
    check_noop(page("The settings are data:", line, "and so on."), "aggressive")


def test_a_button_that_stands_often_needs_no_company() -> None:
    posts = [f"{line} It is the {n}. year." for n, line in enumerate((*PROSE, *PROSE))]
    few = page(posts[0], "Reply", posts[1], "Reply", posts[2], "Reply", *posts[3:])
    check_noop(few)
    each = [line for post in posts for line in (post, "Reply")]
    check_cleaned("\n".join(each), "\n".join(posts), "social/comment-button")


def test_a_line_that_two_rules_know_stands_no_oftener_for_that(tmp_path: Path) -> None:
    pack = tmp_path / "mysite"
    pack.mkdir()
    rule = (
        'message = "m"\nkind = "line"\nsafety = "contextual"\noften = 4\n[phrases]\nen = ["Oars"]\n'
    )
    for name in ("one", "other"):
        (pack / f"{name}.toml").write_text(rule)
    text = "\n".join((PROSE[0], "Oars", PROSE[1], PROSE[2], "Oars", *PROSE[3:]))
    assert Cleaner(rules=[pack]).clean(text).text == text


def test_a_label_that_no_forum_has_stays_however_often_it_stands() -> None:
    posts = [f"{line} It is the {n}. year." for n, line in enumerate((*PROSE, *PROSE))]
    check_noop("\n".join(line for post in posts for line in (post, "Business")))


MENU = (
    "Home", "Log in", "Sign up", "Cart", "Search", "Menu", "My account", "Wishlist", "Contact us",
    "About us", "Sort by", "Add to cart", "FAQ", "Newsletter",
)  # fmt: skip
GOODS = "\n".join(f"Oak chair number {i}\n{i}9.00" for i in range(40))
NOTICE, CHOICES = "Copyright © 2026 Oak & Ash Ltd", "Your Privacy Choices"
SHOP = (*MENU, GOODS, *PROSE[:2], "Chairs in oak")


def test_in_a_raw_scrape_some_lines_need_no_support() -> None:
    text = Cleaner().clean("\n".join([*SHOP, NOTICE, "Deliveries", CHOICES, "Ash"])).text
    assert text.endswith("\n".join([*SHOP[-3:], "Deliveries", "Ash"]))
    assert GOODS in text


def test_a_single_word_goes_behind_a_sentence() -> None:
    lines = [*SHOP, "Ash", NOTICE, PROSE[3], "", "Share", PROSE[4], "Oak"]
    text = Cleaner().clean("\n".join(lines)).text
    assert text.endswith("\n".join(["Ash", PROSE[3], "", PROSE[4], "Oak"]))


@pytest.mark.parametrize(
    ("lines", "stays"),
    [
        (["Chairs", GOODS, *PROSE[:2], "Ash", NOTICE, "Oak"], NOTICE),  # hardly a line is known
        ([f"{NOTICE} and {n} others\nAll rights" for n in range(30)], f"{NOTICE} and 8 others"),
        ([*MENU, GOODS, "Ash", NOTICE, "Elm", CHOICES, "Oak"], CHOICES),  # where is the tail?
        ([*SHOP, "Ash", NOTICE, "By", "Share", "you help us"], "Share"),  # part of a sentence
        ([*SHOP, "Ash", NOTICE, PROSE[3], "SHARE", "Ash"], "SHARE"),
        ([*SHOP, "Ash", NOTICE, "Please", "sign in", "to see what you bought."], "sign in"),
        ([*SHOP, "Ash", "Facebook", NOTICE, "Oak"], "Facebook"),  # they lend no support
    ],
)
def test_elsewhere_they_stay(lines: list[str], stays: str) -> None:
    assert f"\n{stays}\n" in Cleaner().clean("\n".join(lines)).text
