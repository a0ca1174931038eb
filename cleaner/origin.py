"""What edits to the visible text of a view are for its source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from cleaner.model import Edit
from cleaner.view import Mark, View, Words


def source_edits(view: View, edits: list[Edit]) -> list[Edit]:
    """Return edits to ``view.visible`` as edits to ``view.text``, sorted and disjoint as they are.

    The marks around words go when all of these go; otherwise they stay where they are, and an edit
    across them becomes several. What stands alone goes with the words beside it, but an image only
    with those of its own line or of lines on both sides.
    """
    if view.visible is view.text:
        return edits
    doomed = _Removal(view, edits).doomed()
    pieces: list[tuple[int, int, Edit, str]] = []
    for edit in edits:
        replacement = edit.replacement
        for start, end in _spans(view, edit, doomed):
            pieces.append((start, end, edit, replacement))
            replacement = ""
    for number, edit in doomed.items():
        mark = view.marks[number]
        pieces.append((mark.start, mark.end, edit, ""))
    pieces.sort(key=lambda piece: piece[:2])
    return list(_joined(view.text, pieces))


class _Removal:
    """Which marks go with the words that edits take."""

    def __init__(self, view: View, edits: Sequence[Edit]) -> None:
        self.view = view
        self.edits = [edit for edit in edits if not edit.replacement.strip()]
        self.starts = [edit.start for edit in self.edits]

    @cached_property
    def tails(self) -> list[int]:
        """See ``_tail``, of each edit."""
        return [_tail(self.view, edit) for edit in self.edits]

    def doomed(self) -> dict[int, Edit]:
        """The numbers of the marks that go, and the edit that takes each."""
        doomed: dict[int, Edit] = {}
        reach, by = 0, None
        for number, mark in enumerate(self.view.marks):
            if by is not None and mark.start < reach:
                doomed[number] = by
            elif not mark.closes:
                words = self.view.words[mark.words] if mark.words >= 0 else None
                inner = words is not None and words.first < words.last
                by = self._covering(words) if words and inner else self._around(mark)
                if by is not None:
                    doomed[number] = by
                    reach = mark.end if words is None else words.end
        return doomed

    def _covering(self, words: Words) -> Edit | None:
        """The first of the edits that together take all of the words; None when some are left."""
        edits, starts = self.edits, self.starts
        number = bisect_right(starts, words.first) - 1
        if number < 0 or edits[number].end <= words.first:
            return None
        by, at = edits[number], edits[number].end
        while at < words.last:
            number += 1
            stop = min(words.last, starts[number]) if number < len(edits) else words.last
            if self.view.visible[at:stop].strip():
                return None
            at = max(stop, edits[number].end) if number < len(edits) else stop
        return by

    def _around(self, mark: Mark) -> Edit | None:
        """The edit that takes words of the line in which a mark without words stands."""
        visible, at = self.view.visible, mark.at
        number = bisect_right(self.starts, at) - 1
        if number < 0:
            return None
        edit = self.edits[number]
        if at >= edit.end and not at == edit.end == len(visible):
            return None
        if at == edit.start and (edit.removed[:1] == "\n" or visible[at - 1 : at] not in "\n"):
            return None  # the line of the mark is not the one that goes
        tail = self.tails[number]
        return None if tail < 0 or (at > tail and self.view.shows(mark)) else edit


def _spans(view: View, edit: Edit, doomed: Collection[int]) -> Iterator[tuple[int, int]]:
    """The spans of the source that an edit takes, without the marks that stay."""
    first = bisect_right(view.places, edit.start)
    if edit.start == edit.end:
        at = view.before(edit.start)
        for mark in view.marks[bisect_left(view.places, edit.start) : first]:
            at = mark.end if mark.closes else at
        yield at, at
        return
    at = view.behind(edit.start)
    inner = range(first, bisect_left(view.places, edit.end))
    tail = _tail(view, edit) if inner else -1
    for number in inner:
        mark = view.marks[number]
        yield at, mark.start
        if mark.at > tail and number not in doomed and view.shows(mark):
            # An image keeps the blank lines between it and what follows.
            return
        at = mark.end
    yield at, view.before(edit.end)


def _tail(view: View, edit: Edit) -> int:
    """Where the last line ends of which the edit takes more than white space, -1 for none."""
    size = len(edit.removed.rstrip())
    end = view.visible.find("\n", edit.start + size, edit.end)
    return -1 if not size else edit.end if end < 0 else end


def _joined(text: str, pieces: Sequence[tuple[int, int, Edit, str]]) -> Iterator[Edit]:
    """One edit of the source for each run of pieces of one edit, where it changes something."""
    at = 0
    while at < len(pieces):
        start, end, edit, replacement = pieces[at]
        at += 1
        while at < len(pieces) and pieces[at][0] == end and pieces[at][2] is edit:
            end = pieces[at][1]
            replacement += pieces[at][3]
            at += 1
        if text[start:end] != replacement:
            yield edit._replace(
                start=start, end=end, removed=text[start:end], replacement=replacement
            )
