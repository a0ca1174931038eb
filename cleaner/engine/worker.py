"""What a worker does with one source: read, clean, stage the result; nothing is put in place.

Workers read their own files and write their own temporary files; the parent gets ledger lines,
card lines and counts, and decides when a result takes its place.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cleaner import formats, ledger
from cleaner.engine import marks, temporaries
from cleaner.engine.cleaners import Cleaners
from cleaner.engine.jobs import Job, Outcome, Settings
from cleaner.engine.seen import Seen
from cleaner.engine.sidecars import renewed
from cleaner.errors import CleanerError, ConfigError, ReadError, RuleError, WriteError
from cleaner.mainpart import page_text
from cleaner.model import Card, Cleaned
from cleaner.reading import decode, decode_as, encode, read_bytes
from cleaner.remote import scratch
from cleaner.writing import stage, trouble

__all__ = ["RELATED", "Job", "Outcome", "Settings", "Worker"]

RELATED = "related.jsonl"
NO_ROOM = "took more memory than it may (give more with --memory, or cut it into smaller files)"


def set_aside(name: str, why: str) -> str:
    """What is said of a document that could not be cleaned."""
    return f"{name}: {why} (copied unchanged)"


class Worker:
    """Cleans sources one after the other with one compiled ``Cleaner``."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.timeout = settings.timeout
        self.cleaners = Cleaners(settings.cleaner, settings.ignorable)
        self._times: dict[Path, str] = {}

    @staticmethod
    def without(job: Job, record: int, why: str) -> Job | None:
        """The job with a document set aside, None when that was tried already."""
        if record in dict(job.skip):
            return None
        return replace(job, skip=(*job.skip, (record, why)))

    @staticmethod
    def sweep(job: Job) -> None:
        """Remove the temporary files of a process that died."""
        temporaries.remove(scratch(job.target).parent, {job.target.name})

    @staticmethod
    def lost(job: Job) -> Outcome:
        """The outcome of a source that took its process with it."""
        outcome = Outcome(job.document)
        why = "the worker process died on this source"
        outcome.failures.append(f"{job.path}: {why}")
        outcome.set_aside.append((job.document, 0, why))
        return outcome

    def run(self, job: Job) -> Outcome:
        """Clean one source; errors become failures of the outcome, never exceptions."""
        outcome = Outcome(job.document)
        self._times.clear()
        if job.in_place and self.settings.write:
            outcome.seen = Seen.now(job.path)
        try:
            with marks.alarms():
                self._clean(job, outcome)
        except CleanerError as error:
            outcome.failures.append(_placed(error, job))
        except OSError as error:
            outcome.failures.append(trouble(job.path, job.target, error))
        except RecursionError:
            outcome.failures.append(f"{job.path}: nested too deeply to be read")
        except MemoryError:
            outcome.failures.append(f"{job.path}: {NO_ROOM}")
        except Exception as error:  # libraries that read formats throw what they like
            outcome.failures.append(f"{job.path}: {type(error).__name__}: {error}")
        else:
            return outcome
        outcome.abandon()
        return outcome

    def clean(
        self,
        job: Job,
        outcome: Outcome,
        text: str,
        name: str,
        number: int = 0,
        *,
        extracted: bool | None = None,
    ) -> Cleaned:
        """Clean one document, and count it; ``number``: its place in the source, from 1.

        ``extracted``: whether it was HTML; None asks the kind of the source. A document that cannot
        be cleaned, whatever the reason, is set aside: it stays as it is.
        """
        why = next((why for skipped, why in job.skip if skipped == number), "")
        result = Cleaned(text, original=text)
        if extracted is None:
            extracted = formats.is_extracted(job.path, job.kind)
        if not why:
            try:
                with marks.document(number, self.timeout):
                    tool = self.cleaners.ignoring(job.ignore)
                    result = tool.clean(text, id=name, extracted=extracted)
            except marks.OverTimeError:
                why = marks.over_time(self.timeout)
            except MemoryError:
                why = NO_ROOM
            except (ConfigError, RuleError):
                raise
            except Exception as error:  # a defect in a rule or a library must not end the run
                why = f"{type(error).__name__}: {error}"
            except BaseException as error:
                if type(error).__name__ != "PanicException":  # of libraries in Rust
                    raise
                why = f"a library panicked: {error}"
        if why:
            self.set_aside(outcome, name, number, why)
        outcome.count(name, result)
        return result

    @staticmethod
    def set_aside(outcome: Outcome, name: str, number: int, why: str) -> None:
        """Say that a document stays as it is, and why."""
        outcome.set_aside.append((name, number, why))
        outcome.failures.append(set_aside(name, why))

    def cards(self, job: Job, result: Cleaned) -> bytes:
        """The related cards of a document as JSON lines, with the time of the source."""
        if not result.related:
            return b""
        if job.path not in self._times:  # of a remote one it takes requests
            self._times[job.path] = modified(job.path)
        return card_lines(result.related, self._times[job.path])

    def _clean(self, job: Job, outcome: Outcome) -> None:
        if job.kind in ("text", "html"):
            self._clean_file(job, outcome)
        elif job.kind == "sidecar":
            self._copy_sidecar(job, outcome)
        elif formats.is_archive(job.kind):
            from cleaner.engine.archives import clean_archive

            clean_archive(self, job, outcome)
        elif formats.by_lines(job.kind) and job.to in ("", job.kind):
            from cleaner.engine.lines import clean_lines

            clean_lines(self, job, outcome)
        else:
            from cleaner.engine.tables import clean_table

            clean_table(self, job, outcome)

    def _copy_sidecar(self, job: Job, outcome: Outcome) -> None:
        """Copy what stands beside tables; data that changed must not pass for the old one."""
        data = read_bytes(job.path)
        new = data
        if job.path.name == "state.json":
            new = renewed(data, job.path, str(self.settings.cleaner))
        record = file_record(job, data, new, Cleaned(""), "", "", b"")
        self._stage(job, outcome, new, record | {"original": ledger.pack_bytes(data)})

    def _clean_file(self, job: Job, outcome: Outcome) -> None:
        data = read_bytes(job.path)
        try:
            if job.kind == "html":
                text, encoding, bom = page_text(data, self.settings.html_mode), "utf-8", b""
            else:
                decoded = decode(data, path=str(job.path))
                text, encoding, bom = decoded.text, decoded.encoding, decoded.bom
        except ReadError as error:
            outcome.failures.append(f"{_placed(error, job)} (copied unchanged)")
            self._stage(job, outcome, data, file_record(job, data, data, Cleaned(""), "", "", b""))
            return
        result = self.clean(job, outcome, text, job.document)
        outcome.cards += self.cards(job, result)
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
        if outcome.seen is not None:
            outcome.seen.sha = record["sha256_original"]
        if self.settings.ledger:
            outcome.ledger = ledger.dump(record | self.settings.origin)


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


def _placed(error: CleanerError, job: Job) -> str:
    return str(error) if error.where() else f"{job.path}: {error}"


def modified(path: Path) -> str:
    """When a file was last changed, as ISO time: what ages on its pages count from."""
    try:
        seconds = path.stat().st_mtime
    except OSError:
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds") if seconds else ""


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
