"""What a label says in the next line goes with the label, and nothing else."""

import pytest

from cleaner import Cleaner
from tests.support import PROSE

HEAD = ("Skip to content", "Log in", "Subscribe", "Menu", "News", "Sport", "Contact us", "Search")
TAIL = ["Share", "Copy link", "Read more", "Load more", "Most read", "Follow us", "About us"]
TAIL += ["Advertise", "Privacy policy", "Terms of use", "Cookie policy"]
HEADLINE = "The council votes for the third design of the bridge"


def cleaned(*lines: str) -> str:
    return Cleaner().clean("\n".join([*HEAD, HEADLINE, *lines, *PROSE, *TAIL, ""])).text


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Published:", "12 May 2024"),
        ("Last updated:", "13 May 2024 at 10:32"),
        ("Posted:", "May 12, 2024"),
        ("Veröffentlicht am", "12. Mai 2024"),
        ("Publié le", "12 mai 2024"),
        ("发布时间：", "2024-03-18 09:32"),
        ("Reading time:", "5 minutes"),
        ("Views:", "1,204"),
        ("Comments:", "12"),
        ("Quelle:", "Marlen Courier"),
    ],
)
def test_a_value_goes_with_its_label(label: str, value: str) -> None:
    text = cleaned(label, value)
    assert label not in text
    assert value not in text
    assert PROSE[0] in text


@pytest.mark.parametrize(
    ("label", "below"),
    [
        ("Published:", "The year of the great flood"),
        ("Published:", "Nobody in Marlen had expected the flood of 1984 to come in May."),
        ("Views:", "12 good reasons to stay at home"),
        ("Quelle:", "Der Fluss trat 1984 über die Ufer, und niemand wusste warum."),
    ],
)
def test_what_is_no_value_stays(label: str, below: str) -> None:
    assert below in cleaned(PROSE[1], label, below)


def test_a_label_and_its_value_stay_in_a_clean_text() -> None:
    text = "\n".join([HEADLINE, "Published:", "12 May 2024", *PROSE, ""])
    assert Cleaner().clean(text).text == text
