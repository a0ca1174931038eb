"""Edits to text, and back.

A list of edits is sorted, disjoint and never touches a code point twice; with the edited text it
holds everything the original had.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from cleaner.model import Edit


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return ``text`` with every edit made; ``edits`` are sorted and disjoint spans of it."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts.append(text[at : edit.start])
        if edit.replacement:
            parts.append(edit.replacement)
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


def restore(text: str, edits: Sequence[Edit]) -> str:
    """Return the original of a cleaned ``text``.

    Raises ValueError when the edits do not belong to the text.
    """
    parts: list[str] = []
    at = shift = 0
    for edit in edits:
        start = edit.start - shift
        parts.append(text[at:start])
        parts.append(edit.removed)
        at = start + len(edit.replacement)
        shift += len(edit.removed) - len(edit.replacement)
        if text[start:at] != edit.replacement or len(edit.removed) != edit.end - edit.start:
            raise ValueError(f"the edit at {edit.start} does not belong to this text")
    parts.append(text[at:])
    return "".join(parts)


class _Piece(NamedTuple):
    """An edit as it stands in the text between two rounds."""

    start: int
    end: int
    second: bool
    edit: Edit


def compose(original: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Return the edits that do to ``original`` what ``first`` and then ``second`` do.

    ``second`` has its offsets in the text that ``first`` makes. Edits that touch the same code
    points become one, under the rule of the later one.
    """
    if not first or not second:
        return list(second or first)
    pieces = [_Piece(edit.start, edit.end, True, edit) for edit in second]
    shift = 0
    for edit in first:
        start = edit.start - shift
        pieces.append(_Piece(start, start + len(edit.replacement), False, edit))
        shift += edit.end - edit.start - len(edit.replacement)
    pieces.sort(key=itemgetter(0, 1, 2))
    result: list[Edit] = []
    at = shift = 0
    while at < len(pieces):
        _, end, is_second, edit = pieces[at]
        begin = at
        at += 1
        while at < len(pieces) and pieces[at].start < end:
            end = max(end, pieces[at].end)
            at += 1
        if at - begin > 1:
            edit, shift = _merge(original, pieces[begin:at], shift)
            result.append(edit)
        elif not is_second:
            result.append(edit)
            shift += edit.end - edit.start - len(edit.replacement)
        else:
            result.append(Edit(edit.start + shift, edit.end + shift, *edit[2:]))
    return result


def _merge(original: str, group: list[_Piece], shift: int) -> tuple[Edit, int]:
    """One edit for pieces that overlap, and the shift from between to original behind it."""
    start = min(piece.start for piece in group)
    end = max(piece.end for piece in group)
    firsts = [piece for piece in group if not piece.second]
    seconds = [piece.edit for piece in group if piece.second]
    after = shift + sum(p.edit.end - p.edit.start - (p.end - p.start) for p in firsts)
    between = _between(original, start, end, shift, firsts)
    moved = [edit._replace(start=edit.start - start, end=edit.end - start) for edit in seconds]
    chief = max(seconds, key=lambda edit: edit.end - edit.start)
    span = (start + shift, end + after)
    return (
        chief._replace(
            start=span[0],
            end=span[1],
            removed=original[span[0] : span[1]],
            replacement=apply(between, moved),
        ),
        after,
    )


def _between(original: str, start: int, end: int, shift: int, firsts: list[_Piece]) -> str:
    """The text between the rounds at ``start:end``, rebuilt from the original."""
    parts: list[str] = []
    at = start + shift
    for piece in firsts:
        parts.append(original[at : piece.edit.start])
        parts.append(piece.edit.replacement)
        at = piece.edit.end
        shift += piece.edit.end - piece.edit.start - len(piece.edit.replacement)
    parts.append(original[at : end + shift])
    return "".join(parts)
