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

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Unpack

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
        CleanerSettings,
        Cluster,
        Document,
        Edit,
        Finding,
        Keep,
        Level,
        Member,
        Related,
        Status,
    )
    from cleaner.pipeline import Cleaner

__version__ = "0.1.0"

__all__ = [
    "Card",
    "Cleaned",
    "Cleaner",
    "CleanerError",
    "CleanerSettings",
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
    "Related",
    "RestoreError",
    "RuleError",
    "Status",
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
        "CleanerSettings",
        "Cluster",
        "Document",
        "Edit",
        "Finding",
        "Keep",
        "Level",
        "Member",
        "Related",
        "Status",
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


def clean(
    text: str, *, id: str = "", extracted: bool = False, **settings: Unpack[CleanerSettings]
) -> Cleaned:
    """Return the clean text of ``text`` with every edit.

    ``id`` names the document in its related cards. ``extracted``: the text is what an extractor
    left of HTML, see ``Cleaner.clean``. ``settings`` are those of ``Cleaner`` (``level="safe"``);
    the cleaners of the last eight combinations are kept, until a rule file changes. Raises
    TypeError for what is no text, ConfigError and RuleError for settings that cannot be used.
    """
    return _cleaner(settings).clean(text, id=id, extracted=extracted)


def check(
    text: str, *, id: str = "", extracted: bool = False, **settings: Unpack[CleanerSettings]
) -> tuple[Finding, ...]:
    """Return what ``clean`` would change, as findings; takes the arguments of ``clean``."""
    return _cleaner(settings).check(text, id=id, extracted=extracted)


def explain(
    text: str, *, extracted: bool = False, **settings: Unpack[CleanerSettings]
) -> tuple[Explained, ...]:
    """Return why each line that is not blank goes or stays; takes the settings of ``clean``.

    ``extracted``: see ``Cleaner.clean``. For a cleaner of your own: ``cleaner.explanation``.
    """
    from cleaner.explanation import explain

    return explain(_cleaner(settings), text, extracted=extracted)


def _cleaner(settings: CleanerSettings) -> Cleaner:
    from cleaner.pipeline import kept

    return kept(**settings)


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'cleaner' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
