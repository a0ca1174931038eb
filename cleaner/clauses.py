"""The rest of a sentence that a scraper broke: which line is one, and where the sentence ends."""

from __future__ import annotations

import re

from cleaner.edges import goes_on, open_end
from cleaner.segment import Page
from cleaner.sentences import COLONS, ends_sentence

LINK_CHARS = 80
LONG_CHARS = 60
MOST_PARTS = 6
CLAUSE_SPACES = 2
_CUT = ("…", "...")
_ASIDE_COLON = re.compile(r" \([^()]+\)[:：]$")


def closing(page: Page, number: int) -> int:
    """The line in which the sentence of a line ends; its own number if none of the next does.

    They are short and begin in lower case: "A card can be a / lifesaver if your bags get lost /
    in transit."
    """
    lines = page.lines
    for end in range(number, min(number + MOST_PARTS, len(lines))):
        line = lines[end]
        if end > number and not (
            line[:2].lstrip()[:1].islower() and goes_on(line) and open_end(page, end - 1)
        ):
            break
        if len(line) > LINK_CHARS:
            break
        if is_stop(line):
            return end
    return number


def is_stop(line: str) -> bool:
    """Whether a line ends a sentence, or leads with a colon to what stands below; no line of code.

    One that is cut off ends nothing.
    """
    if line.endswith(COLONS):
        return line[-2:-1].isalnum() or _ASIDE_COLON.search(line) is not None
    return ends_sentence(line) and not line.endswith(_CUT)


def is_clause(line: str) -> bool:
    """Whether a lower-case line is the rest of a sentence and not a label."""
    return line.count(" ") >= CLAUSE_SPACES and (ends_sentence(line) or is_stop(line))


def closes(page: Page, number: int) -> bool:
    """Whether a short line ends a sentence, or the next one goes on with it.

    A lower-case line that does neither may be a user name or a label under the text.
    """
    after = page.lines[number + 1] if number + 1 < len(page.lines) else ""
    return ends_sentence(page.lines[number]) or goes_on(after)


def continues(line: str) -> bool:
    """Whether a line is itself the middle of a sentence, so that a link may follow it."""
    return (goes_on(line) or len(line) >= LONG_CHARS) and not ends_sentence(line)
