"""Sentences that a scraper broke wherever a link stood are joined again.

A break at a link leaves a trace that other line breaks do not: the next line goes on in lower
case or with closing punctuation, the line before does not end, and one of the two is short (the
text of the link). Hard-wrapped text has lines of one length, verse and lists have only short
lines, and headings are followed by a capital; those are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.apart import Apart
from cleaner.brackets import enclosed
from cleaner.breaks import Breaks
from cleaner.bullets import bullets
from cleaner.codeterms import code_terms
from cleaner.columns import SPACELESS, is_wrapped
from cleaner.dashes import DASHES, dashed
from cleaner.edges import ASIDE, LEAD, NO_JOIN_AFTER, TAIL, TIGHT, is_cut_word, is_drop_cap
from cleaner.hanging import MARKS, hanging
from cleaner.leaning import FIGURES, Leaning
from cleaner.model import Finding
from cleaner.raised import MOST_RAISED, RAISED, is_raised, leads_on
from cleaner.rows import rows
from cleaner.rules import Rule
from cleaner.segment import Page
from cleaner.sentences import TERMINAL, ends_sentence
from cleaner.series import series
from cleaner.terms import labelled
from cleaner.unspaced import Unspaced
from cleaner.wrapped import soft_ends

KIND = "reflow"
STAGE = "join"
_LEANING = ("open_ends", "never_last", "determiners")
_UNSPACED = ("unspaced_ends", "unspaced_starts", "unspaced_words")
OPTIONS: Mapping[str, Any] = {option: {} for option in (*_LEANING, "greetings", *_UNSPACED)}

_GOING_ON = frozenset(TIGHT + ASIDE) | {chr(c) for c in range(0x61, 0x1F00) if chr(c).islower()}
"""First characters of a line that goes on."""
_BEGINNINGS = _GOING_ON | frozenset(LEAD) | frozenset(DASHES) | RAISED | FIGURES
_SIGNS = frozenset((*DASHES, *MARKS, "(", "]"))
_LOWERED = re.compile(r"[^\W\d_]+(?:,? [^\W\d_]+){2}")
"""A sentence that starts in lower case, three words of it: names of functions and files in the
manual of a program do not tell how its author writes."""
_COMPOUND = re.compile(r"-[^\W\d_]{3,}[\s,;)]")
"""The rest of a compound, in German "-Gesetz wurde"; "-m" is an option of a program."""
_OPENED = re.compile(r"""[(\[{「『（]$|(?:^|[\s(\[])["'“‘„‚«‹]$""")
"""A bracket, or a quotation mark that opens; German ends with the mark that English opens with."""
_GOES_ON = "the sentence goes on in the next line"
_BELONGS = "what begins the next line belongs to this one"
_LABEL = "the label of a text stands in a line of its own"
_WRAPPED = "the line was wrapped, and sentences of the page were broken"
_SERIES = "entries with commas between them"
_ITEM = "the mark of a list item stands in a line of its own"
_REACH = 4
_NEAR_CHARS = 30
_BEFORE, _BEHIND = 2, 3
"""Lines around one that is open, of which one is long in running text."""
_CLOSED = re.compile(r"""["'](?:$|[^\w"'])""")
_AMOUNT = re.compile(r"(?:^|\s)[$€£¥]$")
"""A currency that stands before its amount."""
_LOWER_STYLE_SHARE = 0.3
_LOWER_STYLE_LEAST = 3


class _Candidates(NamedTuple):
    """Numbers of the lines that may be broken, by what begins the next one."""

    lower: list[int]
    """A small letter or punctuation."""
    lowered: int
    """How often a sentence starts in lower case."""
    signed: list[int]
    """A dash, a bracket or punctuation."""
    raised: list[int]
    """What stood raised behind their last word."""
    figured: list[int]
    """A figure or a quotation mark."""


class ReflowMatcher:
    """Finds the line ends to mend; all rules of the kind share one algorithm.

    The options list words by language: ``open_ends`` behind which no sentence ends, ``never_last``
    behind which no heading and no list item ends either, ``determiners`` those of them behind which
    no short line ends, ``greetings`` with which a letter begins. In scripts without spaces
    ``unspaced_ends`` are words behind which a line goes on, ``unspaced_starts`` those with which no
    sentence begins, ``unspaced_words`` others that begin like one of these.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules[:1]
        self._leaning = Leaning(*(_words(rules, option) for option in _LEANING))
        self._unspaced = Unspaced(*(_words(rules, option) for option in _UNSPACED))
        words = (_words(rules, option) for option in ("greetings", "open_ends", "determiners"))
        self._breaks = Breaks(self._leaning, Apart(*words))

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each line end that stands inside a sentence.

        None where the sentences are whole.
        """
        for rule in self.rules if not page.markup.whole else ():
            lines = page.lines
            again = STAGE in page.seen and KIND not in page.unjudged
            found = _candidates(page)
            candidates, figured, signed = found.lower, found.figured, found.signed
            numbers: Sequence[int] = range(len(lines))
            if again:
                candidates = _near_fresh(candidates, page.fresh)
                figured = _near_fresh(figured, page.fresh)
                numbers = [*_around(page.fresh, len(lines))]
            leaning = self._leaning.before_names(page, numbers)
            leaning += self._leaning.before_figures(page, figured)
            breaks = sorted({*self._breaks.open_breaks(page, candidates), *leaning})
            soft = [] if again else _soft(page)
            if not soft and (
                _written_in_lower_case(page, found.lowered)
                or (not again and is_wrapped(page, breaks))
            ):
                page.unjudged |= {KIND}
                return
            page.unjudged -= {KIND}
            sure = dashed(page, signed)
            always = {*hanging(page, signed), *enclosed(page, signed + figured), *found.raised}
            always.update(self._unspaced(page, numbers))
            always.update(code_terms(page, numbers, self._leaning.leans))
            listed = dict.fromkeys(series(page, signed), _SERIES)
            whys = dict.fromkeys(soft, _WRAPPED) | dict.fromkeys(always, _BELONGS) | listed
            always.update(listed, soft)
            if page.raw or page.is_dirty:  # elsewhere somebody may have put them so
                whys |= dict.fromkeys(labelled(page, numbers), _LABEL)
                whys |= dict.fromkeys(bullets(page), _ITEM)
            some = breaks or sure or always
            mended = self._breaks.mended(page, breaks, sure, always) if some else ()
            for i in sorted({*whys, *mended}):
                left, right = lines[i].rstrip(), lines[i + 1].lstrip()
                start = page.starts[i] + len(left)
                end = page.starts[i + 2] - 1 - len(right)
                yield Finding(
                    start,
                    end,
                    rule.id,
                    rule.safety,
                    whys.get(i, _GOES_ON),
                    i,
                    i + 2,
                    replacement=self._gap(page, i, left, right),
                    supported=True,
                )

    def _gap(self, page: Page, number: int, left: str, right: str) -> str:
        """What belongs between the two parts of a sentence, the first of them line ``number``."""
        spaced = left != page.lines[number] or right != page.lines[number + 1]
        if _tight(left, right, spaced):
            return ""
        if spaced:
            return " "
        drops = len(left) == 1 and is_drop_cap(page, number, self._leaning.open_ends)
        return "" if drops or is_cut_word(page, left, right) else " "


def _candidates(page: Page) -> _Candidates:
    """What the first characters of the lines tell, all in one walk over them.

    Of the lines above lower case only those near one long enough to be running text: menus, lists
    and code have thousands of the others, and no chain of them could be a sentence.
    """
    lines, sizes = page.lines, page.sizes
    found, signed, raised, figured, lowered = [], [], [], [], 0
    for i in [i for i, line in enumerate(lines) if line[:1] in _BEGINNINGS]:
        line, above = lines[i], lines[i - 1] if i else ""
        first = line[1:2] if line[0] in LEAD else line[0]
        if above and first in FIGURES:
            figured.append(i - 1)
        if above and first in _SIGNS:
            signed.append(i - 1)
        if above and sizes[i] <= MOST_RAISED and is_raised(above.rstrip(), line):
            raised.append(i - 1)
            if leads_on(above.rstrip(), line, lines[i + 1].lstrip() if i + 1 < len(lines) else ""):
                raised.append(i)
        if not above or first not in _GOING_ON:
            continue
        if above[-1] in TERMINAL and line[0].islower() and _LOWERED.match(line):
            lowered += 1
        if above[-1] not in NO_JOIN_AFTER:
            around = sizes[max(0, i - 1 - _BEFORE) : i + _BEHIND]
            if max(around) >= _NEAR_CHARS:
                found.append(i - 1)
    return _Candidates(found, lowered, signed, raised, figured)


def _soft(page: Page) -> list[int]:
    """Numbers of the lines that end where wrapping broke a sentence, if the page is wrapped.

    Where a sentence ends, a paragraph may end, too.
    """
    if not page.markup.column:
        return []
    lines = page.lines
    return [
        i
        for i in soft_ends(lines, page.markup.column)
        if lines[i + 1].lstrip()[:1].islower() or not ends_sentence(lines[i])
    ]


def _around(fresh: list[tuple[int, int]], size: int) -> Iterator[int]:
    """Numbers of the lines in the ranges and of some around them, in order; of ``size`` lines."""
    reached = 0
    for first, end in fresh:
        stop = min(end + _REACH, size)
        yield from range(max(reached, first - _REACH), stop)
        reached = max(reached, stop)


def _near_fresh(candidates: list[int], fresh: list[tuple[int, int]]) -> list[int]:
    """The candidates that the round before has not judged already.

    A verdict depends on the lines of the chain only, and candidates of one chain are at most one
    line apart; so groups of neighbours are judged again as a whole where a line near them changed.
    """
    kept: list[int] = []
    ranges = iter(fresh)
    first, end = next(ranges, (0, 0))
    for group in rows(candidates, _REACH):
        while end + _REACH < group[0] and (found := next(ranges, None)) is not None:
            first, end = found
        if first - _REACH <= group[-1] and end + _REACH >= group[0]:
            kept += group
    return kept


def _tight(left: str, right: str, spaced: bool) -> bool:
    """Whether no space belongs between two parts of a sentence.

    ``spaced``: the break has a space of its own.
    """
    if not right[:1].isalpha() and (TAIL.match(right) or _CLOSED.match(right)):
        return True
    if len(right) <= MOST_RAISED and is_raised(left, right):
        return True
    if spaced:
        return False
    if right[0] in DASHES[:2]:
        return right[1:2].isalnum()
    if right[0] == "-":
        head = left[left.rfind(" ") + 1 :]
        return _COMPOUND.match(right) is not None and (head == left or not head[:1].islower())
    if _OPENED.search(left[-2:]) or (right[0].isdigit() and _AMOUNT.search(left[-3:])):
        return True
    return left[-1] >= SPACELESS and right[0] >= SPACELESS


def _written_in_lower_case(page: Page, lowered: int) -> bool:
    """Whether the author starts sentences in lower case, so that case says nothing."""
    if lowered < _LOWER_STYLE_LEAST:
        return False
    ended = 0
    for mark in ".!?":
        ended += page.text.count(f"{mark}\n")
        if lowered <= _LOWER_STYLE_SHARE * ended:
            return False
    return True


def _words(rules: Sequence[Rule], option: str) -> frozenset[str]:
    """The words of all languages that an option lists."""
    return frozenset(w for rule in rules for words in rule.options[option].values() for w in words)


def build(rules: Sequence[Rule]) -> ReflowMatcher:
    """Compile the rules of this kind."""
    return ReflowMatcher(rules)
