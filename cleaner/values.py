"""What a label in a line of its own says in the next one: a date, a figure, a name."""

from __future__ import annotations

import re

from cleaner.segment import Page
from cleaner.sentences import COLONS, ends_sentence

KINDS = ("none", "dates", "figures", "names")
_MOST_CHARS, _MOST_WORDS = 40, 4
"""Code points of a date, and words in it or in a name."""
_DATE = re.compile(r"(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}(?:[./-]|(?!\d))|\d{1,2}[:.]\d\d(?!\d)")
_FIGURE = re.compile(r"\d[\d.,\u00a0']*[KkMm+]?(?:[ \u00a0]?[^\W\d_]{1,12}\.?)?")
_WORD = re.compile(r"[^\W\d_]+")


def has_value(page: Page, number: int, kind: str) -> bool:
    """Whether the line is a label without a value, and the next one a value of the kind."""
    if kind == "none" or number + 1 >= len(page.lines):
        return False
    label, value = page.lines[number].strip(), page.lines[number + 1].strip()
    if not 0 < len(value) <= _MOST_CHARS or any(map(str.isdigit, label)):
        return False
    if kind == "figures":
        return _FIGURE.fullmatch(value) is not None
    words = len(_WORD.findall(value))
    if words > _MOST_WORDS:
        return False
    if kind == "dates":
        return _DATE.search(value) is not None
    return (
        label.endswith(COLONS)
        and value[0].isalpha()
        and not value.endswith(COLONS)
        and not ends_sentence(value)
        and number + 1 not in page.marks
    )
