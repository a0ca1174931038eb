"""``cleaner dedup``: read the units of a corpus, cluster them, write what is left of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cleaner import formats
from cleaner.deduplication.clusters import merge
from cleaner.deduplication.index import Index, Seen
from cleaner.deduplication.snippets import Snippet, read
from cleaner.deduplication.units import Unit, UnitKind, split
from cleaner.deduplication.verdicts import Verdict, judge, judge_seen
from cleaner.deduplication.verify import Thresholds
from cleaner.engine.corpus import Text, texts
from cleaner.engine.local import Totals, Watcher, settle, sweep
from cleaner.engine.removal import remove
from cleaner.engine.worker import Job, Outcome, Settings, json_line
from cleaner.model import Cluster, Edit, Keep
from cleaner.writing import StagedStream

NAME = "clusters.jsonl"


@dataclass(frozen=True, slots=True)
class DedupSettings:
    """What is compared and what becomes of it; see the options of ``cleaner dedup``."""

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


@dataclass(slots=True)
class DedupTotals:
    """The figures of a run; ``totals`` are those of its files."""

    totals: Totals
    units: int = 0
    distinct: int = 0
    clusters: int = 0
    removed: int = 0
    quoted: int = 0
    seen: int = 0


@dataclass(slots=True)
class Corpus:
    """The documents of a run and their units, numbered in the order of the sources.

    ``place``: for each document, its job and line. ``snippets[i]`` is unit ``i`` with what is
    known of it.
    """

    names: list[str] = field(default_factory=list)
    place: list[tuple[int, int]] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    snippets: list[Snippet] = field(default_factory=list)
    failures: list[list[str]] = field(default_factory=list)

    def add(self, job: int, text: Text, settings: DedupSettings) -> None:
        """Take a document in."""
        number = len(self.names)
        self.names.append(text.name)
        self.place.append((job, text.number))
        for unit in split(number, text.text, settings.unit, settings.fewest):
            known: dict[str, Any] = dict(text.fields) if settings.unit == "snippet" else {}
            known |= {"text": unit.text, "document": text.name, "time": text.fields.get("time")}
            snippet = read(known)
            if settings.now is not None:
                snippet = snippet._replace(time=settings.now)
            self.units.append(unit)
            self.snippets.append(snippet)


def run(
    jobs: Sequence[Job], out: Path, settings: DedupSettings, watch: Watcher | None = None
) -> DedupTotals:
    """Deduplicate the sources of ``jobs`` into ``out``; failures are in the totals.

    Raises ConfigError for an index that does not fit and WriteError for books that cannot be
    written.
    """
    corpus = gather(jobs, settings)
    if settings.index is None:
        clusters = merge(
            corpus.snippets, keep=settings.keep, limits=settings.limits, now=settings.now
        )
        return _finish(jobs, out, corpus, clusters, {}, settings, watch)
    with Index(settings.index, settings.limits, settings.unit) as index:
        clusters, seen = index.merge(corpus.snippets, keep=settings.keep, now=settings.now)
        done = _finish(jobs, out, corpus, clusters, seen, settings, watch)
        if settings.write:
            index.commit()
        return done


def gather(jobs: Sequence[Job], settings: DedupSettings) -> Corpus:
    """Read the units of every source."""
    corpus = Corpus()
    for number, job in enumerate(jobs):
        failures: list[str] = []
        corpus.failures.append(failures)
        for text in texts(job, settings.text_field, settings.id_field, failures):
            corpus.add(number, text, settings)
    return corpus


def _finish(
    jobs: Sequence[Job],
    out: Path,
    corpus: Corpus,
    clusters: Sequence[Cluster],
    seen: Mapping[int, Seen],
    settings: DedupSettings,
    watch: Watcher | None,
) -> DedupTotals:
    verdicts = judge(clusters, corpus.units, settings.unit, quotations=settings.quotations)
    verdicts |= judge_seen(seen, corpus.units, settings.unit, quotations=settings.quotations)
    edits = _edits(corpus, clusters, verdicts, settings.unit)
    books = Settings(cleaner={"related": "keep"}, ledger=settings.ledger, write=settings.write)
    if settings.write:
        sweep(jobs)
    outcomes = _outcomes(jobs, corpus, edits, settings)
    totals = settle(jobs, lambda _: zip(jobs, outcomes, strict=True), books, watch)
    if settings.write:
        with StagedStream(out / NAME) as stream:
            for cluster in clusters:
                if cluster.copies > 1 or cluster.representative in seen:
                    stream.write(json_line(_record(cluster, corpus, verdicts)))
            stream.commit()
    return DedupTotals(
        totals,
        units=len(corpus.units),
        distinct=len(clusters),
        clusters=sum(cluster.copies > 1 for cluster in clusters),
        removed=sum(verdict.removed for verdict in verdicts.values()),
        quoted=sum(verdict.why.startswith("quoted") for verdict in verdicts.values()),
        seen=len(seen),
    )


def _outcomes(
    jobs: Sequence[Job],
    corpus: Corpus,
    edits: Mapping[int, Mapping[int, Sequence[Edit]]],
    settings: DedupSettings,
) -> Iterator[Outcome]:
    for number, job in enumerate(jobs):
        mine = edits.get(number, {})
        if settings.write:
            whole = settings.unit == "document" or (
                settings.unit == "snippet" and job.kind in formats.names()
            )
            outcome = remove(
                job,
                mine,
                whole=whole,
                text_field=settings.text_field,
                id_field=settings.id_field,
            )
        else:
            outcome = Outcome(job.document)
            outcome.documents = outcome.changed = len(mine)
        outcome.failures[:0] = corpus.failures[number]
        yield outcome


def _edits(
    corpus: Corpus, clusters: Sequence[Cluster], verdicts: Mapping[int, Verdict], kind: UnitKind
) -> dict[int, dict[int, list[Edit]]]:
    """By job and line, the edits that remove what the verdicts say."""
    twin = {m.index: (c, m) for c in clusters for m in c.members}
    result: dict[int, dict[int, list[Edit]]] = {}
    for index in sorted(verdicts):
        verdict = verdicts[index]
        if not verdict.removed:
            continue
        unit = corpus.units[index]
        cluster, member = twin[index]
        why = verdict.why
        if index != cluster.representative:
            why = f"{why}: {member.why}; kept in {_where(corpus, cluster.representative)}"
        job, line = corpus.place[unit.document]
        # What was removed is filled in from the text when the edit is made.
        edit = Edit(unit.start, unit.end, "", "", f"dedup/{kind}", why)
        result.setdefault(job, {}).setdefault(line, []).append(edit)
    return result


def _where(corpus: Corpus, index: int) -> str:
    unit = corpus.units[index]
    return f"{corpus.names[unit.document]} at {unit.start}"


def _record(cluster: Cluster, corpus: Corpus, verdicts: Mapping[int, Verdict]) -> dict[str, Any]:
    return {
        "cluster": cluster.id,
        "representative": _place(corpus, cluster.representative),
        "text": cluster.text,
        "kept": cluster.why,
        "copies": cluster.copies,
        "sources": cluster.sources,
        "ages": cluster.ages,
        "titles": cluster.titles,
        "urls": cluster.urls,
        "documents": cluster.documents,
        "members": [
            _place(corpus, member.index)
            | {
                "score": member.score,
                "why": member.why,
                "removed": member.index in verdicts and verdicts[member.index].removed,
                "verdict": verdicts[member.index].why if member.index in verdicts else "kept",
            }
            for member in cluster.members
        ],
    }


def _place(corpus: Corpus, index: int) -> dict[str, Any]:
    unit = corpus.units[index]
    return {"document": corpus.names[unit.document], "start": unit.start, "end": unit.end}
