"""``cleaner dedup``: read the units of a corpus, cluster them, write what is left of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from cleaner import formats
from cleaner.deduplication.clusters import find, guarding, merge, without_collector
from cleaner.deduplication.index import Index
from cleaner.deduplication.records import Clusters
from cleaner.deduplication.seen import Seen
from cleaner.deduplication.spool import Room
from cleaner.deduplication.steps import Over, here
from cleaner.deduplication.verdicts import Judge, Verdict, judge_seen
from cleaner.engine.alone import alone
from cleaner.engine.copies import Copies
from cleaner.engine.corpus import CLUSTERS, stamp
from cleaner.engine.gathering import Corpus, DedupSettings, gather
from cleaner.engine.local import Pairs, Totals, Watcher, settle
from cleaner.engine.ours import expect_ours
from cleaner.engine.plan import RESERVED
from cleaner.engine.removal import remove
from cleaner.engine.room import room_for
from cleaner.engine.seen import books_mode
from cleaner.engine.temporaries import swept
from cleaner.engine.worker import Job, Outcome, Settings, json_line
from cleaner.errors import CleanerError
from cleaner.model import Cluster
from cleaner.writing import StagedStream

__all__ = ["Corpus", "DedupSettings", "DedupTotals", "gather", "run", "together"]


@dataclass(slots=True)
class DedupTotals:
    """The figures of a run; ``totals`` are those of its files.

    ``seen``: units that say nothing that earlier runs have not seen. ``unwritten``: the numbers of
    sources whose results could not be written; an index does not remember what stands in them.
    """

    totals: Totals
    units: int = 0
    distinct: int = 0
    clusters: int = 0
    removed: int = 0
    quoted: int = 0
    seen: int = 0
    unwritten: frozenset[int] = frozenset()


def run(
    jobs: Sequence[Job],
    out: Path,
    settings: DedupSettings,
    watch: Watcher | None = None,
    *,
    over: Over = here,
    room: Room | None = None,
    problems: Sequence[CleanerError] = (),
) -> DedupTotals:
    """Deduplicate the sources of ``jobs`` into ``out``; failures are in the totals.

    ``over`` tells where the search for copies is done, ``room`` what of it is held in memory (None:
    what ``settings.memory`` allows), unless there is an index. ``problems`` are sources that cannot
    be worked on: failures, too. Raises ConfigError for an index that does not fit, and WriteError
    for books that cannot be written, and for a disk that does not take what there is no room for.
    """
    room = room or room_for(settings.memory, out if settings.write else None)
    with without_collector():
        return _run(jobs, out, settings, watch, over, room, problems)


def _run(
    jobs: Sequence[Job],
    out: Path,
    settings: DedupSettings,
    watch: Watcher | None,
    over: Over,
    room: Room,
    problems: Sequence[CleanerError],
) -> DedupTotals:
    corpus = gather(jobs, settings, room)
    finish = partial(
        _finish,
        jobs,
        out,
        corpus,
        settings=settings,
        watch=watch,
        room=room,
        problems=problems,
    )
    if settings.index is None:
        clusters, distinct = Clusters(room), 0
        if len(corpus):
            found = find(
                corpus.snippets,
                keep=settings.keep,
                limits=settings.limits,
                now=settings.now,
                over=over,
                room=room,
            )
            distinct = found.count
            for cluster in found.clusters(several=True):
                clusters.append(cluster)
            del found
        return finish(clusters, distinct, {})
    with Index(settings.index, settings.limits, settings.unit, write=settings.write) as index:
        every, seen = index.merge(corpus.snippets, keep=settings.keep, now=settings.now)
        known = [c for c in every if c.copies > 1 or c.representative in seen]
        done = finish(known, len(every), seen)
        if settings.write:
            index.remember(corpus.units_of(done.unwritten))
            index.commit()
        return done


def together(corpus: Corpus, one: int, other: int, settings: DedupSettings) -> tuple[str, str]:
    """Whether two units end in one cluster among all the others, and how their scores come out."""
    clusters = merge(corpus.snippets, keep=settings.keep, limits=settings.limits, now=settings.now)
    for cluster in clusters:
        members = {member.index: member for member in cluster.members}
        if one in members and other in members:
            said = "; ".join(f"{n}: {members[i].why}" for n, i in (("A", one), ("B", other)))
            return f"among all {len(corpus):,} units: one cluster", said
    guards = guarding([snippet.body for snippet in corpus.snippets], one, other, settings.limits)
    said = ", ".join(f"guard: {name}" for name in guards)
    return f"among all {len(corpus):,} units: two clusters", said


def _finish(
    jobs: Sequence[Job],
    out: Path,
    corpus: Corpus,
    clusters: Iterable[Cluster],
    distinct: int,
    seen: Mapping[int, Seen],
    settings: DedupSettings,
    watch: Watcher | None,
    room: Room,
    problems: Sequence[CleanerError],
) -> DedupTotals:
    """Write the result; ``clusters`` are those of several members, and those that were seen."""
    books = Settings(cleaner={"related": "keep"}, ledger=settings.ledger, write=settings.write)
    copies = Copies(corpus, settings.unit, room)
    shared = 0
    with ExitStack() as stack:
        stream = None
        if settings.write:
            stack.enter_context(alone([out]))
            stack.enter_context(swept(jobs, (CLUSTERS, *RESERVED)))
            expect_ours(out / CLUSTERS)
            stream = stack.enter_context(StagedStream(out / CLUSTERS, at_most=books_mode(jobs)))
        for cluster, verdicts in _judged(corpus, clusters, seen, settings):
            shared += cluster.copies > 1
            copies.note(cluster, verdicts)
            if stream is not None:
                stream.write(json_line(_record(cluster, corpus, verdicts)))
        pairs = _pairs(jobs, corpus, copies, settings)
        written = _Written(corpus, watch)
        totals = settle(jobs, lambda _: pairs, books, written, problems=problems)
        if stream is not None:
            stream.commit()
    return DedupTotals(
        totals,
        units=len(corpus),
        distinct=distinct,
        clusters=shared,
        removed=copies.removed,
        quoted=copies.quoted,
        seen=sum(not found.more for found in seen.values()),
        unwritten=frozenset(written.failed),
    )


class _Written:
    """Takes note of the sources whose results could not be written; ``watch`` is told, too."""

    def __init__(self, corpus: Corpus, watch: Watcher | None) -> None:
        self.failed: set[int] = set()
        self._failures = corpus.failures
        self._watch = watch
        self._number = 0

    def __call__(self, outcome: Outcome) -> None:
        # What could not be read of a source stands first.
        if len(outcome.failures) > len(self._failures[self._number]):
            self.failed.add(self._number)
        self._number += 1
        if self._watch is not None:
            self._watch(outcome)


def _judged(
    corpus: Corpus,
    clusters: Iterable[Cluster],
    seen: Mapping[int, Seen],
    settings: DedupSettings,
) -> Iterator[tuple[Cluster, dict[int, Verdict]]]:
    documents = corpus.documents
    judge = Judge(documents, settings.unit, quotations=settings.quotations)
    for cluster in clusters:
        if cluster.copies > 1:
            judge.meet(cluster)
    known = judge_seen(seen, documents, settings.unit, quotations=settings.quotations)
    for cluster in clusters:
        verdicts = judge.verdicts(cluster)
        if known:
            verdicts |= {m.index: known[m.index] for m in cluster.members if m.index in known}
        yield cluster, verdicts


def _pairs(jobs: Sequence[Job], corpus: Corpus, copies: Copies, settings: DedupSettings) -> Pairs:
    for number, job in enumerate(jobs):
        mine = copies.of_source(number)
        known = corpus.stamps[number]
        first, last = corpus.of_source(number)
        if known is None or not settings.write:
            outcome = Outcome(job.document, documents=last - first, changed=len(mine))
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
            if not outcome.failures:
                outcome.documents = last - first  # those that were read, in every format alike
        outcome.failures[:0] = corpus.failures[number]
        yield job, outcome


_CHANGED = "{}: was changed while it was compared, and left out (run again)"


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
    name, start, end = corpus.span(index)
    return {"document": name, "start": start, "end": end}
