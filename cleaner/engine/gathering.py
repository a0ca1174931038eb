"""Sources to the units that are compared, packed: of each no more than where it stands."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.deduplication.arrays import I64, edges
from cleaner.deduplication.records import Records, Snippets
from cleaner.deduplication.snippets import read, read_time
from cleaner.deduplication.spool import MEMORY, Room
from cleaner.deduplication.units import Unit, UnitKind, long_enough, split
from cleaner.deduplication.verify import Thresholds
from cleaner.engine.corpus import Stamp, Text, stamp, texts
from cleaner.engine.worker import Job
from cleaner.errors import ReadError
from cleaner.model import Keep


@dataclass(frozen=True, slots=True)
class DedupSettings:
    """What is compared and what becomes of it; see the options of ``cleaner dedup``.

    ``memory``: bytes that the process may have, 0: no limit.
    """

    unit: UnitKind = "snippet"
    keep: Keep = "longest"
    limits: Thresholds = field(default_factory=Thresholds)
    now: datetime | None = None
    fewest: int = 1
    quotations: bool = False
    index: Path | None = None
    text_field: str = "text"
    id_field: str | None = None
    ledger: bool = True
    write: bool = True
    memory: int = 0


class Corpus:
    """The documents of a run and their units, numbered in the order of the sources.

    ``names``: of the documents; ``snippets[i]``: unit ``i`` with what is known of it.
    ``failures`` and ``stamps``: of each source, what could not be read of it, and its file as it
    was read (None: it cannot be read at all and gives nothing).
    """

    def __init__(self, room: Room = MEMORY) -> None:
        self.names: Records[str] = Records(room)
        self.snippets = Snippets(room)
        self.failures: list[list[str]] = []
        self.stamps: list[Stamp | None] = []
        # The line of each document, and the first document of each source.
        self._lines = array("q")
        self._sources = array("q", [0])
        self._document = array("i")
        self._start = array("q")
        self._end = array("q")

    def __len__(self) -> int:
        return len(self.snippets)

    @property
    def documents(self) -> I64:
        """The document of every unit."""
        return np.array(self._document, np.int64)

    def counts(self) -> I64:
        """How many units each document has."""
        return np.bincount(_view(self._document), minlength=len(self.names))

    def span(self, index: int) -> tuple[str, int, int]:
        """The name of the document of a unit, and the unit's span in it."""
        return self.names[self._document[index]], self._start[index], self._end[index]

    def document_of(self, source: int, line: int) -> int | None:
        """The number of the document that stands in a line of a source (0: the file itself)."""
        first, last = self._sources[source], self._sources[source + 1]
        at = bisect_left(self._lines, line, first, last)
        return at if at < last and self._lines[at] == line else None

    def of_source(self, source: int) -> tuple[int, int]:
        """The first document of a source, and the one behind its last."""
        return self._sources[source], self._sources[source + 1]

    def units_of(self, sources: Iterable[int]) -> set[int]:
        """The units of some sources."""
        first = self.first_units()
        found: set[int] = set()
        for source in sources:
            documents = self.of_source(source)
            found.update(range(*(int(first[document]) for document in documents)))
        return found

    def line(self, document: int) -> int:
        """The line of a document in its source."""
        return self._lines[document]

    def take(self, job: Job, settings: DedupSettings) -> None:
        """Take a source in, all of it or, if it cannot be read to its end, nothing."""
        failures: list[str] = []
        self.failures.append(failures)
        self.stamps.append(stamp(job.path))
        documents, units = len(self.names), len(self)
        try:
            for text in texts(job, settings.text_field, settings.id_field, failures):
                self._add(text, settings)
        except ReadError as error:
            failures[:] = [str(error)]
            self.stamps[-1] = None
            self.names.truncate(documents)
            self.snippets.truncate(units)
            del self._lines[documents:]
            del self._document[units:], self._start[units:], self._end[units:]
        self._sources.append(len(self.names))

    def _add(self, text: Text, settings: DedupSettings) -> None:
        number = len(self.names)
        self.names.append(text.name)
        self._lines.append(text.number)
        for unit in _split(number, text, settings):
            # A paragraph or a page is no card; its record's title and age are not its own.
            known: dict[str, Any] = dict(text.fields) if settings.unit == "snippet" else {}
            known |= {"text": unit.text, "document": text.name}
            snippet = read(known)
            if snippet.time is None:
                time = text.modified
                if settings.now is not None and settings.unit == "snippet":
                    time = settings.now.isoformat()
                snippet = snippet._replace(time=read_time(time))
            self.snippets.append(snippet)
            self._document.append(number)
            self._start.append(unit.start)
            self._end.append(unit.end)

    def first_units(self) -> I64:
        """The first unit of each document, and in the end how many units there are."""
        return edges(self.counts())


def gather(jobs: Sequence[Job], settings: DedupSettings, room: Room = MEMORY) -> Corpus:
    """Read the units of every source; raises WriteError when there is no room for them."""
    corpus = Corpus(room)
    for job in jobs:
        corpus.take(job, settings)
    return corpus


def _view(numbers: array[int]) -> NDArray[np.int32]:
    return np.frombuffer(numbers, np.int32) if numbers else np.zeros(0, np.int32)


def _split(number: int, text: Text, settings: DedupSettings) -> Iterator[Unit]:
    if text.number and settings.unit == "snippet":
        # A record is one snippet, whatever blank lines it has; some are nothing but a title.
        title = "" if text.text.strip() else str(text.fields.get("title") or "").strip()
        if not title:
            yield from split(number, text.text, "document", settings.fewest)
        elif long_enough(title, settings.fewest):
            yield Unit(number, 0, len(text.text), "")
        return
    yield from split(number, text.text, settings.unit, settings.fewest)
