"""The clean texts of a run against its cards, by as many processes as cleaned them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from cleaner import formats
from cleaner.deduplication.repeats import Repeats, worth_looking_for
from cleaner.engine.corpus import texts
from cleaner.engine.output import shards
from cleaner.engine.pool import SMALL_BYTES, pairs, size_of
from cleaner.engine.worker import Job, Settings
from cleaner.errors import CleanerError
from cleaner.formats.base import Columns, Part
from cleaner.remote import is_remote

_PIECE = 8 << 20
_BATCH = 20_000
_FEWEST = 40
"""Characters of a paragraph that is looked at."""
_MANY = 200_000
"""Cards whose index is so large that it is not held by every process."""


class Paragraph(NamedTuple):
    """A paragraph of a clean text, by its span there, that repeats the card ``card``."""

    card: int
    document: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, and how the results of the run are read."""

    cards: tuple[str, ...]
    text_field: str
    id_field: str | None
    shard_size: int


@dataclass(slots=True)
class Repeated:
    """What was found in one stretch of the results."""

    paragraphs: list[Paragraph]

    def discard(self) -> None:
        """Nothing is ever staged."""


def repeats(
    cards: Sequence[str], jobs: Sequence[Job], settings: Settings, workers: int
) -> Iterator[Paragraph]:
    """The paragraphs of the results of ``jobs`` that repeat a card, in their order.

    Results that cannot be read are passed over: that was said when they were cleaned.
    """
    if not worth_looking_for(cards):
        return
    search = Search(tuple(cards), settings.text_field, settings.id_field, settings.shard_size)
    small = sum(size_of(job) for job in jobs) < SMALL_BYTES
    workers = 1 if small or len(cards) > _MANY else workers
    for _, found in pairs(_stretches(jobs, settings), Finder, search, workers):
        yield from found.paragraphs


def _stretches(jobs: Sequence[Job], settings: Settings) -> Iterator[Job]:
    """What is looked at for itself: a result, or a part of a large one."""
    columns = Columns(settings.text_field, settings.id_field)
    for job in jobs:
        kind = job.to or job.kind
        if formats.is_archive(kind) or kind == "sidecar":
            continue  # packed again, and seldom worth reading twice
        written = replace(job, path=job.target, kind="text" if kind == "html" else kind)
        parts: list[Part] = []
        # A remote result is read once and not twice.
        if kind in formats.names() and not settings.shard_size and not is_remote(job.target):
            try:
                parts = list(formats.parts(job.target, kind, _PIECE, columns))
            except CleanerError:
                continue
        yield from (replace(written, part=part) for part in parts) if parts else (written,)


class Finder:
    """Looks for repeats in one stretch after the other."""

    timeout = 0.0

    def __init__(self, search: Search) -> None:
        self._search = search
        self._index = Repeats(search.cards)

    @staticmethod
    def lost(job: Job) -> Repeated:
        """What is found in a stretch that takes its process with it."""
        return Repeated([])

    @staticmethod
    def without(job: Job, record: int, why: str) -> Job | None:
        """Nothing is left out."""
        return None

    @staticmethod
    def sweep(job: Job) -> None:
        """Nothing is ever staged."""

    def run(self, job: Job) -> Repeated:
        """Look at one stretch."""
        found: list[Paragraph] = []
        paragraphs = self._paragraphs(job)
        while batch := list(islice(paragraphs, _BATCH)):
            for one in self._index.find([text for _, _, text in batch]):
                name, at, text = batch[one.text]
                found.append(Paragraph(one.snippet, name, at, at + len(text), one.score))
        return Repeated(found)

    def _paragraphs(self, job: Job) -> Iterator[tuple[str, int, str]]:
        """Document, begin and text of each line that is long enough."""
        try:
            for document, text in self._texts(job):
                start = 0
                for line in text.splitlines(keepends=True):
                    if len(line) >= _FEWEST and len(stripped := line.strip()) >= _FEWEST:
                        yield document, start + line.index(stripped), stripped
                    start += len(line)
        except CleanerError:
            return

    def _texts(self, job: Job) -> Iterator[tuple[str, str]]:
        search = self._search
        sharded = search.shard_size and job.kind in formats.names()
        number = before = 0
        for path in shards(job.target) if sharded else [job.target]:
            for text in texts(replace(job, path=path), search.text_field, search.id_field, []):
                number = before + text.number
                named = text.number and text.name == f"{job.document}:{text.number}"
                yield f"{job.document}:{number}" if named else text.name, text.text
            before = number
