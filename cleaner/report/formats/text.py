"""Findings for people: one a line, ``path:line:column: rule message: "text"``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaner.engine.checked import Checked, Found
from cleaner.engine.gate import Figures
from cleaner.report.formats.base import Report, one_line, place, quoted

_BOLD, _RED, _DIM, _END = "\x1b[1m", "\x1b[31m", "\x1b[2m", "\x1b[0m"
_LEAST = 44
"""Columns that a text gets even where the line then wraps: less would not show what is wrong."""


class Reporter(Report):
    """Lines that editors and grep understand; with ``statistics`` counts in their stead."""

    def file(self, checked: Checked) -> None:
        """Write the findings of a source."""
        if not self.run.statistics:
            for found in checked.found:
                self.write(self._line(checked, found))

    def _line(self, checked: Checked, found: Found) -> str:
        where = f"{one_line(checked.name)}:{found.line}:{found.column}:"
        note = f" ({place(checked, found)})" if found.record is not None else ""
        note += " (in the extracted text)" if checked.kind == "html" else ""
        words = f"{found.message}{note}:"
        text = self._shortened(quoted(found), len(f"{where} {found.rule} {words} "))
        if self.run.colour:
            return f"{_BOLD}{where}{_END} {_RED}{found.rule}{_END} {words} {_DIM}{text}{_END}\n"
        return f"{where} {found.rule} {words} {text}\n"

    def _shortened(self, text: str, before: int) -> str:
        """On a terminal the text ends with the line; elsewhere it is whole."""
        room = max(self.run.width - before, _LEAST)
        if not self.run.width or len(text) <= room:
            return text
        return f'{text[: room - 2]}…"'

    def close(self, figures: Figures) -> None:
        """Write the statistics, if they are asked for."""
        if self.run.statistics:
            for line in _table(figures.rules, "rule"):
                self.write(line)
            for line in _table(figures.by_file, "file"):
                self.write(line)


def _table(counts: Counter[str], what: str) -> Iterator[str]:
    if not counts:
        return
    width = len(f"{counts.most_common(1)[0][1]:,}")
    yield f"findings by {what}\n"
    for name, count in counts.most_common():
        yield f"  {count:>{width},}  {one_line(name)}\n"
