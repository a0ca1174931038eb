"""The nouns of a run: what is to be done with each source, and what became of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from cleaner.decide import OVER_BUDGET
from cleaner.model import Cleaned, Keep
from cleaner.sources import Kind
from cleaner.writing import Staged

HtmlMode = Literal["precision", "balanced", "recall"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run does to every source; ``cleaner`` holds the arguments of ``Cleaner``.

    ``shard_size``: bytes of a shard of the results (0: one file for each source).
    ``keep`` and ``now`` tell which copy of a related card survives, and when "2 hours ago" counts
    from (None: from the time of the file).
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


@dataclass(frozen=True, slots=True)
class Job:
    """One source: ``document`` is its name, ``target`` where its result goes.

    ``name`` is the target relative to the output, as the ledger says it; ``base`` is the folder
    of the ledger. ``ignore``: rules and packs that do not count for this source. ``to``: the
    format of the result.
    """

    path: Path
    kind: Kind
    document: str
    name: str
    target: Path
    base: Path
    ignore: tuple[str, ...] = ()
    to: Kind = ""


@dataclass(slots=True)
class Outcome:
    """What became of one job; ``ledger`` and ``cards`` are lines, or files of lines to append.

    ``gone``: targets that are to be removed, because their sources go as a whole.
    """

    document: str
    staged: list[Staged] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    ledger: bytes = b""
    cards: bytes = b""
    ledger_file: Path | None = None
    cards_file: Path | None = None
    documents: int = 0
    changed: int = 0
    characters: int = 0
    removed: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    no_content: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    over_budget: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    diff: str = ""

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

    def discard(self) -> None:
        """Throw away what was staged."""
        for staged in self.staged:
            staged.discard()
        for path in (self.ledger_file, self.cards_file):
            if path is not None:
                path.unlink(missing_ok=True)
