"""The texts of a side of a comparison: files, folders or JSONL, and what cannot be read of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import ReadError
from cleaner.exclusion import Exclusion
from cleaner.extract import opened, visible
from cleaner.reading import decode, read_bytes
from cleaner.records import open_lines, parse
from cleaner.sources import Source, discover
from cleaner.walk import BOOKS

_KINDS = ("text", "html", "jsonl")
_ENDINGS = (
    ".want.txt",
    ".gold.txt",
    ".jsonl.gz",
    ".jsonl.zst",
    ".jsonl",
    ".txt",
    ".md",
    ".html",
    ".htm",
)
_BODY = re.compile(r"<body\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of the fields of JSONL records; a record without ``id`` goes by its line number.

    ``named``: somebody said what the field of the id is, so that some record has to have it.
    """

    text: str = "text"
    gold: str = "gold"
    base: str = "text"
    id: str = "id"
    named: bool = False


class Text(NamedTuple):
    """A text and its place in the ledger: the file's path, and the 1-based line (0: no JSONL).

    ``trouble``: why it could not be read; the text is empty then.
    """

    text: str
    target: str
    line: int
    trouble: ReadError | None = None


def texts_of(
    place: Path,
    text_field: str,
    fields: Fields,
    exclusion: Exclusion | None,
    option: str = "--text-field",
) -> dict[str, Text]:
    """The texts of a file, a folder or a JSONL file by id, or what is wrong with one.

    ``option`` says which field they are in.
    """
    sources, errors = discover([str(place)], mirror=False, exclusion=exclusion)
    if errors:
        raise errors[0]
    every = sources
    sources = [
        source for source in every if source.kind in _KINDS and source.relative.name not in BOOKS
    ]
    if every and not sources:
        raise ReadError(
            "nothing here that can be compared",
            path=str(place),
            remedy="give text, HTML or JSONL files, or folders of them",
        )
    found: dict[str, Text] = {}
    for source in sources:
        for name, text in _named(
            _source_texts(source, text_field, fields, len(sources) == 1), option
        ):
            if name in found:
                raise ReadError(f"two pages have the id {name!r}", path=text.target, line=text.line)
            found[name] = text
    return found


def _named(texts: Iterator[tuple[str, Text]], option: str) -> Iterator[tuple[str, Text]]:
    """The texts; errors name the option that says which field of this side is read."""

    def told(error: ReadError) -> ReadError:
        error.remedy = error.remedy.replace("--text-field", option)
        return error

    try:
        for name, text in texts:
            if text.trouble:
                told(text.trouble)
            yield name, text
    except ReadError as error:
        raise told(error) from None


def _source_texts(
    source: Source, text_field: str, fields: Fields, alone: bool
) -> Iterator[tuple[str, Text]]:
    target, path = str(source.relative), source.path or Path()
    if source.kind != "jsonl":
        try:
            read = _html_text if source.kind == "html" else _plain_text
            yield _name(target), Text(read(path), target, 0)
        except ReadError as error:
            yield _name(target), Text("", target, 0, error)
        return
    number, found = 0, not fields.named
    troubles: list[ReadError] = []
    for number, data in enumerate(open_lines(path), 1):
        line = data.decode("utf-8", "surrogateescape")
        unnamed = f"line {number}" if alone else f"{_name(target)}:{number}"
        try:
            record = parse(line, text_field, fields.id, path=str(path), number=number)
        except ReadError as error:
            troubles.append(error)
            yield unnamed, Text("", target, number, error)
            continue
        found = found or record.id is not None
        yield record.id or unnamed, Text(record.text, target, number)
    if troubles and len(troubles) == number:
        raise troubles[0]  # the field is another one
    if number and not found:
        raise ReadError(
            f"no record has an id in the field {fields.id!r}",
            path=str(path),
            remedy="name the field of the id with --id-field",
        )


def _plain_text(path: Path) -> str:
    return decode(read_bytes(path), path=str(path)).text


def _html_text(path: Path) -> str:
    """What a reader sees of a page, all of it: nobody but cleaning decides what is main text.

    Raises ReadError, and ConfigError where the libraries for HTML are not installed.
    """
    data = read_bytes(path)
    try:
        page = opened(data)
        body = _BODY.search(page)  # the title of a page stands in no text
        return visible(page[body.start() :] if body else page).text
    except ReadError as error:
        raise ReadError(error.message, path=str(path), remedy=error.remedy) from error


def _name(path: str) -> str:
    for ending in _ENDINGS:
        if path.endswith(ending):
            return path.removesuffix(ending)
    return path
