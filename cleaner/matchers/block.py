"""A heading that opens a section of other things, and the lines that belong to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import islice
from typing import Any, NamedTuple

from cleaner import neighbours
from cleaner.contents import Entries
from cleaner.edges import ends_line_above, is_code
from cleaner.fold import bare
from cleaner.headings import has_headings, heads_paragraph, says_title
from cleaner.meant import is_part
from cleaner.model import Finding
from cleaner.rules import Choice, Rule
from cleaner.segment import Page
from cleaner.sentences import AND, COLONS, ends_sentence
from cleaner.tables import row_of_table

KIND = "block"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {
    "takes": Choice(
        ("heading", "contents", "names", "titles", "short", "teasers", "prose", "closed"), "short"
    ),
    "max_lines": 40,
    "min_lines": 0,
    "max_times": 0,
    "often": 0,
    "end_included": False,
    "between_text": False,
    "buttons": [],
}

_ENTRY_WORDS = 4
_NAME_CHARS, _SHORT_CHARS, _SENTENCE_CHARS, _TEASER_CHARS = 40, 110, 50, 300
_MOST_LINES = 300  # whatever a rule says: of many headings each is followed so far
_FRAGMENT_SPACES, _CODE_LINES = 3, 3
_STOPS, _SENTENCE_SPACES = ".。", 2


class Extent(NamedTuple):
    """Lines a block takes: up to ``end``, of which ``items`` are not blank."""

    end: int
    items: int


class BlockMatcher:
    """Finds headings by the page's marks and follows each to the end of its section."""

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding a heading, over the heading and what belongs to it."""
        entries: Entries | None = None
        has_parts = cache(partial(has_headings, page))
        heads = {i for i, mark in page.hits.get(KIND, ()) if mark.role == "start"}
        times = Counter(page.lines[i] for i in heads)
        for i, (rule, role, why) in page.hits.get(KIND, ()):
            if role != "start" or ends_line_above(page, i) or _heads_own(page, i):
                continue
            if rule.options["takes"] != "contents":
                extent = follow(page, i, rule, heads)
                extent = _without_heading(page, i, rule, extent, has_parts)
                if 0 < rule.options["max_times"] < times[page.lines[i]]:
                    extent = Extent(i + 1, 0)  # the label of each item of a list
            elif page.is_dirty:
                entries = entries or Entries(page)
                extent = Extent(*entries.below(i, _room(rule), rule.options["buttons"]))
            else:
                continue  # a book has a table of contents of its own
            known = 0 < rule.options["often"] <= times[page.lines[i]]
            if extent.items < rule.options["min_lines"] - known or _heads_table(page, extent):
                continue
            start, end = page.span(i, extent.end)
            if extent.items:
                why = f"{why}, with the {extent.items} lines that belong to it"
            yield Finding(
                start,
                end,
                rule.id,
                rule.safety,
                why,
                i,
                extent.end,
                supported=rule.options["takes"] == "contents"
                or page.placed(i, set(rule.position) - {"head"})
                or (rule.options["between_text"] and _between_text(page, i, extent.end)),
            )


def _between_text(page: Page, first: int, end: int) -> bool:
    """Whether running text stands before line ``first`` and from ``end`` on."""
    around = neighbours.above(page, first), neighbours.below(page, end - 1)
    return page.is_article and page.prose_lines.issuperset(around)


def _heads_own(page: Page, number: int) -> bool:
    """Whether a line heads a part of the text, or highlighted code: "tags / = / { / Name / ="."""
    lines = page.lines[number + 1 : number + 1 + _CODE_LINES]
    return any(map(is_code, lines)) or is_part(page, number)


def _heads_table(page: Page, extent: Extent) -> bool:
    """Whether nothing but a table of labels and values stands behind a heading."""
    following = (i for i in range(extent.end, len(page.lines)) if not page.blank(i))
    first = next(following, -1)
    return not extent.items and first >= 0 and bool(row_of_table(page, first))


def follow(page: Page, head: int, rule: Rule, heads: set[int]) -> Extent:
    """Where the section that opens in line ``head`` ends."""
    takes, room = rule.options["takes"], _room(rule)
    if takes in _FOLLOWED:
        return _FOLLOWED[takes](page, head, rule)
    if takes == "short" and page.placed(head, ("tail",)):
        takes = "teasers"
    if takes == "short" and head < page.body[0] < len(page.lines):
        takes = "entries"  # in a menu it is one of them, and the headline may come next
    title = bare(page.folded_title) if takes == "entries" and not page.blank(0) else ""
    end, items = head + 1, 0
    before = end
    for i in range(head + 1, len(page.lines)):
        if page.blank(i):
            continue
        if takes != "prose" and _is_fragment(page, i):
            # The line before it is the beginning of the same sentence.
            return Extent(before, max(0, items - 1))
        if _is_end(page, i, rule):
            return _up_to(i, Extent(end, items), rule)
        if i in heads or takes == "heading" or items >= room or not _belongs(page, i, takes, title):
            return (
                Extent(before, items - 1)
                if items and _says(page, end - 1, i)
                else Extent(end, items)
            )
        resumes = takes in _MIDDLE and _resumes(page, head, end - 1, i)
        if resumes or (takes != "prose" and row_of_table(page, i)):
            return Extent(end, items)
        items += 1
        before, end = end, i + 1
    return Extent(end, items)


def _without_heading(
    page: Page, head: int, rule: Rule, extent: Extent, has_parts: Callable[[], bool]
) -> Extent:
    """An extent without the heading of the text right below it, which no rule knows.

    Inside the text a single line is what its box is about, "Read also: / A title", and several are
    all titles in a text without headings of its own.
    """
    last = neighbours.above(page, extent.end)
    if not extent.items or rule.options["takes"] in _WHOLE or not heads_paragraph(page, last):
        return extent
    lines = page.lines[head + 1 : extent.end]
    if sum(any(map(str.isalpha, line)) for line in lines) > 1:
        is_own = has_parts()
    else:
        is_own = neighbours.above(page, head) not in page.prose_lines
    if not is_own:
        return extent
    return Extent(neighbours.above(page, last) + 1, extent.items - 1)


def _room(rule: Rule) -> int:
    return min(int(rule.options["max_lines"]), _MOST_LINES)


def _is_end(page: Page, number: int, rule: Rule) -> bool:
    """Whether a line closes the sections of a rule."""
    return any(mark.role == "end" and mark.rule is rule for mark in page.marks[number])


def _up_to(number: int, extent: Extent, rule: Rule) -> Extent:
    """An extent before the line that closes it, with that line if the rule says so."""
    return Extent(number + 1, extent.items + 1) if rule.options["end_included"] else extent


def _closed(page: Page, head: int, rule: Rule) -> Extent:
    """All lines up to the one that closes the section; none where nothing closes it."""
    filled = (i for i in range(head + 1, len(page.lines)) if not page.blank(i))
    end = head + 1
    for items, i in enumerate(islice(filled, _room(rule) + 1)):
        if _is_end(page, i, rule):
            return _up_to(i, Extent(end, items), rule)
        end = i + 1
    return Extent(head + 1, 0)


def _says(page: Page, label: int, number: int) -> bool:
    """Whether a line is the "Q:" or the name of who says what stands in line ``number``."""
    return number in page.prose_lines and page.lines[label].rstrip().endswith(COLONS)


def _names(page: Page, head: int, rule: Rule) -> Extent:
    """The names behind a heading, each a link in a line of its own: "A / , / B / and / C".

    The comma may have gone back to its name. "and 3 others" ends them. The line behind the last one
    is something else, perhaps a name, too.
    """
    below = (i for i in range(head + 1, len(page.lines)) if not page.blank(i))
    filled = list(islice(below, _room(rule)))
    lines = [page.lines[i].strip() for i in filled]
    items = at = 0
    while at < len(lines):
        name = lines[at].removesuffix(",")
        if len(name) > _NAME_CHARS or ends_sentence(name):
            break
        items = at = at + 1
        if _are_others(name):
            break
        if name == lines[at - 1]:
            joint = lines[at] if at < len(lines) else ""
            items += _are_others(joint)
            if joint != "," and joint not in AND:
                break
            at += 1
    return Extent(filled[items - 1] + 1 if items else head + 1, items)


def _are_others(line: str) -> bool:
    """Whether a line counts the names that are left: "and 3 others"."""
    return line.partition(" ")[0] in AND and any(map(str.isdigit, line))


def _resumes(page: Page, head: int, above: int, number: int) -> bool:
    """Whether a line is a sentence with a full stop behind a second label ("Share") of a section.

    There the text goes on, however short its sentences are. The heading may be that label.
    """
    line = page.lines[number].strip()
    if above == head:
        above = neighbours.above(page, head)
    return (
        above in page.marks
        and number not in page.marks
        and line[-1] in _STOPS
        and line.count(" ") >= _SENTENCE_SPACES
    )


_MIDDLE = ("short", "entries")
"""What a section before or within the text takes."""
_FOLLOWED = {"names": _names, "closed": _closed}
"""How to follow what is bounded by its own lines."""
_WHOLE = frozenset({*_FOLLOWED, "titles", "prose"})
"""What is too well known for the last line to be a heading of the text."""


def _is_fragment(page: Page, number: int) -> bool:
    """Whether a line is the middle of a sentence that nothing has joined."""
    line = page.lines[number].strip()
    return line[:1].islower() and line.count(" ") >= _FRAGMENT_SPACES and number not in page.marks


def _belongs(page: Page, number: int, takes: str, title: str) -> bool:
    """Whether a line can be part of a section: short, known from other pages, or a teaser."""
    if number in page.prose_lines:
        return _takes_long(page, number, takes)
    line = page.lines[number]
    if takes == "entries" and (line.strip().count(" ") >= _ENTRY_WORDS or says_title(line, title)):
        return False
    return takes == "prose" or number in page.marks or _short(line, takes)


def _takes_long(page: Page, number: int, takes: str) -> bool:
    if takes == "prose":
        return True
    # A teaser is one paragraph between short lines; two in a row are an article.
    return (
        takes == "teasers"
        and len(page.lines[number]) <= _TEASER_CHARS
        and number + 1 < len(page.lines)
        and number + 1 not in page.prose_lines
        and number - 1 not in page.prose_lines
    )


def _short(line: str, takes: str) -> bool:
    """A title or a label; with teasers also one sentence, but no fragment of a long one."""
    if takes == "teasers" and len(line) <= _TEASER_CHARS and ends_sentence(line):
        return True
    sentence = 0 if takes == "titles" else _SENTENCE_CHARS
    return len(line) <= _SHORT_CHARS and not (
        len(line) >= sentence and line.rstrip()[-1:] in (".", "。")
    )


def build(rules: Sequence[Rule]) -> BlockMatcher:
    """The headings are compiled into the page's lexicon; nothing is left to do here."""
    return BlockMatcher()
