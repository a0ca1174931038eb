"""Punctuation that a scraper left at the edge of a line, as in "see / this paper / , too".

Nobody wraps a line before a comma or a full stop, or behind a bracket that opens, so both lines
belong together whatever they are: no sentence need come of it. Highlighted code comes a word a
line, too; there no text is near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.edges import TAIL, is_part, open_end
from cleaner.segment import Page
from cleaner.sentences import AND, ends_sentence
from cleaner.tables import is_sign

_PAIRS = {")": "(", "”": "“", "»": "«"}
"""Marks that close something, and what opens it."""
MARKS = (*",.;:!?", *_PAIRS)
_SEPARATORS = ",;”»"
"""They stand behind what ends a sentence, too: "Mills Inc. / , the"."""
_ENDS = ".:!?)"
_SMILEY = re.compile(r"[:;]-?[)\](|]")
_CODE = re.compile(r"[{}=<>_\\*@]|(?<! )\||[$#](?!\d)|\(\)|::|->|['\"]$")
_REACH = 3
_TEXT_CHARS, _TEXT_SPACES = 40, 5
"""Code points and spaces of a line that is surely text."""
_WORDS = 3
"""Words of a line that is text itself."""
_REST = re.compile(r"[,;:] ?[^\W\d_]+(?: [^\W_]+)*[,.;:]?")
"""What goes on with words."""
_OTHERS = 0.2
"""Lines with such marks behind sentences, for each other one, up to which a page is believed."""
_INNER_CHARS = 80
"""Code points of what stands between brackets."""
_ASIDE = re.compile(rf"\([^()]{{1,{_INNER_CHARS}}}\)(?:[.,;:!?](?=\s|$)|$)")
_SHORT_FORM = re.compile(r"\([A-Z][A-Za-z]?[A-Z]+s?\)")
"""The short form of the name before it: "(CMS)"."""


def hanging(page: Page, numbers: Iterable[int]) -> list[int]:
    """Those of the line numbers whose next line goes back to them, as punctuation does, in order.

    Of brackets also those before, and behind what opens. None where many such lines stand behind
    whole sentences: there they mean something else, as the full stops between the paragraphs of
    some formats do.
    """
    found: set[int] = set()
    hung = others = 0
    texts: dict[int, bool] = {}
    for i in numbers:
        below = page.lines[i + 1].lstrip()
        if below[0] == "(":
            if _ASIDE.match(below) and _is_aside(page, i, texts):
                found.add(i)
            continue
        if below[0] not in MARKS or not TAIL.match(below) or _SMILEY.match(below):
            continue
        if _hangs(page, i, texts):
            hung += 1
            found.add(i)
            if below[0] in _PAIRS:
                found |= _inner(page, i, _PAIRS[below[0]])
        else:
            others += below[0] in _ENDS and ends_sentence(page.lines[i])
    if others > _OTHERS * hung:
        return []
    # "Seats / (1987), and / Backs / (2004) are out of print."
    return sorted(found | {i + 1 for i in found if i + 2 in found and _leads_on(page.lines[i + 1])})


def _leads_on(line: str) -> bool:
    """Whether a line that hangs says with words that something comes behind it."""
    line = line.strip()
    return len(line) > 1 and (line[-1] == "," or line.rpartition(" ")[2] in AND)


def _hangs(page: Page, number: int, texts: dict[int, bool]) -> bool:
    lines = page.lines
    line, below = lines[number].strip(), lines[number + 1].strip()
    mark = below[0]
    if not (
        (mark == ":" and line[:1].isupper() and len(below) > 1)
        or _is_text(below)
        or _is_text(line)
        or _REST.fullmatch(below) is not None
        or is_near_text(page, number, number + 1, texts)
    ):
        return False
    if line.isdigit() or not any(map(str.isalnum, line)) or line[0] == mark:
        return False  # "11 / . / 02" is a price, "? / ?" a row of pictures
    if below.startswith("..") or is_sign(lines[number], lines[number + 1]):
        return False  # something was left out there
    if number + 1 in page.marks or (number in page.marks and not is_part(page, number)):
        return False
    if number + 2 < len(lines) and lines[number + 2].lstrip()[:1] == mark:
        return False  # columns, or commas as some put them before what they write
    if _CODE.search(line) or _CODE.search(below):
        return False
    if mark in _SEPARATORS:
        if line[-1] in ",;:([":
            return False
    elif not open_end(page, number, item=True):
        return False
    return mark not in _PAIRS or _is_opened(page, number, mark)


def _is_aside(page: Page, number: int, texts: dict[int, bool]) -> bool:
    """Whether below a line something in brackets stands, and a mark that ends or goes on."""
    line, below = page.lines[number].strip(), page.lines[number + 1].strip()
    if below[-1] == ")" and not _SHORT_FORM.fullmatch(below):
        return False
    if number in page.marks or number + 1 in page.marks or not line[-1:].isalnum():
        return False
    if _CODE.search(line) or _CODE.search(below):
        return False
    return is_near_text(page, number, number + 1, texts) or _is_text(line) or _is_text(below)


def _inner(page: Page, number: int, opening: str) -> set[int]:
    """The breaks before what stands in brackets in line ``number``, and before a bracket alone."""
    lines = page.lines
    above = lines[number - 1].rstrip() if number else ""
    if not above.endswith(opening) or (opening == "(" and len(lines[number]) > _INNER_CHARS):
        return set()
    alone = (
        above.strip() == opening == "(" and number > 1 and lines[number - 2].strip()[-1:].isalnum()
    )
    return {number - 2, number - 1} if alone else {number - 1}


def _is_opened(page: Page, number: int, closing: str) -> bool:
    """Whether a bracket or a quotation is open at the end of a line."""
    around = "".join(page.lines[max(0, number - _REACH) : number + 1])
    return around.rfind(_PAIRS[closing]) > around.rfind(closing)


def _is_text(line: str) -> bool:
    return line.count(" ") >= _WORDS and line[0] != "[" and not _CODE.search(line)


def is_near_text(page: Page, first: int, last: int, known: dict[int, bool]) -> bool:
    """Whether text stands in or around the lines ``first`` to ``last``; ``known``: which is."""
    for i in range(max(0, first - _REACH), min(last + 1 + _REACH, len(page.lines))):
        if page.sizes[i] >= _TEXT_CHARS:
            if i not in known:
                line = page.lines[i]
                known[i] = line.count(" ") >= _TEXT_SPACES and not _CODE.search(line)
            if known[i]:
                return True
    return False
