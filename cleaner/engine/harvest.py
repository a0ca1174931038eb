"""Sources to sheets on the disk: the one pass over the text that learning makes.

Every part of the sources (a file, or a range of bytes of a JSONL file) becomes two files of
arrays and a table of its documents. The text itself stays where it is in text and plain JSONL
files; that of all others is kept compressed by document, because nobody can jump into them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner import formats
from cleaner.engine.jobs import HtmlMode, Job
from cleaner.engine.mishaps import mishap
from cleaner.errors import ReadError
from cleaner.formats.base import Columns, Unfit, records
from cleaner.formats.plain import fields_of
from cleaner.learn.naming import Grouping
from cleaner.learn.sheets import Digester, Sheet, digest
from cleaner.mainpart import page_text, reader
from cleaner.packed import is_packed
from cleaner.reading import decode, read_bytes
from cleaner.records import NullTextError, open_lines, parse
from cleaner.remote import is_remote
from cleaner.view import seen

RANGE_BYTES = 32 << 20
ROW = np.dtype([("key", "<u8"), ("size", "<u2"), ("flags", "u1")])
AFFIX = np.dtype([("document", "<u4"), ("row", "<u4"), ("key", "<u8"), ("kind", "u1")])
DOCUMENT = np.dtype(
    [
        ("site", "<u8"),
        ("text", "<u8"),
        ("part", "<u4"),
        ("place", "<u8"),
        ("kept", "<i8"),
        ("kept_size", "<u4"),
        ("first", "<u8"),
        ("rows", "<u4"),
        ("affix", "<u4"),
        ("affixes", "<u4"),
    ]
)
"""A document: digests of its site and text, the part it is in, its place there (offset of a JSONL
record, number of a line of a compressed one), where its text is kept (-1: nowhere), and its rows
and affixes in the files of the part."""


@dataclass(frozen=True, slots=True)
class LearnSettings:
    """How documents are read and told apart by site."""

    grouping: Grouping = field(default_factory=Grouping)
    url_field: str = "url"
    text_field: str = "text"
    id_field: str | None = None
    html_mode: HtmlMode = "balanced"
    model: str = ""


class Part(NamedTuple):
    """What one task reads: a job, or of a JSONL file the records that begin in ``start:end``."""

    number: int
    job: Job
    start: int = 0
    end: int = -1


@dataclass(slots=True)
class Harvest:
    """The documents of a part, the names of their sites by digest, and what could not be read."""

    documents: NDArray[np.void]
    sites: dict[int, str]
    failures: list[str]


class Found(NamedTuple):
    """A document as it is read."""

    place: int
    name: str
    address: str
    text: str


def parts(jobs: Sequence[Job]) -> list[Part]:
    """The tasks for ``jobs``; large JSONL files are cut into ranges."""
    found: list[Part] = []
    for job in jobs:
        cut = job.kind == "jsonl" and not is_packed(job.path)
        size = _size(job.path) if cut and not is_remote(job.path) else 0
        for start in range(0, max(size, 1), RANGE_BYTES):
            end = min(start + RANGE_BYTES, size) if size else -1
            found.append(Part(len(found), job, start, end))
    return found


def harvest(part: Part, settings: LearnSettings, folder: Path, digester: Digester) -> Harvest:
    """Read a part and write its sheets below ``folder``."""
    failures: list[str] = []
    sites: dict[int, str] = {}
    table: list[tuple[int, ...]] = []
    kept = keeps_text(part.job)
    first = affix = stored = 0
    base = folder / f"{part.number}"
    with (
        base.with_suffix(".rows").open("wb") as rows,
        base.with_suffix(".affixes").open("wb") as affixes,
        base.with_suffix(".texts").open("wb") as texts,
    ):
        for read in documents(part, settings, failures):
            found = read._replace(text=seen(read.text))
            sheet = digester.sheet(found.text)
            if not len(sheet.keys):
                continue
            name = settings.grouping.site(found.address, part.job.document)
            site = digest(name) if name else 0
            sites[site] = name
            at, length = -1, 0
            if kept:
                at, length = stored, texts.write(_packed_text(found))
                stored += length
            rows.write(_rows(sheet).tobytes())
            affixes.write(_affixes(sheet, len(table)).tobytes())
            size, edge = len(sheet.keys), len(sheet.affixes)
            text = digest(found.text)
            place = (part.number, found.place, at, length)
            table.append((site, text, *place, first, size, affix, edge))
            first, affix = first + size, affix + edge
    return Harvest(np.array(table, DOCUMENT), sites, failures)


def documents(part: Part, settings: LearnSettings, failures: list[str]) -> Iterator[Found]:
    """The documents of a part; what cannot be read is told to ``failures``."""
    job = part.job
    try:
        if job.kind == "jsonl":
            yield from _records(part, settings, failures)
        elif job.kind == "html":
            yield Found(0, job.document, "", page_text(read_bytes(job.path), settings.html_mode))
        elif job.kind == "text":
            text = decode(read_bytes(job.path), path=str(job.path)).text
            yield Found(0, job.document, "", text)
        elif formats.is_archive(job.kind):
            raise ReadError(
                "archives teach nothing", path=str(job.path), remedy="unpack it, give the folder"
            )
        elif formats.by_lines(job.kind):
            yield from _delimited(job, settings, failures)
        elif job.kind != "sidecar":
            yield from _rows_of(job, settings)
    except Exception as error:  # libraries that read formats throw what they like
        failures.append(str(mishap(error, str(job.path))))


def _records(part: Part, settings: LearnSettings, failures: list[str]) -> Iterator[Found]:
    job, before = part.job, -1
    with closing(Unfit(lambda error: failures.append(str(error)))) as unfit:
        for number, (place, data) in enumerate(_lines(part), 1):
            if not data.strip():
                continue
            line = data.decode("utf-8", "surrogateescape")
            try:
                record = parse(line, settings.text_field, settings.url_field, path=str(job.path))
            except NullTextError:
                unfit.another()
                continue
            except ReadError as error:
                if before < 0:  # only here does anybody ask
                    before = _lines_before(part, place) - number + 1
                error.line = before + number
                unfit.tell(error)
                continue
            unfit.another()
            name = f"{job.document}:{place}"
            yield Found(place, name, record.id or "", record.text)


def _delimited(job: Job, settings: LearnSettings, failures: list[str]) -> Iterator[Found]:
    """The documents of comma-separated values; the number of its record is the place of one."""
    source = formats.lines(job.path, job.kind, Columns(settings.text_field))
    for number, line, record in records(source, lambda e: failures.append(str(e))):
        yield _named(job, settings, number, record.text, source.fields(line))


def _rows_of(job: Job, settings: LearnSettings) -> Iterator[Found]:
    """The documents of a table; the number of its row is the place of one."""
    # Brings the writing of tables with it, which other sources do not need.
    from cleaner.engine.tables import rows

    columns = Columns(settings.text_field, to_text=reader(settings.html_mode))
    before = 0
    for batch in formats.batches(job.path, job.kind, columns):
        fields = fields_of(batch, {settings.url_field, settings.id_field or ""})
        found = rows(batch, columns, job.path, job.document, before)
        for (number, _, text), known in zip(found, fields, strict=True):
            if text is not None:
                yield _named(job, settings, number, text, known)
        before += batch.num_rows


def _named(
    job: Job, settings: LearnSettings, number: int, text: str, fields: Mapping[str, object]
) -> Found:
    address = str(fields.get(settings.url_field) or "")
    name = str(fields.get(settings.id_field or "") or address or f"{job.document}:{number}")
    return Found(number, name, address, text)


def _lines(part: Part) -> Iterator[tuple[int, bytes]]:
    """The lines of a part with their places."""
    if part.end < 0:
        yield from enumerate(open_lines(part.job.path), 1)
        return
    with part.job.path.open("rb") as file:
        at = part.start
        if at:
            file.seek(at - 1)
            at += len(file.readline()) - 1
        for data in file:
            if at >= part.end:
                return
            yield at, data
            at += len(data)


def _lines_before(part: Part, place: int) -> int:
    """How many lines of its file stand before the one at a place of a part."""
    if part.end < 0:
        return place - 1
    with part.job.path.open("rb") as file:
        step = 1 << 20
        return sum(file.read(min(step, place - at)).count(b"\n") for at in range(0, place, step))


def reread(part: Part, document: np.void, settings: LearnSettings, folder: Path) -> Found:
    """What is seen of one document, again; raises ReadError."""
    place = int(document["place"])
    if document["kept"] >= 0:
        with (folder / f"{part.number}.texts").open("rb") as file:
            file.seek(int(document["kept"]))
            return _unpacked(file.read(int(document["kept_size"])), place)
    if part.job.kind != "jsonl":
        text = decode(read_bytes(part.job.path), path=str(part.job.path)).text
        return Found(place, part.job.document, "", seen(text))
    with part.job.path.open("rb") as file:
        file.seek(place)
        line = file.readline().decode("utf-8", "surrogateescape")
    name = settings.id_field or settings.url_field
    record = parse(line, settings.text_field, name, path=str(part.job.path))
    return Found(place, record.id or f"{part.job.document}@{place}", "", seen(record.text))


def keeps_text(job: Job) -> bool:
    """Whether the text of a source has to be kept, because it cannot be read again in place."""
    if is_remote(job.path):
        return True
    return job.kind != "text" and (job.kind != "jsonl" or is_packed(job.path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _packed_text(found: Found) -> bytes:
    return zlib.compress(f"{found.name}\n{found.text}".encode("utf-8", "surrogatepass"), 1)


def _unpacked(data: bytes, place: int) -> Found:
    name, _, text = zlib.decompress(data).decode("utf-8", "surrogatepass").partition("\n")
    return Found(place, name, "", text)


def rows_of(folder: Path, document: np.void) -> Sheet:
    """The sheet of a document, from the files of its part."""
    base = folder / f"{document['part']}"
    rows = _read(base.with_suffix(".rows"), ROW, document["first"], document["rows"])
    edge = _read(base.with_suffix(".affixes"), AFFIX, document["affix"], document["affixes"])
    affixes = list(
        zip(edge["row"].tolist(), edge["kind"].tolist(), edge["key"].tolist(), strict=True)
    )
    return Sheet(rows["key"], rows["flags"], rows["size"], affixes)


def _read(path: Path, kind: np.dtype[np.void], first: int, count: int) -> NDArray[np.void]:
    return np.fromfile(path, kind, int(count), offset=int(first) * kind.itemsize)


def _rows(sheet: Sheet) -> NDArray[np.void]:
    rows = np.zeros(len(sheet.keys), ROW)
    rows["key"], rows["size"], rows["flags"] = sheet.keys, sheet.sizes, sheet.flags
    return rows


def _affixes(sheet: Sheet, document: int) -> NDArray[np.void]:
    return np.array([(document, row, key, kind) for row, kind, key in sheet.affixes], AFFIX)
