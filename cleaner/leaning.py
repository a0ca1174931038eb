"""Lines that lean on the next one, because they end in a word behind which nothing ends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.clauses import CLAUSE_SPACES, LINK_CHARS
from cleaner.edges import LEAD, PART_CHARS, QUOTES, goes_on
from cleaner.segment import Page
from cleaner.sentences import COLONS, TERMINAL, ends_sentence

_TITLE_SHARE = 0.5
"""Share of words in upper case above which a line is a title."""
_CHARS, _SPACES = 20, 3
"""Code points and spaces of a line that may lead to a name or a figure."""
FIGURES = frozenset("0123456789$€£¥" + QUOTES)
_CURRENCIES = frozenset("$€£¥")
_COUNTED = re.compile(r"\d{1,4}|\d{1,3}[.)](?:\s.*)?")
"""A number alone may count comments, or the items of a list."""
_QUESTIONS = frozenset(("what", "how", "why", "where", "when", "which", "who"))
"""A title that begins so may end in any word."""
_VERSE_CHARS = 25


class Leaning:
    """Judges how lines end.

    ``open_ends`` are words (lowercase) behind which no sentence ends, ``never_last`` those behind
    which nothing ends, so that a line in upper case goes on with the sentence, ``determiners``
    those of them behind which no short line ends either.
    """

    def __init__(
        self,
        open_ends: frozenset[str],
        never_last: frozenset[str] = frozenset(),
        determiners: frozenset[str] = frozenset(),
    ) -> None:
        self.open_ends = open_ends
        self._never_last, self._determiners = never_last, determiners
        # Two characters tell nearly all lines from such, which is quicker than to find a word.
        self._last = {f" {word}"[-2:] for word in never_last}
        self._last |= {word[-1] + space for word in never_last for space in LEAD}

    def leans(self, line: str) -> bool:
        """Whether a line ends in a word or with a comma behind which a sentence goes on."""
        if line.endswith(","):
            return " " in line
        at = line.rfind(" ")
        word = line[at + 1 :].lstrip("(\"'“‘«„’")
        # "Nach" alone or behind a full stop may open a sentence; "For" at the end of "What We Are
        # Waiting For" does not.
        opens = at < 0 or line[at - 1 : at] in TERMINAL
        return word in self.open_ends or (opens and word.lower() in self.open_ends)

    def begins(self, line: str) -> bool:
        """Whether a line begins as a sentence does, "Once you have", and no name or title."""
        first, *others = line.split()
        lowered = sum(word[0].islower() for word in others)
        return (
            len(others) >= CLAUSE_SPACES
            and 2 * lowered >= len(others)
            and first.rstrip(",").lower() in self.open_ends
        )

    def before_names(self, page: Page, numbers: Iterable[int]) -> list[int]:
        """Those of the line numbers that lead to a name: such a word ends text, and no title."""
        lines, sizes, ends = page.lines, page.sizes, self._last
        return [
            i
            for i in numbers
            if lines[i][-2:] in ends and sizes[i] >= _CHARS and self._leads_to_name(page, i)
        ]

    def before_figures(self, page: Page, numbers: Iterable[int]) -> list[int]:
        """Those of the numbers of lines above ``FIGURES`` that lead to what stands there.

        A number, a price, or what somebody says.
        """
        lines, sizes = page.lines, page.sizes
        return [
            i
            for i in numbers
            if (sizes[i] >= _CHARS and self._leads_to_figure(page, i))
            or (lines[i][-1] in _CURRENCIES and _leads_to_amount(lines[i], lines[i + 1]))
        ]

    def _leads_to_figure(self, page: Page, number: int) -> bool:
        line, below = page.lines[number].rstrip(), page.lines[number + 1].strip()
        small = self._never_last if below[0] in QUOTES else self.open_ends
        if line[line.rfind(" ") + 1 :] not in small and not (
            line[-1:] == "," and len(line) >= PART_CHARS
        ):
            return False
        words = line.split()
        if len(words) <= _SPACES or words[0].lower() in _QUESTIONS or not line[0].isalpha():
            return False
        if number + 1 in page.marks or number in page.marks or not _is_text(words):
            return False
        after = page.lines[number + 2] if number + 2 < len(page.lines) else ""
        return _COUNTED.fullmatch(below) is None or goes_on(after)

    def _leads_to_name(self, page: Page, number: int) -> bool:
        if number + 1 == len(page.lines):
            return False
        line, below = page.lines[number].rstrip(), page.lines[number + 1].strip()
        at = line.rfind(" ")
        if line[at + 1 :] not in self._never_last or not below[:1].isupper():
            return False
        if line[at - 1 : at] in (";", ","):
            return False  # "…; and" ends an item of a list
        if number + 1 in page.marks or below[-1] in COLONS or _is_verse(page, number):
            return False  # "…brechen weiter ein / Starke Zahlen bei BMW:" are two headlines
        words = line.split()
        if len(line) < PART_CHARS and (
            len(words) <= _SPACES
            or words[-1] not in self._determiners
            or words[0].lower() in _QUESTIONS
        ):
            return False
        # A teaser that was cut off stands above a source and its age, which rules know.
        return _is_text(words) and (ends_sentence(below) or number + 2 not in page.marks)


def _leads_to_amount(line: str, below: str) -> bool:
    """Whether words end in a currency whose amount is the next line: "a cycle of $ / 100"."""
    *words, sign = line.split()
    return sign in _CURRENCIES and any(map(str.islower, words)) and below.lstrip()[:1].isdigit()


def leads_to_number(line: str, below: str) -> bool:
    """Whether a line without an end is text, and some words behind a number may go on with it.

    A sentence hardly ever begins with a number, so that no headline stands above one.
    """
    words = line.split()
    return (
        len(words) >= _SPACES
        and line[0].isalpha()
        and line[-1].isalnum()
        and _is_text(words)
        and below.count(" ") >= CLAUSE_SPACES
        and _COUNTED.match(below) is not None
        and below[below.find(" ") - 1] not in ".):"
    )


def _is_text(words: list[str]) -> bool:
    """Whether words are not those of a title, most of which begin with a capital."""
    return sum(not word[0].islower() for word in words) <= _TITLE_SHARE * len(words)


def _is_verse(page: Page, number: int) -> bool:
    """Whether a line and the next stand among lines of verse: all begin anew, none is long."""
    around = [line.strip() for line in page.lines[max(number - 1, 0) : number + 3]]
    return sum(bool(line) for line in around) > 2 and all(
        not line or (_VERSE_CHARS <= len(line) <= LINK_CHARS and line[0].isupper())
        for line in around
    )
