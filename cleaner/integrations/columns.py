"""Columns of texts, as tables hand them over: what the other modules share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cleaner.model import Card
from cleaner.pipeline import Cleaner


class Cleanings(NamedTuple):
    """The results for a column: lists as long as it is; where there was no text, None."""

    texts: list[str | None]
    statuses: list[str | None]
    related: list[list[dict[str, str]] | None]


def clean_column(
    tool: Cleaner, texts: Iterable[Any], ids: Sequence[object] | None = None
) -> Cleanings:
    """Clean what is a string; everything else (None, NaN) has the text None.

    ``ids`` name the documents in the cards.
    """
    result = Cleanings([], [], [])
    for at, text in enumerate(texts):
        if not isinstance(text, str):
            for column in result:
                column.append(None)
            continue
        cleaned = tool.clean(text, id="" if ids is None else str(ids[at]))
        result.texts.append(cleaned.text)
        result.statuses.append(cleaned.status)
        result.related.append([card_fields(card) for card in cleaned.related])
    return result


def card_fields(card: Card) -> dict[str, str]:
    """A related-article card as plain fields."""
    return {
        "source": card.source,
        "age": card.age,
        "title": card.title,
        "text": card.text,
        "document": card.document,
    }
