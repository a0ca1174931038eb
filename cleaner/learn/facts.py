"""What is known of a line that recurs on a site."""

from __future__ import annotations

from math import nan
from typing import NamedTuple


class Facts(NamedTuple):
    """What is known of one recurring line; shares are of its occurrences.

    ``pages`` of ``of`` documents have it, ``times`` in all. ``grouped``: inside a run of at least
    three lines that belong together (on ``grouped_pages``); ``linked``: of two; ``run``: the mean
    length of its runs. ``edge``: in a run at the page's first or last line.
    ``head``/``inside``/``tail``: before, in and behind the running text (``nowhere``: the page has
    none). ``heads_prose``: followed by the page's own running text; ``heads_list``: by a list of
    the page's own. ``values``: share of the lines of its runs that a bare number follows.
    ``fixed``: at the same distance from the first or last line. ``title``: begins the first line
    of its page; ``colon``: ends with one or with "#"; ``fragment``: starts with a small letter.
    ``depth``: mean place, 0 to 1. ``between``: in a row of lines known for boilerplate;
    ``among``: unsure itself, between many of them and with nothing unknown beside it.
    ``beside``: directly above or below one and the same line that is known.
    ``look``: mean log odds of main text by the shape of some pages, not a number when none of
    them has it; ``textual``: how often it rather is some.
    """

    key: int
    pages: int
    of: int
    times: int
    grouped: float
    grouped_pages: int
    linked: float
    run: float
    edge: float
    head: float
    inside: float
    tail: float
    nowhere: float
    heads_prose: float
    heads_list: float
    values: float
    fixed: float
    title: float
    colon: float
    fragment: float
    depth: float
    prose: bool
    sentence: bool
    abstract: bool
    size: float
    places: tuple[tuple[int, int], ...]
    between: float = 0.0
    among: float = 0.0
    beside: float = 0.0
    look: float = nan
    textual: float = 0.0

    @property
    def share(self) -> float:
        """Share of the documents."""
        return self.pages / self.of

    @property
    def each(self) -> float:
        """Occurrences on a page that has the line."""
        return self.times / self.pages
