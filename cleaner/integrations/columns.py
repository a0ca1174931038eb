"""Columns of texts, as tables hand them over: what the other modules share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.errors import ConfigError
from cleaner.model import Card, Cleaned, Edit
from cleaner.pipeline import Cleaner
from cleaner.rules import nearest

CARD_FIELDS = ("source", "age", "title", "text", "document")
EDIT_FIELDS = {name: int if name in ("start", "end") else str for name in Edit._fields}
"""The fields of an edit and their types."""
_SHOWN = 20
"""How many columns of a table an error names."""


class Columns(NamedTuple):
    """Which column of a table is cleaned, and the columns for the rest of the results.

    ``id`` names the documents in the cards. ``status``, ``cards`` and ``edits`` are columns to add;
    None for what is not wanted. ``extracted``: see ``Cleaner.clean``.
    """

    text: Any
    id: Any = None
    status: Any = None
    cards: Any = None
    edits: Any = None
    extracted: bool = False

    def check(self, known: Iterable[Any], *, again: bool = False) -> None:
        """Raise ConfigError unless a table with the columns ``known`` can be cleaned.

        It must have ``text`` and, if it is named, ``id``, each once, and none of the columns to
        add, but for a table that is cleaned ``again``.
        """
        names = list(known)
        for name in (self.text, self.id):
            if name is not None and names.count(name) != 1:
                raise _no_such(name, names)
        added = [name for name in (self.status, self.cards, self.edits) if name is not None]
        if self.text in added or len(set(added)) < len(added):
            raise ConfigError(
                f"two results for one column: {added}", remedy="give each its own name"
            )
        for name in added:
            if name in names and not again:
                raise ConfigError(
                    f"there is a column {name!r} already", remedy="give the one to add another name"
                )

    def clean(
        self, tool: Cleaner, texts: Iterable[Any], ids: Sequence[object] | None = None
    ) -> dict[Any, list[Any]]:
        """Clean what is a string, and leave all else (None, NaN, numbers) as it is.

        Returns the columns that were asked for by name, ``text`` first, as long as it is. They have
        None where no string was.
        """
        given = list(texts)
        found = [
            tool.clean(
                text, id="" if ids is None else document_name(ids[at]), extracted=self.extracted
            )
            if isinstance(text, str)
            else None
            for at, text in enumerate(given)
        ]
        made = {
            self.text: [
                text if one is None else one.text for text, one in zip(given, found, strict=True)
            ]
        }
        for field, read in _READ.items():
            name = getattr(self, field)
            if name is not None:
                made[name] = [None if one is None else read(one) for one in found]
        return made


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


def _no_such(name: Any, names: Sequence[Any]) -> ConfigError:
    """The error for a column that is not there, or is there more than once."""
    if name in names:
        return ConfigError(f"several columns are called {name!r}", remedy="rename all but one")
    shown = ", ".join(map(str, names[:_SHOWN])) + (", …" if len(names) > _SHOWN else "")
    meant = nearest(str(name), [other for other in names if isinstance(other, str)])
    remedy = f"{meant} the columns are: {shown}".strip()
    return ConfigError(f"no column is called {name!r}", remedy=remedy)


def document_name(value: object) -> str:
    """What a value of the column ``id`` calls a document; nothing for None and NaN."""
    return "" if value is None or value != value else str(value)


def card_fields(card: Card) -> dict[str, str]:
    """A related-article card as plain fields."""
    return {name: getattr(card, name) for name in CARD_FIELDS}


def edit_fields(edit: Edit) -> dict[str, Any]:
    """An edit as plain fields; ``restore`` takes them."""
    return edit._asdict()


def cards_of(result: Cleaned) -> list[dict[str, str]]:
    """The related-article cards that were taken out, as plain fields."""
    return [card_fields(card) for card in result.related]


def edits_of(result: Cleaned) -> list[dict[str, Any]]:
    """The edits that were made, as plain fields."""
    return [edit_fields(edit) for edit in result.edits]


def _status(result: Cleaned) -> str:
    return result.status


_READ: dict[str, Callable[[Cleaned], Any]] = {
    "status": _status,
    "cards": cards_of,
    "edits": edits_of,
}
