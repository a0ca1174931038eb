"""Line ends inside of sentences that somebody put there: in letters, verse, entries and lists.

They look like those where a link stood: the next line goes on in lower case. What tells them apart
are the words of a greeting, the sounds of a headword, and what stands around them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Set
from itertools import groupby

from cleaner import neighbours
from cleaner.edges import NO_JOIN_AFTER, TAIL
from cleaner.segment import Page
from cleaner.sentences import COLONS
from cleaner.tables import is_sign

_MOST_CHARS = 80
"""Code points of a greeting at most."""
_OPEN = (",", "(", "“", "„", "«")
_SOUNDS = re.compile(r"(?:^|\s)(?:/[^\s/]*[^\s/\x00-\x7f][^\s/]*/|\[[^\s\]]*[ˈˌː][^\s\]]*\])$")
_HANDLE = re.compile(r"[^\W\d_][^@.!?,;:]{1,40} @\w{3,}")
_HANDLES, _POSTS = 3, 30
"""Authors with their handles that head posts, and are no sentences; lines on each side of one."""
_VERSE_LEAST, _VERSE_MOST = 6, 60
"""Code points of a line of verse."""
_AROUND, _LINES = 8, 4
"""Lines on each side that are looked at, and how many make verse."""
_SHORTEST, _LONGEST = 0.5, 1.8
"""How much lines of verse differ from the middle one of them."""
_STOPPED = 0.5
"""Share of the lines of verse that end with a mark, as hardly any do that stood around links."""
_STOPS = ".,;:!?…—\"'”’»"
_NAME_WORDS = 3
_ITEMS, _CLAUSES = 3, 4
"""Phrases or entries side by side that are no sentence, and clauses, which may lack a comma."""
_ENTRIES = 30
"""Entries between one and the line that announces them, at most."""
_ITEM_CHARS, _HEAD_CHARS = 60, 40
_PAIR, _STEP = 2, 3
"""Lines of a paragraph of a head and what is said of it, and from one such to the next."""
_LABELLED = re.compile(r"[^\W\d_A-Z][^:]{1,40}: \w")
_INDENT = "  "
_COLUMNS = re.compile(r"\S {3,}\S")
_COMMAND = re.compile(r" (?:&&|\|\|?|>{1,2}|<|--?[A-Za-z][\w-]*=?)(?= )")
_COMMAND_CHARS = 300
_NO_ITEM = re.compile(r"[.!?;:(){}=_<>]")


class Apart:
    """Tells such line ends.

    ``greetings`` are the words (lowercase) with which a letter begins, ``open_ends`` those behind
    which no sentence ends, ``determiners`` those of them that may begin a phrase.
    """

    def __init__(
        self,
        greetings: Iterable[str] = (),
        open_ends: Set[str] = frozenset(),
        determiners: Collection[str] = (),
    ) -> None:
        begin = "|".join(map(re.escape, sorted(greetings)))
        # "Madame la Directrice, Monsieur le Maire," greets twice.
        self._greeting = re.compile(rf"(?:(?:{begin})\b[^,.;:!?]*,\s*)+") if begin else None
        self._open_ends, self._determiners = open_ends, determiners

    def end(self, page: Page, number: int) -> bool:
        """Whether a line and the next one are no sentence whatever stands around them."""
        if number + 1 < len(page.lines) and is_sign(*page.lines[number : number + 2]):
            return True
        both = page.lines[number : number + 2]
        if self._are_announced(page, number) or any(map(self._is_command, both)):
            return True
        return any(
            self._greets(page, i) or _heads_entry(page, i)
            for i in (number, number + 1)
            if i < len(page.lines)
        )

    def are_meant(self, page: Page, first: int, end: int) -> bool:
        """Whether lines ``first:end`` are indented, verse, a list or a table; not in a raw scrape.

        Nor where a line begins with punctuation.
        """
        lines = page.lines[first:end]
        if page.raw or page.is_dirty or any(map(TAIL.match, lines)):
            return False
        return (
            all(line.startswith(_INDENT) for line in lines)
            or any(map(_COLUMNS.search, lines))
            or self._are_verse(page, first, end)
            or self._are_items(lines)
            or _are_paragraphs(page, first, end)
        )

    def _are_announced(self, page: Page, number: int) -> bool:
        """Whether a line and the next one are entries in lower case of which a colon tells above.

        They are clauses, three of them in a row, so that no link can have stood between them.
        """
        lines = page.lines
        if not self._is_clause(lines[number].strip()):
            return False
        first = number
        while first and number - first < _ENTRIES and self._is_clause(lines[first - 1].strip()):
            first -= 1
        above = neighbours.above(page, first)
        if above < 0 or not lines[above].rstrip().endswith(COLONS):
            return False
        last = lines[number + 1].strip() if number + 1 < len(lines) else ""
        if not self._is_clause(last.removesuffix(".")):
            return False
        after = lines[first : max(first + _ITEMS, number + 2)]
        return len(after) >= _ITEMS and all(self._is_clause(one.strip(" .")) for one in after)

    def _is_command(self, line: str) -> bool:
        """Whether a line is what is typed at a prompt: a program with options, pipes and files.

        A sentence about such options has small words.
        """
        if not line[:1].islower() or len(_COMMAND.findall(line, 0, _COMMAND_CHARS)) < _PAIR:
            return False
        return self._open_ends.isdisjoint(line.split())

    def _greets(self, page: Page, number: int) -> bool:
        """Whether a line is a greeting and its comma, where a letter may begin.

        That is nowhere behind a comma or a word with which no sentence ends.
        """
        line = page.lines[number].strip()
        if line[-1:] != "," or len(line) > _MOST_CHARS or self._greeting is None:
            return False
        if not self._greeting.fullmatch(line.lower()):
            return False
        above = page.lines[number - 1].rstrip() if number else ""
        return above[-1:] not in _OPEN and not self._is_open(above)

    def _are_verse(self, page: Page, first: int, end: int) -> bool:
        """Whether lines stand among others of about one length, most of which end with a mark."""
        own = [line.strip() for line in page.lines[first:end]]
        if not all(map(_may_be_verse, own)) or any(map(self._ends_at_link, own[:-1])):
            return False
        start, stop = first, end
        while (
            start > 0 and first - start < _AROUND and _may_be_verse(page.lines[start - 1].strip())
        ):
            start -= 1
        while (
            stop < len(page.lines)
            and stop - end < _AROUND
            and _may_be_verse(page.lines[stop].strip())
        ):
            stop += 1
        around = [line.strip() for line in page.lines[start:stop]]
        if len(around) < _LINES:
            return False
        middle = sorted(map(len, around))[len(around) // 2]
        return all(_SHORTEST * middle <= len(line) <= _LONGEST * middle for line in own) and sum(
            line[-1] in _STOPS for line in around
        ) >= _STOPPED * len(around)

    def _ends_at_link(self, line: str) -> bool:
        """Whether a line is a name, or ends as a line of verse hardly does."""
        words = line.split()
        if len(words) == 1 or words[-1] in self._open_ends:
            return True
        return len(words) <= _NAME_WORDS and all(word[0].isupper() for word in words)

    def _are_items(self, lines: Iterable[str]) -> bool:
        """Whether several lines in a row are phrases, clauses or entries with nothing between."""
        lines = [line.strip() for line in lines]
        lines[-1] = lines[-1].removesuffix(".")
        if _in_row(map(_LABELLED.match, lines), _ITEMS):
            return True
        clauses = [self._is_clause(line) for line in lines]
        if _in_row(clauses, _CLAUSES):
            return True
        phrases = (a and self._begins_phrase(line) for a, line in zip(clauses, lines, strict=True))
        return _in_row(phrases, _ITEMS) or any(
            _in_row(map(self._is_entry, lines[start::2], lines[start + 1 :: 2]), _ITEMS)
            for start in (0, 1)
        )

    def _is_clause(self, line: str) -> bool:
        """Whether a line is some words in lower case, and ends as an item of a list may."""
        return (
            len(line) <= _ITEM_CHARS
            and " " in line
            and line[0].islower()
            and line[-1].isalnum()
            and _NO_ITEM.search(line) is None
            and not self._is_open(line)
        )

    def _begins_phrase(self, line: str) -> bool:
        word = line.partition(" ")[0]
        return word not in self._open_ends or word in self._determiners

    def _is_entry(self, head: str, line: str) -> bool:
        """Whether a line explains the word or two above it: "burn / a small stream"."""
        return (
            0 < len(head) <= _HEAD_CHARS
            and head[-1].isalnum()
            and head.count(" ") < _NAME_WORDS
            and _NO_ITEM.search(head) is None
            and line.count(" ") >= _NAME_WORDS
            and line[-1] not in ",("
            and line.partition(" ")[0] in self._open_ends
            and not self._is_open(head)
            and not self._is_open(line)
        )

    def _is_open(self, line: str) -> bool:
        return line[line.rfind(" ") + 1 :] in self._open_ends


def _in_row(flags: Iterable[object], least: int) -> bool:
    """Whether so many flags are set one behind the other."""
    return any(is_set and sum(1 for _ in row) >= least for is_set, row in groupby(flags, bool))


def _are_paragraphs(page: Page, first: int, end: int) -> bool:
    """Whether two lines are a paragraph between blank lines, a name and what for, as those next.

    Of what a scraper broke it left not two lines each time.
    """
    if end - first != _PAIR:
        return False
    number, starts = 0, (first - 2 * _STEP, first - _STEP, first, first + _STEP, first + 2 * _STEP)
    for start in starts:
        number = number + 1 if _is_paragraph(page, start) else 0
        if number == _ITEMS and start >= first:
            return True
        if start == first and not number:
            return False
    return False


def _is_paragraph(page: Page, first: int) -> bool:
    """Whether a short line and a longer one in lower case stand between blank lines."""
    end = first + _PAIR
    if first < 1 or end > len(page.lines) or not page.blank(first - 1):
        return False
    head, line = (one.strip() for one in page.lines[first:end])
    return (
        (end == len(page.lines) or page.blank(end))
        and 0 < len(head) <= _HEAD_CHARS
        and head[-1] not in NO_JOIN_AFTER
        and len(line) > len(head)
        and line[0].islower()
    )


def _heads_entry(page: Page, number: int) -> bool:
    """Whether a line ends with how a word sounds, or names an author as those around it do."""
    line = page.lines[number].rstrip()
    if line[-1:] in ("/", "]"):
        return _SOUNDS.search(line) is not None
    if "@" not in line or not _HANDLE.fullmatch(line):
        return False
    around = page.lines[max(0, number - _POSTS) : number + _POSTS + 1]
    return sum(_HANDLE.fullmatch(one.rstrip()) is not None for one in around) >= _HANDLES


def _may_be_verse(line: str) -> bool:
    return _VERSE_LEAST <= len(line) <= _VERSE_MOST
