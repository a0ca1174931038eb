"""Columns of texts, as tables hand them over: what the other modules share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.errors import ConfigError
from cleaner.model import Card
from cleaner.pipeline import Cleaner
from cleaner.rules import nearest

CARD_FIELDS = ("source", "age", "title", "text", "document")
_SHOWN = 20
"""How many columns of a table an error names."""


class Cleanings(NamedTuple):
    """The results for a column, as lists that are as long as it is.

    ``texts`` has what is no string as it was; ``statuses`` and ``cards`` have None there.
    """

    texts: list[Any]
    statuses: list[str | None]
    cards: list[list[dict[str, str]] | None]


def clean_column(
    tool: Cleaner, texts: Iterable[Any], ids: Sequence[object] | None = None
) -> Cleanings:
    """Clean what is a string, and leave all else (None, NaN, numbers) as it is.

    ``ids`` name the documents in the cards.
    """
    result = Cleanings([], [], [])
    for at, text in enumerate(texts):
        if not isinstance(text, str):
            result.texts.append(text)
            result.statuses.append(None)
            result.cards.append(None)
            continue
        cleaned = tool.clean(text, id="" if ids is None else document_name(ids[at]))
        result.texts.append(cleaned.text)
        result.statuses.append(cleaned.status)
        result.cards.append([card_fields(card) for card in cleaned.related])
    return result


def cleaner_of(tool: Cleaner | None, settings: Mapping[str, Any]) -> Cleaner:
    """The cleaner that was given, or one of these settings; raises ConfigError for both."""
    if tool is None:
        return Cleaner(**settings)
    if settings:
        raise ConfigError(
            f"a tool and settings of one: {', '.join(settings)}",
            remedy="make the tool with them: Cleaner(…)",
        )
    return tool


def check_columns(
    known: Iterable[Any], column: Any, id: Any = None, new: Sequence[Any] = ()
) -> None:
    """Raise ConfigError unless a table with the columns ``known`` can be cleaned.

    It must have ``column`` and, if it is named, ``id``, each once. ``new`` are columns to add, None
    for what is not wanted; they have other names than ``column``.
    """
    names = list(known)
    for name in (column, id):
        if name is None or names.count(name) == 1:
            continue
        if name in names:
            raise ConfigError(f"several columns are called {name!r}", remedy="rename all but one")
        shown = ", ".join(map(str, names[:_SHOWN])) + (", …" if len(names) > _SHOWN else "")
        meant = nearest(str(name), [other for other in names if isinstance(other, str)])
        remedy = f"{meant} the columns are: {shown}".strip()
        raise ConfigError(f"no column is called {name!r}", remedy=remedy)
    added = [name for name in new if name is not None]
    if column in added or len(set(added)) < len(added):
        raise ConfigError(f"two results for one column: {added}", remedy="give each its own name")


def document_name(value: object) -> str:
    """What a value of the column ``id`` calls a document; nothing for None and NaN."""
    return "" if value is None or value != value else str(value)


def card_fields(card: Card) -> dict[str, str]:
    """A related-article card as plain fields."""
    return {name: getattr(card, name) for name in CARD_FIELDS}
