"""polars: clean a column of a frame, lazy or not, or a series in an expression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from cleaner.errors import ConfigError
from cleaner.integrations.columns import CARD_FIELDS, EDIT_FIELDS, Columns, cleaner_of
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    from typing import Unpack

    from cleaner.model import CleanerSettings

FrameT = TypeVar("FrameT", pl.DataFrame, pl.LazyFrame)

_DONE = "cleaner: results"
_CARD = pl.Struct(dict.fromkeys(CARD_FIELDS, pl.String))
_EDIT = pl.Struct(
    {name: pl.Int64 if kind is int else pl.String for name, kind in EDIT_FIELDS.items()}
)
_TEXTS = (pl.String, pl.Categorical, pl.Enum, pl.Null)


def clean(
    frame: FrameT,
    column: str = "text",
    *,
    tool: Cleaner | None = None,
    id: str | None = None,
    status: str | None = None,
    cards: str | None = None,
    edits: str | None = None,
    extracted: bool = False,
    **settings: Unpack[CleanerSettings],
) -> FrameT:
    """Return the frame with a clean ``column`` of strings; nulls stay.

    Of a lazy frame that is a lazy one, which cleans batch by batch when it is collected. ``id`` is
    the column that names the documents; ``status``, ``cards`` and ``edits`` are columns to add: how
    each text fared, the related-article cards that were taken out, and the way back (see
    ``Cleaned`` and ``restore``). ``extracted``: see ``Cleaner.clean``. ``tool`` is a Cleaner to
    use, else one is made of ``settings``. Raises ConfigError for what is no frame, a column that is
    not there or holds no text and one to add that is there, and as Cleaner does.
    """
    if not isinstance(frame, pl.DataFrame | pl.LazyFrame):
        kind = type(frame).__name__
        raise ConfigError(f"a frame is wanted, not {kind}", remedy="series.to_frame()")
    names = Columns(column, id, status, cards, edits, extracted)
    schema = frame.collect_schema()
    names.check(schema.names())
    _check_text(column, schema[column])
    used = cleaner_of(tool, settings)
    types: dict[str, Any] = {column: pl.String}
    if status is not None:
        types[status] = pl.String
    if cards is not None:
        types[cards] = pl.List(_CARD)
    if edits is not None:
        types[edits] = pl.List(_EDIT)

    def work(rows: pl.Series) -> pl.Series:
        ids = None if id is None else rows.struct.field(id).to_list()
        found = names.clean(used, rows.struct.field(column).to_list(), ids)
        return pl.DataFrame(found, schema=types).to_struct()

    needed = {column} if id is None else {column, id}
    done = pl.struct(*needed).map_batches(work, pl.Struct(types), is_elementwise=True)
    # A column of its own, so that every text is cleaned once, however many columns come of it.
    hidden = _DONE
    while hidden in schema or hidden in types:
        hidden += "_"
    made = frame.with_columns(done.alias(hidden))
    return made.with_columns(pl.col(hidden).struct.field(name) for name in types).drop(hidden)


class CleanSeries:
    """For ``pl.col("text").map_batches(CleanSeries(), return_dtype=pl.String)``.

    ``tool`` is a Cleaner to use, else one is made of ``settings``. ``extracted``: see
    ``Cleaner.clean``. Called with a series it raises ConfigError where that holds no text.
    """

    def __init__(
        self,
        tool: Cleaner | None = None,
        *,
        extracted: bool = False,
        **settings: Unpack[CleanerSettings],
    ) -> None:
        self.tool = cleaner_of(tool, settings)
        self.extracted = extracted

    def __repr__(self) -> str:
        return f"CleanSeries({self.tool!r})"

    def __call__(self, series: pl.Series) -> pl.Series:
        """The clean texts of a series; nulls stay."""
        _check_text(series.name, series.dtype)
        names = Columns(series.name, extracted=self.extracted)
        return pl.Series(
            series.name, names.clean(self.tool, series.to_list())[series.name], pl.String
        )


def _check_text(column: str, dtype: Any) -> None:
    if dtype not in _TEXTS:
        raise ConfigError(
            f"the column {column!r} holds {dtype}, no text", remedy="cast it to pl.String first"
        )
