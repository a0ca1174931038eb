"""``cleaner clean - --from jsonl``: records of standard input to standard output, as they come."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from cleaner import formats
from cleaner.cli import console
from cleaner.engine.jobs import Job, Outcome
from cleaner.engine.lines import clean_record, columns
from cleaner.engine.local import Totals
from cleaner.engine.worker import Settings, Worker
from cleaner.formats.base import Unfit, no_ids
from cleaner.reading import standard_stream
from cleaner.report.summary import summary

KIND = "jsonl"
_NAME = "standard input"


def clean_records(settings: Settings, quiet: bool) -> int:
    """Clean the text of each JSON object; returns the exit code.

    Each is written before the next is read. What cannot be read is written as it is and reported.
    As of a single text there is no ledger, and cards that are taken out are not kept.
    """
    worker, outcome = Worker(settings), Outcome(_NAME)
    path = Path(_NAME)
    job = Job(path, KIND, _NAME, _NAME, path, path)
    wanted = columns(worker)
    source = formats.lines(path, KIND, wanted)
    failures, told = console.Failures(), 0
    with closing(Unfit(lambda error: outcome.failures.append(str(error)))) as unfit:
        for number, data in enumerate(standard_stream(), 1):
            new = clean_record(worker, job, outcome, source, unfit, number, data)
            if settings.diff:
                console.put_diff(outcome.diff)
                outcome.diff = ""
            elif settings.write:
                sys.stdout.buffer.write(new)
                sys.stdout.buffer.flush()
            failures.tell(outcome.failures[told:])
            told = len(outcome.failures)
    if wanted.id is not None and outcome.documents and not outcome.named:
        outcome.failures.append(str(no_ids(path, [], wanted)))
    failures.tell(outcome.failures[told:])
    failures.close()
    totals = Totals(sources=1)
    totals.add(outcome)
    for line in () if quiet else summary(totals, written=settings.write):
        console.note(line)
    if totals.failures:
        return 2
    return 1 if settings.diff and totals.changed else 0
