"""What a reader sees of a text, and the way back to its source.

Scrapers that keep the links write ``[Home](/)`` where a naive one writes ``Home``, and converters
wrap their lines. Rules look at what is seen; what they find is done to the source, where a link
goes with the last of its words and an image with the words beside it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from cleaner.links import Span, parse
from cleaner.model import Edit
from cleaner.wrapped import unwrapped, wrapped_at

_LINKED = 0.8
"""Share of a line's letters in links above which it is nothing else, but for a number or a date."""


class _Mark(NamedTuple):
    """A span of the source that no reader sees: an image, or one end of a link.

    ``at``: where in the visible text it would stand; ``link``: the number of the link it is an
    end of, -1 for an image; ``closes``: whether it ends what stands before it.
    """

    start: int
    end: int
    at: int
    link: int
    closes: bool


class _Link(NamedTuple):
    """A link in the source, and the span of its words in the visible text, empty for none.

    ``pictured``: whether it shows an image.
    """

    start: int
    end: int
    first: int
    last: int
    pictured: bool


class View:
    """A text whose inline links and images are hidden, and whose wrapped lines are joined.

    ``text`` is the source, ``visible`` what is left when the targets of links and the images are
    taken out and the line ends of wrapping are spaces; all else, brackets that are no link and the
    other marks of Markdown, stands in it as it is. ``whole``: whether there is such a thing, so
    that no sentence was broken where a link stood; if not, ``visible`` is the source.

    ``column``: where the text is wrapped, if that is known (see ``wrapped``).
    """

    def __init__(self, text: str, column: int = 0) -> None:
        self.text = text
        self._marks: list[_Mark] = []
        self._links: list[_Link] = []
        linked = "]" in text and "](" in text
        if linked and not column:
            lines = text.split("\n")
            column = wrapped_at(lines, list(map(len, lines)))
        self.visible = self._base = unwrapped(text, column) if column else text
        if linked:
            self._hide(parse(text))
        self.whole = bool(column or self._marks)

    @cached_property
    def _places(self) -> list[int]:
        return [mark.at for mark in self._marks]

    @cached_property
    def _shifts(self) -> list[int]:
        """What is hidden before each mark, and in all."""
        return list(accumulate((mark.end - mark.start for mark in self._marks), initial=0))

    def _hide(self, spans: Sequence[Span]) -> None:
        pictures = [span.start for span in spans if self.text[span.start] == "!"]
        links = [span for span in spans if span.shown]
        ends = [(span.start, span.end, -1, False) for span in spans if not span.shown]
        for number, span in enumerate(links):
            opener = span.start + (1 if self.text[span.start] == "[" else 2)
            ends.append((span.start, opener, number, False))
            ends.append((span.words, span.end, number, True))
        words = [[0, 0] for _ in links]
        pieces, at, shift = [], 0, 0
        for start, end, link, closes in sorted(ends):
            self._marks.append(_Mark(start, end, start - shift, link, closes))
            if link >= 0:
                words[link][closes] = start - shift
            pieces.append(self._base[at:start])
            shift += end - start
            at = end
        pieces.append(self._base[at:])
        self.visible = "".join(pieces)
        for span, (first, last) in zip(links, words, strict=True):
            shown = self.visible[first:last]
            first += len(shown) - len(shown.lstrip())
            last = first + len(shown.strip())
            pictured = bisect_left(pictures, span.start) < bisect_left(pictures, span.end)
            self._links.append(_Link(span.start, span.end, first, last, pictured))

    @cached_property
    def links(self) -> frozenset[str]:
        """The visible lines that are links and nothing else, without white space around them."""
        return frozenset(
            line.strip() for line, letters in self._linked() if letters > _LINKED * _letters(line)
        )

    def _linked(self) -> Iterator[tuple[str, int]]:
        """The visible lines with links, and how many letters are in links."""
        text = self.visible
        reach = first = letters = 0
        end = -1
        for link in self._links:
            at, reach = max(reach, link.first), max(reach, link.last)
            while at < reach:
                if at > end:
                    if letters:
                        yield text[first:end], letters
                    first, letters = max(text.rfind("\n", end, at), end) + 1, 0
                    end = text.find("\n", at)
                    end = len(text) if end < 0 else end
                letters += _letters(text[at : min(reach, end)])
                at = end + 1
        if letters:
            yield text[first:end], letters

    @property
    def hidden(self) -> list[Edit]:
        """The edits that make the visible text of the source."""
        text, base = self.text, self._base
        spans = [(mark.start, mark.end, "") for mark in self._marks]
        if base is not text:
            ends = (i for i, (a, b) in enumerate(zip(text, base, strict=True)) if a != b)
            spans = sorted(_outside(ends, spans))
        return [Edit(start, end, text[start:end], new, "view") for start, end, new in spans]

    def edits(self, edits: list[Edit]) -> list[Edit]:
        """What edits to the visible text are for the source, sorted and disjoint as they are.

        A link goes when all its words go; otherwise its ends stay where they are, and an edit
        across them becomes several.
        """
        if not self.whole:
            return edits
        taken = [edit for edit in edits if not edit.replacement.strip()]
        doomed = self._doomed(taken)
        pieces: list[tuple[int, int, Edit, str]] = []
        for edit in edits:
            replacement = edit.replacement
            for start, end in self._kept_apart(edit, doomed):
                pieces.append((start, end, edit, replacement))
                replacement = ""
        for number, edit in doomed.items():
            mark = self._marks[number]
            pieces.append((mark.start, mark.end, edit, ""))
        pieces.sort(key=lambda piece: piece[:2])
        return list(_joined(self.text, pieces))

    def _behind(self, place: int) -> int:
        """Where the visible character at ``place`` stands in the source."""
        return place + self._shifts[bisect_right(self._places, place)]

    def _before(self, place: int) -> int:
        """Where the visible character before ``place`` ends in the source."""
        return place + self._shifts[bisect_left(self._places, place)]

    def _kept_apart(self, edit: Edit, doomed: Collection[int]) -> Iterator[tuple[int, int]]:
        """The spans of the source that an edit takes, without the marks that stay."""
        first = bisect_right(self._places, edit.start)
        if edit.start == edit.end:
            at = self._before(edit.start)
            for mark in self._marks[bisect_left(self._places, edit.start) : first]:
                at = mark.end if mark.closes else at
            yield at, at
            return
        at = self._behind(edit.start)
        tail = self._tail(edit)
        for number in range(first, bisect_left(self._places, edit.end)):
            mark = self._marks[number]
            yield at, mark.start
            if mark.at > tail and number not in doomed and self._shows(mark):
                # An image keeps the blank lines between it and what follows.
                return
            at = mark.end
        yield at, self._before(edit.end)

    def _doomed(self, edits: Sequence[Edit]) -> dict[int, Edit]:
        """Numbers of the marks that go with what these edits take, and which edit takes each."""
        starts = [edit.start for edit in edits]
        doomed: dict[int, Edit] = {}
        tails: list[int] = []
        reach, by = 0, None
        for number, mark in enumerate(self._marks):
            if by is not None and mark.start < reach:
                doomed[number] = by
                continue
            if mark.closes:
                continue
            link = self._links[mark.link] if mark.link >= 0 else None
            if link is not None and link.first < link.last:
                by = self._covering(link, edits, starts)
            else:
                by = self._around(mark, edits, starts, tails)
            if by is not None:
                doomed[number] = by
                reach = mark.end if link is None else link.end
        return doomed

    def _covering(self, link: _Link, edits: Sequence[Edit], starts: Sequence[int]) -> Edit | None:
        """The first of the edits that take all words of a link; None when words are left."""
        number = bisect_right(starts, link.first) - 1
        if number < 0 or edits[number].end <= link.first:
            return None
        by, at = edits[number], edits[number].end
        while at < link.last:
            number += 1
            stop = min(link.last, starts[number]) if number < len(edits) else link.last
            if self.visible[at:stop].strip():
                return None
            at = max(stop, edits[number].end) if number < len(edits) else stop
        return by

    def _around(
        self, mark: _Mark, edits: Sequence[Edit], starts: Sequence[int], tails: list[int]
    ) -> Edit | None:
        """The edit that takes words of the line in which an image or an empty link stands."""
        at = mark.at
        number = bisect_right(starts, at) - 1
        if number < 0:
            return None
        edit = edits[number]
        if at >= edit.end and not at == edit.end == len(self.visible):
            return None
        if at == edit.start and (edit.removed[0] == "\n" or self.visible[at - 1 : at] not in "\n"):
            return None  # the line of the mark is not the one that goes
        if number >= len(tails):
            tails += map(self._tail, edits[len(tails) : number + 1])
        tail = tails[number]
        return None if tail < 0 or (at > tail and self._shows(mark)) else edit

    def _shows(self, mark: _Mark) -> bool:
        return mark.link < 0 or self._links[mark.link].pictured

    def _tail(self, edit: Edit) -> int:
        """Where the last line ends of which the edit takes more than white space, -1 for none."""
        size = len(edit.removed.rstrip())
        end = self.visible.find("\n", edit.start + size, edit.end)
        return -1 if not size else edit.end if end < 0 else end


def seen(text: str) -> str:
    """What a reader sees of a text: see ``View.visible``."""
    view = View(text)
    if not view.whole:
        lines = text.split("\n")
        if column := wrapped_at(lines, list(map(len, lines))):
            return unwrapped(text, column)
    return view.visible


def _outside(
    ends: Iterable[int], spans: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    """The spans, and a space for each of the sorted line ends that stand in none of them."""
    yield from spans
    at = 0
    for end in ends:
        while at < len(spans) and spans[at][1] <= end:
            at += 1
        if at == len(spans) or end < spans[at][0]:
            yield end, end + 1, " "


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _joined(text: str, pieces: Sequence[tuple[int, int, Edit, str]]) -> Iterator[Edit]:
    """One edit of the source for each run of pieces of one edit."""
    at = 0
    while at < len(pieces):
        start, end, edit, replacement = pieces[at]
        at += 1
        while at < len(pieces) and pieces[at][0] == end and pieces[at][2] is edit:
            end = pieces[at][1]
            replacement += pieces[at][3]
            at += 1
        if start < end or replacement:
            yield edit._replace(
                start=start, end=end, removed=text[start:end], replacement=replacement
            )
