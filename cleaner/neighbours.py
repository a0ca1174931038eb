"""The lines next to one, past those that are blank."""

from __future__ import annotations

from cleaner.segment import Page


def above(page: Page, number: int) -> int:
    """Number of the next line above that is not blank, or -1."""
    number -= 1
    while number >= 0 and page.blank(number):
        number -= 1
    return number


def below(page: Page, number: int) -> int:
    """Number of the next line below that is not blank, or the count of lines."""
    number += 1
    while number < len(page.lines) and page.blank(number):
        number += 1
    return number
