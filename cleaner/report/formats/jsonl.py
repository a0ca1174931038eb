"""JSON lines: a ``run`` first, then every ``finding``, ``failure`` by failure, a ``summary``."""

from __future__ import annotations

import json
from typing import Any

from cleaner.engine.checked import Checked
from cleaner.engine.gate import Figures
from cleaner.report.formats.base import Report, fields, packs, summary


class Reporter(Report):
    """Lines as they come; ``type`` tells what a line is."""

    def open(self) -> None:
        """Write the line of the run."""
        self._line("run", {"version": self.run.version, "packs": packs(self.run)})

    def file(self, checked: Checked) -> None:
        """Write a line for each finding of a source."""
        for found in checked.found:
            self._line("finding", fields(checked, found))

    def close(self, figures: Figures) -> None:
        """Write failures and figures."""
        for failure in figures.failures:
            self._line("failure", {"where": failure.where(), "message": failure.message})
        self._line("summary", summary(figures, self.run.statistics))

    def _line(self, kind: str, data: dict[str, Any]) -> None:
        self.write(json.dumps({"type": kind} | data) + "\n")
