"""Lines that come again and again on their pages: the buttons of a list, and what only looks so."""

import random
from functools import cache
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.learn.facts import Facts
from cleaner.learn.sheets import digest
from cleaner.learn.study import Study
from cleaner.learn.teaching import Pack
from cleaner.learn.templates import template
from cleaner.learn.verdicts import button
from cleaner.proving import prove
from tests.learn.corpus import examine, matches, sites

BUTTONS = ["Add to basket", "Compare", "Ask the keeper"]


def lamp(number: int, kind: int, chance: random.Random) -> list[str]:
    metal = chance.choice(["brass", "tin", "iron"])
    name = f"Lamp {chr(97 + number)}{chr(97 + kind)}x of {metal}"
    return [name, "Weight:", f"{chance.randint(2, 9)} kg", *BUTTONS]


def shop(number: int) -> str:
    chance = random.Random(number)
    page = [f"Storm lamps, page {chr(97 + number) * 3}", "Open the menu", "Quayside Stores"]
    page += [sites().paragraph(chance) for _ in range(2)]
    page += [line for kind in range(8) for line in lamp(number, kind, chance)]
    return "\n".join([*page, "About the quay", "Carriage", "Withdrawal", "Terms of the stores"])


def play(number: int) -> str:
    chance = random.Random(number)
    page = [f"Act {chr(97 + number) * 3} of the ferry play"]
    for _ in range(8):
        page += ["THE MILLER", sites().paragraph(chance), "A SAILOR", sites().paragraph(chance)]
    return "\n".join(page)


@cache
def learned() -> tuple[Study, list]:
    return examine([shop(number) for number in range(9)])


def facts_of(line: str) -> Facts:
    return next(one for one in learned()[0].facts if one.key == digest(template(line)))


def test_the_buttons_of_all_goods_are_a_rule() -> None:
    assert matches(learned()[1], "repeated-lines") == set(BUTTONS)
    rule = next(one for one in learned()[1] if one.is_repeated)
    assert (rule.kind, rule.safety, rule.options) == ("line", "contextual", {"often": 3})


def test_names_of_speakers_are_not() -> None:
    _, proposals = examine([play(number) for number in range(9)])
    assert not [one for one in proposals if one.is_repeated]


@pytest.mark.parametrize(
    "other",
    [
        {"times": 9},
        {"abstract": True},
        {"colon": 1.0},
        {"values": 1.0},
        {"heads_prose": 0.5},
        {"textual": 0.2},
        {"look": -0.5},
        {"look": float("nan")},
        {"pages": 2},
        {"of": 40},
        {"title": 0.5, "pages": 4},
        {"look": -1.7, "inside": 0.9},
    ],
    ids=str,
)
def test_what_speaks_against_a_button(other: dict[str, float]) -> None:
    facts = facts_of("Ask the keeper")._replace(head=1.0, tail=0.0, depth=0.4, of=12)
    assert button(facts, 1) > 0.8
    assert button(facts._replace(**other), 1) == 0


def test_what_nearly_every_page_has_again_and_again_has_only_not_to_look_like_text() -> None:
    facts = facts_of("Ask the keeper")._replace(head=1.0, tail=0.0, depth=0.4, look=-0.6)
    for other in ({}, {"abstract": True}, {"inside": 0.9}):
        assert button(facts._replace(**other), 1) > 0.8
    for other in ({"look": -0.4}, {"look": float("nan")}, {"of": 12}, {"fragment": 1.0}):
        assert button(facts._replace(**other), 1) == 0


def test_a_sentence_that_stands_sixteen_times_on_a_page_is_one() -> None:
    facts = facts_of("Ask the keeper")._replace(head=1.0, tail=0.0, depth=0.4, look=-0.6, of=20)
    assert button(facts._replace(times=16 * facts.pages), 12) > 0.8
    assert button(facts._replace(times=16 * facts.pages), 3) == 0
    assert button(facts._replace(times=12 * facts.pages), 12) == 0


def test_what_comes_very_often_may_look_a_little_more_like_text() -> None:
    facts = facts_of("Ask the keeper")._replace(look=-1.2, head=1.0, tail=0.0, of=12)
    assert button(facts, 1) == 0
    assert button(facts._replace(times=20 * facts.pages), 1) > 0.8


def test_of_few_pages_only_what_most_have_is_sure() -> None:
    facts = facts_of("Ask the keeper")._replace(of=7, pages=7, times=56)
    assert button(facts, 1) > 0.8
    assert 0.5 < button(facts._replace(pages=4, times=32), 1) < 0.8


def test_a_button_goes_where_it_stands_three_times(tmp_path: Path) -> None:
    pack = Pack.at(tmp_path / "mysite")
    pack.write(pack.paths([one for one in learned()[1] if one.is_repeated]))
    assert prove([pack.folder]).ok
    cleaner = Cleaner(rules=[pack.folder], select=["mysite"])
    prose = [sites().paragraph(random.Random(number)) for number in range(4)]
    others = [f"Lamp {name} of brass\n" for name in ("one", "two", "three")]
    for count, left in ((2, 2), (3, 0)):
        rows = "\n".join(f"{other}Ask the keeper" for other in others[:count])
        found = cleaner.clean("\n".join([*prose[:2], rows, *prose[2:]])).text
        assert found.count("Ask the keeper") == left
