"""Whether lines in a row are together a sentence."""

import pytest

from cleaner.chains import is_end, is_sentence, items, was_cut
from cleaner.lexicon import Lexicon
from cleaner.segment import Page


def leans(line: str) -> bool:
    return line.endswith((" the", " to", ","))


def page(*lines: str) -> Page:
    return Page("\n".join(lines), Lexicon([]))


@pytest.mark.parametrize(
    "lines",
    [
        ("The minutes were published by the council on the page of the", "building committee", "."),
        ("Bees prefer the", "older gardens", "of the town."),
        ('"It was time," she told the', "Heron Weekly", ', "and it is late."'),
        ("What you will find in them (", "a list of letters", ") is a book."),
        ("Drink water or tea", "."),
        ("Would you like to see it", "?"),
        ("Anna Kovacs (Heron", ")"),
        ("translated by Jana Novak [Heron", "]"),
        ("Lower cost", ": prevents costly repairs"),
        ("Heron", "– Best overall"),
        ("Bees help", "the older gardens", "of the town:"),
        ("With the new weir,", "Heron Mill", "can grind all year."),
        ("The full list is kept", "here", "."),
        ("The list that was kept", "by the", "Heron Weekly", ":"),
        ("Heron Mill", "opens in the summer."),
        (
            "Keeping a garden in the shade helps",
            "bees and beetles find a place to sleep in the winter",
            "under the leaves. It also brings birds to the town, which nobody had hoped for.",
        ),
    ],
)
def test_is_a_sentence(lines: tuple[str, ...]) -> None:
    assert is_sentence(lines, leans)


@pytest.mark.parametrize(
    "lines",
    [
        ("stay active", "."),
        ("Active", "."),
        ("Anna Kovacs Heron", ")"),
        ("Anna Kovacs (Heron)", ")"),
        ("wait_for(the pool", ")"),
        ("Red apples", ","),
        ("Heron", "–Best overall"),
        ("Red apples", ".", "."),
        ("bees prefer the", "older gardens"),
        ("Bees prefer the", "older gardens:", "apples"),
        ("What to bring", "warm clothes", "water", "."),
        ("The full list is kept", "Here", "."),
        ("Heron", "opens in summer."),
        ("Two mills get ready for the", "Reporter at the weir", ":"),
        ("Heron Mill,", "Green Heron", "can grind all year."),
    ],
)
def test_is_no_sentence(lines: tuple[str, ...]) -> None:
    assert not is_sentence(lines, leans)


def test_ends() -> None:
    assert is_end(" . ")
    assert not is_end("a.")


def test_lines_that_nobody_wrapped() -> None:
    assert was_cut(["The report of the", "council", " says that it is late."])
    assert not was_cut([" The report of the", " council says", " that it is late."])
    assert not was_cut(["The report of the", "council"])
    assert was_cut(["The report of the", "council", ", which is late."])
    assert not was_cut([", which", "is late."])
    assert not was_cut(["The path is relative to", ":target:`EMBED`."])


LIST = (
    "learn to",
    "think for yourself about what you do",
    "Get better",
    "at your work with what you have learned",
    "Avoid",
    "accidents",
)


def test_a_list_without_a_full_stop_is_cut_into_its_items() -> None:
    assert list(items(page(*LIST), 0, 6, leans)) == [(0, 2), (2, 4), (4, 6)]


def test_a_sentence_is_not_cut_at_its_names() -> None:
    lines = [*LIST[:5], "accidents."]
    assert list(items(page(*lines), 0, 6, leans)) == [(0, 6)]
    # One name behind a part of a sentence is not enough for a list.
    assert list(items(page(*LIST), 0, 4, leans)) == [(0, 4)]
    leaning = ("told the", "paper of the", "Heron", "and the", "Mill", "and the", "Weir", "of it")
    assert list(items(page(*leaning), 0, 8, leans)) == [(0, 8)]
