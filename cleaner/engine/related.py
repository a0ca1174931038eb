"""The cards of a run to ``related.jsonl``: copies merged, repeats in the clean texts reported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from cleaner import formats
from cleaner.deduplication.clusters import merge
from cleaner.deduplication.repeats import Repeats
from cleaner.deduplication.snippets import Snippet, read
from cleaner.engine.corpus import texts
from cleaner.engine.output import shards
from cleaner.engine.worker import Job, Settings, json_line
from cleaner.errors import CleanerError
from cleaner.model import Cluster
from cleaner.records import open_lines
from cleaner.writing import StagedStream

_BATCH = 20_000


class Merged(NamedTuple):
    """The figures: cards found, distinct ones, paragraphs of texts that repeat one."""

    cards: int
    distinct: int
    repeats: int


class _Paragraph(NamedTuple):
    document: str
    start: int
    end: int
    text: str


def merge_cards(lines: Path, target: Path, jobs: Sequence[Job], settings: Settings) -> Merged:
    """Merge the cards in ``lines`` (see ``worker.card_lines``) and write them to ``target``.

    ``jobs`` are those of the run, whose results are in place: their paragraphs are held against
    the cards. Raises WriteError.
    """
    given = [read(json.loads(line)) for line in open_lines(lines)]
    if settings.now is not None:
        given = [snippet._replace(time=settings.now) for snippet in given]
    clusters = merge(given, keep=settings.keep)
    repeats = _repeats(clusters, jobs, settings)
    with StagedStream(target) as stream:
        for number, cluster in enumerate(clusters):
            stream.write(json_line(_record(cluster, given, repeats.get(number, []))))
        stream.commit()
    return Merged(len(given), len(clusters), sum(map(len, repeats.values())))


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
            }
            for member in cluster.members
            for snippet in (given[member.index],)
        ],
    }
    if repeats:
        record["repeated"] = repeats
    return record


def _repeats(
    clusters: Sequence[Cluster], jobs: Sequence[Job], settings: Settings
) -> dict[int, list[dict[str, Any]]]:
    """By number of the cluster, where a clean text has its words once more."""
    result: dict[int, list[dict[str, Any]]] = {}
    index = Repeats([cluster.text for cluster in clusters])
    for batch in _batches(_paragraphs(jobs, settings)):
        for found in index.find([paragraph.text for paragraph in batch]):
            paragraph = batch[found.text]
            own = paragraph.document in clusters[found.snippet].documents
            result.setdefault(found.snippet, []).append(
                {
                    "document": paragraph.document,
                    "start": paragraph.start,
                    "end": paragraph.end,
                    "score": found.score,
                    "why": "the card repeats the article that it stands under"
                    if own
                    else "the text repeats the card of another document",
                }
            )
    return result


def _batches(paragraphs: Iterable[_Paragraph]) -> Iterator[list[_Paragraph]]:
    batch: list[_Paragraph] = []
    for paragraph in paragraphs:
        batch.append(paragraph)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _paragraphs(jobs: Sequence[Job], settings: Settings) -> Iterator[_Paragraph]:
    """The lines of the clean texts that are long enough; spans are those of the clean text."""
    for job in jobs:
        try:
            for document, text in _texts(job, settings):
                start = 0
                for line in text.splitlines(keepends=True):
                    stripped = line.strip()
                    if len(stripped) >= 40:
                        at = start + line.index(stripped)
                        yield _Paragraph(document, at, at + len(stripped), stripped)
                    start += len(line)
        except CleanerError:
            continue  # reported when it was cleaned


def _texts(job: Job, settings: Settings) -> Iterator[tuple[str, str]]:
    kind = job.to or job.kind
    if formats.is_archive(kind) or kind == "sidecar":
        return  # packed again, and seldom worth reading twice
    paths = shards(job.target) if settings.shard_size and kind in formats.names() else [job.target]
    number = before = 0
    for path in paths:
        written = replace(job, path=path, kind="text" if kind == "html" else kind)
        for text in texts(written, settings.text_field, settings.id_field, []):
            number = before + text.number
            named = text.number and text.name == f"{job.document}:{text.number}"
            yield f"{job.document}:{number}" if named else text.name, text.text
        before = number
