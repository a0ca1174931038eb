"""A text that lost its line ends, read with line ends again, and the way back to its source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from cleaner.edit import apply, compose
from cleaner.model import Edit, Markup
from cleaner.origin import source_edits
from cleaner.view import View

_HEADING = re.compile(r"^ *(#{1,6}) .+", re.MULTILINE)


class Broken:
    """A view of a text with line ends where they were lost.

    ``view``: what is seen of the text as it is; ``text``: its source; ``spans``: sorted, disjoint,
    half-open spans of ``view.visible`` at which a line ends: white space, whose first character is
    read as a line feed, or nothing, where words were glued together and a line feed is put between.
    ``whole``: whether no sentence of it was broken at links.
    """

    def __init__(self, view: View, spans: Sequence[tuple[int, int]], whole: bool) -> None:
        self.view, self.text = view, view.text
        self._spans = spans
        stops = [start + (end > start) for start, end in spans]
        self._breaks = [
            Edit(start, stop, view.visible[start:stop], "\n", "view")
            for (start, _), stop in zip(spans, stops, strict=True)
        ]
        self.visible = apply(view.visible, self._breaks)
        glued = [start for start, end in spans if start == end]
        self._inserted = [start + number for number, start in enumerate(glued)]
        """Where line feeds stand in the visible text that stand nowhere in that of ``view``."""
        self.markup = view.markup._replace(whole=view.markup.whole or whole)
        if view.words:
            spaces = [one for one in self._breaks if one.removed]
            heads = {head[0].strip(): len(head[1]) for head in _HEADING.finditer(self.visible)}
            links = view.links(apply(view.visible, spaces))
            self.markup = Markup(links, {**view.markup.headings, **heads}, whole=True)

    @property
    def ends(self) -> list[tuple[int, int]]:
        """The spans of the source at which a line ends."""
        places = ((self.view.behind(start), end - start) for start, end in self._spans)
        return [(at, at + size) for at, size in places]

    @cached_property
    def hidden(self) -> list[Edit]:
        """The edits that make the visible text of the source."""
        return compose(self.text, self.view.hidden, self._breaks)

    def unbroken(self, edits: Sequence[Edit]) -> Iterator[Edit]:
        """The edits to the visible text as edits to that of ``view``, in which no line ended."""
        for edit in edits:
            start, end = (at - bisect_left(self._inserted, at) for at in edit[:2])
            removed, replacement = self.view.visible[start:end], edit.replacement
            if "\n" in replacement and "\n" not in removed:
                space = " " if any(map(str.isspace, removed)) else ""
                replacement = replacement.replace("\n", space)
            if removed != replacement:
                yield edit._replace(start=start, end=end, removed=removed, replacement=replacement)


def in_source(view: View | Broken, edits: list[Edit]) -> list[Edit]:
    """Edits to the visible text of a view as edits to its source."""
    if isinstance(view, View):
        return source_edits(view, edits)
    return source_edits(view.view, list(view.unbroken(edits)))
