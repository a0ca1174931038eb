import pytest

from cleaner import Card, Cleaner, restore
from tests.support import PROSE, page, tool

SNIPPET = "The ferry company on Saturday dropped its demand for a guarantee, after a long meeting with the mayor."
OTHER = "Each household will pay about ninety a year for ten years, according to a table of the council."


def cards(*lines: str) -> tuple[str, list[tuple[str, str, str, str]]]:
    result = tool().clean(page(*lines), id="doc")
    return result.text, [(c.source, c.age, c.title, c.text) for c in result.related]


def test_full_cards() -> None:
    text, found = cards(
        "Related Articles", "", "",
        "Valley Times", "2 hours ago", "- Valley Times", "Ferry drops its demand", SNIPPET, "", "",
        "Lake News", "7 hours ago", "- Lake News", "What it costs", OTHER,
    )  # fmt: skip
    assert text == page()
    assert found == [
        ("Valley Times", "2 hours ago", "Ferry drops its demand", SNIPPET),
        ("Lake News", "7 hours ago", "What it costs", OTHER),
    ]


def test_a_snippet_may_be_one_short_sentence() -> None:
    short = "The council has said yes to a ferry of its own."
    text, found = cards(
        "Related Articles", "", "",
        "Valley Times", "2 hours ago", "- Valley Times", "Ferry drops its demand", SNIPPET, "", "",
        "Lake News", "25-02-2026", "- Lake News", "A ferry for Marlen", short,
    )  # fmt: skip
    assert text == page()
    assert found[1] == ("Lake News", "25-02-2026", "A ferry for Marlen", short)


@pytest.mark.parametrize(
    ("header", "want"),
    [
        (["Published", "2 August 2025", "The people keeping old ovens"], ("", "2 August 2025")),
        (["Two hours ago", "12:00 PM UTC", "The people keeping old ovens"], ("", "Two hours ago")),
        (["The people keeping old ovens", "2 hours ago", 'In "Breads"'], ("", "2 hours ago")),
    ],
)
def test_labels_name_no_source(header: list[str], want: tuple[str, str]) -> None:
    _, found = cards("Related Articles", *header, SNIPPET, "", *header, OTHER)
    assert [one[:3] for one in found] == [(*want, "The people keeping old ovens")] * 2


def test_two_short_lines_may_be_title_and_teaser() -> None:
    card = [
        "Hospital says sorry for a lost ring",
        "2 hours ago",
        "It was in the filter for a year.",
    ]
    _, found = cards("Related Articles", *card, "", *card)
    assert set(found) == {("", "2 hours ago", card[0], card[2])}


def test_buttons_between_the_lines_are_no_fields() -> None:
    text, found = cards(
        "Related Articles",
        "Ferry drops its demand", "2 hours ago", "No Comments", SNIPPET, "Read More »",
        "What it costs", "7 hours ago", "No Comments", OTHER, "Read More »",
    )  # fmt: skip
    assert text == page()
    assert found == [
        ("", "2 hours ago", "Ferry drops its demand", SNIPPET),
        ("", "7 hours ago", "What it costs", OTHER),
    ]


def test_a_button_is_no_title() -> None:
    """Nor does a sentence go with it, though an age stands above it."""
    text, found = cards("Lire aussi:", "Please disable your ad blocker", "2 hours ago", PROSE[4])
    assert PROSE[4] in text
    assert found == []


@pytest.mark.parametrize(
    ("header", "want"),
    [
        (
            ["Valley Times", "2 hours ago", "Ferry drops its demand"],
            ("Valley Times", "2 hours ago"),
        ),
        (
            ["Ferry drops its demand", "Valley Times", "2 hours ago"],
            ("Valley Times", "2 hours ago"),
        ),
        (
            ["Valley Times", "/", "2 hours ago", "Ferry drops its demand"],
            ("Valley Times", "2 hours ago"),
        ),
        (["|", "Ferry drops its demand", "2 hours ago"], ("", "2 hours ago")),
        (["Ferry drops its demand", "2 hours ago"], ("", "2 hours ago")),
        (["Ferry drops its demand", "Valley Times · 2 hours ago"], ("Valley Times", "2 hours ago")),
        (["Valley Times · a day ago", "Ferry drops its demand"], ("Valley Times", "a day ago")),
        (["Valley Times · 21-07-2025", "Ferry drops its demand"], ("Valley Times", "21-07-2025")),
        (["Ferry drops its demand", "Lake • July 3, 2025"], ("Lake", "July 3, 2025")),
        (["- Valley Times", "Ferry drops its demand"], ("Valley Times", "")),
        (["March 3, 2024", "Ferry drops its demand"], ("", "March 3, 2024")),
        (["vor 3 Stunden", "Ferry drops its demand"], ("", "vor 3 Stunden")),
    ],
)
def test_headers_in_any_subset_and_order(header: list[str], want: tuple[str, str]) -> None:
    text, found = cards("Related Articles", *header, SNIPPET)
    assert text == page()
    assert found == [(*want, "Ferry drops its demand", SNIPPET)]


def test_titles_without_snippets() -> None:
    text, found = cards(
        "Related Articles", "First title of all", "2 hours ago", "Second title", "3 hours ago"
    )
    assert text == page()
    assert [c[2] for c in found] == ["First title of all", "Second title"]


def test_the_article_goes_on_behind_the_box() -> None:
    text, found = cards("Related Articles", "A title", "2 hours ago", PROSE[4], PROSE[0] + " Yes.")
    assert text == page(PROSE[4], PROSE[0] + " Yes.")
    assert [c[2:] for c in found] == [("A title", "")]


def test_leftovers_of_a_card_are_cleaned() -> None:
    dirty = f"{SNIPPET} READ MORE It had waited. This article originally appeared in The Example Times . 2025 The Example Times Company"
    _, found = cards("Related Articles", "Valley Times", "2 hours ago", "Title", dirty)
    assert found[0][3] == f"{SNIPPET} It had waited."


def test_cards_know_their_document_and_keep_and_drop() -> None:
    text = page("Related Articles", "Valley Times", "2 hours ago", "Title", SNIPPET)
    found = tool().clean(text, id="doc.txt").related
    assert [type(card) for card in found] == [Card]
    assert found[0].document == "doc.txt"
    dropped = Cleaner(related="drop").clean(text)
    assert (dropped.text, dropped.related) == (page(), ())
    kept = Cleaner(related="keep").clean(text)
    assert (kept.text, kept.related, kept.edits) == (text, (), ())


def test_what_is_kept_of_cards_is_all_of_them() -> None:
    first = ("Related Articles", "Valley Times", "2 hours ago", "- Valley Times", "Title", SNIPPET)
    second = ("", "Orchard Weekly", "3 days ago", "- Orchard Weekly", "Another title", SNIPPET)
    around = ("READ MORE", "Comments", "No comments yet...")
    foot = ("Share on Facebook", "Privacy policy", "Terms of use")
    text = page(*around, *first, *second, *foot)
    keeper = Cleaner(related="keep")
    kept = keeper.clean(text)
    assert kept.text == page(*first, *second)
    assert restore(kept.text, kept.edits) == text
    assert keeper.clean(kept.text).text == kept.text


def test_age_and_section_behind_the_snippet() -> None:
    text, found = cards(
        "Related Articles",
        "Ferry drops its demand", SNIPPET, "10 mins ago", "Business",
        "What the bridge costs", OTHER, "21 mins ago", "Valley Times",
    )  # fmt: skip
    assert text == page()
    assert found == [
        ("Business", "10 mins ago", "Ferry drops its demand", SNIPPET),
        ("Valley Times", "21 mins ago", "What the bridge costs", OTHER),
    ]


@pytest.mark.parametrize("header", [["{age}"], ["{source} · {age}"]])
def test_ages_above_titles_belong_to_the_card_below(header: list[str]) -> None:
    lines = ["Related Articles"]
    stories = [("Valley Times", "2 hours ago", SNIPPET), ("Lake News", "7 hours ago", OTHER)]
    for source, age, text in stories:
        lines += [line.format(source=source, age=age) for line in header]
        lines += [f"A title of {source}", text]
    left, found = cards(*lines)
    assert left == page()
    assert [(age, text) for _, age, _, text in found] == [(age, text) for _, age, text in stories]


@pytest.mark.parametrize("heading", ["You May Also Like", "Most Viewed", "More Stories"])
def test_cards_under_other_headings(heading: str) -> None:
    left, found = cards(
        heading,
        "Valley Times", "2 hours ago", "Ferry drops its demand", SNIPPET,
        "Lake News", "7 hours ago", "What it costs", OTHER,
    )  # fmt: skip
    assert left == page()
    assert [title for _, _, title, _ in found] == ["Ferry drops its demand", "What it costs"]


def test_subheadings_and_paragraphs_are_no_cards() -> None:
    lines = ("How it began", PROSE[4], "What comes next", OTHER)
    left, found = cards("Related Articles", *lines)
    assert found == []
    assert PROSE[4] in left
    assert OTHER in left


def test_a_list_with_dashes_is_not_made_of_sources() -> None:
    lines = ("Related content", "- How the bridge was planned", "- What the bridge will cost")
    assert cards(*lines)[1] == []


def test_an_age_alone_takes_no_paragraph() -> None:
    left, found = cards("Related Articles", "2 hours ago", PROSE[4])
    assert PROSE[4] in left
    assert all(not text for _, _, _, text in found)


@pytest.mark.parametrize(
    "title",
    [
        "“The ferry will come back,” said the mayor of the town on the far side of the lake.",
        "Read next: seven lessons of the ferry that did not come back",
    ],
)
def test_a_line_below_the_source_and_above_a_snippet_is_a_title(title: str) -> None:
    text, found = cards(
        "Related Articles", "", "",
        "Valley Times", "2 hours ago", "- Valley Times", title, SNIPPET, "", "",
        "Lake News", "7 hours ago", "- Lake News", "What it costs", OTHER,
    )  # fmt: skip
    assert text == page()
    assert found[0] == ("Valley Times", "2 hours ago", title, SNIPPET)
    assert len(found) == 2


def test_another_heading_stands_between_cards_that_are_alike() -> None:
    def card(title: str) -> str:
        return f"Front Page\n{title}\nWebmaster\nDecember 19, 2025\n{PROSE[1]}"

    text = f"{PROSE[0]}\nAlso in the news\n{card('The mill is sold')}\n{card('The ferry is not')}\n"
    more = f"News\n{card('What it will cost')}\n{card('Who will pay')}"
    related = tool().clean(text + more).related
    assert [one.title for one in related] == [
        "The mill is sold",
        "The ferry is not",
        "What it will cost",
        "Who will pay",
    ]
    # One card says too little of the others.
    assert (
        len(tool().clean(f"{PROSE[0]}\nAlso in the news\n{card('The mill')}\n{more}").related) < 3
    )


def test_what_somebody_says_behind_a_dash_is_no_source() -> None:
    speech = ("The costs", PROSE[4], "– He can open every gate of the town, she says.")
    text = page("READ MORE", "Related Articles", "Why the ferry whistles twice", *speech)
    result = tool().clean(text)
    assert result.text.endswith("\n".join(speech[1:]))
    assert not result.related
