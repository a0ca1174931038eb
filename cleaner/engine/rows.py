"""Rows taken out of a table, or texts of rows shortened, for ``removal``."""

from __future__ import annotations

from typing import Any

from cleaner import formats, ledger
from cleaner.edit import apply
from cleaner.engine.output import LedgerLines, Output, TableOutput
from cleaner.engine.removal import Edits, counted, filled
from cleaner.engine.tables import as_it_was, kept_record, rows, with_texts
from cleaner.engine.worker import Job, Outcome
from cleaner.errors import ReadError
from cleaner.formats.base import Columns, need


def remove_rows(
    job: Job, edits: Edits, whole: bool, outcome: Outcome, columns: Columns, keep: bool
) -> None:
    """Stage the table without what ``edits`` remove; see ``removal.remove``."""
    if not formats.writes(job.kind):
        raise ReadError("web archives are read only", path=str(job.path), remedy="clean it first")
    before = 0
    with LedgerLines(job, outcome) as lines, Output(job.target, job.path) as output:
        if not edits:
            as_it_was(job, output)
            outcome.staged += output.staged
            sha = ledger.file_digest(job.path)
            lines.append(ledger.dump(kept_record(job, sha, kept=False) | output.hashes(sha)))
            return
        written = TableOutput(output, job.kind, job.path)
        for batch in formats.batches(job.path, job.kind, columns):
            new, changes = _removed(batch, job, edits, whole, outcome, columns, before)
            written.write(new)
            for change in changes:
                lines.append(ledger.dump(change))
            before += batch.num_rows
        outcome.staged += written.finish()
        sha = ledger.keep_original(job.base, job.path) if keep else ledger.file_digest(job.path)
        lines.append(ledger.dump(kept_record(job, sha, kept=True) | output.hashes()))


def _removed(
    batch: Any,
    job: Job,
    edits: Edits,
    whole: bool,
    outcome: Outcome,
    columns: Columns,
    before: int,
) -> tuple[Any, list[ledger.Record]]:
    texts: list[str | None] = []
    kept: list[bool] = []
    changes: list[ledger.Record] = []
    for number, name, text in rows(batch, columns, job.path, job.document, before):
        mine = edits.get(number, ()) if text is not None else ()
        kept.append(not (mine and whole))
        texts.append(text)
        if not mine or text is None:
            outcome.documents += text is not None
            continue
        outcome.count(name, counted(text, mine))
        own = filled(mine, text)
        changes.append(
            {
                "v": ledger.VERSION,
                "document": name,
                "target": job.name,
                "line": number,
                "edits": ledger.pack_edits(own),
            }
        )
        texts[-1] = apply(text, own)
    if not changes:
        return batch, changes
    new = with_texts(batch, columns.text, texts)
    return new.filter(need("pyarrow").array(kept)), changes
