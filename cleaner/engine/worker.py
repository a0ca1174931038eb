"""What a worker does with one source: read, clean, stage the result; nothing is put in place.

Workers read their own files and write their own temporary files; the parent gets ledger lines,
card lines and counts, and decides when a result takes its place.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from cleaner import ledger
from cleaner.decide import OVER_BUDGET
from cleaner.engine.cleaners import Cleaners
from cleaner.errors import CleanerError, ReadError, WriteError
from cleaner.extract import html_to_text
from cleaner.model import Card, Cleaned, Keep
from cleaner.reading import decode, decode_as, encode, read_bytes
from cleaner.writing import Staged, stage

RELATED = "related.jsonl"
HtmlMode = Literal["precision", "balanced", "recall"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run does to every source; ``cleaner`` holds the arguments of ``Cleaner``.

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
    ignorable: tuple[str, ...] = ()
    learned: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One source: ``document`` is its name, ``target`` where its result goes.

    ``name`` is the target relative to the output, as the ledger says it; ``base`` is the folder
    of the ledger. ``ignore``: rules and packs that do not count for this source.
    """

    path: Path
    kind: Literal["text", "html", "jsonl"]
    document: str
    name: str
    target: Path
    base: Path
    ignore: tuple[str, ...] = ()


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


class Worker:
    """Cleans sources one after the other with one compiled ``Cleaner``."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cleaners = Cleaners(settings.cleaner, settings.ignorable)

    @staticmethod
    def lost(job: Job) -> Outcome:
        """The outcome of a source that took its process with it."""
        outcome = Outcome(job.document)
        outcome.failures.append(f"{job.path}: the worker process died on this source")
        return outcome

    def run(self, job: Job) -> Outcome:
        """Clean one source; errors become failures of the outcome, never exceptions."""
        outcome = Outcome(job.document)
        try:
            if job.kind == "jsonl":
                from cleaner.engine.jsonl import clean_jsonl

                clean_jsonl(self, job, outcome)
            else:
                self._clean_file(job, outcome)
        except CleanerError as error:
            outcome.failures.append(str(error))
        except OSError as error:
            outcome.failures.append(f"{job.path}: {error.strerror or error}")
        except RecursionError:
            outcome.failures.append(f"{job.path}: nested too deeply to be read")
        return outcome

    def _clean_file(self, job: Job, outcome: Outcome) -> None:
        data = read_bytes(job.path)
        try:
            if job.kind == "html":
                text, encoding, bom = html_to_text(data, self.settings.html_mode), "utf-8", b""
            else:
                decoded = decode(data, path=str(job.path))
                text, encoding, bom = decoded.text, decoded.encoding, decoded.bom
        except ReadError as error:
            outcome.failures.append(f"{_placed(error, job)} (copied unchanged)")
            self._stage(job, outcome, data, file_record(job, data, data, Cleaned(""), "", "", b""))
            return
        result = self.cleaners.ignoring(job.ignore).clean(text, id=job.document)
        outcome.count(job.document, result)
        outcome.cards += card_lines(result.related, modified(job.path))
        if self.settings.diff and job.kind != "html":
            outcome.diff = unified(job.document, text, result.text)
        elif self.settings.diff:
            outcome.diff = unified(job.document, text, result.text, note=" (extracted text)")
        written, cleaned = encoded(result.text, encoding, bom)
        record = file_record(job, data, cleaned, result, encoding, written, bom)
        self._stage(job, outcome, cleaned, record)

    def _stage(self, job: Job, outcome: Outcome, data: bytes, record: ledger.Record) -> None:
        if not self.settings.write:
            return
        outcome.staged.append(stage(job.target, data, mode_of=job.path))
        if self.settings.learned:
            record["learned"] = self.settings.learned
        if self.settings.ledger:
            outcome.ledger = ledger.dump(record)


def file_record(
    job: Job,
    data: bytes,
    cleaned: bytes,
    result: Cleaned,
    encoding: str,
    written: str,
    bom: bytes,
) -> ledger.Record:
    """The ledger record of a file: ``data`` became ``cleaned``."""
    record = {
        "v": ledger.VERSION,
        "document": job.document,
        "target": job.name,
        "source": job.path.name,
        "kind": job.kind,
        "encoding": encoding,
        "written": written,
        "bom": bom.hex(),
        "sha256_original": ledger.digest(data),
        "sha256_cleaned": ledger.digest(cleaned),
        "status": result.status,
        "edits": ledger.pack_edits(result.edits),
    }
    if job.kind == "html" or not _returns(record, result, cleaned):
        record["original"] = ledger.pack_bytes(data)
    return record


def encoded(text: str, encoding: str, bom: bytes) -> tuple[str, bytes]:
    """The name of the encoding used and the bytes: UTF-8 when the old encoding lacks a letter."""
    try:
        return encoding, encode(text, encoding, bom)
    except WriteError:
        return "utf-8", encode(text, "utf-8", b"")


def _returns(record: ledger.Record, result: Cleaned, cleaned: bytes) -> bool:
    """Whether the edits lead back to the original from the bytes that were written.

    They do not when two invalid bytes meet and form a letter, or when the encoding changed.
    """
    if not result.edits:
        return True
    if record["written"] != record["encoding"]:
        return False
    bom = bytes.fromhex(record["bom"])
    try:
        return decode_as(cleaned, record["written"], bom) == result.text
    except (CleanerError, ValueError):
        return False


def _placed(error: ReadError, job: Job) -> str:
    return str(error) if error.path else f"{job.path}: {error}"


def modified(path: Path) -> str:
    """When a file was last changed, as ISO time: what ages on its pages count from."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    except OSError:
        return ""


def card_lines(cards: tuple[Card, ...], time: str) -> bytes:
    """Related cards as JSON lines; ``time`` is that of their file."""
    return b"".join(_card_line(card, time) for card in cards)


def _card_line(card: Card, time: str) -> bytes:
    fields = {
        "source": card.source,
        "age": card.age,
        "title": card.title,
        "text": card.text,
        "document": card.document,
        "time": time,
    }
    return json_line(fields)


def json_line(fields: dict[str, Any]) -> bytes:
    """A JSON line; bytes that were no UTF-8 stay recognisable as escapes."""
    try:
        return json.dumps(fields, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(fields).encode() + b"\n"


def unified(document: str, before: str, after: str, note: str = "") -> str:
    """A unified diff of one document, or nothing."""
    if before == after:
        return ""
    from cleaner.report.diff import unified_diff

    return unified_diff(f"{document}{note}", before, after)
