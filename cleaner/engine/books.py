"""What a run writes beside its results: ledger, cards, failures and journal."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from cleaner import ledger
from cleaner.engine.earlier import PART, put_aside
from cleaner.engine.journal import Journal
from cleaner.engine.leftovers import Leftovers
from cleaner.engine.mirror import Mirror
from cleaner.engine.ours import expect_ours
from cleaner.engine.worker import RELATED, Job, Outcome, Settings, json_line, set_aside
from cleaner.errors import CleanerError
from cleaner.remote import scratch
from cleaner.writing import StagedStream, private, unwritable

if TYPE_CHECKING:
    from cleaner.engine.related import Merged

FAILURES = "failures.jsonl"


class Books:
    """The ledgers, card files and journals of a run, one of each for each base folder."""

    def __init__(
        self,
        bases: Sequence[Path],
        settings: Settings,
        *,
        resume: bool = False,
        workers: int = 1,
        mode: int = 0o666,
    ) -> None:
        self._mode = mode
        self.settings = settings
        self.workers = workers
        self.resume = resume
        self._extract = settings.cleaner.get("related", "extract") == "extract"
        self._bases = bases
        self._names = [FAILURES]
        self._names += [RELATED] * self._extract
        self._parts: dict[Path, BinaryIO] = {}
        self._failures: dict[Path, StagedStream] = {}
        self.journals: dict[Path, Journal] = {}
        self._spans: dict[tuple[Path, str], tuple[int, int]] = {}
        self._counts: Counter[Path] = Counter()
        self._failed: set[tuple[Path, str]] = set()
        self._leftovers = {base: Leftovers(base) for base in bases}

    def __enter__(self) -> Books:
        for base in self._bases:
            try:
                if base.name == ".cleaner":
                    private(base)
                base.mkdir(parents=True, exist_ok=True)
                scratch(base).mkdir(parents=True, exist_ok=True)
                for name in self._names:
                    expect_ours(base / name)
                put_aside(base)
                if self.settings.ledger:
                    fold_in(base, mode=self._mode)
                    place = scratch(base) / ledger.PART
                    place.touch(mode=0o600)
                    self._parts[base] = place.open("wb")
            except OSError as error:
                raise unwritable(base, error) from error
            self.journals[base] = Journal(base, self.settings, resume=self.resume)
            self._counts[base] = _lines(self.journals[base].cards_path)
        return self

    def __exit__(self, *_: object) -> None:
        for part in self._parts.values():
            part.close()
        for journal in self.journals.values():
            journal.close()
        for failures in self._failures.values():
            with suppress(CleanerError):
                failures.discard()

    def enter(self, batch: Sequence[tuple[Job, Outcome]]) -> None:
        """Write the ledger lines of a batch to the disk, and its cards."""
        touched = set()
        try:
            for job, outcome in batch:
                part = self._parts.get(job.base)
                if part is not None:
                    self._leftovers[job.base].wrote(job, outcome)
                    for path in outcome.ledger_files:
                        with path.open("rb") as lines:
                            shutil.copyfileobj(lines, part)
                    part.write(outcome.ledger)
                    touched.add(job.base)
                self._enter_cards(job, outcome)
            for base in {job.base for job, _ in batch if job.in_place} & self.journals.keys():
                # Nobody finds them again when the texts are in place.
                self.journals[base].cards.flush()
                os.fsync(self.journals[base].cards.fileno())
            for base in touched:
                self._parts[base].flush()
                os.fsync(self._parts[base].fileno())
                self.journals[base].mirror.push(ledger.PART)
        except OSError as error:
            raise unwritable(batch[0][0].base / ledger.PART, error) from error

    def _enter_cards(self, job: Job, outcome: Outcome) -> None:
        journal = self.journals.get(job.base)
        if journal is None or not self._extract:
            return
        if not (outcome.staged or outcome.gone):
            self._failed.add((job.base, job.document))
        start = journal.cards.tell()
        journal.cards.write(outcome.cards)
        self._counts[job.base] += outcome.cards.count(b"\n")
        for path in outcome.cards_files:
            with path.open("rb") as lines:
                for line in lines:
                    journal.cards.write(line)
                    self._counts[job.base] += 1
        self._spans[job.base, job.name] = (start, journal.cards.tell())

    def enter_failures(self, job: Job, outcome: Outcome) -> None:
        """Write what failed to ``failures.jsonl``."""
        if not outcome.failures or job.base not in self.journals or self._leaves_nothing(job.base):
            return
        stream = self._failing(job.base)
        aside = {set_aside(name, why): (name, at) for name, at, why in outcome.set_aside}
        for failure in outcome.failures:
            line: dict[str, Any] = {"source": job.document, "error": failure}
            if failure in aside:
                name, record = aside[failure]
                line |= {"document": name, "record": record, "set_aside": True}
            stream.write(json_line(line))

    def enter_problems(self, problems: Sequence[CleanerError]) -> None:
        """Write to ``failures.jsonl`` what was found before the run; in place there is none."""
        base = next(iter(self.journals), None)
        if base is None or base.name == ".cleaner":
            return
        for problem in problems:
            line = {"source": getattr(problem, "path", ""), "error": str(problem)}
            self._failing(base).write(json_line(line))

    def _failing(self, base: Path) -> StagedStream:
        if base not in self._failures:
            self._failures[base] = StagedStream(base / FAILURES, at_most=self._mode)
        return self._failures[base]

    def _leaves_nothing(self, base: Path) -> bool:
        """Whether the run writes nothing but the results: in place, without a ledger."""
        return base.name == ".cleaner" and not (self.settings.ledger or self._extract)

    def damage(self, base: Path) -> list[str]:
        """What is wrong with the journal of the run to resume; it is said once."""
        journal = self.journals.get(base)
        if journal is None or not journal.damage:
            return []
        said, journal.damage = [journal.damage], ""
        return said

    def keep_early(self, job: Job, outcome: Outcome) -> None:
        """Keep what is done but cannot be put in place yet, so that it need not be done again."""
        if job.base in self.journals:
            self.journals[job.base].keep_early(job, outcome)

    def settled(self, batch: Sequence[tuple[Job, Outcome]]) -> None:
        """Say in the journals that the results of a batch are in place."""
        for job, outcome in batch:
            if job.base in self.journals:
                span = self._spans.pop((job.base, job.name), (0, 0))
                self.journals[job.base].keep(job, outcome, span)
        for base in {job.base for job, _ in batch} & self.journals.keys():
            self.journals[base].force()

    def close(
        self, jobs: Sequence[Job], done: set[tuple[Path, str]], known: set[tuple[Path, str]]
    ) -> list[Merged]:
        """Put ledgers and merged cards in place; returns the figures of the latter.

        ``done``: base and name of the jobs whose results this run put in place, ``known``: of those
        that the run did which this one resumes.
        """
        for base, part in self._parts.items():
            part.close()
            own, before = ({name for one, name in keys if one == base} for keys in (done, known))
            fold_in(base, own, self._leftovers[base], self._mode, before)
            self._leftovers[base].remove()
        merged = []
        for base, journal in self.journals.items():
            journal.close()
            mine = [job for job in jobs if job.base == base]
            if self._counts[base] or self._earlier(base):
                # Brings numpy with it, which runs without cards do not need.
                from cleaner.engine.related import merge_cards

                path = journal.cards_path
                failed = {document for one, document in self._failed if one == base}
                to, how = base / RELATED, self.settings
                merged.append(merge_cards(path, to, mine, how, self.workers, failed))
            if base in self._failures:
                self._failures[base].commit()
            else:
                (base / FAILURES).unlink(missing_ok=True)
            journal.remove()
        self._failures.clear()
        return merged

    def _earlier(self, base: Path) -> bool:
        """Whether a run without cards changes which cards of earlier runs are known."""
        if base.name == ".cleaner":
            return (base / PART).exists()
        return self._extract and (base / RELATED).exists()


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def fold_in(
    base: Path,
    replaced: set[str] | None = None,
    leftovers: Leftovers | None = None,
    mode: int = 0o666,
    resumed: Collection[str] = (),
) -> None:
    """Join the part of a run to the ledger of ``base``.

    ``replaced``: targets that the run has put in place, whose older records go; None for a part
    that a killed run left, which says of no target whether it is in place: every record stays. So
    it does in place, where the way back leads from run to run. ``resumed``: targets that a killed
    run has put in place, of which the newest records stay. ``leftovers`` are told of records that
    go. ``mode``: see ``books_mode``.
    """
    part, whole = scratch(base) / ledger.PART, base / ledger.LEDGER
    mirror = Mirror(base)
    if replaced is None:
        mirror.pull(ledger.PART)
    if not part.exists():
        return
    with StagedStream(whole, at_most=mode) as stream:
        if whole.exists():
            in_place = replaced is None or base.name == ".cleaner"
            gone = {} if in_place else _older(whole, replaced or (), resumed)
            _copy_records(whole, stream, gone, leftovers=leftovers)
        if replaced is None:
            _copy_records(part, stream, {}, _complete(part))
        else:
            _copy_all(part, stream)
        stream.commit()
    part.unlink()
    mirror.clear(ledger.PART)


def _older(whole: Path, replaced: Iterable[str], resumed: Collection[str]) -> dict[str, int]:
    """Targets and where in the ledger the last of their older records ends."""
    gone = dict.fromkeys(replaced, whole.stat().st_size)
    newest: dict[str, int] = {}
    for end, record in ledger.records(whole) if resumed else ():
        target = record["target"]
        if target in resumed and "line" not in record:
            gone[target], newest[target] = newest.get(target, 0), end
    return gone


def _copy_records(
    path: Path,
    stream: StagedStream,
    gone: Mapping[str, int],
    stop: int | None = None,
    leftovers: Leftovers | None = None,
) -> None:
    start = 0
    with path.open("rb") as file:
        for end, record in ledger.records(path):
            if stop is not None and end > stop:
                return
            line = file.read(end - start)
            start = end
            stays = end > gone.get(record["target"], 0)
            if stays:
                stream.write(line)
            if leftovers is not None and record["target"] in gone and "line" not in record:
                (leftovers.known if stays else leftovers.replaced)(record)


def _copy_all(part: Path, stream: StagedStream) -> None:
    """Copy the part of a run that came to its end, in which every file is complete."""
    with part.open("rb") as file:
        while data := file.read(1 << 20):
            stream.write(data)


def _complete(part: Path) -> int:
    """The end of the last file record: what follows belongs to a file that was never finished."""
    return max((end for end, record in ledger.records(part) if "line" not in record), default=0)
