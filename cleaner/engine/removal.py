"""What removing units makes of one source: the result, staged, and its ledger lines."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from cleaner import formats, ledger
from cleaner.edit import apply
from cleaner.engine.corpus import read_text
from cleaner.engine.lines import file_of_lines, returns
from cleaner.engine.output import LedgerLines
from cleaner.engine.worker import Job, Outcome, encoded, file_record
from cleaner.errors import CleanerError
from cleaner.formats.base import Columns, Lines
from cleaner.model import Cleaned, Edit
from cleaner.packed import is_packed
from cleaner.reading import read_bytes
from cleaner.records import literal
from cleaner.writing import StagedStream, stage, trouble

Edits = Mapping[int, Sequence[Edit]]
"""By record of a file of many documents (0 for a text file): the edits of that document."""


def remove(
    job: Job,
    edits: Edits,
    *,
    whole: bool,
    text_field: str,
    id_field: str | None,
    keep: bool = True,
) -> Outcome:
    """The outcome of a source.

    ``whole``: an edited document goes as a whole, file or line. ``keep``: an original that the
    ledger alone cannot give back is kept beside it. Errors become failures.
    """
    outcome = Outcome(job.document)
    try:
        columns = Columns(text_field, id_field)
        if formats.by_lines(job.kind):
            _lines(job, edits, whole, outcome, columns, keep)
        elif job.kind in formats.names():
            from cleaner.engine.rows import remove_rows

            remove_rows(job, edits, whole, outcome, columns, keep)
        else:
            _text(job, edits.get(0, ()), whole, outcome)
    except CleanerError as error:
        outcome.failures.append(str(error))
        outcome.abandon()
    except OSError as error:
        outcome.failures.append(trouble(job.path, job.target, error))
        outcome.abandon()
    return outcome


def _text(job: Job, edits: Sequence[Edit], whole: bool, outcome: Outcome) -> None:
    data = read_bytes(job.path)
    if not edits:
        record = file_record(job, data, data, Cleaned(""), "", "", b"")
        outcome.staged.append(stage(job.target, data, mode_of=job.path))
        outcome.ledger = ledger.dump(record)
        _copied_document(job, outcome)
        return
    decoded = read_text(job)
    edits = filled(edits, decoded.text)
    result = Cleaned(apply(decoded.text, edits), tuple(edits), (), "cleaned", None, decoded.text)
    outcome.count(job.document, result)
    if whole:
        record = file_record(job, data, b"", Cleaned(""), "", "", b"")
        record |= {"dropped": True, "original": ledger.pack_bytes(data), "why": edits[0].why}
        outcome.ledger = ledger.dump(record)
        outcome.gone.append(job.target)
        return
    written, cleaned = encoded(result.text, decoded.encoding, decoded.bom)
    record = file_record(job, data, cleaned, result, decoded.encoding, written, decoded.bom)
    outcome.staged.append(stage(job.target, cleaned, mode_of=job.path))
    outcome.ledger = ledger.dump(record)


def _copied_document(job: Job, outcome: Outcome) -> None:
    outcome.documents += 1
    try:
        outcome.characters += len(read_text(job).text)
    except CleanerError:
        outcome.documents -= 1  # it is no text; said when it was read


def _lines(
    job: Job, edits: Edits, whole: bool, outcome: Outcome, columns: Columns, keep: bool
) -> None:
    source = formats.lines(job.path, job.kind, columns)
    original, cleaned = hashlib.sha256(source.header), hashlib.sha256(source.header)
    with (
        LedgerLines(job, outcome) as lines,
        StagedStream(job.target, mode_of=job.path) as stream,
    ):
        stream.write(source.header)
        for number, data in enumerate(source, 1):
            original.update(data)
            outcome.documents += bool(data.strip())
            new = data
            if mine := edits.get(number):
                new, change, text = _line(job, source, number, data, mine, whole)
                lines.append(ledger.dump(change))
                outcome.documents -= 1
                outcome.count(change["document"], counted(text, mine))
            cleaned.update(new)
            stream.write(new)
        staged = stream.finish()
        outcome.staged.append(staged)
        packed = is_packed(job.path)
        if packed:
            keeping = ledger.keep_original
            sha = keeping(job.base, job.path) if keep else ledger.file_digest(job.path)
        else:
            sha = original.hexdigest()
        new_sha = ledger.file_digest(staged.temporary) if packed else cleaned.hexdigest()
        record = file_of_lines(job, sha, packed, columns.text, source.dialect)
        lines.append(ledger.dump(record | {"sha256_cleaned": new_sha}))


def filled(edits: Sequence[Edit], text: str) -> list[Edit]:
    """Edits with what they remove."""
    return [edit._replace(removed=text[edit.start : edit.end]) for edit in edits]


def counted(text: str, edits: Sequence[Edit]) -> Cleaned:
    """The result of making ``edits``, with what they remove filled in."""
    edits = filled(edits, text)
    return Cleaned(apply(text, edits), tuple(edits), (), "cleaned", None, text)


def _line(
    job: Job, source: Lines, number: int, data: bytes, edits: Sequence[Edit], whole: bool
) -> tuple[bytes, ledger.Record, str]:
    """The new line, its ledger record, and the text of its document."""
    line = data.decode("utf-8", "surrogateescape")
    record = source.parse(line, number)
    edits = filled(edits, record.text)
    change: ledger.Record = {
        "v": ledger.VERSION,
        "document": record.name(job.document, number),
        "target": job.name,
        "line": number,
    }
    if whole:
        return (
            b"",
            change | {"rule": edits[0].rule, "why": edits[0].why, "dropped": line},
            record.text,
        )
    change["edits"] = ledger.pack_edits(edits)
    left = apply(record.text, edits)
    new = source.replace(line, record, left)
    if not returns(line, new, record, source, left):
        change["literal"] = literal(line, record)
    return new.encode("utf-8", "surrogateescape"), change, record.text
