"""Whole lines that a rule recognises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from cleaner import neighbours
from cleaner.edges import PART_CHARS, goes_on, is_code_word, is_wrapped_sentence
from cleaner.headings import heads_text, is_section
from cleaner.meant import is_about, is_few, is_listed, is_meant
from cleaner.model import Finding
from cleaner.rules import Choice, Rule
from cleaner.segment import DIRTY, Page
from cleaner.sentences import ends_sentence
from cleaner.values import KINDS, has_value

KIND = "line"
STAGE = "remove"
OPTIONS: Mapping[str, Any] = {
    "names_sections": False,
    "buttons": False,
    "topics": [],
    "often": 0,
    "in_scrapes": Choice(("never", "tail", "anywhere"), "never"),
    "value": Choice(KINDS, "none"),
    "lends": True,
    "most": 0,
}

_KINDS = 10
"""Rules that know lines of a raw scrape."""


class LineMatcher:
    """Every marked line is a finding; whether it fires is the decision's business.

    Not a line that is plainly text: part of a sentence that was broken; where few lines are known,
    what somebody says or a sentence announces (``buttons``: the words are those of buttons, so with
    a full stop they are speech), what a page is about whose title has one of the ``topics``, and,
    if the rule says that its words also name sections (``names_sections``), a heading like others
    of the text; if the rule says so or is contextual, a
    heading with text of its own; if it is contextual, a word of a program.

    A line that stands ``often`` on one page is the button below each post or item, and needs no
    other support. Nor does one in a raw scrape, of whatever kind of page, if the rule says that its
    words are no text there (``in_scrapes``); but it gives none to the lines beside it. What it says
    in the next line, a ``value`` of a kind that the rule names, goes with it. What stands beside a
    heading ``lends`` that no support. Where few lines are known, more than ``most`` different ones
    of a rule are what the page is about, as the notices of a collection of licences.
    """

    def find(self, page: Page) -> Iterator[Finding]:
        """Yield one finding for each line and rule that fit together."""
        hits = page.hits.get(KIND)
        if not hits:
            return
        starts, size = page.starts, len(page.text)
        # By rule, because a line that two rules know has two hits.
        times = Counter(
            (mark.rule.id, page.lines[i].strip()) for i, mark in hits if mark.rule.options["often"]
        )
        own = {
            (mark.rule.id, page.lines[i].strip()) for i, mark in hits if mark.rule.options["most"]
        }
        kinds = Counter(rule for rule, _ in own)
        is_scrape = cache(partial(_is_scrape, page))
        few = is_few(page)
        known = {i for i, _ in hits} if few else ()  # on a raw scrape nobody asks
        for i, (rule, _, why) in hits:
            safety = rule.safety
            if few and 0 < rule.options["most"] < kinds[rule.id]:
                continue
            if is_wrapped_sentence(page, i) or (safety != "safe" and is_code_word(page, i)):
                continue
            if (safety != "safe" or rule.options["names_sections"]) and heads_text(page, i):
                continue
            if few and (
                is_meant(page, i, known, button=rule.options["buttons"])
                or is_about(page, rule.options["topics"])
            ):
                continue
            if few and rule.options["names_sections"] and _names_something(page, i, known):
                continue
            placed = safety != "safe" and (
                page.placed(i, rule.position)
                or 0 < rule.options["often"] <= times[rule.id, page.lines[i].strip()]
            )
            last = i + 1 + has_value(page, i, rule.options["value"])
            end = min(starts[last], size)
            found = Finding(starts[i], end, rule.id, safety, why, i, last, "", placed)
            found = found if rule.options["lends"] else found._replace(lends=False)
            yield found
            where = rule.options["in_scrapes"]
            if placed or where == "never" or safety == "safe" or not is_scrape():
                continue
            if _says_nothing(page, i, where):
                # Besides, not instead: between two others it is still one of a row.
                yield found._replace(supported=True, lends=False)


def _names_something(page: Page, number: int, known: Container[int]) -> bool:
    """Whether words that also name sections do: this one, or what a list in the text names."""
    return is_section(page, number) or is_listed(page, number, known)


def _says_nothing(page: Page, number: int, where: str) -> bool:
    """Whether the words of a line are no text where it stands, in a raw scrape.

    What goes on below was a sentence: "Please / sign in / to see more".
    """
    lines = page.lines
    if number + 1 < len(lines) and goes_on(lines[number + 1]):
        return False
    if " " not in lines[number].strip() and not _stands_below_text(page, number):
        return False
    return where == "anywhere" or (bool(page.prose) and number >= page.body[1])


def _stands_below_text(page: Page, number: int) -> bool:
    """Whether a single word, with a capital, stands below a line of text that has ended.

    Elsewhere it may be one of a sentence, or of a program, whose line ends a scraper made.
    """
    word = page.lines[number].strip()
    above = neighbours.above(page, number)
    return (
        above >= 0
        and word[:1].isupper()
        and not word.isupper()
        and page.sizes[above] >= PART_CHARS
        and ends_sentence(page.lines[above])
    )


def _is_scrape(page: Page) -> bool:
    """Whether known lines of so many kinds stand there as on the raw page of a shop or a forum.

    Nine in ten of those pages have lines that ten rules know. Licences, threads and manuals have
    many lines of few kinds.
    """
    if not page.known_count:
        return False
    known = [mark.rule.id for i in page.suspects for mark in page.marks[i] if mark.known]
    return len(known) >= DIRTY and len(set(known)) >= _KINDS


def build(rules: Sequence[Rule]) -> LineMatcher:
    """The rules are compiled into the page's lexicon; nothing is left to do here."""
    return LineMatcher()
