"""Formats of files with many documents: one module each, found by its presence.

A module says in ``ENDINGS`` which formats it knows (name to file endings) and has some of

``lines(path, name, columns, dialect, part) -> Lines``
    for formats in which one text can be exchanged while every other byte stays as it was;
``batches(path, name, columns) -> Iterator[RecordBatch]``
    to read the file as a table, in batches of bounded size; with ``lines`` it takes a part (None:
    all) and what is told of records that are left out because they cannot be read, too;
``parts(path, name, size, columns) -> Iterator[Part]``
    to read the file in pieces, for formats that have places to cut; ``batches`` then takes one;
``sink(file, name, schema, like) -> Sink``
    to write such batches;
``members(path, name) -> Iterator[Member]``, ``names(path)`` (the same without contents) and
``packer(file, name, like)``
    for archives of files.

The libraries of the extra ``formats`` are imported when a file needs them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from cleaner.errors import ConfigError
from cleaner.formats.base import Broken, Columns, Lines, Part, Sink, raising


@cache
def modules() -> dict[str, ModuleType]:
    """Format to module."""
    found: dict[str, ModuleType] = {}
    for module in pkgutil.iter_modules(__path__):
        imported = importlib.import_module(f"{__name__}.{module.name}")
        found |= dict.fromkeys(getattr(imported, "ENDINGS", {}), imported)
    return found


@cache
def endings() -> dict[str, str]:
    """File ending to format, the longest first."""
    pairs = [
        (ending, name) for name, module in modules().items() for ending in module.ENDINGS[name]
    ]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


def names() -> list[str]:
    """The formats, in alphabetical order."""
    return sorted(modules())


def checked(option: str, value: str) -> str:
    """The format that an option names (``jsonl.gz`` is ``jsonl``); raises ConfigError."""
    name = value.lower().removeprefix(".")
    if f".{name}" in endings():
        return endings()[f".{name}"]
    if name in modules():
        return name
    from cleaner.rules import hint

    remedy = hint(value, [one for one in names() if option != "to" or writes(one)])
    raise ConfigError(f"{option} is {value!r}", remedy=remedy)


def ending_of(name: str) -> str:
    """The ending of a file name that tells its format, or nothing."""
    lower = name.lower()
    return next((ending for ending in endings() if lower.endswith(ending)), "")


def written(option: str, value: str) -> str:
    """The ending of files of a format that can be written; raises ConfigError."""
    name = checked(option, value)
    if not writes(name):
        known = ", ".join(one for one in names() if writes(one))
        raise ConfigError(f"{option} is {value!r}, which is read only", remedy=f"one of: {known}")
    given = f".{value.lower().removeprefix('.')}"
    return given if given in endings() else modules()[name].ENDINGS[name][0]


def is_extracted(path: Path, name: str) -> bool:
    """Whether the texts of a source are what an extractor left of HTML."""
    return name == "html" or (name == "warc" and ".wet" not in path.name.lower())


def by_lines(name: str) -> bool:
    """Whether texts of the format can be exchanged in place."""
    return hasattr(modules().get(name), "lines")


def is_archive(name: str) -> bool:
    """Whether the format holds files."""
    return hasattr(modules().get(name), "members")


def has_shards(name: str) -> bool:
    """Whether a source of the format can become several files."""
    return name in modules() and not is_archive(name)


def writes(name: str) -> bool:
    """Whether other formats can be turned into this one."""
    return hasattr(modules().get(name), "sink")


def lines(
    path: Path, name: str, columns: Columns, dialect: str = "", part: Part | None = None
) -> Lines:
    """A file, or a part of it, record by record; raises ReadError."""
    found: Lines = modules()[name].lines(path, name, columns, dialect, part)
    return found


def batches(
    path: Path, name: str, columns: Columns, part: Part | None = None, broken: Broken = raising
) -> Iterator[Any]:
    """A file, or a part of it, as ``pyarrow.RecordBatch``.

    ``broken`` is told of single records that cannot be read. Raises ReadError, and ConfigError
    without pyarrow.
    """
    module = modules()[name]
    more = (part, broken) if by_lines(name) else () if part is None else (part,)
    found: Iterator[Any] = module.batches(path, name, columns, *more)
    return found


def parts(path: Path, name: str, size: int, columns: Columns) -> Iterator[Part]:
    """Pieces of about ``size`` bytes that can be read each for itself; none if there are none.

    Raises ReadError.
    """
    make = getattr(modules().get(name), "parts", None)
    found: Iterator[Part] = make(path, name, size, columns) if make is not None else iter(())
    return found


def sink(file: Any, name: str, schema: Any, like: Path | None) -> Sink:
    """A writer of batches to an open binary file; ``like``: a file of the same format to imitate.

    Raises WriteError for a schema that the format cannot hold.
    """
    found: Sink = modules()[name].sink(file, name, schema, like)
    return found
