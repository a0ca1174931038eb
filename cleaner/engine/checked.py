"""The nouns of ``check``: what is looked at, and what was found.

Kept apart from the work, so that a run that finds everything in its cache loads no rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import CleanerError
from cleaner.extract import Mode
from cleaner.remote import located
from cleaner.walk import Kind

STDIN = "<stdin>"
"""What reports call standard input."""
NOT_FIXED = ("html", "warc")
"""Kinds of sources that a clean text cannot take the place of."""


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """How sources are looked at.

    ``cleaner`` holds the arguments of ``Cleaner``, ``ignorable`` the rules that jobs may ignore.
    """

    cleaner: dict[str, Any] = field(default_factory=dict)
    html_mode: Mode = "balanced"
    text_field: str = "text"
    id_field: str | None = None
    diff: bool = False
    ignorable: tuple[str, ...] = ()


class CheckJob(NamedTuple):
    """One source: ``name`` is what reports call it, ``source`` where it is (empty: stdin).

    ``ignore``: rules and packs that do not count for it. ``root``: the folder that was named.
    """

    name: str
    source: str
    kind: Kind
    root: str
    ignore: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The file; nothing asks for that of standard input."""
        return located(self.source) if self.source else Path()


@dataclass(slots=True)
class Checked:
    """What was found in one source. ``known``: findings that a baseline knows already."""

    name: str
    kind: Kind
    documents: int = 0
    characters: int = 0
    removed: int = 0
    found: list[Found] = field(default_factory=list)
    known: int = 0
    failures: list[CleanerError] = field(default_factory=list)
    diff: str = ""

    @property
    def markable(self) -> bool:
        """Whether lines and columns are those of the file, so that they can be marked in it."""
        return self.kind in ("text", "jsonl")

    def discard(self) -> None:
        """Nothing is ever staged."""


class Found(NamedTuple):
    """A finding in a file, as the reporters show it.

    ``line``, ``column``, ``end_line``, ``end_column``: its place in the file (for HTML, in the
    text that was extracted; for tables, the row and the column in its text), the end exclusive.
    ``text`` became or would become ``replacement``; without ``fixable`` the whole document is meant
    and stays. ``key``: hash of the rule's line, whatever its place. ``record`` and the place in its
    text are set for JSONL and tables. ``before`` and ``after``: some of what stands around a text
    without letters, which says little alone.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    rule: str
    message: str
    why: str
    safety: str
    text: str
    replacement: str
    fixable: bool
    key: str
    record: str | None = None
    text_line: int = 0
    text_column: int = 0
    before: str = ""
    after: str = ""
