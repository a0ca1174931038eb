"""Tables that scraping took apart: a label in one line, what it says in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.segment import Page
from cleaner.sentences import COLONS

_ENDS = (*COLONS, *(f"{colon} " for colon in COLONS))
_LABEL_CHARS, _LABEL_WORDS = 40, 4
_VALUE_CHARS = 80
_ROW = 8
_GRID = re.compile(r"[.,:;\d]+(?: +[.,:;\d]+){2,}")
_ANSWERS = frozenset((
    "Yes", "No", "yes", "no", "YES", "NO", "Included", "N/A", "n/a", "Ja", "Nein", "Oui", "Non",
    "Sí", "Sì", "Sim", "Não", "Tak", "Nie", "Да", "Нет", "是", "否",
    "有", "無", "无", "はい", "いいえ",
    "✓", "✔", "✔️", "☑", "✅", "✗", "✘", "✕", "✖", "×", "❌", "–", "—", "-",
))  # fmt: skip
"""What the cells of a comparison say, of plans or of products."""
_DASHES = frozenset("–—-")
_ANSWER_CHARS = max(map(len, _ANSWERS)) + 2
_HEAD_CHARS = 60
_LEAST_CELLS, _LEAST_ROWS = 2, 3


def row_of_table(page: Page, number: int) -> range:
    """The lines of a label, its value and the next label; empty where that is not so.

    Two labels with a value between are facts of a page: a developer, a release date, what a
    program requires. Menus and lists of other things have no such rows.
    """
    if not _is_label(page.lines[number]):
        return range(0)
    near = range(number + 1, min(number + _ROW, len(page.lines)))
    following = [i for i in near if not page.blank(i)]
    if len(following) < 2 or _is_label(page.lines[following[0]]):
        return range(0)
    end = next((i for i in following[1:] if _is_label(page.lines[i])), -1)
    values = (page.lines[i] for i in following if i < end)
    fits = end > 0 and all(len(value) <= _VALUE_CHARS for value in values)
    return range(number, end + 1) if fits else range(0)


def in_tables(page: Page, first: int, end: int) -> Iterator[int]:
    """Numbers of the lines of all rows that begin in ``first:end``."""
    for i, line in enumerate(page.lines[first:end], first):
        if line.endswith(_ENDS):
            yield from row_of_table(page, i)


def comparisons(page: Page) -> Iterator[range]:
    """The lines of tables that compare: "Revisions / Yes / Yes / No", "Coaching / - / - / Yes".

    Three rows or more follow one another, each of a name and of so many cells as the others have,
    and most rows answer with yes, no or a tick. Whatever else stands in a row, "Word + PDF" or a
    number, is a cell of it, too. Of two columns or more: a menu may well say "Yes" once. Rows that
    rules know, such as the languages of a shop, are no text.
    """
    answers = [
        i
        for i, size in enumerate(page.sizes)
        if 0 < size <= _ANSWER_CHARS and page.lines[i].strip() in _ANSWERS
    ]
    if len(answers) < _LEAST_CELLS * _LEAST_ROWS:
        return
    lines = [line.strip() for line in page.lines]
    filled = [i for i, line in enumerate(lines) if line]
    at = {number: place for place, number in enumerate(filled)}
    cells = [lines[number] in _ANSWERS for number in filled]
    done = 0
    for first in (at[number] for number in answers):
        if first <= done or cells[first - 1]:
            continue
        width = next((n for n, cell in enumerate(cells[first:]) if not cell), len(cells) - first)
        rows = _rows(filled, lines, cells, first - 1, width + 1)
        if width >= _LEAST_CELLS and rows:
            begin, done = first - 1, first - 1 + rows * (width + 1)
            known = sum(filled[i] in page.marks for i in range(begin, done, width + 1))
            if 2 * known < rows:
                head = max(0, begin - width - 1)  # what the columns are of
                while any(filled[i] in page.marks for i in range(head, begin)):
                    head += 1
                yield range(filled[head], filled[done - 1] + 1)


def _rows(
    filled: Sequence[int], lines: Sequence[str], cells: Sequence[bool], first: int, size: int
) -> int:
    """How many rows of ``size`` lines begin at ``first``; none where they are no comparison."""
    rows, answered, said = 0, 0, set()
    for start in range(first, len(filled) - size + 1, size):
        texts = [lines[filled[i]] for i in range(start, start + size)]
        if cells[start] or max(map(len, texts)) > _HEAD_CHARS:
            break
        answers = sum(cells[start + 1 : start + size])
        # A row that answers nothing says the same in all columns, or counts something.
        if not answers and not (len(set(texts[1:])) == 1 or any(map(str.isdigit, texts[1:]))):
            break
        rows += 1
        answered += 2 * answers >= size - 1
        said.update(texts[1:])
    fits = rows >= _LEAST_ROWS and answered >= _LEAST_ROWS and not said <= _DASHES
    return rows if fits else 0


def is_sign(line: str, below: str) -> bool:
    """Whether a mark at the beginning of ``below`` is no punctuation of a sentence.

    In a row of a grid, ". 4 . . 1", it is an empty square, alone in an indented text, as in
    copyright files of Debian, an empty line.
    """
    return _GRID.fullmatch(below.strip()) is not None or (below == " ." and line[:1] == " ")


def _is_label(line: str) -> bool:
    """Whether a line names what the next one says: "Publisher:"."""
    short = len(line) <= _LABEL_CHARS and line.count(" ") < _LABEL_WORDS
    return short and line.rstrip()[-1:] in COLONS
