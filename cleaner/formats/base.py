"""What formats share: which columns count, and the protocols of readers and writers."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias

from cleaner.errors import ConfigError, ReadError
from cleaner.extract import html_to_text
from cleaner.records import FieldError, NullTextError, Record

Broken: TypeAlias = Callable[[ReadError], None]
"""Is told of a record that cannot be read, and was left out, or is ``FilledError``."""
ROWS = 512
"""Rows of a batch: bounds memory, and is enough for libraries to be quick."""
REMEDY = "name the column that holds the text with --text-field"
ID_REMEDY = "name the column of the ids with --id-field"
_PACKED = {b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst"}
"""How files begin that are packed, and how they are named: endings tell what is to be unpacked."""
_NAMES = 20
_NAME = 40
"""How many columns an error names, and with how many characters."""


class Columns(NamedTuple):
    """The columns (fields) that hold the text and, if any, the name of a document.

    ``to_text`` makes text of HTML; raises CleanerError for a page that cannot be read.
    """

    text: str = "text"
    id: str | None = None
    to_text: Callable[[bytes], str] = html_to_text


class Part(NamedTuple):
    """A piece of a file that is done for itself.

    ``number``: its place among the pieces, from 0. ``start``, ``end``: half-open span in the
    units of the format (bytes, row groups, batches). ``first``: how many records stand before it.
    ``size``: bytes to work on, about. ``stored``: bytes of the file that it takes.
    """

    number: int
    start: int
    end: int
    first: int
    size: int
    stored: int


class Lines(Protocol):
    """A file of records that are bytes; ``header`` stands before them, ``dialect`` is kept."""

    header: bytes
    dialect: str

    def __iter__(self) -> Iterator[bytes]:
        """The records with their line ends; together with the header they are the file."""

    def parse(self, record: str, number: int = 0) -> Record:
        """Find the text of a record; raises ReadError."""

    def replace(self, record: str, found: Record, text: str) -> str:
        """The record with another text."""

    def fields(self, record: str) -> dict[str, Any]:
        """All that a record says, by name."""


class FilledError(ReadError):
    """Records that lack something stay, with null for it."""


def raising(error: ReadError) -> None:
    """What is ``Broken`` ends the file, unless it stays."""
    if not isinstance(error, FilledError):
        raise error


def records(source: Lines, broken: Broken, first: int = 1) -> Iterator[tuple[int, str, Record]]:
    """Number (from ``first``), line and text of the records of a file; blank lines are none.

    A null text is passed over, as in tables. Those that cannot be read are told to ``broken``, as
    ``Unfit`` says.
    """
    with closing(Unfit(broken)) as unfit:
        for number, data in enumerate(source, first):
            if not data.strip():
                continue
            line = data.decode("utf-8", "surrogateescape")
            try:
                record = source.parse(line, number)
            except NullTextError:
                unfit.another()
            except ReadError as error:
                unfit.tell(error)
            else:
                unfit.another()
                yield number, line, record


def expect_utf8(begin: bytes, path: Path) -> None:
    """Raise ReadError for a file that begins as UTF-16 does, or as what is packed."""
    for magic, ending in _PACKED.items():
        if begin.startswith(magic):
            raise ReadError(
                f"is packed, and its name does not end in {ending}",
                path=str(path),
                remedy=f"rename it to {path.name}{ending}",
            )
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadError(
            "is UTF-16, which is not read here", path=str(path), remedy="save it as UTF-8"
        )


class Unfit:
    """Tells ``broken`` of the records of a file that cannot be read.

    A field that none of them has is told once: its name is wrong, not the records. So errors wait
    as long as they are the same and no other record was seen.
    """

    def __init__(self, broken: Broken) -> None:
        self._broken = broken
        self._alike = True
        self._waiting: list[ReadError] = []

    def another(self) -> None:
        """There is a record that has the field."""
        if self._alike:
            self._alike = False
            for error in self._waiting:
                self._broken(error)
            self._waiting.clear()

    def tell(self, error: ReadError) -> None:
        """A record cannot be read."""
        # As it was raised it holds its record, which can be large.
        plain = ReadError(error.message, path=error.path, line=error.line, remedy=error.remedy)
        first = self._waiting[0] if self._waiting else plain
        if self._alike and isinstance(error, FieldError) and error.message == first.message:
            self._waiting.append(plain)
            return
        self.another()
        self._broken(plain)

    def close(self) -> None:
        """There are no more records."""
        if len(self._waiting) > 1:
            first, behind = self._waiting[0], len(self._waiting) - 1
            rest = "record" if behind == 1 else f"{behind:,} records"
            first.message += f", here and in the {rest} behind it"
            del self._waiting[1:]
        self.another()


class Sink(Protocol):
    """Writes batches to a file. ``pending``: bytes that wait in memory, about."""

    pending: int

    def write(self, batch: Any) -> None:
        """Append a ``pyarrow.RecordBatch``."""

    def close(self) -> None:
        """Complete the file, which stays open."""


class Member(NamedTuple):
    """What is in an archive. ``info`` is what the library knows of it.

    ``data``: the content of a file, None for all else, and where only names are wanted. ``link``:
    where a link leads, ``is_hard``: as the name of a member, not as a path.
    """

    name: str
    info: Any
    data: bytes | None
    is_file: bool = True
    link: str | None = None
    is_hard: bool = False


def need(module: str) -> Any:
    """Import a library of the extra ``formats``; raises ConfigError if it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise ConfigError(
            f"{module.partition('.')[0]} is not installed", remedy="pip install '.[formats]'"
        ) from None


def no_column(path: Path, column: str, known: list[str], wanted: Columns) -> ReadError:
    """The error for a column of ``wanted`` that is not there."""
    what = REMEDY if column == wanted.text else ID_REMEDY
    outer = column.rpartition(".")[0]
    inside = f"what is inside {outer!r} has to be a column of its own"
    remedy = inside if outer in known else _meant(column, known) + what
    return ReadError(f"has no column {column!r}", path=str(path), remedy=remedy)


def no_ids(path: Path, known: list[str], wanted: Columns) -> ReadError:
    """The error for a field of ids that no record has; ``known`` are the fields of the first."""
    column = wanted.id or ""
    others = [name for name in known if name != column]
    remedy = (_meant(column, others, "fields") if others else "") + ID_REMEDY
    what = f"no record has a string or a number in the field {column!r}"
    return ReadError(what, path=str(path), remedy=remedy)


def _meant(column: str, known: list[str], what: str = "columns") -> str:
    """What stands before a remedy: the column that was probably meant, or the first ones.

    What is no table can have long names.
    """
    from cleaner.rules import nearest

    shown = [name if len(name) <= _NAME else f"{name[:_NAME]}…" for name in known[:_NAMES]]
    more = ", …" if len(known) > _NAMES else ""
    close = nearest(column, known)
    return f"{close} " if close else f"{what}: {', '.join(shown)}{more}; "
