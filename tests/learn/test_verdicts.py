"""What the shape of their pages says for and against lines that recur."""

import random

import pytest

from cleaner.learn.facts import Facts
from cleaner.learn.verdicts import follows, judge
from tests.learn.corpus import examine, matches, sites, texts

LIST = [f"{one} and {two}" for one in ("Nets", "Ropes", "Oars") for two in ("buoys", "lamps")]
FOOTER = ["Careers on the quay", "Press room", "Terms of use", "Privacy notice", "Site map"]


def entry() -> Facts:
    """An entry of a menu: on all of ten pages in a run before the text."""
    found, _ = examine(texts("news", 10))
    return next(one for one in found.facts if one.head == 1 and one.run > 4 and one.share == 1)


@pytest.mark.parametrize(
    ("other", "role"),
    [
        ({"look": -0.5}, "group"),
        ({"look": -0.5, "pages": 8}, "doubtful"),
        ({"look": -1.5, "pages": 8}, "group"),
        ({"look": -2.5, "inside": 0.7, "head": 0.3}, "doubtful"),
        ({"look": -3.5, "inside": 0.7, "head": 0.3}, "group"),
        ({"look": -2.5, "inside": 0.3, "head": 0.7}, "group"),
    ],
    ids=str,
)
def test_lines_that_some_pages_have_or_the_text_holds_look_like_none(
    other: dict[str, float], role: str
) -> None:
    assert judge(entry()._replace(of=10, **other), 2).role == role


def test_what_always_stands_far_behind_the_text_is_company() -> None:
    alone = {"grouped": 0.0, "grouped_pages": 0, "linked": 0.0, "run": 1.0, "fixed": 0.0}
    facts = entry()._replace(**alone, head=0.0, tail=1.0, depth=0.9, look=-0.8, edge=0.0, between=0)
    assert judge(facts, 1).role == "company"
    for other in ({"textual": 0.3}, {"depth": 0.5}, {"tail": 0.5, "inside": 0.5}):
        assert judge(facts._replace(**other), 1).role == "doubtful"


@pytest.mark.parametrize(("lines", "goes"), [(FOOTER, True), (LIST, False)])
def test_a_run_of_two_pages_goes_when_it_looks_like_no_text(lines: list[str], goes: bool) -> None:
    def page(number: int) -> str:
        chance = random.Random(number)
        end = lines if number < 2 else [f"Another end {chr(97 + number)}"]
        return "\n".join([*(sites().paragraph(chance) for _ in range(12)), *end])

    _, proposals = examine([page(number) for number in range(4)])
    assert bool(set(lines) & matches(proposals, "footer-lines-unsure")) is goes
    assert goes or not matches(proposals) & set(lines)


@pytest.mark.parametrize(
    "other",
    [
        {"beside": 0.8},
        {"look": -0.4},
        {"look": -0.8, "head": 0.0, "nowhere": 1.0},
        {"look": float("nan")},
        {"textual": 0.2},
        {"heads_prose": 0.5},
        {"heads_list": 0.5},
        {"title": 0.1},
        {"fragment": 1.0},
        {"colon": 1.0},
        {"pages": 2},
    ],
    ids=str,
)
def test_what_speaks_against_a_line_beside_a_known_one(other: dict[str, float]) -> None:
    facts = entry()._replace(beside=1.0, look=-0.8)
    assert follows(facts, 2) > 0.5
    assert follows(facts._replace(**other), 2) == 0


def test_boxes_of_every_page_and_filters_with_numbers_are_company() -> None:
    box = entry()._replace(of=7, pages=7, head=0.5, inside=0.5, look=-1.2, run=5.0, grouped=1.0)
    assert judge(box, 2).role == "company"
    for other in ({"linked": 0.5}, {"run": 3.0}, {"inside": 0.6}, {"colon": 1.0}, {"pages": 5}):
        assert judge(box._replace(**other), 2).role == "doubtful"
    found = entry()._replace(values=1.0, edge=0.0, look=-1.2, run=8.0)
    assert judge(found, 1).role == "company"
    for other in ({"look": -0.8}, {"run": 5.0}, {"inside": 0.2, "head": 0.8}):
        assert judge(found._replace(**other), 1).role == "doubtful"


def test_a_sentence_of_two_pages_goes_from_long_runs_outside_the_text() -> None:
    facts = entry()._replace(pages=2, of=4, run=20.0, look=-2.5, sentence=True, prose=True)
    assert judge(facts, 14).role == "group"
    for other in ({"run": 12.0}, {"look": -1.5}, {"inside": 0.5}, {"look": float("nan")}):
        assert judge(facts._replace(**other), 14).role == "nothing"
