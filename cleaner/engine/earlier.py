"""Cards of earlier runs: they stay in ``related.jsonl`` until their documents are cleaned again.

In place they stay even then, for the text that they stood in has lost them. A run in place that
was killed leaves the cards of what it put in place in the folder of the run, and no later run
finds them again: the next one puts them aside in ``related.jsonl.part``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cleaner.deduplication.snippets import Snippet, read, read_time
from cleaner.engine.jobs import RUN
from cleaner.errors import ReadError
from cleaner.remote import scratch
from cleaner.writing import write_atomic

PART = "related.jsonl.part"


def put_aside(base: Path) -> None:
    """Keep the cards that a killed run in place left; raises OSError and WriteError."""
    cards, part = scratch(base) / RUN / "cards.jsonl", base / PART
    if base.name == ".cleaner" and cards.exists() and cards.stat().st_size:
        # A source that was killed just before its rename was done twice.
        known = Counter(_whole_lines(part)) | Counter(_whole_lines(cards))
        write_atomic(part, known.elements())


def _whole_lines(path: Path) -> Iterator[bytes]:
    if path.exists():
        with path.open("rb") as file:
            yield from (line for line in file if line.endswith(b"\n"))


class Earlier:
    """What an older ``related.jsonl`` knows, but for the cards of ``cleaned`` documents.

    Records that are named by an id of their own cannot be told from those of other sources: they
    stay, and count once (see ``together``).
    """

    def __init__(self, related: Path, cleaned: Collection[str]) -> None:
        self._related = related
        self._part = related.with_name(PART)
        self._in_place = related.parent.name == ".cleaner"
        self._cleaned = cleaned

    def cards(self) -> list[Iterator[Snippet]]:
        """The cards that stay, and those that a killed run left."""
        left = map(read, map(json.loads, _whole_lines(self._part)))
        return [self._variants(), left if self._in_place else iter(())]

    def _variants(self) -> Iterator[Snippet]:
        for record in self._records():
            for card in record["variants"]:
                if self._in_place or not self._again(card["document"]):
                    yield Snippet(
                        card["text"] or card["title"],
                        source=card["source"],
                        age=card["age"],
                        title=card["title"],
                        document=card["document"],
                        time=read_time(card.get("time")),
                    )

    def repeated(self) -> dict[str, list[dict[str, Any]]]:
        """By id of a cluster the repeats in texts that are not looked through again."""
        return {
            record["cluster"]: [r for r in record["repeated"] if not self._again(r["document"])]
            for record in self._records()
            if "repeated" in record
        }

    def _records(self) -> Iterator[dict[str, Any]]:
        for number, line in enumerate(_whole_lines(self._related), 1):
            try:
                record = json.loads(line)
                if "variants" not in record:
                    raise ValueError(line)
            except (ValueError, KeyError, TypeError) as error:
                raise ReadError(
                    "not a record of a card",
                    path=str(self._related),
                    line=number,
                    remedy="repair it, or move the file away, and run again",
                ) from error
            yield record

    def _again(self, document: str) -> bool:
        """Whether a document, or the source that it is a record of, was cleaned again."""
        ends = [at for at, letter in enumerate(document) if letter == ":"]
        return any(document[:end] in self._cleaned for end in (*ends, len(document)))

    def forget(self) -> None:
        """All is in place: the cards of the killed run stand where they belong."""
        if self._in_place:
            self._part.unlink(missing_ok=True)


def together(parts: Sequence[Iterable[Snippet]]) -> Iterator[Snippet]:
    """The cards of all parts; one that an earlier part has is no other one in a later part."""
    held: Counter[int] = Counter()
    for number, part in enumerate(parts, 1):
        left = held.copy()
        for card in part:
            key = hash((card.document, card.source, card.age, card.title, card.body))
            if left[key] > 0:
                left[key] -= 1
                continue
            if number < len(parts):
                held[key] += 1
            yield card
