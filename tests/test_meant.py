"""Known lines that their author meant, where few lines are known."""

import pytest

from cleaner.meant import is_about
from cleaner.segment import Page
from tests.support import PROSE, check_cleaned, check_noop, page, tool


@pytest.mark.parametrize(
    "line",
    [
        "“Keep reading.”",
        '"Tell me more."',
        "'Read more?'",
        "«Lire la suite.»",
        "»Weiterlesen!«",
        "„Weiterlesen“, ",
        "「もっと読む」",
        "— Читать дальше.",
        "- Read more!",
        "Stay in touch,",
        "Tell me more.",
    ],
)
def test_what_somebody_says_stays(line: str) -> None:
    check_noop(page(line, PROSE[4]))


@pytest.mark.parametrize(
    "line", ["Read more", "Read more.", "Read more…", "- Read more", "Read more »"]
)
def test_a_button_goes(line: str) -> None:
    check_cleaned(page(line, PROSE[4]), page(PROSE[4]), "news/read-more")


def test_on_a_raw_scrape_it_is_a_button() -> None:
    menu = "\n".join(["Home", "Log in", "Subscribe", "Contact us", "Newsletter", "Search"] * 3)
    text = f"{menu}\n{page('Tell me more.', PROSE[4])}"
    check_cleaned(text, page(PROSE[4]), "news/read-more")


@pytest.mark.parametrize(
    "head",
    [
        "The menu of the program shows these commands:",
        "他在每一天的日记里都只写下面这几个字，一个字也不多，从来如此，没有例外：　".strip(),
    ],
)
def test_a_sentence_announces_a_list(head: str) -> None:
    check_noop(page(head, "", "Copy link", "Print", "Read more", "", PROSE[4]))


def test_a_list_of_other_things_announces_no_button() -> None:
    head = "For the loaf you need these things from the mill:"
    things = ["rye flour", "water of the weir", "salt", "patience"]
    text = page(head, *things, "Read more", PROSE[4])
    check_cleaned(text, text.replace("Read more\n", ""), "news/read-more")


def test_who_speaks_announces() -> None:
    check_noop(page("Agent:", "Please wait...", "You:", "Why?", "Agent:", "Please wait..."))


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("318,00", "275,40"),
        ("00:01:02,000 --> 00:01:04,000", "He waits."),
        ("<button>", "</button>"),
    ],
)
def test_a_cell_a_caption_an_element(above: str, below: str) -> None:
    check_noop(page(above, "Advertisement", below))


@pytest.mark.parametrize(
    ("first", "second"),
    [("Exercise 1", "Exercise 2"), ("1단계", "2단계"), ("第一步", "第二步"), ("§ 4", "§ 5")],
)
def test_what_stands_under_numbers(first: str, second: str) -> None:
    check_noop(page(first, "Read more", PROSE[3], second, "Count the arches.", PROSE[4]))


def test_under_each_episode_it_is_a_button() -> None:
    text = page("Episode 1", "Listen now", "Episode 2", "Listen now", PROSE[4])
    check_cleaned(text, text.replace("Listen now\n", ""), "news/audio-player")


def test_annexes_are_listed() -> None:
    annexes = ["Annexes", "Inventory", "Terms and Conditions", "Privacy Policy", "", "The tenant"]
    check_noop(page("§ 5 Whoever wins pays.", "", *annexes, PROSE[4]))


def test_links_at_the_end_are_a_footer() -> None:
    text = page(PROSE[4], "Marlen", "Terms and Conditions", "Privacy Policy")
    check_cleaned(text, page(PROSE[4], "Marlen"), "web/legal-link")


def test_a_policy_is_about_its_cookies() -> None:
    text = page("We use cookies to remember who has signed in.", "These cookies help us to count.")
    check_noop(f"Privacy Policy\n{text}")
    check_cleaned(f"The mill\n{text}", f"The mill\n{page()}")


def test_topics_are_compared_folded() -> None:
    found = Page("\nWhy we use “Cookies”\nThe mill", tool()._lexicon)
    assert is_about(found, ["use “Cookies”"])
    assert is_about(found, ["mill", "COOKIES"])
    assert not is_about(found, ["Mill"])
    assert not is_about(found, [])


def test_a_text_of_lists_has_its_own_headings() -> None:
    parts = ["Topics", "Floods", "Fish", "", "Required reading", "Tolley", "Danescombe", ""]
    more = [
        "Assessment",
        "Essay 40%",
        "Diary 40%",
        "",
        "Recommended reading",
        "Grahame",
        "Twain",
        "",
    ]
    check_noop(page("", *parts, *more, PROSE[4]))


def test_one_list_behind_an_article_is_of_other_things() -> None:
    cards = [
        "",
        "Related articles",
        "Why the ferry whistles",
        "2 hours ago",
        "Who paints?",
        "3 hours ago",
    ]
    check_cleaned(page(*cards), f"{page()}\n", "news/related-card")


def test_the_last_entry_of_the_contents_heads_nothing() -> None:
    contents = ["Why you will love it", "Ingredients", "Storage", "Comments"]
    below = ["Why you will love it", "One pot.", "And not even a big one."]
    check_noop(page(*contents, *below, PROSE[4]))
