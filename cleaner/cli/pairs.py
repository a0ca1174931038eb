"""``cleaner dedup --explain A B``: the two snippets that are meant, and what becomes of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cleaner.cli import console
from cleaner.errors import ConfigError

if TYPE_CHECKING:
    from cleaner.deduplication.snippets import Snippet
    from cleaner.engine.dedup import Corpus, DedupSettings
    from cleaner.engine.worker import Job
    from cleaner.errors import CleanerError


def explained(
    work: list[Job], problems: list[CleanerError], pair: tuple[str, str], settings: DedupSettings
) -> int:
    """Say what becomes of a pair among the units of ``work``; returns the exit code."""
    from cleaner.deduplication.explain import explain
    from cleaner.engine.dedup import gather, together

    console.errors(problems)
    corpus = gather(work, settings)
    for failures in corpus.failures:
        console.errors([failure.replace(" (copied unchanged)", "") for failure in failures])
    lines = _lines(work, corpus)
    (one, first), (other, second) = (_named(name, corpus, lines) for name in pair)
    for step in explain(one, other, settings.limits):
        _say(f"{step.question}: {step.answer}", step.measured)
    if first is not None and second is not None:
        _say(*together(corpus, first, second, settings))
    return 2 if problems or any(corpus.failures) else 0


def _say(line: str, measured: str) -> None:
    text = f"{line} ({measured})\n" if measured else f"{line}\n"
    sys.stdout.write(text.encode("utf-8", "replace").decode())


def _of(document: str, corpus: Corpus) -> list[int]:
    return [i for i, snippet in enumerate(corpus.snippets) if snippet.document == document]


def _lines(work: list[Job], corpus: Corpus) -> dict[int, str]:
    """The places of documents that are records, by their numbers: file and line."""
    return {
        document: f"{job.document}:{line}"
        for source, job in enumerate(work)
        for document in range(*corpus.of_source(source))
        if (line := corpus.line(document))
    }


def _starts(document: str, units: list[int], corpus: Corpus, lines: dict[int, str]) -> str:
    several = {int(corpus.documents[i]) for i in units}
    if len(several) > 1 and several <= lines.keys():
        # An id that several records have.
        shown, what = [lines[number] for number in sorted(several)], "file and line"
    else:
        shown, what = [f"{document}:{corpus.span(i)[1]}" for i in units], "start"
    return f"name one by its {what}: {', '.join(shown[:4])}" + (", …" if len(shown) > 4 else "")


def _named(name: str, corpus: Corpus, lines: dict[int, str]) -> tuple[Snippet, int | None]:
    """The snippet of the document ``name`` and its number, else ``name`` itself as a text.

    ``lines``: names by which records are known besides their ids.
    """
    from cleaner.deduplication.snippets import read
    from cleaner.rules import nearest

    found = _of(name, corpus)
    if not found:
        numbers = [number for number, place in lines.items() if place == name]
        found = [i for i, number in enumerate(corpus.documents.tolist()) if number in numbers]
    if len(found) > 1:
        remedy = _starts(name, found, corpus, lines)
        raise ConfigError(f"{name} has {len(found)} units", remedy=remedy)
    if not found:
        document, _, start = name.rpartition(":")
        units = _of(document, corpus)
        found = [i for i in units if str(corpus.span(i)[1]) == start]
        if units and not found:
            remedy = _starts(document, units, corpus, lines)
            raise ConfigError(f"no unit of {document} begins at {start!r}", remedy=remedy)
    if found:
        return corpus.snippets[found[0]], found[0]
    if len(name.split()) > 1:
        return read(name), None
    raise ConfigError(
        f"no document {name!r} in the sources",
        remedy=nearest(name, corpus.names) or "give the id of a record, a file, or a text",
    )
