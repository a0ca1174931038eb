"""What every format of ``check`` is: it is told of each source in turn, and writes as it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from cleaner import __version__
from cleaner.engine.checked import Checked, Found
from cleaner.engine.gate import Figures
from cleaner.packs import Pack


class Run(NamedTuple):
    """What is the same for all sources of a run.

    ``width``: columns of the terminal, 0 for any other output. ``statistics``: counts by rule and
    by file are asked for.
    """

    packs: tuple[Pack, ...]
    statistics: bool = False
    colour: bool = False
    width: int = 0
    version: str = __version__


class Report:
    """Writes findings in one format; the base of all formats writes nothing."""

    def __init__(self, write: Callable[[str], None], run: Run) -> None:
        self.write = write
        self.run = run

    def open(self) -> None:
        """Begin."""

    def file(self, checked: Checked) -> None:
        """Write what was found in a source."""

    def close(self, figures: Figures) -> None:
        """Write what there is to say of the whole run."""


def fields(checked: Checked, found: Found) -> dict[str, Any]:
    """A finding as JSON has it."""
    data: dict[str, Any] = {
        "path": checked.name,
        "line": found.line,
        "column": found.column,
        "end_line": found.end_line,
        "end_column": found.end_column,
        "rule": found.rule,
        "message": found.message,
        "why": found.why,
        "safety": found.safety,
        "text": found.text,
        "replacement": found.replacement,
        "fixable": found.fixable,
        "key": found.key,
    }
    if not checked.markable:
        data["place"] = "extracted text" if checked.kind == "html" else "row"
    if found.record is not None:
        data["record"] = {
            "id": found.record or None,
            "line": found.text_line,
            "column": found.text_column,
        }
    return data


def packs(run: Run) -> list[dict[str, str]]:
    """The packs as JSON has them."""
    return [pack._asdict() for pack in run.packs]


def summary(figures: Figures, statistics: bool) -> dict[str, Any]:
    """The figures of a run as JSON has them."""
    data: dict[str, Any] = {
        "files": figures.files,
        "documents": figures.documents,
        "characters": figures.characters,
        "would_be_removed": figures.removed,
        "findings": figures.findings,
        "fixable": figures.fixable,
        "known": figures.known,
        "failures": len(figures.failures),
    }
    if statistics:
        data["rules"] = dict(figures.rules.most_common())
        data["by_file"] = dict(figures.by_file.most_common())
    return data


def place(checked: Checked, found: Found) -> str:
    """Where in a JSONL record or a row a finding is, for people; empty for other sources."""
    if found.record is None:
        return ""
    what = "record" if checked.markable else f"row {found.line}"
    name = f"{what} {found.record!r}" if found.record else what
    return f"{name}, text {found.text_line}:{found.text_column}"


def one_line(text: str) -> str:
    """A text on one line: line ends and other controls as escapes."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else _ESCAPES.get(char) or _escape(char) for char in text
    )


_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\u00a0": "\u00a0", "\u3000": "\u3000"}


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def quoted(found: Found) -> str:
    """The offending text, and what it becomes unless it just goes.

    A text without letters, such as the line end in a sentence, is shown in its surroundings.
    """
    before, after = one_line(found.before), one_line(found.after)
    text = f'"{before}{one_line(found.text)}{after}"'
    if not (found.replacement or before or after):
        return text
    return f'{text} -> "{before}{one_line(found.replacement)}{after}"'
