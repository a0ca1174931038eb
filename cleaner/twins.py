"""Of which line a copy is a copy, by its number in the original."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cleaner.model import Edit, with_line_feeds


def numbered(text: str, edits: Sequence[Edit], rules: Collection[str]) -> Sequence[Edit]:
    """The edits; those of ``rules``, which take copies of paragraphs, name the line that stays.

    ``text`` is the original, in which the copies stand behind it. One whose sentence was broken
    there keeps what it said before.
    """
    heads = {_head(edit) for edit in edits if edit.rule in rules}
    if not heads:
        return edits
    first: dict[str, tuple[int, int]] = {}
    at = 0
    for number, line in enumerate(with_line_feeds(text).split("\n"), 1):
        head = line.strip()
        if head in heads:
            first.setdefault(head, (at + line.index(head), number))
        at += len(line) + 1
    return [_named(text, edit, first) if edit.rule in rules else edit for edit in edits]


def _head(edit: Edit) -> str:
    """The first line of a paragraph: others may stand below it, where lines were wrapped."""
    return with_line_feeds(edit.removed.strip()).split("\n", 1)[0].strip()


def _named(text: str, edit: Edit, first: dict[str, tuple[int, int]]) -> Edit:
    at, number = first.get(_head(edit), (edit.end, 0))
    if at >= edit.start or not text.startswith(edit.removed.strip(), at):
        return edit
    return edit._replace(why=f"the same paragraph as line {number}, which is kept")
