"""Hugging Face datasets: a function for ``Dataset.map`` with a fingerprint that does not change.

``dataset.map(CleanBatch(), batched=True)``. The cache of ``datasets`` goes by a hash of the pickled
function: the same settings, rules and version give the same one in every process, and other rules
another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cleaner import __version__, packs
from cleaner.errors import ConfigError
from cleaner.integrations.columns import CARD_FIELDS, check_columns, clean_column
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    from typing import Unpack

    from cleaner.model import CleanerSettings


class CleanBatch:
    """Cleans a column, of a batch or of one record.

    ``id`` is the column that names the documents; ``status`` and ``cards`` are columns to add: how
    each text fared and the related-article cards that were taken out (see ``Cleaned``; give
    ``features`` with them). ``settings`` are those of Cleaner; raises ConfigError and RuleError.
    """

    def __init__(
        self,
        column: str = "text",
        *,
        id: str | None = None,
        status: str | None = None,
        cards: str | None = None,
        **settings: Unpack[CleanerSettings],
    ) -> None:
        self.columns = (column, id, status, cards)
        self.settings = settings
        self.tool = Cleaner(**settings)

    def __repr__(self) -> str:
        column, *names = self.columns
        named = zip(("id", "status", "cards"), names, strict=True)
        given = [f"{key}={name!r}" for key, name in [*named, *self.settings.items()] if name]
        return f"CleanBatch({', '.join([repr(column), *given])})"

    def __reduce__(self) -> tuple[Any, ...]:
        # As the cleaner has them: a path, a string and a list of one are the same.
        _, (settings,) = self.tool.__reduce__()
        known = [(pack.name, pack.hash) for pack in packs.loaded_packs(settings["rules"])]
        return _build, (self.columns, sorted(settings.items()), __version__, known)

    def __call__(self, batch: Any) -> dict[str, Any]:
        """The columns that change, for what ``map`` hands over, ``batched`` or not.

        What is no string (None) stays. Raises ConfigError for a column that is not there.
        """
        if not isinstance(batch, Mapping):
            raise ConfigError(
                f"the dataset has a format, with {type(batch).__name__} for batches",
                remedy="map over dataset.with_format(None)",
            )
        column, name, status, cards = self.columns
        check_columns(batch, column, name, (status, cards))
        texts = batch[column]
        many = hasattr(texts, "__iter__") and not isinstance(texts, str)
        ids = batch[name] if name else None
        found = clean_column(
            self.tool, texts if many else [texts], ids if many or ids is None else [ids]
        )
        result: dict[str, list[Any]] = {column: found.texts}
        if status:
            result[status] = found.statuses
        if cards:
            result[cards] = found.cards
        return result if many else {key: values[0] for key, values in result.items()}

    def features(self, known: Any) -> Any:
        """The features of the result, for the argument ``features`` of ``map``.

        ``known`` are those of the dataset. Without them ``map`` goes by the first batch, and fails
        at a later one if the first has no card at all or no text.
        """
        from datasets import Features, Value

        _, _, status, cards = self.columns
        added: dict[str, Any] = {status: Value("string")} if status else {}
        if cards:
            added[cards] = [{name: Value("string") for name in CARD_FIELDS}]
        return Features({**known, **added})


def _build(columns: Any, settings: Any, version: str, known: Any) -> CleanBatch:
    column, name, status, cards = columns
    return CleanBatch(column, id=name, status=status, cards=cards, **dict(settings))
