"""Of which line a copy is a copy, by its number in the original."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cleaner.model import Edit


def numbered(text: str, edits: Sequence[Edit], rules: Collection[str]) -> Sequence[Edit]:
    """The edits; those of ``rules``, which take copies of paragraphs, name the line that stays.

    ``text`` is the original, in which the copies stand behind it. One whose sentence was broken
    there keeps what it said before.
    """
    copies = {edit.removed.strip() for edit in edits if edit.rule in rules}
    if not copies:
        return edits
    first: dict[str, tuple[int, int]] = {}
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        paragraph = line.strip()
        if paragraph in copies:
            first.setdefault(paragraph, (at, number))
        at += len(line) + 1
    return [_named(edit, first) if edit.rule in rules else edit for edit in edits]


def _named(edit: Edit, first: dict[str, tuple[int, int]]) -> Edit:
    at, number = first.get(edit.removed.strip(), (edit.end, 0))
    if at >= edit.start:
        return edit
    return edit._replace(why=f"the same paragraph as line {number}, which is kept")
