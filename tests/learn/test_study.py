"""What is proposed of whole sites, and what is not."""

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


def test_two_documents_teach_nothing_and_few_make_nothing_sure() -> None:
    found, proposals = examine(texts("news", 2))
    assert (found.facts, proposals) == ([], [])
    _, proposals = examine(texts("news", 5))
    assert proposals
    assert not [one for one in proposals if one.safety == "safe"]


def test_copies_count_once() -> None:
    documents = list(texts("news", 12))
    again = [text.replace("Log in\n", "") for text in documents]
    found, _ = examine([*documents, *again])
    assert (found.documents, found.distinct) == (24, 12)


def test_no_prose_at_all() -> None:
    documents = [f"Home\nNews\nSport\nItem {chr(97 + i) * 5}\nContact us\nAbout" for i in range(12)]
    _, proposals = examine(documents)
    assert {"Home", "News", "Sport"} <= sure(proposals)


def test_a_site_without_boilerplate() -> None:
    documents = [f"A title of {chr(97 + i) * 4}\n{chr(97 + i) * 90}." for i in range(12)]
    assert examine(documents)[1] == []
