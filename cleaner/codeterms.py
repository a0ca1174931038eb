"""Names of a program that stood inside a sentence in a type of their own: "call / f.run() / to".

A scraper broke the sentence there as at a link, but such a name is no word of the language: its
case and its full stops say nothing of where the sentence begins and ends. Highlighted programs
have a name a line, too; so what stands before and behind one has to be words of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cleaner.edges import TIGHT
from cleaner.segment import Page
from cleaner.sentences import COLONS

_NAME_CHARS = 40
_NAME = re.compile(r"-{0,2}[$@]?\.?[A-Za-z][\w/-]*(?:\.[A-Za-z_]\w*)*(?:\(\))?")
_ODD = re.compile(r"_|\w\.\w|^\.\w|^--?\w|\(\)$|^[a-z]{2,}[A-Z]|^[$@]")
"""What no word has, and no name of a person or a firm: "NewYorker", "iMac"."""
_CODE = re.compile(r"[{}=<>_\\*@$;#|]|\(\)|::|->")
_AUTHOR = "by"
"""Behind it somebody is named, as people call themselves."""
_COMMENTS = "#/%"
_LEAD_LETTERS = 5
"""Letters of a verb or a preposition before a name: "call", "using"."""

Leans = Callable[[str], bool]


def code_terms(page: Page, numbers: Sequence[int], leans: Leans) -> list[int]:
    """Those of the line numbers that end before or behind such a name, in order.

    ``leans``: whether a line ends in a word behind which a sentence goes on.
    """
    lines, sizes, last = page.lines, page.sizes, len(page.lines) - 1
    found: set[int] = set()
    for i in numbers:
        if not 1 < sizes[i] <= _NAME_CHARS or not 0 < i < last or not is_name(lines[i]):
            continue
        above, below = lines[i - 1].strip(), lines[i + 1].strip()
        if not above or not below or i in page.marks:
            continue
        inside = i - 1 in found or i - 2 in found  # the rest of a sentence with another name
        if (inside or _leads(above)) and _follows(page, i, leans):
            found |= {i - 1, i}
    return sorted(found)


def is_name(line: str) -> bool:
    """Whether a line is one name of a program, as no word of a language looks."""
    line = line.strip()
    return " " not in line and bool(_ODD.search(line)) and _NAME.fullmatch(line) is not None


def _leads(line: str) -> bool:
    """Whether words of a sentence stand in a line that goes on, and it is no program."""
    _, space, word = line.rpartition(" ")
    if not space or line[0] in _COMMENTS or _CODE.search(line):
        return False
    return line[-1] == "," or (word.isalpha() and word.islower() and word != _AUTHOR)


def _follows(page: Page, number: int, leans: Leans) -> bool:
    """Whether the sentence goes on behind the name in line ``number``."""
    above, below = page.lines[number - 1].strip(), page.lines[number + 1].strip()
    if is_name(below) or _CODE.search(below.rstrip(".;")):
        return False  # a list of them, or a program
    if below[0] in COLONS and (above[0] in COLONS or not leans(above)):
        return False  # the entries of a list, and what they are
    if below[0] in TIGHT:
        return len(below) == 1 or below[1] == " "
    if not below[0].islower():
        first, *others = below.split()
        return leans(above) and len(first) > 1 and first.isupper() and len(others) > 1  # "API"
    if " " in below:
        return len(above.rpartition(" ")[2]) <= _LEAD_LETTERS or leans(above)
    after = page.lines[number + 2].strip() if number + 2 < len(page.lines) else ""
    return is_name(after) or after[:1] in TIGHT
