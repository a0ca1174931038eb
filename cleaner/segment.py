"""A text as lines, with what the matchers need to know of each at C speed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from cleaner.edit import apply
from cleaner.fences import FENCES, between
from cleaner.fold import fold
from cleaner.lexicon import Lexicon, Mark, MarkTable
from cleaner.model import Edit, Markup, with_line_feeds
from cleaner.rows import rows
from cleaner.sentences import LONG_CHARS, PROSE_CHARS, SPACELESS_CHARS, SPACELESS_MARKS, is_prose
from cleaner.splice import first_filled, moved, renumbered, spliced

_SUSPECTS = 4
DIRTY = 14
"""Known lines that make a page a raw scrape."""
_BODY_GAP = 6
_BODY_SHARE = 0.2
_ARTICLE_LINES = 4
_ARTICLE_SHARE = 0.2
_SPELLED, _FIRST_CHARS = re.compile(r"\w+"), 1_000
NO_MARKUP = Markup()


class Page:
    r"""One text on the way through the matchers.

    ``text`` has the length of the original, with every line end as ``\n`` (CRLF as space and
    line feed), so that offsets are those of the original. ``lines`` are without line ends,
    ``starts`` their offsets with one more for the end of the text. ``markup``: what the source told
    of them.
    """

    def __init__(self, original: str, lexicon: Lexicon, markup: Markup = NO_MARKUP) -> None:
        self.original, self.markup = original, markup
        self._lexicon, self.text = lexicon, with_line_feeds(original)
        self.lines = self.text.split("\n")
        self.marks, self.signs = lexicon.classify(self.lines)
        self.fresh: list[tuple[int, int]] = []
        """Half-open ranges of lines that differ from the pages before."""
        self.seen: frozenset[str] = frozenset()
        """Stages that have looked at this page or one before; the rest of it is judged."""
        self.unjudged: frozenset[str] = frozenset()
        """Kinds of rule that, for what the whole page is like, did not judge its lines."""
        self.extracted = False
        """Whether an extractor has chosen these lines."""
        self.raw = False
        """Whether a page before this one was a raw scrape, of which no known line may be left."""
        self.first_line, self.opens = first_filled(self.lines), True
        """First line before any went, often the title of the page, and whether it still stands."""

    def edited(self, edits: Sequence[Edit]) -> Page:
        """The page after ``edits`` (sorted, disjoint); untouched lines are not read again."""
        original = apply(self.original, edits)
        # A carriage return and a line feed may have met: read everything again.
        again = "\r" in self.original
        page = Page(original, self._lexicon, self.markup) if again else object.__new__(Page)
        page.extracted, page.markup = self.extracted, self.markup
        page.raw = self.raw or self.is_dirty
        if again:
            return page
        page.original = page.text = original
        page._lexicon, page.seen, page.unjudged = self._lexicon, self.seen, self.unjudged
        pieces = [(first, end, piece.split("\n")) for first, end, piece in self._pieces(edits)]
        new = [line for _, _, lines in pieces for line in lines]
        seen = self._lexicon.classify(new)
        page.lines, page.fresh = spliced(self.lines, pieces)
        page.first_line, page.opens = first_filled(page.lines), True
        if "remove" in self.seen:
            below, page.first_line = self.text.find(self.first_line) + 1, self.first_line
            page.opens = self.opens and (not edits or edits[0].start >= below)
        page.sizes, _ = spliced(self.sizes, [(a, b, list(map(len, new))) for a, b, new in pieces])
        if self.fresh:
            page.fresh = sorted(page.fresh + moved(self.fresh, pieces))
        page.signs = {
            after: (seen.signs if is_new else self.signs)[before]
            for after, is_new, before in renumbered([*self.signs], [*seen.signs], pieces)
        }
        page.marks = MarkTable(
            (after, (seen.marks if is_new else self.marks)[before])
            for after, is_new, before in renumbered([*self.marks], [*seen.marks], pieces)
        )
        return page

    def signed(self, sign: int) -> list[int]:
        """Numbers of the lines with a sign of the lexicon, in order."""
        return [number for number, signs in self.signs.items() if signs & sign]

    def are_fresh(self, numbers: Sequence[int]) -> list[int]:
        """Those of the sorted line numbers that are fresh."""
        found = {
            number
            for first, end in (self.fresh if numbers else ())
            for number in numbers[bisect_left(numbers, first) : bisect_left(numbers, end)]
        }
        return sorted(found)

    def _pieces(self, edits: Sequence[Edit]) -> Iterator[tuple[int, int, str]]:
        """Ranges of lines that edits touch, with the text that stands there afterwards."""
        starts, text, i = self.starts, self.text, 0
        while i < len(edits):
            first = last = bisect_right(starts, edits[i].start) - 1
            j, stop = i, -1
            while (j < len(edits) and edits[j].start <= stop) or j == i:
                last = bisect_right(starts, edits[j].end, last) - 1
                stop = starts[last + 1] - 1
                j += 1
            at, parts = starts[first], []
            for edit in edits[i:j]:
                parts.append(text[at : edit.start])
                parts.append(edit.replacement)
                at = edit.end
            parts.append(text[at:stop])
            yield first, last + 1, "".join(parts)
            i = j

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each line, and the end of the text plus one."""
        return list(accumulate(map((1).__add__, self.sizes), initial=0))

    @cached_property
    def sizes(self) -> list[int]:
        """Code points of each line."""
        return list(map(len, self.lines))

    @cached_property
    def hits(self) -> dict[str, list[tuple[int, Mark]]]:
        """Marks by kind of rule, as (line number, mark) in order."""
        found: dict[str, list[tuple[int, Mark]]] = defaultdict(list)
        for i, marks in self.marks.items():
            for mark in marks:
                found[mark.rule.kind].append((i, mark))
        return dict(found)

    @cached_property
    def fenced(self) -> list[tuple[int, int]]:
        """Half-open ranges of program text and data in Markdown, with the marks around."""
        # One character is looked for in a tenth of the time of three.
        marks = [mark for mark in FENCES if mark[0] in self.text]
        return between(self.lines, sorted({n for mark in marks for n in self.lines_with(mark)}))

    def is_fenced(self, first: int, end: int) -> bool:
        """Whether one of the lines ``first:end`` is program text between fences."""
        at = bisect_left(self.fenced, (end, 0)) - 1
        return at >= 0 and self.fenced[at][1] > first

    @cached_property
    def labels(self) -> list[int]:
        """Numbers of the lines that a line rule knows, in order."""
        return list(dict.fromkeys(i for i, _ in self.hits.get("line", ())))

    @cached_property
    def prose_lines(self) -> frozenset[int]:
        """``prose`` as a set."""
        return frozenset(self.prose)

    @cached_property
    def prose(self) -> list[int]:
        """Numbers of the lines that are running text and no rule's own sentence."""
        # Scripts without spaces say more in fewer characters.
        spaceless = not self.text.isascii() and any(m in self.text for m in SPACELESS_MARKS)
        least = SPACELESS_CHARS if spaceless else PROSE_CHARS
        lines, own = self.lines, set(self.labels)
        return [
            i
            for i, size in enumerate(self.sizes)
            if size >= least and (size >= LONG_CHARS or is_prose(lines[i])) and i not in own
        ]

    @cached_property
    def body(self) -> tuple[int, int]:
        """Half-open range of lines from the first to the last running text of the main part.

        Running text comes in groups with few other lines between. The main part reaches from the
        first large group to the last; the single long lines of teasers and legal notices before
        and behind it do not stretch it. Empty (at the end) when there is no running text.
        """
        groups = [*rows(self.prose, _BODY_GAP)]
        if not groups:
            return len(self.lines), len(self.lines)
        sizes = [sum(self.sizes[i] for i in group) for group in groups]
        least = max(sizes) * _BODY_SHARE
        large = [group for group, size in zip(groups, sizes, strict=True) if size >= least]
        return large[0][0], large[-1][-1] + 1

    def placed(self, number: int, position: Collection[str]) -> bool:
        """Whether a line's place in the page supports the suspicion that it is boilerplate.

        ``position`` says which places count: ``head`` (before the body) and
        ``tail`` (behind it). A page that is not mainly running text has neither, and a
        place with hardly anything suspicious in it says nothing.
        """
        first, end, head, tail = self._places
        if number < first:
            return head and "head" in position
        return number >= end and tail and "tail" in position

    @cached_property
    def _places(self) -> tuple[int, int, bool, bool]:
        """The body, and whether what stands before and behind it is suspicious."""
        first, end = self.body
        if not self.is_article:
            return first, end, False, False
        suspects = self.suspects
        head = suspects[: bisect_left(suspects, first)]
        tail = suspects[bisect_left(suspects, end) :]
        return first, end, self._many(head), self._many(tail)

    def _many(self, suspects: Sequence[int]) -> bool:
        """Whether suspects are enough, and more than one rule's: a licence has notices, too."""
        rules = (mark.rule.id for i in suspects for mark in self.marks[i])
        return len(suspects) >= _SUSPECTS and len({*rules}) > 1

    @cached_property
    def suspects(self) -> list[int]:
        """Numbers of the lines that look like some rule, in order."""
        return [
            i
            for i, marks in self.marks.items()
            if marks[0].role != "end" or any(mark.role != "end" for mark in marks)
        ]

    def known(self, number: int, kind: str = "") -> bool:
        """Whether a rule (of a kind) knows a line from other sites.

        What a site teaches of its own lines says nothing of the others.
        """
        for mark in self.marks[number]:  # noqa: SIM110  # a loop: it is called for every suspect
            if mark.known and kind in ("", mark.rule.kind):
                return True
        return False

    @cached_property
    def is_dirty(self) -> bool:
        """Whether so many lines are known from other sites that this one is a raw scrape.

        Of pages as people marked them one in a hundred has six such lines; of naive scrapes
        nineteen in twenty have more than ten.
        """
        return self.known_count >= DIRTY and self.is_article

    @cached_property
    def known_count(self) -> int:
        """How many lines are known from other sites; 0 for too few to be a raw scrape."""
        return sum(map(self.known, self.suspects)) if len(self.marks) >= DIRTY else 0

    @cached_property
    def is_article(self) -> bool:
        """Whether the page is mainly running text, and not a list, a shop or a form."""
        enough = self.prose_chars >= _ARTICLE_SHARE * len(self.text)
        return enough and len(self.prose) >= _ARTICLE_LINES

    @cached_property
    def prose_chars(self) -> int:
        """Code points of the running text."""
        return sum(self.sizes[i] for i in self.prose)

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Span of the whole lines ``first:end`` with their line ends."""
        return self.starts[first], min(self.starts[end], len(self.text))

    def blank(self, number: int) -> bool:
        """Whether a line holds nothing but white space."""
        line = self.lines[number]
        return not line or line.isspace()

    @cached_property
    def words(self) -> frozenset[str]:
        """What stands between white space, in lower case."""
        return frozenset(self.text.lower().split())

    @cached_property
    def spelled(self) -> frozenset[str]:
        """Runs of letters and digits, as they are written."""
        return frozenset(_SPELLED.findall(self.text))

    @cached_property
    def folded_title(self) -> str:
        """The first line that is not blank, folded; of one without an end its beginning."""
        return fold(next(filter(str.strip, self.lines), "")[:_FIRST_CHARS])

    def spoken(
        self, text: str, cuts: Collection[int] = ()
    ) -> Iterator[tuple[int, int, Sequence[Mark]]]:
        """Spans of ``text`` of what rules know whole lines by, where it looks like a label.

        ``cuts``: where words may begin and end though no space stands there.
        """
        return self._lexicon.phrases.find(text, cuts)

    def line_at(self, offset: int) -> int:
        """Number of the line in which ``offset`` lies."""
        return bisect_right(self.starts, offset) - 1

    def lines_with(self, sign: str) -> Iterator[int]:
        """Numbers of the lines that hold a sign, in order."""
        text, number, counted, at = self.text, 0, 0, self.text.find(sign)
        while at >= 0:
            number += text.count("\n", counted, at)
            yield number
            counted = text.find("\n", at)
            at = text.find(sign, counted) if counted >= 0 else -1
