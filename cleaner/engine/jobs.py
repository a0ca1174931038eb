"""The nouns of a run: what is to be done with each source, and what became of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from cleaner.decide import OVER_BUDGET
from cleaner.engine.seen import Seen
from cleaner.formats.base import Part
from cleaner.model import Cleaned, Keep
from cleaner.walk import Kind
from cleaner.writing import Staged

HtmlMode = Literal["precision", "balanced", "recall"]
RUN = ".cleaner/run"
"""The folder, below that of the results, of what waits until a run is done."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run does to every source; ``cleaner`` holds the arguments of ``Cleaner``.

    ``timeout``: seconds that a document may take, ``memory``: bytes that a worker process may have
    (0: no limit). ``shard_size``: bytes of a shard of the results (0: one file for each source).
    ``keep`` and ``now`` tell which copy of a related card survives, and when "2 hours ago" counts
    from (None: from the time of the file). ``ignorable``: the rules that jobs may ignore.
    ``learned``: which learned pack ``cleaner`` has, for the ledger.
    """

    cleaner: dict[str, Any] = field(default_factory=dict)
    html_mode: HtmlMode = "balanced"
    text_field: str = "text"
    id_field: str | None = None
    ledger: bool = True
    write: bool = True
    diff: bool = False
    keep: Keep = "longest"
    now: datetime | None = None
    shard_size: int = 0
    timeout: float = 0.0
    memory: int = 0
    ignorable: tuple[str, ...] = ()
    learned: dict[str, str] | None = None

    @property
    def origin(self) -> dict[str, Any]:
        """What the ledger says of every file besides."""
        return {"learned": self.learned} if self.learned else {}


@dataclass(frozen=True, slots=True)
class Job:
    """One source: ``document`` is its name, ``target`` where its result goes.

    ``name`` is the target relative to the output, as the ledger says it; ``base`` is the folder
    of the ledger. ``ignore``: rules and packs that do not count for this source. ``to``: the
    format of the result. ``part``: the piece of the source that is meant (None: all of it), which
    goes to ``target`` for itself. ``stamp``: size and time of the source. ``skip``: records that
    are not to be cleaned, and why.
    """

    path: Path
    kind: Kind
    document: str
    name: str
    target: Path
    base: Path
    ignore: tuple[str, ...] = ()
    to: Kind = ""
    part: Part | None = None
    stamp: tuple[int, int] = (0, 0)
    skip: tuple[tuple[int, str], ...] = ()

    @property
    def in_place(self) -> bool:
        """Whether the result takes the place of the source."""
        return self.target == self.path

    @property
    def size(self) -> int:
        """Bytes to read, about; 0 if only the file can tell."""
        return self.part.size if self.part else 0

    @property
    def key(self) -> tuple[str, int]:
        """What a run calls the job: its target, and the number of the part."""
        return self.name, self.part.number if self.part else -1


@dataclass(slots=True, kw_only=True)
class Counts:
    """The figures of documents, and the documents that are to be told of.

    ``named``: records with something in the field of their ids.
    """

    documents: int = 0
    named: int = 0
    changed: int = 0
    characters: int = 0
    removed: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    no_content: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    over_budget: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, other: Counts) -> None:
        """Add the figures of other documents."""
        self.documents += other.documents
        self.named += other.named
        self.changed += other.changed
        self.characters += other.characters
        self.removed += other.removed
        self.rules.update(other.rules)
        self.no_content += other.no_content
        self.refused += other.refused
        self.over_budget += other.over_budget
        self.failures += other.failures

    def forget(self) -> None:
        """Count nothing but the failures."""
        failures = self.failures
        Counts.__init__(self, failures=failures)


@dataclass(slots=True)
class Outcome(Counts):
    """What became of one job; ``ledger`` and ``cards`` are lines, or files of lines to append.

    ``gone``: targets that are to be removed, because their sources go as a whole. ``set_aside``:
    documents that could not be cleaned (name, record, why). ``parts``: folders of parts to remove.
    ``known``: it was done by the run that this one resumes. ``kept``: its results wait as a part.
    ``seen``: the source as it was read, if the result is to take its place.
    """

    document: str
    staged: list[Staged] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    ledger: bytes = b""
    cards: bytes = b""
    ledger_files: list[Path] = field(default_factory=list)
    cards_files: list[Path] = field(default_factory=list)
    set_aside: list[tuple[str, int, str]] = field(default_factory=list)
    diff: str = ""
    parts: list[Path] = field(default_factory=list)
    known: bool = False
    kept: bool = False
    seen: Seen | None = None

    @property
    def has_record(self) -> bool:
        """Whether there are lines for the ledger: of a source that failed there are none."""
        return bool(self.ledger or self.ledger_files)

    def count(self, document: str, result: Cleaned) -> None:
        """Add the figures of one document."""
        self.documents += 1
        self.characters += len(result.original)
        if result.status == "no-content":
            self.no_content.append(document)
        elif result.verdict is not None and result.verdict.rule == OVER_BUDGET:
            self.over_budget.append(f"{document}: {result.verdict.why}")
        elif result.status == "refused":
            self.refused.append(document)
        elif result.edits:
            self.changed += 1
            self.removed += result.characters_removed
            for edit in result.edits:
                self.rules[edit.rule] += 1

    def abandon(self) -> None:
        """Throw away all results, when a source could not be read or written to its end."""
        self.discard()
        self.forget()
        self.staged, self.gone, self.ledger, self.cards = [], [], b"", b""
        self.ledger_files, self.cards_files = [], []

    def discard(self) -> None:
        """Throw away what was staged, unless the journal knows of it."""
        if self.kept:
            return
        for staged in self.staged:
            staged.discard()
        for path in self.ledger_files + self.cards_files:
            path.unlink(missing_ok=True)
