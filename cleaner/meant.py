"""Lines that rules know and their author meant: speech, entries that a sentence announces, cells.

"Keep reading." is a button on the raw scrape of a page, and in a novel what somebody says. The
scrape has many lines that rules know, the novel a few; so this is asked where few are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from itertools import islice

from cleaner import neighbours
from cleaner.columns import SPACELESS
from cleaner.fold import fold
from cleaner.segment import DIRTY, Page
from cleaner.sentences import CLOSING, COLONS, ends_sentence, is_prose

_QUOTES = "\"'“”„‟‘’‚«»‹›「」『』"
_DASHES = ("—", "–", "- ")
_ENDS = ".!?,;…。！？"
_STOPS = (".", "!", "。", "！")
_LETS_GO = ("…", "..", "»", "›")
"""What buttons end in, too."""
_SPOKEN_SPACES = 2
"""Spaces of a button's words that are a sentence with a full stop: "Tell me more."."""
_ANNOUNCES_CHARS, _ANNOUNCES_SPACES = 25, 4
_ANNOUNCES_SPACELESS = 8
_CONTENTS, _LEAST_CONTENTS = 30, 3
_PARTS = 2
"""Other lists with headings that make a text of lists."""
_ENTRY_CHARS, _LABEL_CHARS = 40, 25
_NUMBER = re.compile(r"\d+|(?<=第)[一二三四五六七八九十]+|(?<=[练習题])[一二三四五六七八九十]+")
_MARKED = re.compile(r"(?:[-*+•▪‣◦]|\d{1,2}[.)]) +\w")
_AROUND, _KNOWN_SHARE = 20, 2
"""Lines on each side of an entry where others are, and how many for each that rules know."""
_CUE = "-->"
"""Between the times of a subtitle."""


def is_few(page: Page) -> bool:
    """Whether so few lines of a page are known that it is no raw scrape."""
    return not page.raw and page.known_count < DIRTY


def is_meant(page: Page, number: int, known: Container[int], *, button: bool = False) -> bool:
    """Whether the words of a known line are its author's, on a page of which few are known.

    ``known``: numbers of all lines that rules know. ``button``: the words are those of a button,
    which has no full stop.
    """
    line = page.lines[number].strip()
    return (
        _is_spoken(line)
        or (button and _is_sentence(line))
        or _is_announced(page, number, known)
        or _is_cell(page, number)
        or _is_numbered(page, number)
        or _is_one_of(page, number, _is_item)
        or _is_one_of(page, number, _is_explained)
    )


def is_about(page: Page, topics: Sequence[str]) -> bool:
    """Whether the first line of a page has one of the words: "Privacy Policy" is about privacy."""
    return any(fold(topic) in page.folded_title for topic in topics)


def _is_spoken(line: str) -> bool:
    """Whether a line stands in quotation marks, is a reply behind a dash, or opens a letter."""
    if line[0] in _QUOTES:
        return len(line) > 1 and line.rstrip(_ENDS)[-1:] in _QUOTES
    return line[-1] == "," or (line.startswith(_DASHES) and ends_sentence(line))


def _is_sentence(line: str) -> bool:
    """Whether words that may be a button's are a sentence: three of them and a full stop."""
    end = line.rstrip(CLOSING)
    return line.count(" ") >= _SPOKEN_SPACES and end.endswith(_STOPS) and not end.endswith(_LETS_GO)


def _is_announced(page: Page, number: int, known: Container[int]) -> bool:
    """Whether a line stands below a sentence that ends with a colon, or below who says it.

    Most lines between are known: of ten others "Read more" is none.
    """
    lines, own, others = page.lines, 0, 0
    above = neighbours.above(page, number)
    while above >= 0:
        line = lines[above].strip()
        if line.endswith(COLONS) and above not in known:
            return own >= others and (_says_much(line) or lines.count(lines[above]) > 1)
        if len(line) > _ENTRY_CHARS or ends_sentence(line):
            return False
        own, others = own + (above in known), others + (above not in known)
        above = neighbours.above(page, above)
    return False


def _says_much(line: str) -> bool:
    """Whether a line with a colon at its end is a sentence, and no label."""
    if line[0] >= SPACELESS:
        return len(line) >= _ANNOUNCES_SPACELESS
    return len(line) >= _ANNOUNCES_CHARS and line.count(" ") >= _ANNOUNCES_SPACES


def _is_numbered(page: Page, number: int) -> bool:
    """Whether a line stands under a number of several: "Exercise 2", "§ 4", "第三步".

    What stands under each of them is the button of an entry.
    """
    above = neighbours.above(page, number)
    label = page.lines[above].strip() if above >= 0 else ""
    if not 1 < len(label) <= _LABEL_CHARS or label.isdigit():
        return False
    shape = _NUMBER.sub("0", label)
    if shape == label:
        return False
    return page.lines.count(page.lines[number]) == 1 and any(
        _NUMBER.sub("0", other) == shape
        for i, line in enumerate(page.lines)
        if i != above and (other := line.strip()) != label
    )


def _is_one_of(page: Page, number: int, kind: Callable[[Page, int], bool]) -> bool:
    """Whether a line is of a ``kind`` of which most near it are, that no rule knows."""
    if not kind(page, number):
        return False
    near = range(max(0, number - _AROUND), min(len(page.lines), number + _AROUND + 1))
    found = [i in page.marks for i in near if kind(page, i)]
    return len(found) >= _KNOWN_SHARE * sum(found) and found.count(False) >= _PARTS


def _is_item(page: Page, number: int) -> bool:
    """Whether a line is a short item of a list, with its mark: "- Share"."""
    line = page.lines[number].strip()
    return len(line) <= _ENTRY_CHARS and _MARKED.match(line) is not None


def _is_explained(page: Page, number: int) -> bool:
    """Whether a short line heads a paragraph that says what it is: "Stet / Let it stand."."""
    if (number and not page.blank(number - 1)) or not _is_entry(page, number):
        return False
    below = page.lines[number + 1].strip() if number + 1 < len(page.lines) else ""
    return ends_sentence(below) and number + 1 not in page.marks


def is_listed(page: Page, number: int, known: Container[int]) -> bool:
    """Whether a known line is one of a list of others in the text, as of the annexes of a contract.

    Above the known lines stand two short ones that no rule knows, and below them the text goes on:
    a single one may be the title of a page, with its buttons below it.
    """
    above, below = neighbours.above(page, number), neighbours.below(page, number)
    while above >= 0 and above in known:
        above = neighbours.above(page, above)
    while below < len(page.lines) and below in known:
        below = neighbours.below(page, below)
    if above < 0 or below == len(page.lines):
        return False
    return above > 0 and _is_entry(page, above) and _is_entry(page, above - 1)


def is_part(page: Page, number: int) -> bool:
    """Whether a known line heads one of several lists that a text is made of, where few are known.

    Blank lines part them, as in a curriculum or a list of readings, and rules know none of the
    other headings. Behind an article stands one list of other things, and not the third.

    Or it closes the contents of a page, whose first heading stands below it: "Jump to / Steps /
    Comments / Steps".
    """
    if _closes_contents(page, number):
        return True
    if not is_few(page) or not _heads_list(page, number):
        return False
    others = (i for i in range(1, len(page.lines) - 1) if i not in page.marks)
    found = (i for i in others if page.blank(i - 1) and _heads_list(page, i))
    return len([*islice(found, _PARTS)]) == _PARTS


def _closes_contents(page: Page, number: int) -> bool:
    below = page.lines[number + 1].strip() if number + 1 < len(page.lines) else ""
    if not any(map(str.isalpha, below)) or is_prose(below):
        return False
    first = number
    while first > max(0, number - _CONTENTS) and _is_entry(page, first - 1):
        first -= 1
        if page.lines[first].strip() == below:
            return number - first >= _LEAST_CONTENTS
    return False


def _heads_list(page: Page, number: int) -> bool:
    """Whether a short line stands below a blank one and right above two entries."""
    return (
        0 < number < len(page.lines) - 2
        and page.blank(number - 1)
        and all(_is_entry(page, i) for i in range(number, number + 3))
        and page.lines[number].strip() not in page.markup.headings
    )


def _is_entry(page: Page, number: int) -> bool:
    """Whether a line is short, is no sentence, and announces none."""
    line = page.lines[number].strip()
    return 0 < len(line) <= _ENTRY_CHARS and not ends_sentence(line) and not line.endswith(COLONS)


def _is_cell(page: Page, number: int) -> bool:
    """Whether a line stands between figures, as in a column, under a cue or a tag."""
    above, below = neighbours.above(page, number), neighbours.below(page, number)
    if above < 0:
        return False
    over = page.lines[above].strip()
    if _CUE in over or (over[0] == "<" and over[-1] == ">"):
        return True
    return below < len(page.lines) and _is_figure(over) and _is_figure(page.lines[below])


def _is_figure(line: str) -> bool:
    return len(line.strip()) > 1 and line.strip()[-1].isdigit() and not any(map(str.isalpha, line))
