"""Text that was wrapped at a column by hand or by an editor.

Its line ends look like those that a scraper leaves where a link stood: the sentence goes on in the
next line. But a link stands anywhere, while wrapped lines are filled: they end within a few words
of one column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cleaner.segment import Page

_LEAST_COLUMN = 50
MOST_COLUMN = 130
_FILLED = 0.7
_SHARE = 0.5
_ENOUGH = 3
"""Breaks below which every one of them has to stand at the column."""
_SLIP = 2
SPACELESS = "\u2e80"
"""The first character of scripts without spaces, as far as line ends are concerned."""
_LEAST_SET, _RAGGED = 15, 3
"""Characters of a set line at least, and by how many they differ: some marks may not begin one."""
_OTHERS = 3
"""Lines of that length for each that looks broken."""
_MANY = 39
_LETTERED = 0.95
_SPACED = 0.05
"""Share of spaces in a script with words; in one without a paragraph may be a short line."""
_FULL = 0.6
_USUAL_COLUMN = 100
_PARAGRAPH = 40
"""Lines around a part that are looked at for the paragraph that it belongs to."""
_OVER = 0.1
_SLACK = 3
_OVERRUN = 0.05
"""Share of the lines that may run over the column."""


def is_wrapped(page: Page, breaks: Sequence[int]) -> bool:
    """Whether most of the breaks inside sentences stand at one column.

    ``breaks``: sorted numbers of the lines whose sentence goes on in the next one. Lines longer
    than any column speak against it, and so does punctuation at the beginning of a line. Many lines
    none of which is longer, or begins with punctuation, are verse, quotations or a log.
    """
    if not breaks:
        return False
    if _is_set(page, breaks):
        return True
    sizes = page.sizes
    long = sum(map(MOST_COLUMN.__lt__, sizes))
    lettered = [sizes[i] for i in breaks if page.lines[i + 1].lstrip()[0].isalpha()]
    filled = sorted(size for size in lettered if size <= MOST_COLUMN)
    if not filled:
        return False
    if not long and _size(page) >= _MANY and len(lettered) >= _LETTERED * len(breaks):
        return page.text.count(" ") >= _SPACED * len(page.text)
    column = max(_LEAST_COLUMN, filled[int((1 - _OVERRUN) * len(filled))])
    fitting = sum(_FILLED * column <= size <= column + _SLIP for size in filled)
    least = _SHARE * len(breaks) if len(breaks) >= _ENOUGH else len(breaks)
    return fitting >= least and fitting > long


def _is_set(page: Page, breaks: Sequence[int]) -> bool:
    """Whether most of the breaks stand in text without spaces whose lines are of one length.

    Such text is wrapped to the character, and only the line ends before punctuation look like
    breaks, which are few of them.
    """
    sizes, lines = page.sizes, page.lines
    full = [sizes[i] for i in breaks if lines[i].rstrip()[-1:] >= SPACELESS]
    if 2 * len(full) < len(breaks):
        return False
    column, _ = Counter(full).most_common(1)[0]
    if column < _LEAST_SET:
        return False
    around = range(column - _RAGGED, column + _RAGGED + 1)
    there = sum(size in around for size in full)
    return 2 * there >= len(full) and sum(size in around for size in sizes) >= _OTHERS * there


def is_wrapped_part(page: Page, first: int, end: int) -> bool:
    """Whether lines ``first:end`` are (part of) a paragraph between blank lines, in one column.

    Text that has blank lines between its paragraphs was not taken apart at its links. Of a part
    the lines must be filled, too.
    """
    lines, sizes = page.lines, page.sizes
    own = sizes[first:end]
    if max(own) > MOST_COLUMN:
        return False
    if max(own) <= _USUAL_COLUMN and _stands_apart(page, first, end):
        return True
    if min(own[:-1]) < _FULL * max(own):
        return False
    start, stop = first, end
    while start > 0 and not page.blank(start - 1) and first - start < _PARAGRAPH:
        start -= 1
    while stop < len(lines) and not page.blank(stop) and stop - end < _PARAGRAPH:
        stop += 1
    longest = max(sizes[start:stop])
    filled = longest <= MOST_COLUMN and min(own[:-1]) >= _FULL * longest
    return filled and _stands_apart(page, start, stop)


def _stands_apart(page: Page, first: int, end: int) -> bool:
    """Whether blank lines, or one and an edge of the text, stand around lines ``first:end``."""
    last = _size(page)
    before, behind = first > 0 and page.blank(first - 1), end < last and page.blank(end)
    edges = first == 0, end >= last
    return (before or edges[0]) and (behind or edges[1]) and (before or behind)


def _size(page: Page) -> int:
    """The lines of a page, without the nothing behind its last line end."""
    return len(page.lines) - (not page.lines[-1])


def are_filled(lines: Sequence[str]) -> bool:
    """Whether lines, all but the last, are of about one length, that of a column.

    None is longer, and none has room for the first word of the next one.
    """
    sizes = list(map(len, lines))
    longest = max(sizes[:-1])
    if not _LEAST_COLUMN <= longest <= MOST_COLUMN or sizes[-1] > longest * (1 + _OVER):
        return False
    if min(sizes[:-1]) < _FULL * longest:
        return False
    words = (line.partition(" ")[0] for line in lines[1:])
    return all(
        size + len(word) + _SLACK > longest for size, word in zip(sizes[:-1], words, strict=True)
    )
