"""What the shape of their pages says for and against lines that recur."""

import random

import pytest

from cleaner.learn.facts import Facts
from cleaner.learn.verdicts import judge
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
