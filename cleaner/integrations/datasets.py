"""Hugging Face datasets: a function for ``Dataset.map`` with a fingerprint that does not change.

``dataset.map(CleanBatch(), batched=True)``. The cache of ``datasets`` goes by a hash of the pickled
function: the same settings, rules and version give the same one in every process, and other rules
another.
"""

from __future__ import annotations

from typing import Any

from cleaner import __version__, packs
from cleaner.integrations.columns import clean_column
from cleaner.pipeline import Cleaner


class CleanBatch:
    """Cleans a column of a batch.

    ``id`` is the column that names the documents; ``status`` and ``related`` are columns to add
    (see ``Cleaned``). ``settings`` are those of Cleaner; raises ConfigError and RuleError.
    """

    def __init__(
        self,
        column: str = "text",
        *,
        id: str | None = None,
        status: str | None = None,
        related: str | None = None,
        **settings: Any,
    ) -> None:
        self.columns = (column, id, status, related)
        self.settings = settings
        self.tool = Cleaner(**settings)

    def __reduce__(self) -> tuple[Any, ...]:
        known = [
            (pack.name, pack.hash) for pack in packs.loaded_packs(self.settings.get("rules", ()))
        ]
        return _build, (self.columns, sorted(self.settings.items()), __version__, known)

    def __call__(self, batch: Any) -> dict[str, list[Any]]:
        """The columns that change, for a batch as ``map(batched=True)`` hands it over."""
        column, name, status, related = self.columns
        found = clean_column(self.tool, batch[column], batch[name] if name else None)
        result: dict[str, list[Any]] = {column: found.texts}
        if status:
            result[status] = found.statuses
        if related:
            result[related] = found.related
        return result


def _build(columns: Any, settings: Any, version: str, known: Any) -> CleanBatch:
    column, name, status, related = columns
    return CleanBatch(column, id=name, status=status, related=related, **dict(settings))
