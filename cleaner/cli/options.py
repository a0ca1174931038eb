"""Values of options that several commands have."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.util import find_spec

from cleaner.errors import ConfigError
from cleaner.model import KEEPS, Keep


def keep(value: str) -> Keep:
    """The policy of survivorship; raises ConfigError for an unknown one."""
    for known in KEEPS:
        if value == known:
            if known in ("earliest", "latest"):
                need("dateparser", "dates")
            return known
    raise ConfigError(f"keep is {value!r}", remedy=f"one of: {', '.join(KEEPS)}")


def now(value: str | None) -> datetime | None:
    """A time in ISO format, in UTC unless it says otherwise; raises ConfigError."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise ConfigError(
            f"now is {value!r}", remedy="a date or time in ISO format: 2026-03-01T12:00"
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def need(module: str, extra: str) -> None:
    """Raise ConfigError if a module of an extra is not installed."""
    if find_spec(module) is None:
        raise ConfigError(f"{module} is not installed", remedy=f"pip install '.[{extra}]'")
