"""What is proposed of whole sites, and what is not."""

import random
from collections.abc import Callable

import pytest

from cleaner.learn.guards import REASONS
from tests.learn.corpus import examine, matches, sites, sure, texts


@pytest.mark.parametrize("site", ["news", "recipe", "forum", "shop", "docs", "german-news"])
def test_menus_and_footers_are_groups(site: str) -> None:
    _, proposals = examine(texts(site))
    named = {one.name: one for one in proposals}
    assert len(named["header-lines"].entries) >= 5
    assert len(named["footer-lines"].entries) >= 5
    assert named["header-lines"].safety == "safe"
    assert named["header-lines"].kind == "group"
    assert len(proposals) <= 14


def test_numbers_become_patterns_and_sections_blocks() -> None:
    _, proposals = examine(texts("news"))
    assert r"^\pN[\pN.,:/-]* comments$" in matches(proposals, "header")
    block = next(one for one in proposals if one.kind == "block")
    assert [e.match for e in block.entries] == ["More from the Courier"]
    assert [e.match for e in block.ends] == ["Most read"]
    assert matches(proposals, "inline") == {r"\S(\s+\|\s+Harbour\s+Courier\s*)$"}


@pytest.mark.parametrize(
    ("site", "line"),
    [
        ("news", "Q:"),
        ("news", "What happens next"),
        ("news", "“We were told nothing, and we will not sign anything,” the ferry crew said."),
        ("recipe", "Ingredients"),
        ("recipe", "Method"),
        ("recipe", "Preparation"),
        ("recipe", "Butter"),
        ("shop", "Technical data"),
        ("shop", "Weight"),
        ("shop", "Description"),
        ("docs", "Parameters"),
        ("docs", "Returns"),
        ("docs", "See also"),
        ("german-news", "Wie es weitergeht"),
        ("chinese-news", "后续情况"),
        ("songs", "Oh pull, you hands, the tide is high,"),
        ("songs", "so pull, you hands, till we return."),
        ("statutes", r"^article \pN[\pN.,:/-]*$"),
        ("statutes", "Scope"),
        ("statutes", "Definitions"),
        ("statutes", "Final provisions"),
        ("statutes", "This Act enters into force on the day after its publication in the Gazette."),
    ],
)
def test_content_that_recurs_is_not_taken(site: str, line: str) -> None:
    _, proposals = examine(texts(site, 60))
    assert line in {e.text for e in _all_lines(site)} or line.startswith("^")
    assert line not in sure(proposals)


def _all_lines(site: str) -> list:
    return [line for page in sites().pages(site, 60) for line in page]


def test_doubtful_lines_say_why() -> None:
    _, proposals = examine(texts("statutes", 60))
    doubtful = [one for one in proposals if one.safety == "aggressive"]
    assert doubtful
    for one in doubtful:
        assert one.reason in REASONS.values()
        assert one.reason in one.message
        assert one.confidence < 0.5


def test_titles_that_other_pages_announce_are_not_lines_of_the_site() -> None:
    _, proposals = examine(texts("forum", 60))
    titles = {
        page[0].text.removesuffix(" - Boatbuilders' Bench") for page in sites().pages("forum", 60)
    }
    assert not titles & sure(proposals)


def test_two_documents_teach_nothing() -> None:
    found, proposals = examine(texts("news", 2))
    assert (found.facts, proposals) == ([], [])


def test_of_few_only_what_looks_like_no_text_is_sure() -> None:
    for site in ("news", "recipe", "shop", "docs", "songs"):
        _, proposals = examine(texts(site, 5))
        certain = [one for one in proposals if one.safety == "safe"]
        assert {one.kind for one in certain} <= {"group", "line"}
        assert all(e.share >= 0.7 for one in certain if not one.is_guest for e in one.entries)
        assert all(e.words >= 4 for one in certain if one.kind == "line" for e in one.entries)
        lines = {line for page in sites().pages(site, 5) for line in page}
        # What goes from long rows only may be an entry of a menu and a word of the text.
        everywhere = matches([one for one in certain if int(one.options.get("min_lines", 1)) < 6])
        assert not everywhere & {line.text for line in lines if line.kind == "main"}
        assert matches(proposals) & {line.text for line in lines}
    _, proposals = examine(texts("news", 5))
    assert "House rules" in matches([one for one in proposals if one.safety == "safe"])


def test_a_label_and_its_value_are_no_section() -> None:
    _, proposals = examine(texts("shop", 5))
    assert not {"Material", "Country of origin"} & sure(proposals)


def test_the_look_of_a_line_counts_on_few_pages_only() -> None:
    # The same counts: without a look nothing is sure of five pages, whatever stands in rows.
    _, proposals = examine(texts("news", 5), look=False)
    assert not [one for one in proposals if one.safety == "safe" and not one.is_guest]
    assert sure(examine(texts("news"))[1]) == sure(examine(texts("news"), look=False)[1])


def test_copies_count_once() -> None:
    documents = list(texts("news", 12))
    again = [text.replace("Log in\n", "") for text in documents]
    found, _ = examine([*documents, *again])
    assert (found.documents, found.distinct) == (24, 12)


def test_no_prose_at_all() -> None:
    documents = [f"Home\nNews\nSport\nItem {chr(97 + i) * 5}\nContact us\nAbout" for i in range(12)]
    _, proposals = examine(documents)
    assert {"Home", "News", "Sport"} <= sure(proposals)


def test_no_word_at_all() -> None:
    assert examine([f"17\n4.2\n{number}" for number in range(12)])[1] == []


def test_a_site_without_boilerplate() -> None:
    documents = [f"A title of {chr(97 + i) * 4}\n{chr(97 + i) * 90}." for i in range(12)]
    assert examine(documents)[1] == []


def _shop(number: int, brands: list[str], own: list[str]) -> str:
    """A list of products: brands in a filter, and in the card of each product."""
    r = random.Random(number)
    page = ["Storm lamps", "Open the menu", "Quayside Stores", "Baskets and prices", "Brand"]
    page += [*brands, "Colour and size", "Sort the list", "Show all lamps"]
    for i in range(6):
        page += [r.choice(brands), own[i] + f" {chr(97 + number)}{i}"]
        page += [f"{r.randint(10, 90)} pounds of {chr(97 + number)}{r.random()}"]
    page += [sites().paragraph(r) for _ in range(3)]
    return "\n".join([*page, "About the quay", "Carriage", "Withdrawal", "Terms of the stores"])


def test_what_also_stands_apart_goes_from_long_rows_only() -> None:
    brands = ["Ardent", "Brisk", "Calm", "Dogged", "Eager", "Fickle", "Gentle", "Hardy"]
    names = ["Bright", "Dim", "Low", "Tall", "Small", "Wide"]
    _, proposals = examine([_shop(number, brands, names) for number in range(12)])
    by_name = {one.name: one for one in proposals}
    assert "Show all lamps" in matches([by_name["header-lines"]])
    assert not set(brands) & matches([by_name["header-lines"]])
    rows = [one for name, one in by_name.items() if name.startswith("header-runs")]
    assert set(brands) <= matches(rows)
    assert {one.options["min_lines"] for one in rows} == {6}


def test_two_pages_of_few_share_a_long_run() -> None:
    menu = [f"{one} and {two}" for one in ("Nets", "Ropes", "Oars") for two in ("buoys", "lamps",
            "bells", "hooks")]  # fmt: skip
    pages = [[*(sites().paragraph(random.Random(i * 9 + j)) for j in range(4))] for i in range(4)]
    for page in pages[:2]:
        page += [*menu, "Kept by the harbour watch"]
    for page in pages[2:]:
        page += [f"Another end of page {pages.index(page)}"]
    _, proposals = examine(["\n".join(page) for page in pages], look=False)
    assert set(menu) <= matches(proposals, "footer-lines-unsure")
    _, proposals = examine(["\n".join(page[:8]) for page in pages])
    assert not proposals


def test_lines_that_differ_on_one_page_are_a_pattern() -> None:
    steps = [f"Step {number} of 3" for number in (1, 2, 3)]
    pages = [
        "\n".join(["Harbour watch", *steps, "Tide tables", "Log in", sites().paragraph(r)])
        for r in map(random.Random, range(9))
    ]
    found = matches(examine(pages)[1], "header")
    assert r"^step \pN[\pN.,:/-]* of \pN[\pN.,:/-]*$" in found
    assert not set(steps) & found


def test_three_pages_are_too_few_for_a_section() -> None:
    def page(number: int, of: int) -> str:
        r = random.Random(number)
        found = [f"Title {chr(97 + number) * 4}", *(sites().paragraph(r) for _ in range(4))]
        if number < of:  # every other entry stands on one more page
            stories = [chr(97 + (2 * number + i) % (2 * of)) * 5 for i in range(3)]
            found += ["Near the quay", *(f"Story {name}" for name in stories)]
        return "\n".join([*found, "About the harbour", "Imprint of the port", "Tide warnings"])

    for of, expected in ((3, []), (6, ["block-near-the-quay"])):
        _, proposals = examine([page(number, of) for number in range(9)])
        assert [one.name for one in proposals if one.kind == "block"] == expected


WHO = ("The miller", "A sailor", "My sister", "The old smith", "A soldier", "The baker's boy")
DID = ("went up to", "came down from", "sang of", "never saw", "turned back at", "dreamt about")
WHAT = ("the mill in the snow", "a harbour of stone", "the bridge at night", "the seventh hill")
NEEDED = (
    "flour of the mill",
    "butter from the farm",
    "sugar in fine grains",
    "nuts without a shell",
    "pears from the tree",
    "salt of the sea",
    "plums of the valley",
    "rye in whole grains",
)
REFRAIN = ("Flow on, my river,", "and we go down with you.")


def _line(chance: random.Random) -> str:
    return f"{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)}"


def _song(chance: random.Random) -> list[str]:
    found = [f"{_line(chance)} again"]
    for _ in range(4):
        found += [_line(chance) for _ in range(4)]
        found += ["", *REFRAIN, *REFRAIN, ""]
    return found


def _recipe(chance: random.Random) -> list[str]:
    said = [
        f"{_line(chance)}, and {_line(chance).lower()}, until the evening came." for _ in range(6)
    ]
    needed = [f"{chance.randrange(1, 9) * 50} g {what}" for what in chance.sample(NEEDED, 6)]
    return [f"Soup for {_line(chance).lower()}", said[0], "What you need", *needed, *said[1:]]


@pytest.mark.parametrize(("lines", "count"), [(_song, 9), (_song, 24), (_recipe, 24)])
def test_what_all_pages_of_a_site_say_within_their_text_is_doubtful(
    lines: Callable[[random.Random], list[str]], count: int
) -> None:
    chance = random.Random(7)
    menu = ["Start page", "All of them", "Singers and cooks", "Guest book", "Sign in", ""]
    footer = ["", "About this book", "Write to us", "Imprint and privacy", "Map of the site"]
    _, proposals = examine(["\n".join((*menu, *lines(chance), *footer)) for _ in range(count)])
    certain = sure(proposals)
    assert {"Guest book", "Write to us"} <= certain
    assert not certain & set(REFRAIN)
    assert not [match for match in certain if " g " in match]
    doubtful = matches(proposals, "doubtful")
    assert set(REFRAIN) <= doubtful if lines is _song else len(doubtful) >= len(NEEDED)
