"""Annotations of GitHub Actions, and the summary of the job.

The escapes are those of the runner's own toolkit: the message must not break the line, and
properties end at a comma and at a colon. GitHub shows ten annotations of a step; the summary,
appended to the file that ``GITHUB_STEP_SUMMARY`` names, has the counts of all.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from cleaner.engine.checked import Checked, Found
from cleaner.engine.gate import Figures
from cleaner.report.formats.base import Report, one_line, place, quoted
from cleaner.report.summary import number

_LONGEST = 300
_ROWS = 30
_FIRST = 50


class Reporter(Report):
    """An ``::error`` for each finding; ``::debug`` names the packs."""

    def open(self) -> None:
        """Name the packs, for runs with debug logging."""
        self._lines: list[str] = []
        for pack in self.run.packs:
            words = f"pack {pack.name} {pack.version or '-'} {pack.hash} ({pack.origin})"
            self.write(f"::debug::{data(words)}\n")

    def file(self, checked: Checked) -> None:
        """Write the annotations of a source."""
        for found in checked.found:
            self.write(_annotation(checked, found))
            if len(self._lines) < _FIRST:
                self._lines.append(_row(checked, found))

    def close(self, figures: Figures) -> None:
        """Write what failed, and the summary."""
        for failure in figures.failures:
            self.write(f"::error title=cleaner::{data(str(failure))}\n")
        path = os.environ.get("GITHUB_STEP_SUMMARY")
        if path:
            text = "".join(line + "\n" for line in self._summary(figures))
            with suppress(OSError), Path(path).open("a", encoding="utf-8") as file:
                file.write(text.encode("utf-8", "replace").decode())

    def _summary(self, figures: Figures) -> list[str]:
        lines = [
            "### cleaner check",
            "",
            f"{number(figures.findings, 'finding')} in {number(figures.documents, 'document')} "
            f"({number(figures.files, 'file')}), {figures.known:,} known, "
            f"{len(figures.failures):,} failed.",
            "",
        ]
        for what, counts in (("rule", figures.rules), ("file", figures.by_file)):
            if counts:
                lines += [f"| {what} | findings |", "| --- | ---: |"]
                lines += [f"| {_cell(n)} | {c:,} |" for n, c in counts.most_common(_ROWS)]
                lines.append("")
        if self._lines:
            lines += ["| place | rule | text |", "| --- | --- | --- |", *self._lines, ""]
        packs = ", ".join(f"{p.name} {p.version or '-'} ({p.hash[:12]})" for p in self.run.packs)
        return [*lines, f"Packs: {packs}", ""]


def data(text: str) -> str:
    """The escapes of a message."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def value(text: str) -> str:
    """The escapes of a property."""
    return data(text).replace(":", "%3A").replace(",", "%2C")


def _annotation(checked: Checked, found: Found) -> str:
    properties = {"file": _below_workspace(checked.name)}
    if checked.markable:
        properties |= {"line": str(found.line), "endLine": str(found.end_line)}
        properties["col"] = str(found.column)
        if found.line == found.end_line:
            properties["endColumn"] = str(found.end_column)
    properties["title"] = f"cleaner {found.rule}"
    said = ",".join(f"{key}={value(text)}" for key, text in properties.items())
    note = f" ({place(checked, found)})" if found.record is not None else ""
    words = f"{found.message}{note}: {quoted(found)}"
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST]}…"
    return f"::error {said}::{data(words)}\n"


def _below_workspace(name: str) -> str:
    """Files are named from the root of the repository."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    if workspace:
        with suppress(ValueError):
            return Path(name).absolute().relative_to(workspace).as_posix()
    return name


def _row(checked: Checked, found: Found) -> str:
    text = quoted(found)
    text = text if len(text) <= 80 else f"{text[:80]}…"
    name = _cell(f"{_below_workspace(checked.name)}:{found.line}:{found.column}")
    return f"| {name} | {found.rule} | {_cell(text)} |"


def _cell(text: str) -> str:
    text = one_line(text).replace("&", "&amp;").replace("<", "&lt;")
    for char in "\\`*_[]|":
        text = text.replace(char, f"\\{char}")
    return text
