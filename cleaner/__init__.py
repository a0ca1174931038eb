"""Strip boilerplate from scraped text; nothing is lost.

import cleaner
result = cleaner.clean(text)        # .text .edits .related .findings .status
findings = cleaner.check(text)
lines = cleaner.explain(text)       # why each line goes or stays
original = cleaner.restore(result.text, result.edits)
clusters = cleaner.dedup(snippets)  # texts or mappings with source, age, title, text
tool = cleaner.Cleaner(level="safe", rules=["my_rules/"])   # compiled once
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.deduplication.clusters import dedup
    from cleaner.edit import restore
    from cleaner.errors import (
        CleanerError,
        ConfigError,
        ReadError,
        RestoreError,
        RuleError,
        WriteError,
    )
    from cleaner.explanation import Explained
    from cleaner.model import (
        Card,
        Cleaned,
        Cluster,
        Document,
        Edit,
        Finding,
        Keep,
        Level,
        Member,
    )
    from cleaner.pipeline import Cleaner

__version__ = "0.1.0"

__all__ = [
    "Card",
    "Cleaned",
    "Cleaner",
    "CleanerError",
    "Cluster",
    "ConfigError",
    "Document",
    "Edit",
    "Explained",
    "Finding",
    "Keep",
    "Level",
    "Member",
    "ReadError",
    "RestoreError",
    "RuleError",
    "WriteError",
    "check",
    "clean",
    "dedup",
    "explain",
    "restore",
]

_HOMES = {
    "cleaner.pipeline": ("Cleaner",),
    "cleaner.deduplication.clusters": ("dedup",),
    "cleaner.explanation": ("Explained",),
    "cleaner.edit": ("restore",),
    "cleaner.model": (
        "Card",
        "Cleaned",
        "Cluster",
        "Document",
        "Edit",
        "Finding",
        "Keep",
        "Level",
        "Member",
    ),
    "cleaner.errors": (
        "CleanerError",
        "ConfigError",
        "ReadError",
        "RestoreError",
        "RuleError",
        "WriteError",
    ),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def clean(text: str, *, id: str = "", level: Level = "contextual", **settings: Any) -> Cleaned:
    """Return the clean text of ``text`` with every edit.

    ``id`` names the document in its related cards. ``level`` and ``settings`` are those of
    ``Cleaner``; a cleaner is compiled once for each combination. Raises ConfigError and RuleError
    for settings that cannot be used.
    """
    return _cleaner(level, **_hashable(settings)).clean(text, id=id)


def check(text: str, *, level: Level = "contextual", **settings: Any) -> tuple[Finding, ...]:
    """Return what ``clean`` would change, as findings; takes the settings of ``clean``."""
    return _cleaner(level, **_hashable(settings)).check(text)


def explain(
    text: str, *, level: Level = "contextual", extracted: bool = False, **settings: Any
) -> tuple[Explained, ...]:
    """Return why each line that is not blank goes or stays; takes the settings of ``clean``.

    ``extracted``: see ``Cleaner.clean``. For a cleaner of your own: ``cleaner.explanation``.
    """
    from cleaner.explanation import explain

    return explain(_cleaner(level, **_hashable(settings)), text, extracted=extracted)


@cache
def _cleaner(level: Level, **settings: Any) -> Cleaner:
    from cleaner.pipeline import Cleaner

    return Cleaner(level=level, **settings)


def _hashable(settings: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in settings.items()}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'cleaner' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
