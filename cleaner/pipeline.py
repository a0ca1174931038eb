"""The straight line for one document: segment, match, decide, edit, until nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaner import decide, packs
from cleaner.broken import Broken, in_source
from cleaner.edit import apply, compose, origins, restore
from cleaner.errors import RestoreError
from cleaner.flat import flat_lines
from cleaner.lexicon import Lexicon
from cleaner.lineends import LineEnds
from cleaner.matchers import Matcher, Reader, Stage, kinds
from cleaner.model import LEVELS, Card, Cleaned, Edit, Finding, Level, Markup, Related, count_lines
from cleaner.rules import Rule
from cleaner.segment import Page
from cleaner.settings import Settings, checked, choose
from cleaner.twins import numbered
from cleaner.view import View, view_of
from cleaner.wrapped import wrapped_at

Watch = Callable[[Page, Sequence[Edit]], None]

_RAW = 6
"""Lines known from other pages that one in fifty extracted texts has, and all raw ones have."""
_MENDING: tuple[Stage, ...] = ("repair", "join")
"""In this order: a line is judged by its characters, and not by what stood before the first."""
MAX_ROUNDS = 50
"""Bound on the rounds of a document, so that time stays linear whatever the text."""


class Cleaner:
    """A compiled set of rules that cleans texts; picklable, and safe to share between threads.

    ``level``: how much support a removal needs (``safe``, ``contextual``, ``aggressive``).
    ``rules``: rule files or folders beside the shipped packs. ``select``/``ignore``: rule ids or
    packs; of all three one or several. ``related``: what becomes of related-article cards:
    ``extract`` takes them out as records, ``drop`` takes them out, ``keep`` leaves them.
    ``mojibake``: also mend text that was decoded twice (needs ftfy). ``max_removed``: a document
    that would lose a larger share of its characters (0 to 1) is left alone and reported. Rule files
    are read once, when the cleaner is made. Raises ConfigError and RuleError.

    Another process gets the settings, compiles them once and keeps the last eight that it got.
    """

    def __init__(
        self,
        *,
        level: Level = "contextual",
        rules: str | Path | Iterable[str | Path] = (),
        select: str | Iterable[str] = (),
        ignore: str | Iterable[str] = (),
        related: Related = "extract",
        mojibake: bool = False,
        max_removed: float | None = None,
    ) -> None:
        settings = checked(
            level=level,
            rules=rules,
            select=select,
            ignore=ignore,
            related=related,
            mojibake=mojibake,
            max_removed=max_removed,
        )
        self._settings = settings
        self._key = (settings.placed(), packs.hashes(settings.rules))
        self.ruleset = choose(packs.load_rules(settings.rules), settings.select, settings.ignore)
        active = [rule for rule in self.ruleset.rules if _active(rule, settings)]
        self._repeats = frozenset(rule.id for rule in active if rule.kind == "repeat")
        self._teasers = frozenset(rule.id for rule in active if rule.kind == "teasers")
        self._lexicon = Lexicon(active)
        self._matchers = _matchers(active)
        self._readers = [one for one in self._matchers["remove"] if isinstance(one, Reader)]

    @property
    def settings(self) -> Settings:
        """What it was made of, each value in one form; they cannot be changed."""
        return self._settings

    def __repr__(self) -> str:
        return f"Cleaner({self._settings})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _kept, self._key

    def __copy__(self) -> Cleaner:
        return self

    def __deepcopy__(self, memo: Any) -> Cleaner:
        return self

    def clean(
        self, text: str, *, id: str = "", extracted: bool = False, watch: Watch | None = None
    ) -> Cleaned:
        """Return the clean text with every edit; ``id`` names the document in its cards.

        ``extracted``: the text is what an extractor left of HTML, so that hardly a line of it is
        known and it need not be clean for that. Where many are, nobody has chosen these lines, nor
        those that cleaning leaves of them.
        ``watch`` sees the page of each round before lines are removed, and the edits till then.
        Raises TypeError for what is no text, and RestoreError should the original ever be lost.
        """
        if not isinstance(text, str):
            remedy = ", decode it first" if isinstance(text, bytes | bytearray) else ""
            raise TypeError(f"a text is a str, not {type(text).__name__}{remedy}")
        ends = LineEnds(text)
        if ends.plain is text:
            return self._clean(text, id, extracted, watch)
        told = watch and _behind(watch, text, ends.hidden)
        return ends.in_source(self._clean(ends.plain, id, extracted, told))

    def _clean(self, text: str, id: str, extracted: bool, watch: Watch | None) -> Cleaned:
        view, page = self._open(text, extracted)
        # What is left has fewer known lines, and is judged by what the text was.
        extracted = page.extracted = extracted and sum(map(page.known, page.suspects)) < _RAW
        for finding in self._find("judge", page):
            verdict = finding._replace(end=len(text), end_line=count_lines(text))
            return Cleaned(text, status="no-content", verdict=verdict, original=text)
        edits: list[Edit] = []
        cards: list[Card] = []
        for _ in range(MAX_ROUNDS):
            seen, found, taken = self._rounds(
                page, watch and _behind(watch, text, compose(text, edits, view.hidden))
            )
            cards += _placed(taken, compose(text, edits, view.hidden)) if taken else ()
            made = in_source(view, found)
            edits = compose(text, edits, made)
            cleaned = seen.original if made is found else apply(view.text, made)
            if not made or self._is_settled(view, seen, cleaned):
                break
            view, page = self._open(cleaned, extracted)
        if not edits:
            return Cleaned(text, original=text)
        share = self._settings.max_removed
        if refusal := decide.refusal(text, seen.original, cleaned, share):
            return Cleaned(text, status="refused", verdict=refusal, original=text)
        related = (
            tuple(self._card(card, id) for card in cards)
            if self._settings.related == "extract"
            else ()
        )
        told = tuple(numbered(text, edits, self._repeats))
        if restore(cleaned, told) != text:
            raise RestoreError("the edits would not give the original back")
        return Cleaned(cleaned, told, related, "cleaned", original=text)

    def line_ends(self, text: str, *, extracted: bool = False) -> Sequence[tuple[int, int]]:
        """Half-open spans at which lines end that hold several, having lost their line ends.

        White space, or nothing where words were glued together.
        """
        ends = LineEnds(text)
        view, _ = self._open(ends.plain, extracted)
        return () if isinstance(view, View) else ends.spans(view.ends)

    def matchers(self, stage: Stage) -> Sequence[Matcher]:
        """The compiled rules of a stage, one matcher a kind."""
        return self._matchers[stage]

    def check(self, text: str, *, id: str = "", extracted: bool = False) -> tuple[Finding, ...]:
        """Return what ``clean`` would change, as findings with lines; the text stays as it is."""
        return self.clean(text, id=id, extracted=extracted).findings

    def _open(self, text: str, extracted: bool) -> tuple[View | Broken, Page]:
        """What a reader sees of a text, and that as a page."""
        view = View(text)
        page = self._page(view, extracted)
        if not view.is_parsed and (column := wrapped_at(page.lines, page.sizes)):
            view = View(text, column)
            page = self._page(view, extracted)
        broken = self._broken(view, page)
        return (view, page) if broken is None else (broken, self._page(broken, extracted))

    def _broken(self, view: View, page: Page) -> Broken | None:
        """The view with the line ends that it lost; None for one that has them."""
        flat = flat_lines(page) if self._readers else None
        if flat is None:
            return None
        spans = next(filter(None, (one.line_ends(page, flat) for one in self._readers)), ())
        return Broken(view, spans, flat.mostly) if spans else None

    def _is_settled(self, view: View | Broken, seen: Page, cleaned: str) -> bool:
        """Whether what is seen of a text after edits is what they made of what was seen before."""
        if isinstance(view, Broken) or (self._readers and flat_lines(seen)):
            return False  # where lines ended is sure when nothing more is found
        if not view.is_parsed:
            return not View(cleaned).is_parsed and not wrapped_at(seen.lines, seen.sizes)
        after = view_of(cleaned)
        return after.visible == seen.original and after.markup == _left(seen)

    def _page(self, view: View | Broken, extracted: bool) -> Page:
        page = Page(view.visible, self._lexicon, view.markup)
        page.extracted = extracted
        return page

    def _rounds(
        self, page: Page, watch: Watch | None = None
    ) -> tuple[Page, list[Edit], list[Card]]:
        """Repair and remove until a round changes nothing, which makes cleaning idempotent."""
        text = page.original
        edits: list[Edit] = []
        cards: list[Card] = []
        for _ in range(MAX_ROUNDS):
            before = page
            for stage in _MENDING:
                page, chosen = self._mend(stage, page)
                edits = compose(text, edits, chosen)
            if watch is not None:
                watch(page, edits)
            page, chosen, found = self._remove(page)
            cards += _placed(found, edits)
            edits = compose(text, edits, chosen)
            if page is before:
                break
        return page, edits, cards

    def _mend(self, stage: Stage, page: Page) -> tuple[Page, list[Edit]]:
        return self._apply(page, decide.repairs(self._find(stage, page)))

    def _remove(self, page: Page) -> tuple[Page, list[Edit], list[Card]]:
        found = self._find("remove", page)
        if self._settings.related == "keep":
            found = decide.sparing(page, found, self._teasers)
        chosen = decide.removals(page, found, self._settings.level)
        cards = [card for finding in chosen for card in finding.cards]
        return *self._apply(page, chosen), cards

    def _apply(self, page: Page, chosen: Sequence[Finding]) -> tuple[Page, list[Edit]]:
        if not chosen:
            return page, []
        edits = decide.edits(page.original, chosen)
        return page.edited(edits), edits

    def _find(self, stage: Stage, page: Page) -> list[Finding]:
        found = [finding for matcher in self._matchers[stage] for finding in matcher.find(page)]
        page.seen |= {stage}
        if page.fenced and stage != "judge":
            return [f for f in found if not page.is_fenced(f.line, f.end_line)]
        return found

    def _card(self, card: Card, document: str) -> Card:
        """The card with its own leftovers cleaned."""
        page, _, _ = self._rounds(Page(card.text, self._lexicon))
        return replace(card, text=page.original.strip() or card.text, document=document)


def _left(page: Page) -> Markup:
    """What is told of the lines of a page that are left."""
    lines = frozenset(map(str.strip, page.lines))
    links, headings, whole, _ = page.markup
    return Markup(links & lines, {k: v for k, v in headings.items() if k in lines}, whole)


def _behind(watch: Watch, text: str, before: list[Edit]) -> Watch:
    """A watch on what is seen of the text that ``before`` made, told of all since ``text``."""
    return lambda page, made: watch(page, compose(text, before, made))


def _placed(cards: Sequence[Card], edits: Sequence[Edit]) -> list[Card]:
    """The cards with their spans in the text before ``edits``."""
    firsts = origins(edits, [card.start for card in cards])
    lasts = origins(edits, [card.end - 1 for card in cards])
    return [
        replace(card, start=first, end=end)
        for card, (first, _), (_, end) in zip(cards, firsts, lasts, strict=True)
    ]


def kept(**settings: Any) -> Cleaner:
    """A cleaner with these settings, one for all who ask while its rule files stay the same."""
    known = checked(**settings)
    return _kept(known.placed(), packs.hashes(known.rules)) if known.rules else _kept(known, ())


@lru_cache(maxsize=8)
def _kept(settings: Settings, hashes: tuple[str, ...]) -> Cleaner:
    """``hashes`` are of the rule files, which may have changed since another was made."""
    return Cleaner(**settings._asdict())


def _active(rule: Rule, settings: Settings) -> bool:
    if LEVELS.index(rule.safety) > LEVELS.index(settings.level):
        return False
    return settings.mojibake or not rule.options.get("mojibake", False)


def _matchers(rules: Sequence[Rule]) -> dict[Stage, list[Matcher]]:
    stages: dict[Stage, list[Matcher]] = {"judge": [], "repair": [], "join": [], "remove": []}
    for name, kind in kinds().items():
        own = [rule for rule in rules if rule.kind == name]
        if own:
            stages[kind.STAGE].append(kind.build(own))
    return stages
