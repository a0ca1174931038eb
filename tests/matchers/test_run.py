"""Runs of short lines: what makes a menu of them, and what does not."""

from pathlib import Path

from cleaner import Cleaner
from tests.support import PROSE, check_noop, page

NAMES = ("Oars", "Ropes", "Bells", "Lamps", "Anchors", "Kettles", "Stoves", "Buoys")
OWN = [f"{name} of the {place}" for name in NAMES for place in ("quay", "weir")]


def taught(folder: Path, evidence: str) -> Cleaner:
    """A cleaner with two rules for the lines of one site."""
    pack = folder / "mysite"
    pack.mkdir(parents=True)
    for number in range(2):
        text = 'message = "m"\nkind = "line"\nsafety = "safe"\n[phrases]\n'
        text += f"mul = {OWN[number::2]!r}\n{evidence}"
        (pack / f"lines-{number}.toml").write_text(text)
    return Cleaner(rules=[pack])


def test_lines_that_a_site_taught_make_no_menu_of_others(tmp_path: Path) -> None:
    text = "\n".join(["Bell of the old weir", *OWN[:8], "Nine pounds", *OWN[8:], *PROSE])
    learned = taught(tmp_path / "a", "[evidence]\nsite = 'x'\n").clean(text)
    assert OWN[0] not in learned.text
    assert "Nine pounds" in learned.text
    # The same lines, if every site had them.
    assert "Nine pounds" not in taught(tmp_path / "b", "").clean(text).text


def test_labels_with_values_are_no_menu() -> None:
    facts = ("Publisher:", "High Water Press", "Language:", "English", "Pages:", "Two hundred")
    check_noop(page(*facts))


def test_a_table_that_compares_is_no_menu() -> None:
    rows = [("Mooring", "Yes", "-"), ("Water", "Yes", "Yes"), ("Contact us", "Yes", "Yes")]
    rows += [("Log in", "-", "Yes"), ("Harbour map", "-", "Yes"), ("Seats", "2", "9")]
    check_noop(page(*(cell for row in rows for cell in row)))


def test_long_entries_go_where_the_page_is_mainly_text_and_stay_on_a_page_of_lists() -> None:
    labels = ["Log in", "Privacy policy", "Contact us", "Terms of use", "About us", "Careers"]
    labels += ["Newsletters", "Podcasts", "Videos", "Opinion", "Politics", "Business"]
    labels += ["Sports", "Weather", "Health"]
    own = [f"{name} for the {place} fair" for name in NAMES for place in ("spring", "autumn")]
    menu = [line for pair in zip(own, [*labels, "Travel"], strict=True) for line in pair]
    lists = [f"{name} {i}" for i in range(60) for name in NAMES]
    head = ["The bell of the old weir", *menu, "The bell of the old weir"]
    tool = Cleaner(ignore=["core/page-shape"])
    assert own[0] not in tool.clean("\n".join([*head, *PROSE])).text
    assert own[0] in tool.clean("\n".join([*head, *PROSE, *lists])).text


def test_half_a_sentence_is_no_entry() -> None:
    labels = ["Log in", "Privacy policy", "Contact us", "Terms of use", "About us", "Careers"]
    labels += ["Newsletters", "Podcasts", "Videos", "Opinion", "Politics", "Business"]
    menu = ["The bell of the old weir", *OWN, *labels, "Sports", "Weather", *OWN[:5], "Harbour,"]
    text = "\n".join([*menu, "and what it may cost in May", *PROSE])
    cleaned = Cleaner(ignore=["core/page-shape"]).clean(text).text
    assert OWN[0] not in cleaned
    assert "Harbour,\nand what it may cost" in cleaned
