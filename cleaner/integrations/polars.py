"""polars: clean a column of a frame, or a series in an expression."""

from __future__ import annotations

from typing import Any

import polars as pl

from cleaner.integrations.columns import clean_column
from cleaner.pipeline import Cleaner

_CARD = pl.Struct(dict.fromkeys(("source", "age", "title", "text", "document"), pl.String))


def clean(
    frame: pl.DataFrame,
    column: str = "text",
    *,
    tool: Cleaner | None = None,
    id: str | None = None,
    status: str | None = None,
    related: str | None = None,
    **settings: Any,
) -> pl.DataFrame:
    """Return the frame with a clean ``column``; nulls stay.

    ``id`` is the column that names the documents; ``status`` and ``related`` are columns to add
    (see ``Cleaned``). ``tool`` is a Cleaner to use, else one is made of ``settings``. Raises
    polars' ColumnNotFoundError.
    """
    ids = None if id is None else frame[id].to_list()
    found = clean_column(tool or Cleaner(**settings), frame[column].to_list(), ids)
    new = [pl.Series(column, found.texts, pl.String)]
    if status:
        new.append(pl.Series(status, found.statuses, pl.String))
    if related:
        new.append(pl.Series(related, found.related, pl.List(_CARD)))
    return frame.with_columns(new)


class CleanSeries:
    """For ``pl.col("text").map_batches(CleanSeries(), return_dtype=pl.String)``."""

    def __init__(self, tool: Cleaner | None = None, **settings: Any) -> None:
        self.tool = tool or Cleaner(**settings)

    def __call__(self, series: pl.Series) -> pl.Series:
        """The clean texts of a series; nulls stay."""
        return pl.Series(series.name, clean_column(self.tool, series.to_list()).texts, pl.String)
