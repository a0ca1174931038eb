"""One machine: sources on one or all cores, results put in place by a single writer.

The commit protocol. Workers only *stage*: each result is complete under a temporary name before
the parent hears of it. The parent, in the order of the sources, appends the ledger lines of a
batch to ``ledger.jsonl.part``, forces them to the disk, and only then renames the results of the
batch. So at any moment every target is whole, old or new, and every renamed target is in the
ledger. At the end the part replaces the ledger (records of other targets are kept), and a part
that a killed run left is folded in first. Running again finishes what was begun.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from cleaner import ledger
from cleaner.engine.pool import outcomes
from cleaner.engine.worker import RELATED, Job, Outcome, Settings, Worker
from cleaner.errors import CleanerError
from cleaner.writing import StagedStream, unwritable

if TYPE_CHECKING:
    from cleaner.engine.related import Merged

BATCH = 64
_TEMPORARY = re.compile(r"\.(?P<name>.+?)(\.(ledger|cards))?\.[0-9a-f]{16}\.tmp")


class Watcher(Protocol):
    """Is told of every finished source, in order."""

    def __call__(self, outcome: Outcome) -> None:
        """Take notice of ``outcome``."""


@dataclass(slots=True)
class Totals:
    """The figures of a run."""

    sources: int = 0
    documents: int = 0
    changed: int = 0
    characters: int = 0
    removed: int = 0
    related: int = 0
    distinct: int = 0
    repeats: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    no_content: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    over_budget: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Add the figures of one source."""
        self.sources += 1
        self.documents += outcome.documents
        self.changed += outcome.changed
        self.characters += outcome.characters
        self.removed += outcome.removed
        self.rules.update(outcome.rules)
        self.no_content += outcome.no_content
        self.refused += outcome.refused
        self.over_budget += outcome.over_budget
        self.failures += outcome.failures


def run(
    jobs: Sequence[Job], settings: Settings, *, workers: int = 1, watch: Watcher | None = None
) -> Totals:
    """Clean every job and put the results in place; failures are in the totals.

    ``workers`` is the number of processes. Raises ConfigError and RuleError for settings that
    cannot be used, and WriteError when a ledger or the records of the cards cannot be written;
    KeyboardInterrupt leaves nothing half written.
    """
    sweep(jobs if settings.write else ())
    return settle(jobs, outcomes(jobs, Worker, settings, workers), settings, watch)


def settle(
    jobs: Sequence[Job], done: Iterable[Outcome], settings: Settings, watch: Watcher | None = None
) -> Totals:
    """Put the outcomes of ``jobs`` in place, with their ledgers and cards; see ``run``."""
    totals = Totals()
    bases = list(dict.fromkeys(job.base for job in jobs)) if settings.write else []
    with _Books(bases, settings) as books:
        for batch in _batches(zip(jobs, done, strict=True)):
            try:
                books.enter(batch)
                for _, outcome in batch:
                    _commit(outcome)
            except BaseException:
                for _, outcome in batch:
                    outcome.discard()
                raise
            for _, outcome in batch:
                totals.add(outcome)
                if watch is not None:
                    watch(outcome)
        for merged in books.close(jobs):
            totals.related += merged.cards
            totals.distinct += merged.distinct
            totals.repeats += merged.repeats
    return totals


def _batches(
    pairs: Iterable[tuple[Job, Outcome]],
) -> Iterator[list[tuple[Job, Outcome]]]:
    batch: list[tuple[Job, Outcome]] = []
    for pair in pairs:
        batch.append(pair)
        if len(batch) >= BATCH or pair[1].ledger_file is not None:
            yield batch
            batch = []
    if batch:
        yield batch


def _commit(outcome: Outcome) -> None:
    for staged in outcome.staged:
        try:
            staged.commit()
        except CleanerError as error:
            outcome.failures.append(str(error))
    for target in outcome.gone:
        try:
            target.unlink(missing_ok=True)
        except OSError as error:
            outcome.failures.append(str(unwritable(target, error)))
    outcome.staged.clear()
    outcome.discard()


class _Books:
    """The ledgers and card files of a run, one pair for each base folder."""

    def __init__(self, bases: Sequence[Path], settings: Settings) -> None:
        self.settings = settings
        self._extract = settings.cleaner.get("related", "extract") == "extract"
        self._bases = bases
        self._parts: dict[Path, BinaryIO] = {}
        self._cards: dict[Path, StagedStream] = {}
        self._counts: Counter[Path] = Counter()

    def __enter__(self) -> _Books:
        for base in self._bases if self.settings.ledger or self._extract else ():
            try:
                base.mkdir(parents=True, exist_ok=True)
                if self.settings.ledger:
                    fold_in(base)
                    self._parts[base] = (base / ledger.PART).open("wb")
            except OSError as error:
                raise unwritable(base, error) from error
            if self._extract:
                self._cards[base] = StagedStream(base / RELATED)
        return self

    def __exit__(self, *_: object) -> None:
        for part in self._parts.values():
            part.close()
        for cards in self._cards.values():
            with suppress(CleanerError):
                cards.discard()

    def enter(self, batch: Sequence[tuple[Job, Outcome]]) -> None:
        """Write the ledger lines of a batch to the disk, and its cards."""
        touched = set()
        try:
            for job, outcome in batch:
                part = self._parts.get(job.base)
                if part is not None:
                    part.write(outcome.ledger)
                    if outcome.ledger_file is not None:
                        with outcome.ledger_file.open("rb") as lines:
                            shutil.copyfileobj(lines, part)
                    touched.add(job.base)
                self._enter_cards(job, outcome)
            for base in touched:
                self._parts[base].flush()
                os.fsync(self._parts[base].fileno())
        except OSError as error:
            raise unwritable(batch[0][0].base / ledger.PART, error) from error

    def _enter_cards(self, job: Job, outcome: Outcome) -> None:
        cards = self._cards.get(job.base)
        if cards is None:
            return
        cards.write(outcome.cards)
        self._counts[job.base] += outcome.cards.count(b"\n")
        if outcome.cards_file is not None:
            with outcome.cards_file.open("rb") as lines:
                for line in lines:
                    cards.write(line)
                    self._counts[job.base] += 1

    def close(self, jobs: Sequence[Job]) -> list[Merged]:
        """Put ledgers and merged cards in place; returns the figures of the latter."""
        for base, part in self._parts.items():
            part.close()
            fold_in(base, {job.name for job in jobs if job.base == base})
        merged = []
        for base, cards in self._cards.items():
            staged = cards.finish()
            mine = [job for job in jobs if job.base == base]
            try:
                if self._counts[base]:
                    # Brings numpy with it, which runs without cards do not need.
                    from cleaner.engine.related import merge_cards

                    merged.append(
                        merge_cards(staged.temporary, base / RELATED, mine, self.settings)
                    )
                else:
                    (base / RELATED).unlink(missing_ok=True)
            finally:
                staged.discard()
        self._cards.clear()
        return merged


def fold_in(base: Path, replaced: set[str] | None = None) -> None:
    """Join the part of a run to the ledger of ``base``.

    ``replaced``: targets whose older records go, because their sources are still there; None (a
    part that a killed run left, or a run in place) keeps every record.
    """
    part, whole = base / ledger.PART, base / ledger.LEDGER
    if not part.exists():
        return
    gone = replaced if replaced is not None and base.name != ".cleaner" else set()
    with StagedStream(whole) as stream:
        if whole.exists():
            _copy_records(whole, stream, gone)
        _copy_records(part, stream, set())
        stream.commit()
    part.unlink()


def _copy_records(path: Path, stream: StagedStream, gone: set[str]) -> None:
    start = 0
    with path.open("rb") as file:
        for end, record in ledger.records(path):
            line = file.read(end - start)
            start = end
            if record["target"] not in gone:
                stream.write(line)


def sweep(jobs: Sequence[Job], books: Set[str] = frozenset()) -> None:
    """Remove the temporary files that a killed run left beside the targets of this one.

    ``books``: names of what the run writes beside its results, other than ledger and cards.
    """
    names: dict[Path, set[str]] = {}
    for job in jobs:
        names.setdefault(job.target.parent, set()).add(job.target.name)
        names.setdefault(job.base, set()).update(books)
    for folder, own in names.items():
        with suppress(OSError), os.scandir(folder) as found:
            for entry in found:
                match = _TEMPORARY.fullmatch(entry.name)
                if match and match["name"] in own | {RELATED, ledger.LEDGER}:
                    with suppress(OSError):
                        Path(entry.path).unlink()
