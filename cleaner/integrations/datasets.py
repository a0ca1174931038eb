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
from cleaner.integrations.columns import CARD_FIELDS, EDIT_FIELDS, Columns
from cleaner.pipeline import Cleaner
from cleaner.settings import Settings

if TYPE_CHECKING:
    from typing import Unpack

    from cleaner.model import CleanerSettings


class CleanBatch:
    """Cleans a column, of a batch or of one record.

    ``id`` is the column that names the documents; ``status``, ``cards`` and ``edits`` are columns
    to add: how each text fared, the related-article cards that were taken out, and the way back
    (see ``Cleaned`` and ``restore``; give ``features`` with them). ``extracted``: see
    ``Cleaner.clean``. ``settings`` are those of Cleaner; raises ConfigError and RuleError.
    """

    def __init__(
        self,
        column: str = "text",
        *,
        id: str | None = None,
        status: str | None = None,
        cards: str | None = None,
        edits: str | None = None,
        extracted: bool = False,
        **settings: Unpack[CleanerSettings],
    ) -> None:
        self.columns = Columns(column, id, status, cards, edits, extracted)
        self.tool = Cleaner(**settings)

    def __repr__(self) -> str:
        column, *names = self.columns
        named = zip(Columns._fields[1:], names, strict=True)
        given = [f"{key}={name!r}" for key, name in named if name]
        given += filter(None, [str(self.tool.settings)])
        return f"CleanBatch({', '.join([repr(column), *given])})"

    def __reduce__(self) -> tuple[Any, ...]:
        # As the cleaner has them: a path, a string and a list of one are the same.
        settings = self.tool.settings.placed()
        known = [(pack.name, pack.hash) for pack in packs.loaded_packs(settings.rules)]
        return _build, (tuple(self.columns), tuple(settings), __version__, known)

    def __call__(self, batch: Any) -> dict[str, Any]:
        """The columns that change, for what ``map`` hands over, ``batched`` or not.

        What is no string (None) stays. Raises ConfigError for a column that is not there.
        """
        if not isinstance(batch, Mapping):
            raise ConfigError(
                f"the dataset has a format, with {type(batch).__name__} for batches",
                remedy="map over dataset.with_format(None)",
            )
        names = self.columns
        names.check(batch, again=True)
        texts = batch[names.text]
        many = hasattr(texts, "__iter__") and not isinstance(texts, str)
        ids = batch[names.id] if names.id else None
        result = names.clean(
            self.tool, texts if many else [texts], ids if many or ids is None else [ids]
        )
        return result if many else {key: values[0] for key, values in result.items()}

    def features(self, known: Any) -> Any:
        """The features of the result, for the argument ``features`` of ``map``.

        ``known`` are those of the dataset. Without them ``map`` goes by the first batch, and fails
        at a later one if the first has no card at all or no text. Raises ConfigError for None,
        which a streamed dataset has when nobody knows them yet.
        """
        from datasets import Features, Value

        if known is None:
            raise ConfigError(
                "the features of the dataset are not known",
                remedy="dataset.cast(Features(…)) first",
            )
        names = self.columns
        added: dict[str, Any] = {names.status: Value("string")} if names.status else {}
        if names.cards:
            added[names.cards] = [{name: Value("string") for name in CARD_FIELDS}]
        if names.edits:
            types = {int: "int64", str: "string"}
            added[names.edits] = [{name: Value(types[kind]) for name, kind in EDIT_FIELDS.items()}]
        return Features({**known, **added})


def _build(columns: Any, settings: Any, version: str, known: Any) -> CleanBatch:
    column, *names = columns
    named = dict(zip(Columns._fields[1:], names, strict=True))
    return CleanBatch(column, **named, **Settings(*settings)._asdict())
