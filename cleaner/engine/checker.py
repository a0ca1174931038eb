"""What a worker does with one source for ``check``: read and look, write nothing."""

from __future__ import annotations

import sys

from cleaner.engine.checked import Checked, CheckJob, CheckSettings
from cleaner.engine.cleaners import Cleaners
from cleaner.engine.findings import found_in, in_record
from cleaner.engine.worker import unified
from cleaner.errors import CleanerError, ReadError
from cleaner.extract import html_to_text
from cleaner.model import Cleaned
from cleaner.reading import decode, read_bytes
from cleaner.records import open_lines, parse


class Checker:
    """Looks at sources one after the other."""

    def __init__(self, settings: CheckSettings) -> None:
        self.settings = settings
        self.cleaners = Cleaners(settings.cleaner, settings.ignorable)
        rules = self.cleaners.ignoring(()).ruleset.rules
        self.messages = {rule.id: rule.message for rule in rules}

    @staticmethod
    def lost(job: CheckJob) -> Checked:
        """The outcome of a source that took its process with it."""
        problem = ReadError("the worker process died on this source", path=job.name)
        return Checked(job.name, job.kind, failures=[problem])

    def run(self, job: CheckJob) -> Checked:
        """Look at one source; errors become failures of the outcome, never exceptions."""
        checked = Checked(job.name, job.kind)
        try:
            if job.kind == "jsonl":
                self._check_jsonl(job, checked)
            else:
                self._check_bytes(job, checked)
        except ReadError as error:
            checked.failures.append(_placed(error, job))
        except CleanerError as error:
            checked.failures.append(error)
        except OSError as error:
            checked.failures.append(ReadError(error.strerror or str(error), path=job.name))
        except RecursionError:
            checked.failures.append(ReadError("nested too deeply to be read", path=job.name))
        return checked

    def _check_bytes(self, job: CheckJob, checked: Checked) -> None:
        data = read_bytes(job.path) if job.source else sys.stdin.buffer.read()
        if job.kind == "html":
            text = html_to_text(data, self.settings.html_mode)
        else:
            text = decode(data, path=job.name).text
        result = self._count(text, job, checked)
        checked.found = found_in(result, self.messages)
        if job.kind == "html":  # its text cannot take the place of the page
            checked.found = [found._replace(fixable=False) for found in checked.found]
        if self.settings.diff:
            note = " (extracted text)" if job.kind == "html" else ""
            checked.diff = unified(job.name, text, result.text, note)

    def _check_jsonl(self, job: CheckJob, checked: Checked) -> None:
        settings = self.settings
        for number, data in enumerate(open_lines(job.path), 1):
            if not data.strip():
                continue
            line = data.decode("utf-8", "surrogateescape")
            try:
                record = parse(
                    line, settings.text_field, settings.id_field, path=job.name, number=number
                )
            except ReadError as error:
                checked.failures.append(error)
                continue
            result = self._count(record.text, job, checked)
            checked.found += in_record(found_in(result, self.messages), line, number, record)
            if settings.diff:
                name = record.id if record.id is not None else f"{job.name}:{number}"
                checked.diff += unified(name, record.text, result.text)

    def _count(self, text: str, job: CheckJob, checked: Checked) -> Cleaned:
        result = self.cleaners.ignoring(job.ignore).clean(text, id=job.name)
        checked.documents += 1
        checked.characters += len(text)
        checked.removed += result.characters_removed
        return result


def _placed(error: ReadError, job: CheckJob) -> ReadError:
    return ReadError(error.message, path=job.name, line=error.line, remedy=error.remedy)
