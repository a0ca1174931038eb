"""Lines among those that are known already."""

from collections.abc import Sequence

import numpy as np

from cleaner.learn.company import OTHERS, chained, joined
from cleaner.learn.facts import Facts
from cleaner.learn.guards import Verdict
from cleaner.learn.measures import Pages, Shape, measure
from cleaner.learn.sheets import Digester, digest
from cleaner.learn.templates import template
from cleaner.learn.verdicts import unsure

MENU = [f"{one} and {two}" for one in ("Nets", "Ropes", "Oars", "Sails") for two in ("buoys",
        "lamps", "hooks")]  # fmt: skip
KEYS = {name: digest(template(name)) for name in ("Kept", "Free")}
MENU_KEYS = {digest(template(line)) for line in MENU}


def measured(pages: Sequence[list[str]]) -> tuple[Shape, list[Facts]]:
    """What is counted of the lines of some pages."""
    sheets = [Digester().sheet("\n".join(page)) for page in pages]
    starts = np.cumsum([0, *(len(sheet.keys) for sheet in sheets)])
    columns = (np.concatenate(column) for column in list(zip(*sheets, strict=True))[:3])
    return measure(Pages(*columns, starts), 1, 1)


def in_menu(one: Facts) -> bool:
    return one.key in MENU_KEYS


def among(*pages: list[str]) -> dict[str, float]:
    """How often the lines "Kept" and "Free" stand among those of the menu; "Free" is unknown."""
    shape, facts = measured(pages)
    found = joined(shape, facts, in_menu, lambda one: one.key == KEYS["Kept"])
    return {name: f.among for name, key in KEYS.items() for f in found if f.key == key}


def test_what_stands_between_twelve_known_lines_is_among_them() -> None:
    assert len(MENU) == OTHERS
    assert among([*MENU[:5], "Kept", *MENU[5:]]) == {"Kept": 1.0}
    assert among([*MENU[:5], "Kept", *MENU[5:]], ["A page", "Kept"])["Kept"] == 0.5
    assert among([*MENU[:5], "Kept", "Kept", "17", *MENU[5:]])["Kept"] == 1.0


def test_at_the_end_of_a_row_or_in_a_short_or_broken_one_it_is_not() -> None:
    assert among([*MENU, "Kept"]) == {"Kept": 0.0}
    assert among(["Kept", *MENU]) == {"Kept": 0.0}
    assert among([*MENU[:5], "Kept", *MENU[5:-1]]) == {"Kept": 0.0}
    assert among([*MENU[:5], "Kept", *MENU[5:-1], MENU[0]]) == {"Kept": 0.0}
    assert among([*MENU[:5], "Kept", "Free", *MENU[5:]]) == {"Kept": 0.0, "Free": 0.0}
    assert among([*MENU[:5], "Kept"], [*MENU[5:]]) == {"Kept": 0.0}


def beside(*pages: list[str]) -> dict[str, float]:
    """How often "Kept" and "Free" stand beside their usual neighbour; "Kept" is known by that."""
    shape, facts = measured(pages)

    def follows(one: Facts) -> bool:
        return one.key == KEYS["Kept"] and one.beside >= 0.9

    found = chained(shape, facts, in_menu, follows)
    return {name: f.beside for name, key in KEYS.items() for f in found if f.key == key}


def test_what_always_stands_beside_the_same_known_line_is_beside_it() -> None:
    pages = [[MENU[0], "Kept", f"Page {name} of the quay"] for name in ("one", "two", "three")]
    assert beside(*pages) == {"Kept": 1.0}
    assert beside(*pages, ["Kept"])["Kept"] == 0.75
    assert beside(*([*page[1:], MENU[0]] for page in pages)) == {"Kept": 0.0}
    # A number between two lines keeps them apart.
    assert beside(*([MENU[0], "17", "Kept"] for _ in pages)) == {"Kept": 0.0}
    # Each time another line.
    assert beside(*([line, "Kept"] for line in MENU[:4]))["Kept"] == 0.25


def test_what_is_known_by_its_neighbour_makes_the_next_one_known() -> None:
    assert beside(*([MENU[0], "Kept", "Free"] for _ in range(3))) == {"Kept": 1.0, "Free": 1.0}
    assert beside(*(["Kept", "Free"] for _ in range(3))) == {"Kept": 0.0, "Free": 0.0}


def test_headings_and_quotations_are_part_of_the_text_wherever_they_stand() -> None:
    reasons = ("heading", "quotation", "short", "label", "text")
    assert [r for r in reasons if unsure(Verdict("doubtful", 0.3, r))] == ["short", "label", "text"]
    assert unsure(Verdict("line", 0.7))
    assert not unsure(Verdict("line", 0.9))
    assert not unsure(Verdict("group", 0.7))
