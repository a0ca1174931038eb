"""What a reader sees of a text, and the way back to its source.

Scrapers that keep the links write ``[Home](/)`` where a naive one writes ``Home``, converters wrap
their lines. Rules look at what is seen; what they find is done to the source, where the marks of a
link or of emphasis go with the last of its words, all others with the words beside them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from cleaner.markdown import Span, parse
from cleaner.model import Edit, Markup
from cleaner.wrapped import column_of, is_torn, unwrapped

_ENOUGH = 4
"""Wrapped line ends that prove a column where nothing is broken at links."""
_LINKED = 0.8
"""Share of a line's letters in links above which it is nothing else, but for a number or a date."""
_SEEN = re.compile(r"[^\n]")


class Mark(NamedTuple):
    """A span of the source that no reader sees: an image, or what stands around words.

    ``at``: where in the visible text it would stand; ``words``: the number of the words it opens
    or closes, -1 for what stands alone; ``image``: whether there is more to it than a mark.
    """

    start: int
    end: int
    at: int
    words: int
    closes: bool
    image: bool


class Words(NamedTuple):
    """What stands between marks: their span in the source, that of the words in the visible text.

    White space around the words does not count. ``pictured``: whether there are images, too.
    """

    start: int
    end: int
    first: int
    last: int
    link: bool
    pictured: bool


class View:
    """A text whose marks of Markdown are hidden, and whose wrapped lines are joined.

    ``text`` is the source, ``visible`` what is left when links lose their targets, images and
    the marks of headings and emphasis are taken out, and the line ends of wrapping are spaces, but
    not where others were broken, too. A text without links has no marks. ``marks``, in order,
    ``places`` where they would stand in the visible text. ``markup``: what the source tells of the
    visible lines. ``is_parsed``: whether there were marks or line ends of wrapping to look for.

    ``column``: where the text is wrapped, if that is known (see ``wrapped``).
    """

    def __init__(self, text: str, column: int = 0) -> None:
        self.text = text
        spans = parse(text)
        if spans and not column:
            column = column_of(text, _ENOUGH)
        torn = bool(column and not spans and is_torn(text))
        self.visible = self._base = unwrapped(text, column) if column and not torn else text
        self.marks: list[Mark] = []
        self.words: list[Words] = []
        self.markup = Markup()
        self.is_parsed = bool(spans or column)
        if spans:
            self._hide(spans)
            links, headings = self.links(self.visible), self._headings(spans)
            self.markup = Markup(links, headings, whole=not is_torn(self.visible))
        elif column:
            self.markup = Markup(column=column) if torn else Markup(whole=True)

    def _hide(self, spans: Sequence[Span]) -> None:
        ends: list[tuple[int, int, int, bool, bool]] = []
        around = [span for span in spans if span.first < span.end]
        for number, span in enumerate(around):
            ends.append((span.start, span.first, number, False, False))
            ends.append((span.last, span.end, number, True, False))
        for span in spans:
            if span.first == span.end:
                ends.append((span.start, span.end, -1, False, span.kind == "image"))
        places = [[0, 0] for _ in around]
        pieces, at, shift = [], 0, 0
        for start, end, number, closes, image in sorted(ends):
            self.marks.append(Mark(start, end, start - shift, number, closes, image))
            if number >= 0:
                places[number][closes] = start - shift
            pieces.append(self._base[at:start])
            shift += end - start
            at = end
        pieces.append(self._base[at:])
        self.visible = "".join(pieces)
        images = [span.start for span in spans if span.kind in ("image", "picture")]
        for span, (first, last) in zip(around, places, strict=True):
            words = self.visible[first:last]
            first += len(words) - len(words.lstrip())
            last = first + len(words.strip())
            pictured = bisect_left(images, span.start) < bisect_left(images, span.end)
            link = span.kind in ("link", "picture")
            self.words.append(Words(span.start, span.end, first, last, link, pictured))

    def _headings(self, spans: Sequence[Span]) -> dict[str, int]:
        text = f"{self.visible}\n"
        starts = {span.start: span for span in spans if span.kind == "heading"}
        found: dict[str, int] = {}
        for mark in self.marks:
            if (span := starts.get(mark.start)) and not mark.closes:
                line = text[mark.at : text.index("\n", mark.at)].strip()
                found.setdefault(line, _level(self.text, span))
        return found

    def links(self, visible: str) -> frozenset[str]:
        """The lines of which all but some letters stand in links.

        ``visible``: the visible text, perhaps with other line ends of the same length.
        """
        lines = zip(visible.split("\n"), self._unlinked(visible).split("\n"), strict=True)
        found = ((line, _letters(line), rest) for line, rest in lines if line != rest)
        return frozenset(
            line.strip() for line, size, rest in found if size - _letters(rest) > _LINKED * size
        )

    def _unlinked(self, text: str) -> str:
        """The visible text with spaces for the words of links."""
        pieces: list[str] = []
        at = 0
        for words in self.words:
            if words.link and words.first >= at and not self._runs_on(words):
                shown = text[words.first : words.last]
                pieces += (text[at : words.first], _SEEN.sub(" ", shown))
                at = words.last
        return "".join((*pieces, text[at:]))

    @cached_property
    def places(self) -> list[int]:
        """``at`` of each mark."""
        return [mark.at for mark in self.marks]

    @cached_property
    def _shifts(self) -> list[int]:
        """What is hidden before each mark, and in all."""
        return list(accumulate((mark.end - mark.start for mark in self.marks), initial=0))

    def _runs_on(self, words: Words) -> bool:
        """Whether words reach over a line end though text stands beside them: a wrapped link."""
        text = self.visible
        if "\n" not in text[words.first : words.last]:
            return False
        first = text.rfind("\n", 0, words.first) + 1
        end = text.find("\n", words.last)
        beside = text[first : words.first] + text[words.last : end if end >= 0 else None]
        return _letters(beside) > 0

    def shows(self, mark: Mark) -> bool:
        """Whether a mark is an image, or stands around one."""
        return mark.image or (mark.words >= 0 and self.words[mark.words].pictured)

    @property
    def hidden(self) -> list[Edit]:
        """The edits that make the visible text of the source."""
        text, base = self.text, self._base
        spans = [(mark.start, mark.end, "") for mark in self.marks]
        if base is not text:
            ends = (i for i, (a, b) in enumerate(zip(text, base, strict=True)) if a != b)
            spans = sorted(_outside(ends, spans))
        return [Edit(start, end, text[start:end], new, "view") for start, end, new in spans]

    def behind(self, place: int) -> int:
        """Where the visible character at ``place`` stands in the source."""
        return place + self._shifts[bisect_right(self.places, place)]

    def before(self, place: int) -> int:
        """Where the visible character before ``place`` ends in the source."""
        return place + self._shifts[bisect_left(self.places, place)]


def view_of(text: str) -> View:
    """The view of a text whose column is not known."""
    view = View(text)
    column = 0 if view.is_parsed else column_of(text)
    return View(text, column) if column else view


def seen(text: str) -> str:
    """What a reader sees of a text: see ``View.visible``."""
    return view_of(text).visible


def masked(text: str) -> str:
    """``text`` with spaces where a reader sees nothing, code point by code point."""
    pieces: list[str] = []
    at = 0
    for mark in View(text).marks:
        pieces += (text[at : mark.start], " " * (mark.end - mark.start))
        at = mark.end
    return "".join((*pieces, text[at:])) if pieces else text


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


def _level(text: str, span: Span) -> int:
    """How deep a heading is, by its mark or what underlines it."""
    if span.first == span.end:
        return text.count("#", span.start, span.end)
    return 1 if "=" in text[span.last : span.end] else 2


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
