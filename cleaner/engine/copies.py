"""What goes: the units that are copies, and why, packed until their source is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from cleaner.deduplication.arrays import I64
from cleaner.deduplication.records import Records
from cleaner.deduplication.spool import MEMORY, Room
from cleaner.deduplication.units import UnitKind
from cleaner.deduplication.verdicts import Verdict
from cleaner.engine.gathering import Corpus
from cleaner.model import Cluster, Edit


class Copies:
    """The units of a corpus that go. ``removed`` and ``quoted``: how many units go or stay so."""

    def __init__(self, corpus: Corpus, kind: UnitKind, room: Room = MEMORY) -> None:
        self._corpus = corpus
        self._kind = kind
        self._why: Records[str] = Records(room)
        # For each unit the number of its reason, -1 where it stays.
        self._reason = np.full(len(corpus), -1, np.int32)
        self._first = corpus.first_units()
        self.removed = self.quoted = 0

    def note(self, cluster: Cluster, verdicts: Mapping[int, Verdict]) -> None:
        """Take note of what the verdicts say of members of ``cluster``."""
        kept = ""
        for member in cluster.members:
            verdict = verdicts.get(member.index)
            if verdict is None:
                continue
            self.quoted += verdict.why.startswith("quoted")
            if not verdict.removed:
                continue
            why = verdict.why
            if member.index != cluster.representative:
                kept = kept or self._where(cluster.representative)
                why = f"{why}: {member.why}; kept in {kept}"
            self._reason[member.index] = len(self._why)
            self._why.append(why)
            self.removed += 1

    def _where(self, index: int) -> str:
        name, start, _ = self._corpus.span(index)
        return f"{name} at {start}"

    def edits(self, document: int) -> list[Edit]:
        """The edits that take the copies out of a document."""
        result = []
        for index in range(self._first[document], self._first[document + 1]):
            reason = int(self._reason[index])
            if reason >= 0:
                _, start, end = self._corpus.span(index)
                # What was removed is filled in from the text when the edit is made.
                why = self._why[reason]
                result.append(Edit(start, end, "", "", f"dedup/{self._kind}", why))
        return result

    def of_source(self, source: int) -> SourceEdits:
        """What goes of a source."""
        first, last = self._corpus.of_source(source)
        start = int(self._first[first])
        gone = start + np.flatnonzero(self._reason[start : self._first[last]] >= 0)
        documents = np.unique(np.searchsorted(self._first, gone, side="right") - 1)
        return SourceEdits(self, self._corpus, source, documents)


class SourceEdits(Mapping[int, Sequence[Edit]]):
    """By line of a source (0: the file itself) the edits of its document, made when asked for."""

    def __init__(self, copies: Copies, corpus: Corpus, source: int, documents: I64) -> None:
        self._copies = copies
        self._corpus = corpus
        self._source = source
        self._documents = documents

    def __len__(self) -> int:
        return len(self._documents)

    def __iter__(self) -> Iterator[int]:
        return (self._corpus.line(int(document)) for document in self._documents)

    def __getitem__(self, line: int) -> list[Edit]:
        document = self._corpus.document_of(self._source, line)
        edits = [] if document is None else self._copies.edits(document)
        if not edits:
            raise KeyError(line)
        return edits
