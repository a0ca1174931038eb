"""The vocabulary of the tests: what stays, what is cleaned, and a command line to run."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import cleaner
from cleaner import Cleaned, Cleaner, Level
from cleaner.segment import Page

PROSE = (
    "The council approved the new bridge on Tuesday, after a debate that lasted until midnight.",
    "Two engineers explained how the old arches had moved in the flood of the last spring term.",
    "The cost is put at forty million, half of which the county has promised to pay in ten years.",
    "Opponents said that they would take the plan to court, where a judge stopped another one.",
    "A ferry will carry walkers and bicycles across until the bridge is open in the third year.",
)


@cache
def tool(level: Level = "contextual") -> Cleaner:
    """A cleaner with all packs, compiled once."""
    return Cleaner(level=level)


def check_noop(text: str, level: Level = "contextual") -> None:
    """The text comes through unchanged."""
    result = tool(level).clean(text)
    assert result.text == text, [edit[:] for edit in result.edits]


def check_cleaned(text: str, want: str, rule: str = "", level: Level = "contextual") -> Cleaned:
    """The text becomes ``want``, by ``rule`` among others, and the way back is exact."""
    result = tool(level).clean(text)
    assert result.text == want
    assert cleaner.restore(result.text, result.edits) == text
    assert not rule or rule in {edit.rule for edit in result.edits}
    return result


def lines_found(kind: type, text: str, *, extracted: bool = False) -> list[tuple[int, int]]:
    """First line and end of what the removing matcher of a class finds in a text."""
    [matcher] = [one for one in tool().matchers("remove") if isinstance(one, kind)]
    page = Page(text, tool()._lexicon)
    page.extracted = extracted
    return [(finding.line, finding.end_line) for finding in matcher.find(page)]


def page(*lines: str) -> str:
    """Four paragraphs of prose, then ``lines``."""
    return "\n".join((*PROSE[:4], *lines))


def run(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "cleaner", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, check=False)
