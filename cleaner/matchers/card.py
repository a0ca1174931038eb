"""Related-article cards: source, age, "- source", title and snippet under a section heading.

Pages show any subset of these in any order. A line that is an age or repeats the source behind a
dash *anchors* a card; the short lines around it are its header, and the first long line behind
the header is its snippet. A section ends where no further card begins, so that an article that
goes on behind its related box stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from cleaner.cards import SOURCE_CHARS, Line, dated, fields, read
from cleaner.edges import ends_line_above
from cleaner.headings import announcing
from cleaner.model import Card, Finding
from cleaner.rules import Rule
from cleaner.segment import Page

KIND = "card"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {"after": [], "between": [], "max_cards": 200}

_HEADER_LINES = 8
"""Lines among which the anchor of a first card stands: more than a header can have."""
_LIKE = 2
"""Cards behind which another heading may stand before one that is like them."""


class _Parsed(NamedTuple):
    card: Card
    end: int
    """Number of the line behind the card."""


class CardMatcher:
    """Reads the lines behind each heading that the rule names."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding a section, over the heading and its cards."""
        ages = dated(page)
        for rule in self.rules:
            done = -1
            between = _between(page, rule)
            for head in _headings(page, rule):
                if head <= done:
                    continue
                cards, end = _section(page, head, ages, between, rule.options["max_cards"])
                if not cards:
                    continue
                done = end - 1
                start, stop = page.span(head, end)
                why = f"{len(cards)} related-article cards under {page.lines[head].strip()!r}"
                yield Finding(
                    start,
                    stop,
                    rule.id,
                    rule.safety,
                    why,
                    head,
                    end,
                    supported=True,
                    cards=tuple(cards),
                )


def _headings(page: Page, rule: Rule) -> list[int]:
    own = {i for i, mark in page.hits.get(KIND, ()) if mark.role == "start" and mark.rule is rule}
    other = announcing(page, rule.options["after"])
    return sorted(i for i in own | other if not ends_line_above(page, i))


def _between(page: Page, rule: Rule) -> set[int]:
    """Numbers of the lines that are buttons, and part of no card."""
    named = set(rule.options["between"])
    return {
        i
        for i, mark in page.hits.get("line", ())
        if mark.rule.safety == "safe" or mark.rule.id in named
    }


def _section(
    page: Page, head: int, ages: set[int], between: set[int], limit: int
) -> tuple[list[Card], int]:
    """The cards behind the heading in line ``head``, and the line behind the last of them."""
    reader = read(page, head + 1, ages, between)
    lines = list(islice(reader, _HEADER_LINES))
    if not any(line.kind in ("age", "dash") for line in lines):
        return [], head + 1
    lines += reader
    for skipped in (0, 1):  # a button may stand between the heading and the first title
        button = lines[0].kind == "short" if skipped and lines else True
        if button and _closed_by_age(lines[skipped:]):
            return _cards_closed_by_age(page, lines[skipped:], head + 1, limit)
    cards: list[Card] = []
    snippets = 0
    end, at = head + 1, 0
    while at < len(lines) and len(cards) < limit:
        parsed = _card(page, lines, at, proven=snippets > 0)
        if parsed is None and len(cards) >= _LIKE:
            parsed = _behind_heading(page, lines, at, end)
        if parsed is None:
            break
        cards.append(parsed.card)
        snippets += bool(parsed.card.text)
        end = parsed.end
        while at < len(lines) and lines[at].number < end:
            at += 1
    return cards, end


def _behind_heading(page: Page, lines: Sequence[Line], at: int, end: int) -> _Parsed | None:
    """The card behind the heading in ``lines[at]``, if it is like the ones before: their lines.

    ``end``: the line behind the last of them.
    """
    if lines[at].kind != "short" or at + 1 >= len(lines):
        return None
    parsed = _card(page, lines, at + 1, proven=True)
    if parsed is None or not parsed.card.text:
        return None
    kinds = [line.kind for line in lines[at + 1 :] if line.number < parsed.end]
    before = [line.kind for line in lines[:at] if line.number < end]
    return parsed if kinds == before[-len(kinds) :] else None


def _closed_by_age(lines: Sequence[Line]) -> bool:
    """Whether the first card is title and snippet, with age and section behind them."""
    kinds = [line.kind for line in lines[:4]]
    return kinds[:2] == ["short", "long"] and any(kind in ("age", "dash") for kind in kinds[2:])


def _cards_closed_by_age(
    page: Page, lines: Sequence[Line], end: int, limit: int
) -> tuple[list[Card], int]:
    """Cards in the order title, snippet, age, section; the last short line may be missing."""
    cards: list[Card] = []
    at = 0
    while at + 2 < len(lines) and len(cards) < limit:
        title, snippet, rest = lines[at], lines[at + 1], lines[at + 2 : at + 4]
        anchor = next((i for i, line in enumerate(rest) if line.kind in ("age", "dash")), None)
        if title.kind != "short" or snippet.kind != "long" or anchor is None:
            break
        meta = list(rest[: anchor + 1])
        after = [line.kind for line in lines[at + 2 + len(meta) : at + 5 + len(meta)]]
        if after[:2] == ["short", "short"] or after == ["short"]:
            meta.append(lines[at + 2 + len(meta)])
        source, age, section, _ = fields(meta)
        last = meta[-1]
        start, end = page.starts[title.number], last.number + 1
        stop = page.starts[end] - 1
        cards.append(Card(source or section, age, title.text, snippet.text, "", start, stop))
        at += 2 + len(meta)
    return cards, end


def _card(page: Page, lines: Sequence[Line], at: int, *, proven: bool) -> _Parsed | None:
    """The card that starts at ``lines[at]``, or None.

    ``proven``: an earlier card of the section had a snippet, so that a long line is one too.
    """
    header = _header(page, lines, at)
    if not any(line.kind in ("age", "dash") for line in header):
        return None
    at += len(header)
    text = ""
    end = header[-1].number + 1
    long = at < len(lines) and lines[at].kind == "long"
    if long and (proven or (_titled(header) and _another_follows(page, lines, at + 1))):
        text = lines[at].text
        end = lines[at].number + 1
    source, age, title, teaser = fields(header)
    if not (source or text or any(line.kind == "short" for line in header)):
        return None  # an age announces nothing
    start = page.starts[header[0].number]
    return _Parsed(Card(source, age, title, text or teaser, "", start, page.starts[end] - 1), end)


def _header(page: Page, lines: Sequence[Line], at: int) -> list[Line]:
    """The short lines of one card: up to its snippet, or to where the next card begins."""
    header: list[Line] = []
    seen: set[str] = set()
    while at < len(lines) and lines[at].kind != "long":
        line = lines[at]
        if _titled(header) and _blank_before(page, line) and not _spaced(page, header):
            break
        if line.kind in seen and line.kind != "short":
            break
        if line.kind == "short" and _titled(header) and _begins(lines, at):
            break
        if len([part for part in header if part.kind == "short"]) >= 3 and line.kind == "short":
            break
        seen.add(line.kind)
        header.append(line)
        at += 1
    return header


def _titled(header: Sequence[Line]) -> bool:
    """Whether a header has an anchor and enough beside it to be a whole one."""
    kinds = [line.kind for line in header]
    return ("age" in kinds or "dash" in kinds) and "short" in kinds


def _begins(lines: Sequence[Line], at: int) -> bool:
    """Whether the short line at ``at`` is the source of a next card: an anchor comes next."""
    return (
        len(lines[at].text) <= SOURCE_CHARS
        and at + 1 < len(lines)
        and lines[at + 1].kind in ("age", "dash")
    )


def _blank_before(page: Page, line: Line) -> bool:
    return line.number > 0 and page.blank(line.number - 1)


def _spaced(page: Page, header: Sequence[Line]) -> bool:
    """Whether blank lines stand between the lines of a header, so that one ends no card."""
    return all(_blank_before(page, line) for line in header[1:])


def _another_follows(page: Page, lines: Sequence[Line], at: int) -> bool:
    """Whether what stands behind a first snippet shows that the article is over.

    Behind it come another card, or no more running text.
    """
    if at >= len(lines):
        return True
    if any(line.kind in ("age", "dash") for line in _header(page, lines, at)):
        return True
    return all(line.kind != "long" for line in lines[at:])


def build(rules: Sequence[Rule]) -> CardMatcher:
    """Compile the rules of this kind."""
    return CardMatcher(rules)
