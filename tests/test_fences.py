"""Program text between fences, and the data in front of a Markdown text."""

import pytest

from cleaner import Cleaner
from cleaner.fences import between, front_matter
from cleaner.model import LEVELS, Level
from tests.support import PROSE

CARD = ["---", "language:", "- en", "license: mit", "tags:", "- ships", "- ropes", "---", "# Ropes"]
POST = ["---", "layout: post", 'title: "Ropes"', "tags: [ships, ropes]", "share: true", "---", ""]
BUTTONS = ["## Citation", "Read more", "Contact us", "Share", "Subscribe", ""]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("front", [CARD, POST])
def test_data_in_front_of_a_text_are_never_boilerplate(level: Level, front: list[str]) -> None:
    text = "\n".join([*front, *PROSE, *BUTTONS])
    cleaned = Cleaner(level=level).clean(text).text
    assert cleaned.startswith("\n".join(front))
    assert "Read more" not in cleaned


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["---", "title: Ropes", "", "# why", "---", "Text"], 5),
        (["---", "title: Ropes", "list:", "  - a", "...", "Text"], 5),
        (["+++", 'title = "Ropes"', "[extra]", "+++", "Text"], 4),
        (["---", "The bell rang twice.", "---"], 0),
        (["---", "title: Ropes", "The bell rang twice.", "---"], 0),
        (["---", "title: Ropes"], 0),
        (["title: Ropes", "---"], 0),
        (["---"], 0),
        ([""], 0),
    ],
)
def test_front_matter(lines: list[str], count: int) -> None:
    assert front_matter(lines) == count


def test_fences_in_the_data_open_nothing() -> None:
    lines = ["---", "code: |", "  ```", "---", "Text", "```", "x = 1", "```"]
    assert between(lines, [2, 5, 7]) == [(0, 4), (5, 8)]
