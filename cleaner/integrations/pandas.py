"""pandas: clean a column of a frame."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cleaner.integrations.columns import clean_column
from cleaner.pipeline import Cleaner


def clean(
    frame: pd.DataFrame,
    column: str = "text",
    *,
    tool: Cleaner | None = None,
    id: str | None = None,
    status: str | None = None,
    related: str | None = None,
    **settings: Any,
) -> pd.DataFrame:
    """Return the frame with a clean ``column``; the one given stays as it is.

    Index, other columns, and what is no string (None, NaN) stay. ``id`` is the column that names
    the documents; ``status`` and ``related`` are columns to add (see ``Cleaned``). ``tool`` is a
    Cleaner to use, else one is made of ``settings``. Raises KeyError for an unknown column.
    """
    found = clean_column(
        tool or Cleaner(**settings), frame[column], None if id is None else list(frame[id])
    )
    old = frame[column]
    texts = [new if new is not None else was for new, was in zip(found.texts, old, strict=True)]
    result = frame.assign(**{column: pd.Series(texts, index=frame.index, dtype=old.dtype)})
    if status:
        result[status] = pd.Series(found.statuses, index=frame.index, dtype=object)
    if related:
        result[related] = pd.Series(found.related, index=frame.index, dtype=object)
    return result
