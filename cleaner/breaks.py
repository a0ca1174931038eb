"""Which line breaks stand inside a sentence, because a link stood there.

The evidence is local: how a line ends (a word behind which no sentence ends, a comma), how the
next one starts (in lower case, with punctuation), how long they are. Breaks in a row make a chain,
and a chain is mended only if its lines are together a sentence: verse, lists, code and text that
was wrapped by hand have line breaks of the same kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from cleaner.apart import Apart
from cleaner.chains import OPENED, is_end, is_sentence, items, was_cut
from cleaner.clauses import (
    CLAUSE_SPACES,
    LINK_CHARS,
    LONG_CHARS,
    MOST_PARTS,
    closes,
    closing,
    continues,
    is_clause,
)
from cleaner.columns import MOST_COLUMN, SPACELESS, is_wrapped_part
from cleaner.edges import ASIDE, PART_CHARS, TIGHT, ends_small, goes_on, is_button, open_end
from cleaner.leaning import Leaning, leads_to_number
from cleaner.rows import rows
from cleaner.segment import Page
from cleaner.sentences import ends_sentence

_COUNT = re.compile(r"(?:#|[^\W\d_]{3,12}: )\d[\d,.]*")
"""The number of a post, or how many its author wrote: nothing goes on behind it."""
_HEADLINE_CHARS = 120
_UNFINISHED = re.compile(r"[^\W\d_]{3}(?<=[^\WA-Z])[.!?][\"”’')]? +[\"“‘'(]?[A-Z0-9][^.!?]*$")
"""A sentence and the beginning of another one, which no headline is."""
_COMMENTS = frozenset("#/>|.`~")
_NEAR = 4
"""Lines within which breaks may be of one sentence."""


class Breaks:
    """Judges line breaks.

    ``leaning`` tells which lines lead to the next one, ``apart`` which line ends are meant.
    """

    def __init__(self, leaning: Leaning, apart: Apart | None = None) -> None:
        self._leaning, self._leans = leaning, leaning.leans
        self._apart = apart or Apart()

    def open_breaks(self, page: Page, candidates: Sequence[int]) -> list[int]:
        """Those of the line numbers whose line is open and whose next line goes on.

        Break ``i`` is the one behind line ``i``. Punctuation goes back to a list item, too, and so
        does what goes on behind a small word.
        """
        lines = page.lines
        return [
            i
            for i in candidates
            if goes_on(lines[i + 1])
            and (
                open_end(page, i, item=lines[i + 1].lstrip()[0] in TIGHT)
                or (self._is_open_item(lines[i]) and open_end(page, i, item=True))
            )
        ]

    def _is_open_item(self, line: str) -> bool:
        """Whether a line ends as no sentence does; no comment, and too short or long to be wrapped.

        So the item of a list goes on: "5. Take the card from the / lower drawer / .".
        """
        return (
            not LONG_CHARS <= len(line) <= MOST_COLUMN
            and line.lstrip()[:1] not in _COMMENTS
            and self._leans(line.rstrip())
        )

    def mended(
        self,
        page: Page,
        breaks: Sequence[int],
        sure: Collection[int] = (),
        always: Collection[int] = (),
    ) -> list[int]:
        """Those of the ``open_breaks`` to mend and what belongs to them, in order.

        ``sure``: breaks that show it by themselves; ``always``: those to mend even if no sentence
        comes of it.
        """
        strong = {*sure, *(i for i in breaks if self._strong(page, i))}
        found = {*always, *self._sentences(page, strong)}
        if always:
            # What hangs may complete a sentence.
            near = {j for i in always for j in range(i - _NEAR, i + _NEAR + 1)}
            found.update(self._sentences(page, (strong & near).union(always), always))
        return sorted(found)

    def _sentences(
        self, page: Page, strong: Iterable[int], some: Collection[int] = ()
    ) -> Iterator[int]:
        """The breaks inside sentences that strong breaks, or ``some`` of them, are part of."""
        joins = {*strong}
        for i in sorted(joins):
            self._backwards(page, i, joins)
            self._forwards(page, i, joins)
        joins = {i for i in joins if not self._apart.end(page, i)}
        ends = [i + 1 for i in joins if i + 1 not in joins and page.sizes[i + 1] <= LINK_CHARS]
        last = {j for end in ends for j in range(end, closing(page, end))}
        for chain in rows(sorted(joins | last)):
            if some and not any(i in some for i in chain):
                continue
            found = [*self._chained(page, chain)]
            while not found and chain[-1] in last and len(chain) > 1:
                # The lines that seemed to close the sentence are others.
                chain.pop()
                found = [*self._chained(page, chain)]
            yield from found

    def _chained(self, page: Page, chain: Sequence[int]) -> Iterator[int]:
        """Those of the breaks in a row that stand inside sentences."""
        for first, end in items(page, chain[0], chain[-1] + 2, self._leans):
            begin = self._begin(page, first, end)
            if begin == end - 1 or self._heads_name(page, first, end):
                continue
            if not self._apart.are_meant(page, begin, end):
                yield from range(begin, end - 1)

    def _heads_name(self, page: Page, first: int, end: int) -> bool:
        """Whether lines ``first:end`` are a headline and the "by" of the name below it."""
        word = page.lines[end - 1].strip()
        return end - first == 2 and " " not in word and self._leans(word) and end <= page.body[0]

    def _begin(self, page: Page, first: int, end: int) -> int:
        """Where in lines ``first:end`` a sentence begins; the last line if there is none.

        That is the first one, or the first with a capital: a menu of small letters may stand above.
        """
        lines = page.lines
        head = lines[first].strip()
        if head[-1].isdigit() and (
            _COUNT.fullmatch(head) or (head.isdigit() and not (first and open_end(page, first - 1)))
        ):
            # "#9", "Posts: 12" and "5" stand above a post that begins in lower case.
            first += 1
        starts = range(first, end - 1)
        capital = next((i for i in starts if not lines[i].lstrip()[:1].islower()), end - 1)
        for start in (first, capital) if first < capital < end - 1 else starts[:1]:
            parts = [line.strip() for line in lines[start:end]]
            if not is_sentence(parts, self._leans):
                continue
            if was_cut(lines[start:end]) or not is_wrapped_part(page, start, end):
                return start
        return end - 1

    def _strong(self, page: Page, i: int) -> bool:
        """Whether the open break behind line ``i`` alone shows it."""
        left, right = page.lines[i].rstrip(), page.lines[i + 1].strip()
        first = right[0]
        if first in ASIDE:
            proof = _is_link(page, i, first)
        elif not first.islower():
            # Punctuation cannot start a line; a lone mark or one with text behind it goes back. The
            # others stand behind a word that ends nothing.
            # The name of a network has one letter: "he wrote on / X / , a day before".
            proof = len(left) > 1 or (left.isupper() and i > 0 and _is_open_text(page, i - 1))
        elif len(right) >= LONG_CHARS:
            proof = self._leans(left) or len(left) <= LINK_CHARS
            proof = proof and not (left[-1] == "," and _greets(page, i))
        elif self._leans(left) or self._leans(right) or is_clause(right):
            proof = True
        elif len(left) >= LONG_CHARS:
            proof = closes(page, i + 1)
        else:
            # "…long text of the sentence / Link / rest of it."
            proof = i > 0 and _is_open_text(page, i - 1)
        return proof and not is_button(page, i + 1)

    def _backwards(self, page: Page, i: int, joins: set[int]) -> None:
        """Follow a sentence from the break behind line ``i`` back to its beginning."""
        end = page.lines[i + 1]
        lowered, most = 0, MOST_PARTS if is_end(end) else 1 + is_clause(end)
        while i > 0 and i - 1 not in joins:
            line, before = page.lines[i], page.lines[i - 1].rstrip()
            if not open_end(page, i - 1):
                return
            if goes_on(line):
                # Two short lower-case lines running are a list, not a sentence with links; but a
                # list has no full stop in a line of its own.
                lowered += 1
                if lowered > most and len(before) < LONG_CHARS and not self._leans(before):
                    if self._leaning.begins(before):
                        joins.add(i - 1)
                    return
            elif not (len(line) <= LINK_CHARS and self._leads_on(before, line)):
                return
            elif page.lines[i + 1].lstrip()[:1] == ":" and not self._leans(before):
                return  # "Date / : May 2026 / Place / : Marlen": a label opens a line
            else:
                lowered = 0
            joins.add(i - 1)
            i -= 1

    def _forwards(self, page: Page, i: int, joins: set[int]) -> None:
        """Follow a sentence over a capitalised link: "… he told / Reuters / on Monday …"."""
        at = i + 1
        while at + 2 < len(page.lines) and at not in joins:
            line, link, after = page.lines[at].rstrip(), page.lines[at + 1], page.lines[at + 2]
            if not (
                open_end(page, at)
                and continues(line)
                and 0 < len(link) <= LINK_CHARS
                and open_end(page, at + 1)
                and goes_on(after)
                and not (line[:1] == ":" and after[:1] == ":")
            ):
                return
            joins.update((at, at + 1))
            at += 2

    def _leads_on(self, line: str, below: str) -> bool:
        """Whether a link may follow a line: it is long, or ends in a comma or an open word.

        A headline is long, too, and followed by a capital; only its last word tells it apart.
        """
        if line[-1] not in OPENED and not self._leans(line) and self._leaning.begins(below):
            return False
        inner = goes_on(line) and line[0] != ":"  # behind that a label has what it says
        inner = inner or _UNFINISHED.search(line) is not None
        if inner or len(line) >= _HEADLINE_CHARS or line.endswith(("'s", "’s")):
            return not ends_sentence(line)
        if self._leans(line) or (below[0].isdigit() and leads_to_number(line, below)):
            return True
        if line[-1] >= SPACELESS or below[0] >= SPACELESS:
            return len(line) >= PART_CHARS // 2 and (line[-1].isalnum() or line[-1] in OPENED)
        return len(line) >= PART_CHARS and ends_small(line)


def _is_link(page: Page, number: int, mark: str) -> bool:
    """Whether a line is a link with an aside behind it, and not an entry of a list of those."""
    around = (number - 1, number, number + 2)
    return len(page.lines[number]) <= LINK_CHARS and not any(
        page.lines[i].lstrip().startswith(mark) for i in around if 0 <= i < len(page.lines)
    )


def _greets(page: Page, number: int) -> bool:
    """Whether a line with a comma at its end opens a letter: "Hello everyone, / my loaf …"."""
    return (
        page.lines[number].count(" ") < CLAUSE_SPACES
        and ends_sentence(page.lines[number + 1])
        and not (
            number and len(page.lines[number - 1]) >= PART_CHARS and open_end(page, number - 1)
        )
    )


def _is_open_text(page: Page, number: int) -> bool:
    """Whether a line is as long as running text is, and ends no sentence."""
    return len(page.lines[number]) >= LONG_CHARS and open_end(page, number)
