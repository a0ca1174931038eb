"""Cleaned pages and their gold texts, paired: files, folders or JSONL; with the ledger, edits."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner import ledger
from cleaner.edit import restore
from cleaner.errors import ReadError, RestoreError
from cleaner.evaluation.texts import Fields, Text, texts_of
from cleaner.exclusion import Exclusion
from cleaner.model import Edit

_NAMES = "paths of files (without ending) or ids of records must be the same"


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
    pages = texts_of(cleaned, fields.text, fields, exclusion)
    wanted = texts_of(gold, fields.gold, fields, exclusion, "--gold-field")
    originals = texts_of(base, fields.base, fields, exclusion, "--base-field") if base else {}
    if len(pages) == len(wanted) == 1:
        wanted = dict(zip(pages, wanted.values(), strict=True))
    if len(pages) == len(originals) == 1:
        originals = dict(zip(pages, originals.values(), strict=True))
    unread = _unread(pages, wanted, originals)
    common = [
        name
        for name in pages
        if name in wanted
        and wanted[name].text.strip()
        and not any(name in side and side[name].trouble for side in (pages, wanted, originals))
    ]
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
        [name for name, page in pages.items() if name not in wanted and not page.trouble],
        [name for name, page in wanted.items() if name not in pages and page.text.strip()],
        unread,
    )


def _unread(*sides: dict[str, Text]) -> list[ReadError]:
    """What is wrong with records, and with files that the first two sides have in common."""
    both = sides[0].keys() & sides[1].keys()
    return [
        text.trouble
        for side in sides
        for name, text in side.items()
        if text.trouble and (text.line or name in both)
    ]


def _check_base(base: Path | None, originals: Container[str], common: Sequence[str]) -> None:
    """Raise ReadError where the place of the originals has none of any page."""
    if base is not None and not any(name in originals for name in common):
        raise ReadError(
            "no original here belongs to one of the pages", path=str(base), remedy=_NAMES
        )


def _original(page: Text, edits: Sequence[Edit]) -> str:
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
                self._add(target, 0, ledger.whole(entry))

    def _add(self, target: str, line: int, record: ledger.Record) -> None:
        self._edits[target, line] = tuple(ledger.unpack_edits(record.get("edits", ())))

    def of(self, page: Text) -> tuple[Edit, ...] | None:
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
