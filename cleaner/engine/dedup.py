"""``cleaner dedup``: read the units of a corpus, cluster them, write what is left of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cleaner import formats
from cleaner.deduplication.clusters import guarding, merge
from cleaner.deduplication.index import Index, Seen
from cleaner.deduplication.snippets import Snippet, read, read_time
from cleaner.deduplication.steps import Over, here
from cleaner.deduplication.units import Unit, UnitKind, long_enough, split
from cleaner.deduplication.verdicts import Verdict, judge, judge_seen
from cleaner.deduplication.verify import Thresholds
from cleaner.engine.corpus import CLUSTERS, Stamp, Text, stamp, texts
from cleaner.engine.local import Totals, Watcher, settle, sweep
from cleaner.engine.removal import remove
from cleaner.engine.worker import Job, Outcome, Settings, json_line
from cleaner.errors import ReadError
from cleaner.model import Cluster, Edit, Keep
from cleaner.writing import StagedStream


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
    known of it. ``failures`` and ``stamps``: of each source, what could not be read of it, and
    its file as it was read (None: it cannot be read at all and gives nothing).
    """

    names: list[str] = field(default_factory=list)
    place: list[tuple[int, int]] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    snippets: list[Snippet] = field(default_factory=list)
    failures: list[list[str]] = field(default_factory=list)
    stamps: list[Stamp | None] = field(default_factory=list)

    def take(self, job: Job, settings: DedupSettings) -> None:
        """Take a source in, all of it or, if it cannot be read to its end, nothing."""
        failures: list[str] = []
        self.failures.append(failures)
        self.stamps.append(stamp(job.path))
        documents, units = len(self.names), len(self.units)
        try:
            for text in texts(job, settings.text_field, settings.id_field, failures):
                self._add(len(self.stamps) - 1, text, settings)
        except ReadError as error:
            failures[:] = [str(error)]
            self.stamps[-1] = None
            del self.names[documents:], self.place[documents:]
            del self.units[units:], self.snippets[units:]

    def _add(self, job: int, text: Text, settings: DedupSettings) -> None:
        number = len(self.names)
        self.names.append(text.name)
        self.place.append((job, text.number))
        for unit in self._split(number, text, settings):
            # A paragraph or a page is no card; its record's title and age are not its own.
            known: dict[str, Any] = dict(text.fields) if settings.unit == "snippet" else {}
            known |= {"text": unit.text, "document": text.name}
            snippet = read(known)
            if snippet.time is None:
                time = text.modified
                if settings.now is not None and settings.unit == "snippet":
                    time = settings.now.isoformat()
                snippet = snippet._replace(time=read_time(time))
            self.units.append(unit)
            self.snippets.append(snippet)

    def _split(self, number: int, text: Text, settings: DedupSettings) -> Iterator[Unit]:
        if text.number and settings.unit == "snippet":
            # A record is one snippet, whatever blank lines it has; some are nothing but a title.
            title = "" if text.text.strip() else str(text.fields.get("title") or "").strip()
            if not title:
                yield from split(number, text.text, "document", settings.fewest)
            elif long_enough(title, settings.fewest):
                yield Unit(number, 0, len(text.text), "")
            return
        yield from split(number, text.text, settings.unit, settings.fewest)


def run(
    jobs: Sequence[Job],
    out: Path,
    settings: DedupSettings,
    watch: Watcher | None = None,
    *,
    over: Over = here,
) -> DedupTotals:
    """Deduplicate the sources of ``jobs`` into ``out``; failures are in the totals.

    ``over`` tells where the search for copies is done, unless there is an index.
    Raises ConfigError for an index that does not fit and WriteError for books that cannot be
    written.
    """
    corpus = gather(jobs, settings)
    if settings.index is None:
        clusters = merge(
            corpus.snippets, keep=settings.keep, limits=settings.limits, now=settings.now, over=over
        )
        return _finish(jobs, out, corpus, clusters, {}, settings, watch)
    with Index(settings.index, settings.limits, settings.unit, write=settings.write) as index:
        clusters, seen = index.merge(corpus.snippets, keep=settings.keep, now=settings.now)
        done = _finish(jobs, out, corpus, clusters, seen, settings, watch)
        if settings.write:
            index.commit()
        return done


def gather(jobs: Sequence[Job], settings: DedupSettings) -> Corpus:
    """Read the units of every source."""
    corpus = Corpus()
    for job in jobs:
        corpus.take(job, settings)
    return corpus


def together(corpus: Corpus, one: int, other: int, settings: DedupSettings) -> tuple[str, str]:
    """Whether two units end in one cluster among all the others, and how their scores come out."""
    clusters = merge(corpus.snippets, keep=settings.keep, limits=settings.limits, now=settings.now)
    for cluster in clusters:
        members = {member.index: member for member in cluster.members}
        if one in members and other in members:
            said = "; ".join(f"{n}: {members[i].why}" for n, i in (("A", one), ("B", other)))
            return f"among all {len(corpus.units):,} units: one cluster", said
    guards = guarding([snippet.body for snippet in corpus.snippets], one, other, settings.limits)
    said = ", ".join(f"guard: {name}" for name in guards)
    return f"among all {len(corpus.units):,} units: two clusters", said


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
        sweep(jobs, {CLUSTERS})
    outcomes = _outcomes(jobs, corpus, edits, settings)
    totals = settle(jobs, lambda _: zip(jobs, outcomes, strict=True), books, watch)
    if settings.write:
        with StagedStream(out / CLUSTERS) as stream:
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
    documents = Counter(job for job, _ in corpus.place)
    for number, job in enumerate(jobs):
        mine = edits.get(number, {})
        known = corpus.stamps[number]
        if known is None or not settings.write:
            outcome = Outcome(job.document, documents=documents[number], changed=len(mine))
        elif stamp(job.path) != known:
            outcome = Outcome(job.document, failures=[_CHANGED.format(job.path)])
        else:
            whole = settings.unit == "document" or (
                settings.unit == "snippet" and job.kind in formats.names()
            )
            outcome = remove(
                job,
                mine,
                whole=whole,
                text_field=settings.text_field,
                id_field=settings.id_field,
                keep=settings.ledger,
            )
        outcome.failures[:0] = corpus.failures[number]
        yield outcome


_CHANGED = "{}: was changed while it was compared, and left out (run again)"


def _edits(
    corpus: Corpus, clusters: Sequence[Cluster], verdicts: Mapping[int, Verdict], kind: UnitKind
) -> dict[int, dict[int, list[Edit]]]:
    """By job and line, the edits that remove what the verdicts say."""
    twin = {m.index: (c, m) for c in clusters for m in c.members if m.index in verdicts}
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
