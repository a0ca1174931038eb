"""Names of a program inside sentences."""

import pytest

from cleaner.codeterms import is_name
from tests.support import PROSE, check_cleaned, check_noop, page


@pytest.mark.parametrize(
    "name",
    [
        "self.retry()",
        "cache.max_size",
        ".env",
        "--quiet",
        "useState",
        "MAX_SIZE",
        "fetch()",
        "$sid",
    ],
)
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "word",
    ["Reuters", "NewYorker", "iMac", "self retry", "Holiday", "word.", "3.5", "x", "NASA", ""],
)
def test_no_names(word: str) -> None:
    assert not is_name(word)


@pytest.mark.parametrize(
    ("lines", "want"),
    [
        (
            ["For example,", "cache.max_size", "becomes", "MAX_SIZE", "."],
            "For example, cache.max_size becomes MAX_SIZE.",
        ),
        (
            ["Inside a task, call", "self.retry()", "to give up the current attempt:"],
            "Inside a task, call self.retry() to give up the current attempt:",
        ),
        (
            ["In this article we shall use the", "fetch()", "API, which is the modern one."],
            "In this article we shall use the fetch() API, which is the modern one.",
        ),
        (
            ["Quarry loads the file", ".env", "from the working directory."],
            "Quarry loads the file .env from the working directory.",
        ),
    ],
)
def test_the_sentence_is_whole_again(lines: list[str], want: str) -> None:
    check_cleaned(page(*lines, PROSE[4]), page(want, PROSE[4]), "core/broken-sentence")


@pytest.mark.parametrize(
    "lines",
    [
        ["return", "self.retry", "exc", "else", "raise"],
        ["The tablets of the shop", "HomePod mini", "iMac", "iOS 26"],
        ["Read more news like this on", "mill.example.com", "Get the latest news of the valley."],
        ["The files of all", "README.md", "What it is for", "FUNDING.yml", "Who pays for it"],
        ["Last post by", "darkMiller", "in the evening"],
        ["The domains of the valley", "ab.mill", "bc.mill", "mb.mill", "weir.mill", "and others"],
        ["// names of the valley", "weir.mill", "and others of it"],
    ],
)
def test_other_lines_stay_apart(lines: list[str]) -> None:
    check_noop(page(*lines, PROSE[4]))
