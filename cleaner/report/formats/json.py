"""One JSON object: version, packs, findings, failures, summary."""

from __future__ import annotations

import json

from cleaner.engine.checked import Checked
from cleaner.engine.gate import Figures
from cleaner.report.formats.base import Report, fields, packs, summary


class Reporter(Report):
    """An object that is written piece by piece, so that memory does not grow with it."""

    _first = True

    def open(self) -> None:
        """Write what is known before."""
        self.write(f'{{"version": {json.dumps(self.run.version)},\n')
        self.write(f'"packs": {json.dumps(packs(self.run))},\n"findings": [')

    def file(self, checked: Checked) -> None:
        """Write the findings of a source."""
        for found in checked.found:
            self.write("\n" if self._first else ",\n")
            self.write(json.dumps(fields(checked, found)))
            self._first = False

    def close(self, figures: Figures) -> None:
        """Write failures and figures."""
        failures = [{"where": f.where(), "message": f.message} for f in figures.failures]
        self.write(f'\n],\n"failures": {json.dumps(failures)},\n')
        self.write(f'"summary": {json.dumps(summary(figures, self.run.statistics))}}}\n')
