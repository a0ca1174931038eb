"""What a worker does with one source for ``check``: read and look, write nothing."""

from __future__ import annotations

from cleaner import formats
from cleaner.engine.checked import NOT_FIXED, Checked, CheckJob, CheckSettings
from cleaner.engine.cleaners import Cleaners
from cleaner.engine.findings import found_in, in_record, in_row
from cleaner.engine.mishaps import mishap
from cleaner.engine.worker import unified
from cleaner.errors import CleanerError, ReadError, RestoreError
from cleaner.formats.base import Columns, no_ids, records
from cleaner.mainpart import page_text, reader
from cleaner.model import Cleaned
from cleaner.reading import decode, read_bytes, standard_input


class Checker:
    """Looks at sources one after the other."""

    timeout = 0.0

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

    @staticmethod
    def without(job: CheckJob, record: int, why: str) -> CheckJob | None:
        """Nothing is left out of a report."""
        return None

    @staticmethod
    def sweep(job: CheckJob) -> None:
        """Nothing is ever staged."""

    def run(self, job: CheckJob) -> Checked:
        """Look at one source; errors become failures of the outcome, never exceptions."""
        checked = Checked(job.name, job.kind)
        try:
            if formats.by_lines(job.kind):
                self._check_lines(job, checked)
            elif job.kind in formats.names():
                self._check_table(job, checked)
            elif job.kind != "sidecar":
                self._check_bytes(job, checked)
        except (ReadError, RestoreError) as error:
            checked.failures.append(_placed(error, job))
        except CleanerError as error:
            checked.failures.append(error)
        except OSError as error:
            checked.failures.append(ReadError(error.strerror or str(error), path=job.name))
        except Exception as error:  # libraries that read formats throw what they like
            checked.failures.append(mishap(error, job.name))
        if job.kind in NOT_FIXED:
            checked.found = [found._replace(fixable=False) for found in checked.found]
        return checked

    def _check_bytes(self, job: CheckJob, checked: Checked) -> None:
        data = read_bytes(job.path) if job.source else standard_input()
        if job.kind == "html":
            text = page_text(data, self.settings.html_mode)
        else:
            text = decode(data, path=job.name).text
        result = self._count(text, job, checked)
        checked.found = found_in(result, self.messages)
        if self.settings.diff:
            note = " (extracted text)" if job.kind == "html" else ""
            checked.diff = unified(job.name, text, result.text, note)

    def _columns(self) -> Columns:
        settings = self.settings
        return Columns(settings.text_field, settings.id_field, reader(settings.html_mode))

    def _check_lines(self, job: CheckJob, checked: Checked) -> None:
        columns = self._columns()
        source = formats.lines(job.path, job.kind, columns)
        broken = checked.failures
        first, named = "", False
        for number, line, record in records(source, lambda e: broken.append(_placed(e, job))):
            first, named = first or line, named or record.id is not None
            result = self._document(job, checked, record.name(job.name, number), record.text)
            found = found_in(result, self.messages)
            if job.kind == "jsonl":
                checked.found += in_record(found, line, number, record)
            else:
                checked.found += in_row(found, number, record.id or "")
        if columns.id is not None and first and not named:
            broken.append(_placed(no_ids(job.path, [*source.fields(first)], columns), job))

    def _check_table(self, job: CheckJob, checked: Checked) -> None:
        """Tables and web archives: a finding stands in a row."""
        if formats.is_archive(job.kind):
            raise ReadError(
                "archives are not checked", path=job.name, remedy="unpack it, check the folder"
            )
        # Brings the writing of tables with it, which other sources do not need.
        from cleaner.engine.tables import rows

        columns, before = self._columns(), 0
        for batch in formats.batches(job.path, job.kind, columns):
            for number, name, text in rows(batch, columns, job.path, job.name, before):
                if text is None:
                    continue
                result = self._document(job, checked, name, text)
                own = "" if columns.id is None else name
                checked.found += in_row(found_in(result, self.messages), number, own)
            before += batch.num_rows

    def _document(self, job: CheckJob, checked: Checked, name: str, text: str) -> Cleaned:
        result = self._count(text, job, checked)
        if self.settings.diff:
            checked.diff += unified(name, text, result.text)
        return result

    def _count(self, text: str, job: CheckJob, checked: Checked) -> Cleaned:
        tool = self.cleaners.ignoring(job.ignore)
        extracted = formats.is_extracted(job.path, job.kind)
        result = tool.clean(text, id=job.name, extracted=extracted)
        checked.documents += 1
        checked.characters += len(text)
        checked.removed += result.characters_removed
        return result


def _placed(error: ReadError | RestoreError, job: CheckJob) -> ReadError:
    return ReadError(error.message, path=job.name, line=error.line, remedy=error.remedy)
