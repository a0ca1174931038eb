"""What is given to be deduplicated: a text, or a mapping with what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from numbers import Real
from typing import Any, NamedTuple

from cleaner.deduplication import headers
from cleaner.errors import ConfigError
from cleaner.model import Card


class Snippet(NamedTuple):
    """One snippet. ``body``: its text without header residue, or its title if it has no text.

    A text that is nothing but residue ("READ MORE") stays as it is.

    ``time``: when its page was scraped, for ages such as "2 hours ago"; None if unknown.
    """

    body: str
    id: str = ""
    source: str = ""
    age: str = ""
    title: str = ""
    url: str = ""
    document: str = ""
    time: datetime | None = None


def read(item: str | Card | Mapping[str, Any]) -> Snippet:
    """The snippet that ``item`` stands for.

    A mapping has ``text`` or ``title`` and perhaps ``id``, ``source``, ``age``, ``url``,
    ``document`` and ``time`` (a datetime, ISO text, or seconds since 1970). Raises ConfigError for
    another type, and for a mapping with neither.
    """
    if isinstance(item, str):
        header = headers.parse(item)
        return Snippet(header.body or item.strip(), source=header.source, age=header.age)
    if isinstance(item, Card):
        item = asdict(item)
    if not isinstance(item, Mapping):
        raise ConfigError(
            f"a snippet is a text or a mapping, not {type(item).__name__}",
            remedy='pass texts, or mappings with a "text"',
        )
    if "text" not in item and "title" not in item:
        raise ConfigError(
            "a snippet has no text",
            remedy=f'call it "text"; the keys are: {", ".join(map(str, item))}',
        )
    text = _text(item, "text")
    header = headers.parse(text)
    title = _text(item, "title")
    return Snippet(
        header.body or title or text.strip(),
        _text(item, "id"),
        _text(item, "source") or header.source,
        _text(item, "age") or header.age,
        title,
        _text(item, "url"),
        _text(item, "document"),
        read_time(item.get("time")),
    )


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    if isinstance(value, str):
        return value
    # A table says NaN where it has no value.
    if value is None or (isinstance(value, Real) and value != value):
        return ""
    try:
        return str(value)
    except ValueError as error:
        raise ConfigError(f"the {key} of a snippet: {error}", remedy="pass it as a text") from error


def read_time(value: Any) -> datetime | None:
    """A datetime, ISO text or seconds since 1970 as a time with a zone; None for all else."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None
