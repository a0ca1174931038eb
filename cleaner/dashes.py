"""What stood in a type of its own, or was a link, before a dash: "Cost / – what a seat takes".

A dash at the beginning of a line may as well open an item of a list or a line of a dialogue. Of
those one follows another, or a sentence that has ended; what goes on stands below a few words that
have not, and no other dash is next to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.edges import LEAD, open_end
from cleaner.rows import rows
from cleaner.segment import Page
from cleaner.sentences import ends_sentence

DASHES = "—–-"
_DASHED = re.compile(
    rf"[{LEAD}]?(?P<aside>\([^()]{{2,60}}\)[{LEAD}]?)?"
    rf"(?P<dash>[—–]|--?(?=[{LEAD}]))(?P<space>[{LEAD}]?)(?P<first>[^\W_])"
)
_TERM_CHARS = 80
"""Code points of what may stand before the dash."""
_CLAUSE_SPACES, _SENTENCE_SPACES = 3, 5
"""Spaces of what goes on in lower case, and of what begins with a capital, the dash's included."""
_LONG_CHARS = 60
"""Code points from which that need not end."""
_LEAST_ROWS = 3
_OTHERS = 0.5
"""Dashes that open items or speeches, for each other one, up to which a page is believed."""


def dashed(page: Page, numbers: Iterable[int]) -> list[int]:
    """Those of the line numbers whose next line begins with a dash and goes on, in order.

    None where too many dashes of the page open something else. A single one before a capital may
    be the first speech of a chapter, if the page is no raw scrape.
    """
    found: list[int] = []
    capitals: list[int] = []
    labels: list[int] = []
    others = 0
    for i in numbers:
        match = _DASHED.match(page.lines[i + 1])
        if match is not None:
            follows = _follows(page, i, match)
            if follows and _goes_on(page, i + 1, match):
                (capitals if _is_capital(match) else found).append(i)
            elif follows and _is_capital(match) and match["space"] and match["dash"] in DASHES[:2]:
                labels.append(i)
            else:
                others += match["aside"] is None
    if capitals and (len(capitals) > 1 or page.is_dirty):
        found += capitals
    if page.is_dirty:
        # "Heron / – Best overall / Otter / – Best value / …": of items one would follow another.
        listed = [i for row in rows(labels, 2) if len(row) >= _LEAST_ROWS for i in row]
        found += listed
        others -= len(listed)
    others += len(labels)
    return sorted(found) if others <= _OTHERS * len(found) else []


def _is_capital(match: re.Match[str]) -> bool:
    """Whether it is a capital that stands behind a dash, and nothing before it."""
    return match["first"].isupper() and match["aside"] is None


def _follows(page: Page, number: int, match: re.Match[str]) -> bool:
    """Whether line ``number`` may be what stood before a dash, and the next one is no item."""
    line = page.lines[number].strip()
    behind = page.lines[number + 2].lstrip() if number + 2 < len(page.lines) else ""
    is_item = match["aside"] is None and (match["space"] or not match["first"].islower())
    if is_item and (len(line) > _TERM_CHARS or behind[:1] in tuple(DASHES)):
        return False
    return (
        line[:1] not in DASHES
        and number not in page.marks
        and number + 1 not in page.marks
        and open_end(page, number)
    )


def _goes_on(page: Page, number: int, match: re.Match[str]) -> bool:
    """Whether a line with a dash is the rest of a sentence, or says what a term means."""
    line = page.lines[number].strip()
    if match["dash"][0] == "-" and not page.is_dirty:
        return False  # in plain text the mark of an item
    if _is_capital(match):
        # Without a space it opens a speech.
        whole = ends_sentence(line) or len(line) >= _LONG_CHARS
        return bool(match["space"]) and whole and line.count(" ") >= _SENTENCE_SPACES
    return line.count(" ") >= _CLAUSE_SPACES or ends_sentence(line)
