"""What is proposed: one rule for each role that lines play on a site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cleaner.model import Safety

BESIDE = "beside-others"
"""Name of the rule whose lines go beside others that go."""
_SHOWN = 120
"""Code points of a line in an evidence table."""


def clipped(text: str, longest: int) -> str:
    """A text of at most ``longest`` code points, with "…" for what is left out."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Example:
    """Where a line was seen: the document, its 1-based line, and the lines before and behind."""

    document: str
    line: int
    text: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def show(self) -> str:
        """One line for an evidence table."""
        return f"{self.document}:{self.line}: {clipped(self.text.strip(), _SHOWN)}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line, template or affix of a proposal.

    ``match``: the phrase, or with ``pattern`` the RE2 pattern; ``text``: as it stood on a page.
    ``share`` of the documents have it, ``pages`` of them. ``head``/``inside``/``tail``: shares of
    its occurrences. ``words``: how many it has of its own.
    """

    match: str
    text: str
    pattern: bool
    confidence: float
    pages: int
    share: float
    words: int
    depth: float
    head: float = 0.0
    inside: float = 0.0
    tail: float = 0.0
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that was learned of ``site`` from ``documents``; ``name`` is that of its file.

    ``entries`` recognise its lines (of a block: its heading), ``ends`` close a block. ``reason``
    says why a doubtful rule may take content. ``position``: where a group belongs, "" for anywhere.
    """

    site: str
    name: str
    kind: str
    safety: Safety
    message: str
    entries: tuple[Entry, ...]
    documents: int
    ends: tuple[Entry, ...] = ()
    options: Mapping[str, int | str | bool] = field(default_factory=dict)
    reason: str = ""
    position: str = ""

    @property
    def confidence(self) -> float:
        """That of its least certain entry."""
        return min(entry.confidence for entry in self.entries)

    @property
    def is_guest(self) -> bool:
        """Whether its lines go only among those of other groups."""
        return not self.options.get("counts", True)

    @property
    def is_repeated(self) -> bool:
        """Whether its lines go only where they come again and again on a page."""
        return "often" in self.options

    @property
    def is_beside(self) -> bool:
        """Whether its lines go only beside others that go."""
        return self.name.startswith(BESIDE)

    @property
    def share(self) -> float:
        """Mean share of the documents that have an entry."""
        return sum(entry.share for entry in self.entries) / len(self.entries)

    @property
    def pages(self) -> int:
        """Documents that have the most frequent entry."""
        return max(entry.pages for entry in self.entries)

    def positions(self) -> str:
        """Where its lines stand: ``head 90 %, tail 10 %``."""
        weight = sum(entry.pages for entry in self.entries) or 1
        places = {
            name: sum(getattr(entry, name) * entry.pages for entry in self.entries) / weight
            for name in ("head", "inside", "tail")
        }
        places["without text"] = 1 - sum(places.values())
        shown = [f"{name} {share:.0%}" for name, share in places.items() if share >= 0.005]
        return ", ".join(shown)

    def examples(self, count: int = 3) -> tuple[Example, ...]:
        """Examples of the first, the middle and the last entry."""
        found = [entry.examples[0] for entry in self.entries if entry.examples]
        if len(found) <= count:
            more = [e for entry in self.entries for e in entry.examples[1:]]
            return tuple((found + more)[:count])
        return tuple(found[i * (len(found) - 1) // (count - 1)] for i in range(count))


def lines_of(proposals: Iterable[Proposal]) -> set[str]:
    """What is matched by rules that need no twelve others: a line may be in several of them."""
    return {entry.match for one in proposals if not one.is_guest for entry in one.entries}
