"""How a line begins and ends: whether it goes on from the one above, and could go on itself."""

from __future__ import annotations

import re
from collections.abc import Container

from cleaner.lexicon import Mark
from cleaner.segment import Page
from cleaner.sentences import CLOSING, TERMINAL, ends_sentence, is_small

PART_CHARS = 50
_SOME_CHARS = 20
_CLAUSE_SPACES = 2
TIGHT = ",.;:!?)]}'’”»،。，、；：！？）」』"
TAIL = re.compile(r"[,.;:!?)\]}’”»،。，、；：！？）」』]+(?=\s|$)|['’]s\b|[，。、；：！？）」』]")
ASIDE = "(-"
QUOTES = "\"'“„«‘"
LEAD = " \xa0"
"""The space that a scraper leaves before what followed a link; two of them are an indent."""
_ASIDE = re.compile(r"\([^()]{1,80}\)[,;]?\s+([^\W\d_])|-[^\W\d_]{3,}\s")
"""How a line goes on behind a link: "Name / (34), who", in German "Name / -Gesetz"."""
NO_JOIN_AFTER = ".!?…。！？:：;；|>•·*_=~#-–—"
_BULLET = re.compile(
    r"\s*(?:(?:[-–—•·*▪◦‣>|+]|--|\d{1,3}[.)]|[a-z][.)]|\(\w{1,3}\)|#{1,6}|//|\.\.)\s|```|~~~)"
)
"""Also the marks of headings, comments, directives and code, which end where their line ends."""
_DASHED_REST = re.compile(r"[–—]\s+(?=[^\W\d_])[^A-Z\n]\S*[^.!?\n]*[.!?]\s+[A-Z]")
"""The rest of a sentence behind a dash, and the next one: no item of a list."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAME = re.compile(r"\S*[^\W_][.@]\w{2}\S*$")
"""A domain, a file or an address alone in its line."""
_KEY = re.compile(r"[a-z][\w-]*: ")
_CODE_NAME = re.compile(r"[a-z][a-zA-Z0-9]*(?:_\w|\(\)|::|=)")
"""A name of a program, which starts in lower case wherever it stands."""
_MARKS, _CODE_MARKS = "[](){}=<>|.,:;\"'$&", "[]{}="
_WORDS = re.compile(r"[a-z]+ ")
"""What most lines that go on start with, and no other."""
_SIGNS = frozenset("âãïð")
"""What the first byte of a sign becomes when it is read in the wrong character set."""
_LAST_LETTERS, _FIRST_LETTERS = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")
_WORD_CHARS = 40
_VOWELS = frozenset("aeiouyàéèêóäöüåæø")
"""Which are words of their own in some language."""
_LOWER_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*(?!['’-]?[^\W\d_])")


def goes_on(line: str) -> bool:
    """Whether a line starts in the middle of a sentence."""
    if _WORDS.match(line):
        return True
    if line[:1] in LEAD:
        line = without_lead(line)
    first = line[:1]
    if not first.islower():
        if first in ("(", "-"):
            aside = _ASIDE.match(line)
            return aside is not None and (first == "-" or aside[1].islower())
        return bool(first) and first in TIGHT and bool(TAIL.match(line)) and not _BULLET.match(line)
    # "a) …" and "x. …" are list items, "iPhone" and "eBay" are names.
    if line[1:2] in (".", ")") and _BULLET.match(line):
        return False
    if _is_name(line) or _KEY.match(line) or _CODE_NAME.match(line):
        return False
    if _LOWER_WORD.match(line):
        return True
    if line.strip() in _SIGNS:
        return False
    word = _WORD.match(line)
    return word is not None and word[0].islower()


def _is_name(line: str) -> bool:
    """Whether a line is a domain, a file or an address."""
    return " " not in line and line.split() == [line] and _NAME.match(line) is not None


def without_lead(line: str) -> str:
    """The line without the single space at its start."""
    return line[1:] if line[:1] in LEAD and line[1:2].strip() else line


def open_end(page: Page, number: int, *, item: bool = False) -> bool:
    """Whether a line could be continued: not blank, not ended, not boilerplate.

    A list item cannot unless ``item``.
    """
    line = page.lines[number].rstrip()
    if not line or line[-1] in NO_JOIN_AFTER or (line[-1] in CLOSING and ends_sentence(line)):
        return False
    if number in page.marks and not is_part(page, number) and any(map(_ends, page.marks[number])):
        return False
    if item or (line[0].isalpha() and line[1:2] not in (".", ")")):
        return True
    return _BULLET.match(line) is None or _DASHED_REST.match(line) is not None


def _ends(mark: Mark) -> bool:
    """Whether no sentence goes on behind a line with such a mark."""
    return _is_sure(mark) or mark.rule.kind == "block"


def _is_sure(mark: Mark) -> bool:
    """Whether a line is boilerplate wherever it stands, and not only in company."""
    return mark.rule.safety == "safe" and mark.rule.kind != "group"


def is_button(page: Page, number: int) -> bool:
    """Whether a line is boilerplate wherever it stands, and no part of a sentence."""
    return any(map(_is_sure, page.marks[number])) and not is_part(page, number)


def is_part(page: Page, number: int) -> bool:
    """Whether a line that a rule knows is part of a sentence that a scraper broke around it.

    "Click here / to see …" opens a sentence, "You can / read more / here, in …" and "For the list,
    / click here / ." stand inside: the line below goes on, and the line above leans on them.
    "Read more / :" gets its colon back first.
    """
    lines = page.lines
    line, below = lines[number].strip(), lines[number + 1] if number + 1 < len(lines) else ""
    if not line or line[-1] in NO_JOIN_AFTER or not goes_on(below):
        return False
    if all(any(map(_is_sure, page.marks[i])) for i in (number, number + 1)):
        return False  # of a sentence no rule knows both parts
    below = below.strip()
    if below == ":":
        return line[0].isupper()
    above = lines[number - 1].rstrip() if number else ""
    if not line[0].islower():
        if len(above) >= _SOME_CHARS and number - 1 not in page.marks:
            leads_on = above[-1] not in NO_JOIN_AFTER
            if below in TERMINAL:
                return leads_on  # "I agree to the / Privacy Notice / ."
            if leads_on and below[:2] == ", " and below[2:3].islower():
                return True  # "From the menu choose / Account / , then save"
        return below.count(" ") > _CLAUSE_SPACES and not line.isupper() and below[0] != "-"
    if not above or above[-1] in NO_JOIN_AFTER:
        return False
    return above[-1] == "," or ends_small(above) or below in TERMINAL


def is_drop_cap(page: Page, number: int, words: Container[str] = ()) -> bool:
    """Whether a line is the first letter of the word that the next line goes on with.

    "T / here is …": the page has that word elsewhere, or it is one of ``words`` (lowercase).
    "X / is the set of …" is a name.
    """
    letter, below = page.lines[number].strip(), page.lines[number + 1].strip()
    rest = _LOWER_WORD.match(below)
    if not letter.isupper() or rest is None:
        return False
    word = (letter + rest[0]).lower()
    return word in words or word in page.words


def is_cut_word(page: Page, line: str, below: str) -> bool:
    """Whether a line end stands inside a word, before its last letter or behind its first.

    "importan / t", "p / roducts": the page has the word elsewhere, and the letter is none itself.
    """
    alone = not line[-2:-1].isalpha()
    if not alone and below[1:2].isalpha():  # most breaks do not cut a word
        return False
    letter = line[-1:] if alone else below[:1]
    if letter.lower() in _VOWELS:
        return False
    left, right = _LAST_LETTERS.search(line[-_WORD_CHARS:]), _FIRST_LETTERS.match(below)
    if left is None or right is None:
        return False
    word = (left[0] + right[0]).lower()
    return word in page.spelled or word.capitalize() in page.spelled


def ends_small(line: str) -> bool:
    """Whether the last word of a line is a small one in lower case."""
    return is_small(line[line.rfind(" ") + 1 :])


def is_wrapped_sentence(page: Page, number: int) -> bool:
    """Whether a line is part of a sentence that was wrapped, and not what a rule takes it for.

    "… for more details see the / licence." has words of a button in its last line, and "Join us on
    … / …" goes on in the line below.
    """
    lines = page.lines
    line = lines[number].rstrip()
    ended = not line[-1:].isalnum() and not line.endswith(("…", "..."))
    if number > 0 and len(lines[number - 1]) >= _SOME_CHARS and ended:
        above = lines[number - 1].rstrip()
        if (line.lstrip()[:1].islower() or ends_small(above)) and ends_sentence(line):
            return open_end(page, number - 1)
    below = lines[number + 1] if number + 1 < len(lines) else ""
    if not goes_on(below):
        return False
    wraps = below.lstrip()[:1].islower() and len(line) >= PART_CHARS
    return (wraps and line[-1] not in NO_JOIN_AFTER) or is_part(page, number)


def is_rest(page: Page, number: int) -> bool:
    """Whether a line surely goes on with the sentence of the line above it.

    It begins with punctuation, or in lower case behind a comma, a small word or a long line; or it
    closes the sentence behind another line in lower case: "You can / read it all / in the hall.".
    """
    below = page.lines[number].strip() if number else ""
    if not goes_on(below) or not open_end(page, number - 1):
        return False
    above = page.lines[number - 1].rstrip()
    if not below[0].islower() or above[-1] == "," or ends_small(above):
        return True
    if above.lstrip()[:1].islower() and ends_sentence(below):
        return True
    return len(above) >= PART_CHARS and below.count(" ") > _CLAUSE_SPACES


def is_code(line: str) -> bool:
    """Whether a line is nothing but marks of a program: highlighted code comes a word a line."""
    return bool(line) and not line.strip(_MARKS) and any(mark in line for mark in _CODE_MARKS)


def is_code_word(page: Page, number: int) -> bool:
    """Whether a line is a word of highlighted code: "session / [ / 'username' / ]"."""
    line = page.lines[number].strip()
    quoted = line[:1] in ("'", '"')
    if " " in line or not line.islower() or not (quoted or line.isidentifier()):
        return False
    around = page.lines[max(0, number - 1) : number + 2]
    if quoted:
        return any(text and not text.strip().strip(_MARKS) for text in around)
    # A wiki has its links in brackets, a word a line, too.
    return any(map(is_code, around)) and around != ["[", line, "]"]


def ends_line_above(page: Page, number: int) -> bool:
    """Whether a line in lower case is the rest of the line above it, and no heading."""
    return (
        page.lines[number].lstrip()[:1].islower()
        and number > 0
        and len(page.lines[number - 1]) >= PART_CHARS
        and open_end(page, number - 1)
    )
