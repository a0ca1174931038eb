"""Cleaned pages and their gold texts, paired: files, folders or JSONL; with the ledger, edits."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cleaner import ledger
from cleaner.edit import restore
from cleaner.errors import ReadError, RestoreError
from cleaner.exclusion import Exclusion
from cleaner.extract import opened, visible
from cleaner.model import Edit
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
_NAMES = "paths of files (without ending) or ids of records must be the same"
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


@dataclass(frozen=True, slots=True)
class Pair:
    """A cleaned page, its gold text and, where they are known, the original and the edits."""

    id: str
    cleaned: str
    gold: str
    original: str | None
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Paired:
    """All pairs, the ids of pages without a gold text and of gold texts without a page.

    ``unread``: why the files of other pairs could not be read.
    """

    pairs: list[Pair]
    without_gold: list[str]
    without_page: list[str]
    unread: list[ReadError]


class _Text(NamedTuple):
    """A text and its place in the ledger: the file's path, and the 1-based line (0: no JSONL).

    ``trouble``: why it could not be read; the text is empty then.
    """

    text: str
    target: str
    line: int
    trouble: ReadError | None = None


def pair(
    cleaned: Path,
    gold: Path,
    base: Path | None,
    fields: Fields,
    exclusion: Exclusion | None = None,
) -> Paired:
    """Bring the pages of two places together by their ids.

    Files have their path without ending as id (a single file on each side is one pair), records
    that of the id field or the number of their line. Of HTML everything counts that a reader sees.
    The original comes from ``base``, else from
    the ledger of the folder that ``cleaner clean`` wrote. What ``exclusion`` passes over takes no
    part. Raises ReadError.
    """
    pages = _texts(cleaned, fields.text, fields, exclusion)
    with _told("--gold-field"):
        wanted = _texts(gold, fields.gold, fields, exclusion)
    with _told("--base-field"):
        originals = _texts(base, fields.base, fields, exclusion) if base else {}
    if len(pages) == len(wanted) == 1:
        wanted = dict(zip(pages, wanted.values(), strict=True))
    if len(pages) == len(originals) == 1:
        originals = dict(zip(pages, originals.values(), strict=True))
    unread: list[ReadError] = []
    common = []
    for name in pages:
        if name in wanted:
            sides = (pages[name], wanted[name], originals.get(name))
            troubles = [side.trouble for side in sides if side is not None and side.trouble]
            unread += troubles
            if not troubles and wanted[name].text.strip():
                common.append(name)
    if not common:
        if unread:
            raise unread[0]
        raise ReadError(
            "no page here has a gold text there",
            path=str(cleaned),
            remedy=_NAMES,
        )
    _check_base(base, originals, common)
    edits = _Ledger(cleaned if cleaned.is_dir() else cleaned.parent)
    pairs = []
    for name in common:
        page = pages[name]
        known = edits.of(page)
        original = originals[name].text if name in originals else None
        if original is None and known is not None:
            original = _original(page, known)
        pairs.append(Pair(name, page.text, wanted[name].text, original, known or ()))
    return Paired(
        pairs,
        [name for name in pages if name not in wanted],
        [name for name, page in wanted.items() if name not in pages and page.text.strip()],
        unread,
    )


def _check_base(base: Path | None, originals: Container[str], common: Sequence[str]) -> None:
    """Raise ReadError where the place of the originals has none of any page."""
    if base is not None and not any(name in originals for name in common):
        raise ReadError(
            "no original here belongs to one of the pages", path=str(base), remedy=_NAMES
        )


@contextmanager
def _told(option: str) -> Iterator[None]:
    """Name the option by which this command takes the field of a text."""
    try:
        yield
    except ReadError as error:
        error.remedy = error.remedy.replace("--text-field", option)
        raise


def _original(page: _Text, edits: Sequence[Edit]) -> str:
    """The text before ``edits``; raises ReadError if they were made to another text."""
    try:
        return restore(page.text, edits)
    except RestoreError as error:
        raise ReadError(
            "the text is not the one that was cleaned",
            path=page.target,
            line=page.line,
            remedy="name the field that was cleaned with --text-field, or give --base",
        ) from error


def _texts(
    place: Path, text_field: str, fields: Fields, exclusion: Exclusion | None
) -> dict[str, _Text]:
    """The texts of a file, a folder or a JSONL file by id."""
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
    found: dict[str, _Text] = {}
    for source in sources:
        for name, text in _source_texts(source, text_field, fields, len(sources) == 1):
            if name in found:
                raise ReadError(f"two pages have the id {name!r}", path=text.target, line=text.line)
            found[name] = text
    return found


def _source_texts(
    source: Source, text_field: str, fields: Fields, alone: bool
) -> Iterator[tuple[str, _Text]]:
    target, path = str(source.relative), source.path or Path()
    if source.kind != "jsonl":
        try:
            read = _html_text if source.kind == "html" else _plain_text
            yield _name(target), _Text(read(path), target, 0)
        except ReadError as error:
            yield _name(target), _Text("", target, 0, error)
        return
    number, found = 0, not fields.named
    for number, data in enumerate(open_lines(path), 1):
        line = data.decode("utf-8", "surrogateescape")
        record = parse(line, text_field, fields.id, path=str(path), number=number)
        found = found or record.id is not None
        unnamed = f"line {number}" if alone else f"{_name(target)}:{number}"
        yield record.id or unnamed, _Text(record.text, target, number)
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


class _Ledger:
    """The edits of the pages of a folder that ``cleaner clean`` wrote."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._hashes: dict[str, str] = {}
        self._edits: dict[tuple[str, int], tuple[Edit, ...]] = {}
        if not any((folder / name).exists() for name in (ledger.LEDGER, ledger.PART)):
            return
        for target, history in ledger.entries(folder).items():
            entry = history[-1]
            self._hashes[target] = entry.record["sha256_cleaned"]
            if entry.record["kind"] == "jsonl":
                for record in ledger.line_records(entry):
                    self._add(target, record["line"], record)
            else:
                self._add(target, 0, entry.record)

    def _add(self, target: str, line: int, record: ledger.Record) -> None:
        self._edits[target, line] = tuple(ledger.unpack_edits(record.get("edits", ())))

    def of(self, page: _Text) -> tuple[Edit, ...] | None:
        """The edits of a page; None when the ledger does not know its file.

        Raises ReadError for a file that is no longer what the ledger knows.
        """
        expected = self._hashes.get(page.target)
        if expected is None:
            return None
        if expected and ledger.file_digest(self._folder / page.target) != expected:
            raise ReadError(
                "changed since it was cleaned",
                path=str(self._folder / page.target),
                remedy="clean the source again, or give the originals with --base",
            )
        self._hashes[page.target] = ""  # compared once
        return self._edits.get((page.target, page.line), ())
