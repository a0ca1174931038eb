"""Findings with their places as people count them: lines and columns from 1, in code points."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping

from cleaner.decide import OVER_BUDGET
from cleaner.engine.checked import Found
from cleaner.fold import fold
from cleaner.model import LINE_END, Cleaned, Finding
from cleaner.records import Record, literal

OWN_RULES = {
    "core/nothing-left": "nothing but boilerplate",
    OVER_BUDGET: "cleaning would remove more of it than is allowed",
}
"""What is found by no rule, and what it is."""
_AROUND = 24
_LONG, _NEAR = 2_000, 200
"""Code points of a line that may have thousands of findings, and of what tells them apart."""
_UNIT = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u.{4}|\\.|[^\\]", re.S
)


class Lines:
    """The lines of a text, ended by LF, CR LF or CR."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in LINE_END.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        """A line by its number from 1, without its end."""
        first, end = self._span(number)
        return self.text[first:end].rstrip("\r\n")

    def near(self, number: int, start: int, end: int) -> str:
        """What stands in a line, of a very long one only what is near the span."""
        first, stop = self._span(number)
        if stop - first > _LONG:
            first, stop = max(first, start - _NEAR), min(stop, max(start, end) + _NEAR)
        return self.text[first:stop].rstrip("\r\n")

    def _span(self, number: int) -> tuple[int, int]:
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.starts[number - 1], end


def found_in(result: Cleaned, messages: Mapping[str, str]) -> list[Found]:
    """The findings of a document; ``messages`` says by rule what the defect is."""
    if result.verdict is None and not result.edits:
        return []
    lines = Lines(result.original)
    return [_found(finding, lines, messages) for finding in result.findings]


def in_record(found: Iterable[Found], line: str, number: int, record: Record) -> list[Found]:
    """Findings of the text of a JSONL record, with their places in its line of the file."""
    found = list(found)
    if not found:
        return []
    lines = Lines(record.text)
    offsets = _offsets(literal(line, record), len(record.text))
    return [
        one._replace(
            line=number,
            column=record.start + offsets[_offset(lines, one.line, one.column)] + 1,
            end_line=number,
            end_column=record.start + offsets[_offset(lines, one.end_line, one.end_column)] + 1,
            record=record.id or "",
            text_line=one.line,
            text_column=one.column,
        )
        for one in found
    ]


def in_row(found: Iterable[Found], number: int, record: str) -> list[Found]:
    """Findings of the text of a row of a table: the line is the row, the column that of the text.

    Tables have no lines of their own, so nothing can be marked in them.
    """
    return [
        one._replace(
            line=number,
            end_line=number,
            end_column=one.end_column if one.end_line == one.line else one.column,
            record=record,
            text_line=one.line,
            text_column=one.column,
        )
        for one in found
    ]


def _found(finding: Finding, lines: Lines, messages: Mapping[str, str]) -> Found:
    start, end = _visible(lines.text, finding)
    line, column = lines.place(start)
    end_line, end_column = lines.place(end)
    message = messages.get(finding.rule) or OWN_RULES.get(finding.rule, finding.why)
    text = lines.text[start:end]
    if not finding.applied:
        message = finding.why if finding.rule == OVER_BUDGET else message
        text = text.split("\n", 1)[0].strip()
    before, after = _around(lines.text, start, end) if finding.applied else ("", "")
    key = f"{finding.rule}\0{fold(lines.near(line, start, end)).strip()}"
    return Found(
        line,
        column,
        end_line,
        end_column,
        finding.rule,
        message,
        finding.why,
        finding.safety,
        text,
        finding.replacement,
        finding.applied,
        hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        before=before,
        after=after,
    )


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and behind a span that has no letters itself, on their lines."""
    if any(map(str.isalnum, text[start:end])):
        return "", ""
    before, after = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    before, after = LINE_END.split(before)[-1], LINE_END.split(after)[0]
    return before[before.find(" ") + 1 :], after[: after.rfind(" ")] if " " in after else after


def _visible(text: str, finding: Finding) -> tuple[int, int]:
    """The span without the line ends around it; all of it when it is nothing but space."""
    start, end = finding.start, finding.end
    removed = text[start:end]
    inner = removed.strip("\r\n")
    if not inner.strip() or finding.replacement:
        return start, end
    start += len(removed) - len(removed.lstrip("\r\n"))
    return start, start + len(inner)


def _offset(lines: Lines, line: int, column: int) -> int:
    return lines.starts[line - 1] + column - 1


def _offsets(raw: str, length: int) -> list[int]:
    """Where each code point of a JSON string begins in its literal; one more for the end."""
    at = [match.start() for match in _UNIT.finditer(raw, 1, len(raw) - 1)]
    at.append(len(raw) - 1)
    # A lone half of a pair beside another escape may be read otherwise: never out of bounds.
    return at + [len(raw) - 1] * (length + 1 - len(at))
