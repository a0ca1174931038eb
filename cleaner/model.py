"""The nouns of the package: frozen records that every layer shares.

All spans are half-open and count code points of the original text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, TypedDict

Safety = Literal["safe", "contextual", "aggressive"]
Level = Literal["safe", "contextual", "aggressive"]
Status = Literal["unchanged", "cleaned", "no-content", "refused"]
Related = Literal["extract", "drop", "keep"]
Keep = Literal["longest", "first", "earliest", "latest"]

KEEPS: tuple[Keep, ...] = ("longest", "first", "earliest", "latest")
STATUSES: tuple[Status, ...] = ("unchanged", "cleaned", "no-content", "refused")
LEVELS: tuple[Safety, ...] = ("safe", "contextual", "aggressive")

LINE_END = re.compile(r"\r\n?|\n")


def with_line_feeds(text: str) -> str:
    r"""``text`` of the same length with every line end as ``\n``, CRLF as a space and one."""
    return text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text


def count_lines(text: str) -> int:
    """How many lines a text has; what stands behind the last line end is one, too."""
    return with_line_feeds(text).count("\n") + 1


class CleanerSettings(TypedDict, total=False):
    """The keyword arguments of ``Cleaner``, for functions that hand them on; see there."""

    level: Level
    rules: str | Path | Iterable[str | Path]
    select: str | Iterable[str]
    ignore: str | Iterable[str]
    related: Related
    mojibake: bool
    max_removed: float | None


@dataclass(frozen=True, slots=True)
class Document:
    """One text on its way through the pipeline; ``id`` is a path or a record's identifier."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A related-article card taken out of a document: what it announces, and where it stood."""

    source: str
    age: str
    title: str
    text: str
    document: str
    start: int
    end: int


class Finding(NamedTuple):
    """A span that a rule holds for a defect, and why.

    ``start``/``end``: half-open span in code points; ``line``/``end_line``: half-open, 0-based
    line numbers (a line ends in LF, CR LF or CR). ``replacement``: what the span becomes. ``why``:
    the evidence in one sentence, which counts lines from 1. ``applied``: whether the decision took
    it. ``cards``: the cards inside the span.

    What rules tell the decision, and what is not told of a result: ``supported``: the finding
    carries its own evidence and needs no boilerplate neighbour. ``lends``: whether it supports weak
    findings beside it. ``twin``: number of the line that has to stay because this one is its copy,
    or -1.

    A named tuple because a naive page has hundreds of findings, and a frozen dataclass takes
    three times as long to build.
    """

    start: int
    end: int
    rule: str
    safety: Safety
    why: str
    line: int
    end_line: int
    replacement: str = ""
    supported: bool = False
    applied: bool = False
    cards: tuple[Card, ...] = ()
    lends: bool = True
    twin: int = -1


class Edit(NamedTuple):
    """A change that was made: ``removed`` stood at ``start:end`` and became ``replacement``."""

    start: int
    end: int
    removed: str
    replacement: str
    rule: str
    why: str = ""
    safety: Safety = "safe"


class Markup(NamedTuple):
    """What the marks of a text tell of the lines that are seen, white space around them aside.

    ``links``: lines that are links and nothing else; ``headings``: how deep headings are, from 1;
    ``whole``: no sentence was broken where a link stood, because links are marked or lines wrapped.
    ``column``: where lines are wrapped of which others were broken, in code points; 0 for nowhere.
    """

    links: frozenset[str] = frozenset()
    headings: Mapping[str, int] = MappingProxyType({})
    whole: bool = False
    column: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A snippet of a cluster.

    ``index``: its place in the input. ``id``: its own identifier or ``""``. ``score``: the share of
    the shorter text's character 4-grams that it and the representative have in common, 0 to 1.
    ``why``: the evidence in one sentence.
    """

    index: int
    id: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Snippets that say the same, merged; a snippet without copies is a cluster of its own.

    ``id``: the same for the same texts, whatever their order. ``representative``: the index of
    the member that survives, ``text`` and ``title`` what it says (without header residue), and
    ``why`` what chose it. ``members`` stand in the order of the input, the representative among
    them. The other fields are what the members have together, each value once.
    """

    id: str
    representative: int
    text: str
    title: str
    why: str
    members: tuple[Member, ...]
    sources: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def copies(self) -> int:
        """How many snippets were merged into this one, itself included."""
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The result for one document.

    ``text``: the clean text. ``edits``: what was done to ``original``, in order; ``restore`` undoes
    it. ``related``: the related-article cards that were taken out. ``status``: ``unchanged``,
    ``cleaned``, ``no-content`` (a captcha or error page: text left as it was) or ``refused``
    (cleaning would have left nothing, or taken more than ``max_removed``: text left as it was).
    ``verdict`` is the finding behind the last two.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    related: tuple[Card, ...] = ()
    status: Status = "unchanged"
    verdict: Finding | None = None
    original: str = field(default="", repr=False)

    @property
    def characters_removed(self) -> int:
        """Code points that the edits took away, net of what they put in."""
        return sum(len(e.removed) - len(e.replacement) for e in self.edits)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The verdict and every edit as findings, with their lines in the original.

        The lines of an edit are those of what it took, without white space around it; one that
        joins lines has both.
        """
        found = [] if self.verdict is None else [self.verdict]
        if not self.edits:
            return tuple(found)
        ends = [match.end() for match in LINE_END.finditer(self.original)]
        for edit in self.edits:
            taken = edit.removed.strip()
            first, last = edit.start, edit.end
            if taken:
                first += edit.removed.index(taken)
                last = first + len(taken) - 1
            found.append(
                Finding(
                    edit.start,
                    edit.end,
                    edit.rule,
                    edit.safety,
                    edit.why,
                    bisect_right(ends, first),
                    bisect_right(ends, last) + 1,
                    edit.replacement,
                    applied=True,
                    cards=tuple(c for c in self.related if edit.start <= c.start < edit.end),
                )
            )
        return tuple(found)
