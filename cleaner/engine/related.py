"""The cards of a run to ``related.jsonl``: copies merged, repeats in the clean texts reported."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.deduplication.clusters import find, without_collector
from cleaner.deduplication.records import Clusters, Snippets
from cleaner.deduplication.snippets import Snippet, read
from cleaner.engine.earlier import Earlier, together
from cleaner.engine.repeats import repeats
from cleaner.engine.room import LEAST, room_for
from cleaner.engine.seen import books_mode
from cleaner.engine.worker import Job, Settings, json_line
from cleaner.model import Cluster
from cleaner.records import open_lines
from cleaner.writing import StagedStream


class Merged(NamedTuple):
    """The figures: cards found, distinct ones, paragraphs of texts that repeat one."""

    cards: int
    distinct: int
    repeats: int


def merge_cards(
    lines: Path,
    target: Path,
    jobs: Sequence[Job],
    settings: Settings,
    workers: int = 1,
    failed: Collection[str] = (),
) -> Merged:
    """Merge the cards in ``lines`` (see ``worker.card_lines``) and write them to ``target``.

    ``jobs`` are those of the run, whose results are in place: their paragraphs are held against
    the cards. Those of an earlier run stay if their documents are not among the jobs, or
    ``failed``. The figures are those of the file. Raises WriteError.
    """
    room = room_for(max(settings.memory, LEAST) if settings.memory else 0, target.parent)
    given, clusters = Snippets(room), Clusters(room)
    earlier = Earlier(target, {job.document for job in jobs} - set(failed))
    new = (read(json.loads(line)) for line in open_lines(lines))
    for snippet in together([*earlier.cards(), new]):
        given.append(snippet if settings.now is None else snippet._replace(time=settings.now))
    with without_collector():
        for cluster in find(given, keep=settings.keep, room=room).clusters():
            clusters.append(cluster)
    repeated = _repeats(clusters, jobs, settings, workers)
    before = earlier.repeated()
    if not len(given):
        target.unlink(missing_ok=True)
        return Merged(0, 0, 0)
    with StagedStream(target, at_most=books_mode(jobs)) as stream:
        for number, cluster in enumerate(clusters):
            known = [*before.get(cluster.id, []), *repeated.get(number, [])]
            stream.write(json_line(_record(cluster, given, known)))
        stream.commit()
    earlier.forget()
    return Merged(len(given), len(clusters), sum(map(len, repeated.values())))


def _record(
    cluster: Cluster, given: Sequence[Snippet], repeats: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    kept = given[cluster.representative]
    record: dict[str, Any] = {
        "cluster": cluster.id,
        "source": kept.source,
        "age": kept.age,
        "title": cluster.title,
        "text": cluster.text if cluster.text != kept.title else "",
        "document": kept.document,
        "copies": cluster.copies,
        "kept": cluster.why,
        "sources": cluster.sources,
        "ages": cluster.ages,
        "titles": cluster.titles,
        "urls": cluster.urls,
        "documents": cluster.documents,
        "variants": [
            {
                "score": member.score,
                "why": member.why,
                "source": snippet.source,
                "age": snippet.age,
                "title": snippet.title,
                "text": snippet.body if snippet.body != snippet.title else "",
                "document": snippet.document,
                "time": snippet.time.isoformat() if snippet.time else "",
            }
            for member in cluster.members
            for snippet in (given[member.index],)
        ],
    }
    if repeats:
        record["repeated"] = repeats
    return record


def _repeats(
    clusters: Sequence[Cluster], jobs: Sequence[Job], settings: Settings, workers: int
) -> dict[int, list[dict[str, Any]]]:
    """By number of the cluster, where a clean text has its words once more."""
    result: dict[int, list[dict[str, Any]]] = {}
    for found in repeats([cluster.text for cluster in clusters], jobs, settings, workers):
        own = found.document in clusters[found.card].documents
        result.setdefault(found.card, []).append(
            {
                "document": found.document,
                "start": found.start,
                "end": found.end,
                "score": found.score,
                "why": "the card repeats the article that it stands under"
                if own
                else "the text repeats the card of another document",
            }
        )
    return result
