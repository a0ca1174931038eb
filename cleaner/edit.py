"""Edits to text, and back.

A list of edits is sorted, disjoint and never touches a code point twice; with the edited text it
holds everything the original had.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import index, itemgetter
from typing import Any, NamedTuple

from cleaner.errors import RestoreError
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


def restore(text: str, edits: Iterable[Edit | Sequence[Any] | Mapping[str, Any]]) -> str:
    """Return the original of a cleaned ``text``, which is the very text that the edits made.

    ``edits``: those of ``Cleaned``, or what became of them in JSON or a table: lists of their
    values, or mappings. Raises RestoreError when a replacement is not where it should be, or the
    text too short, and for what is no edit. Another text cannot always be told: what was removed
    has left nothing to compare.
    """
    parts: list[str] = []
    at = shift = 0
    for edit in map(read, edits):
        start = edit.start - shift
        parts.append(text[at:start])
        parts.append(edit.removed)
        at = start + len(edit.replacement)
        shift += len(edit.removed) - len(edit.replacement)
        if text[start:at] != edit.replacement or len(edit.removed) != edit.end - edit.start:
            raise RestoreError(f"the edit at {edit.start} does not belong to this text")
    if at > len(text):
        raise RestoreError("the text ends before the last edit")
    parts.append(text[at:])
    return "".join(parts)


def read(given: Edit | Sequence[Any] | Mapping[str, Any]) -> Edit:
    """The edit with these values; raises RestoreError for what is none."""
    if isinstance(given, Edit):
        return given
    try:
        edit = Edit(**given) if isinstance(given, Mapping) else Edit(*given)
        edit = edit._replace(start=index(edit.start), end=index(edit.end))
    except TypeError as error:
        raise _no_edit(given) from error
    if not all(isinstance(value, str) for value in edit[2:]):
        raise _no_edit(given)
    return edit


def _no_edit(given: object) -> RestoreError:
    remedy = f"an edit has the values {', '.join(Edit._fields)}"
    return RestoreError(f"{given!r} is no edit", remedy=remedy)


def origins(edits: Sequence[Edit], places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the span of the original behind each of the sorted ``places`` of the edited text.

    That is the code point which stands there, or all that was taken by the edit that put it in.
    """
    found: list[tuple[int, int]] = []
    i = shift = 0
    for place in places:
        while i < len(edits) and edits[i].start + shift + len(edits[i].replacement) <= place:
            shift += len(edits[i].replacement) - (edits[i].end - edits[i].start)
            i += 1
        inside = i < len(edits) and edits[i].start + shift <= place
        found.append(edits[i][:2] if inside else (place - shift, place - shift + 1))
    return found


class _Piece(NamedTuple):
    """An edit as it stands in the text between two rounds."""

    start: int
    end: int
    second: bool
    edit: Edit


def compose(original: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Return the edits that do to ``original`` what ``first`` and then ``second`` do.

    ``second`` has its offsets in the text that ``first`` makes. Edits that touch the same code
    points become one, under the rule of the later one; lines that went before stay with theirs.
    """
    if not first or not second:
        return list(second or first)
    result: list[Edit] = []
    i = j = shift = 0
    while i < len(first) and j < len(second):
        one, other = first[i], second[j]
        start = one.start - shift
        end = start + len(one.replacement)
        if end <= other.start and (start, end) <= (other.start, other.end):
            result.append(one)
            shift += one.end - one.start - len(one.replacement)
            i += 1
        elif other.end <= start and (other.start, other.end) < (start, end):
            result.append(_moved(other, shift))
            j += 1
        else:
            group, i, j = _overlapping(first, second, i, j, shift)
            edits, shift = _merge(original, group, shift)
            result += edits
    result += first[i:]
    result += [_moved(edit, shift) for edit in second[j:]]
    return result


def _moved(edit: Edit, shift: int) -> Edit:
    return Edit(edit.start + shift, edit.end + shift, *edit[2:]) if shift else edit


def _overlapping(
    first: Sequence[Edit], second: Sequence[Edit], i: int, j: int, shift: int
) -> tuple[list[_Piece], int, int]:
    """The pieces that overlap from ``first[i]`` and ``second[j]`` on, and what comes behind."""
    group: list[_Piece] = []
    end = -1
    while True:
        pieces = []
        if i < len(first):
            start = first[i].start - shift
            pieces.append(_Piece(start, start + len(first[i].replacement), False, first[i]))
        if j < len(second):
            pieces.append(_Piece(second[j].start, second[j].end, True, second[j]))
        piece = min(pieces, key=itemgetter(0, 1, 2), default=None)
        if piece is None or (group and piece.start >= end):
            return group, i, j
        group.append(piece)
        end = max(end, piece.end)
        if piece.second:
            j += 1
        else:
            shift += piece.edit.end - piece.edit.start - len(piece.edit.replacement)
            i += 1


def _merge(original: str, group: list[_Piece], shift: int) -> tuple[list[Edit], int]:
    """The edits for pieces that overlap, and the shift from between to original behind them."""
    start = min(piece.start for piece in group)
    end = max(piece.end for piece in group)
    firsts = [piece for piece in group if not piece.second]
    seconds = [piece.edit for piece in group if piece.second]
    after = shift + sum(p.edit.end - p.edit.start - (p.end - p.start) for p in firsts)
    between = _between(original, start, end, shift, firsts)
    moved = [edit._replace(start=edit.start - start, end=edit.end - start) for edit in seconds]
    chief = max(seconds, key=lambda edit: edit.end - edit.start)
    replacement = apply(between, moved)
    apart = [p.edit for p in firsts if not replacement and _is_lines(p.edit)]
    edits: list[Edit] = []
    at, stop = start + shift, end + after
    for edit in apart:
        if original[at : edit.start].strip():
            edits.append(_spanning(original, chief, at, edit.start))
            at = edit.start
        # The line end before it may be of a later one; alone it says nothing.
        edits.append(_spanning(original, edit, at, edit.end))
        at = edit.end
    if at < stop:
        rest = _spanning(original, chief, at, stop)
        edits.append(rest._replace(replacement=replacement))
    return edits, after


def _spanning(original: str, edit: Edit, start: int, end: int) -> Edit:
    return edit._replace(start=start, end=end, removed=original[start:end])


def _is_lines(edit: Edit) -> bool:
    return not edit.replacement and "\n" in edit.removed


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
