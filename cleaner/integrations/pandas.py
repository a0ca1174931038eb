"""pandas: clean a column of a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cleaner.integrations.columns import check_columns, clean_column, cleaner_of
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Unpack

    from cleaner.model import CleanerSettings


def clean(
    frame: pd.DataFrame,
    column: Hashable = "text",
    *,
    tool: Cleaner | None = None,
    id: Hashable = None,
    status: Hashable = None,
    cards: Hashable = None,
    **settings: Unpack[CleanerSettings],
) -> pd.DataFrame:
    """Return the frame with a clean ``column``; the one given stays as it is.

    Index, other columns, the type of the column, and what is no string (None, NaN) stay; a
    categorical gets the clean texts for categories. ``id`` is the column that names the documents;
    ``status`` and ``cards`` are columns to add: how each text fared and the related-article cards
    that were taken out (see ``Cleaned``). ``tool`` is a Cleaner to use, else one is made of
    ``settings``. Raises ConfigError for a column that is not there, and as Cleaner does.
    """
    check_columns(frame.columns, column, id, (status, cards))
    old = frame[column]
    ids = None if id is None else frame[id].astype(object).where(frame[id].notna(), None).tolist()
    found = clean_column(cleaner_of(tool, settings), old, ids)
    # The clean text need not be one of the categories that there are.
    dtype: Any = "category" if isinstance(old.dtype, pd.CategoricalDtype) else old.dtype
    result = frame.copy()
    result[column] = pd.Series(found.texts, index=frame.index, dtype=dtype)
    if status is not None:
        result[status] = pd.Series(found.statuses, index=frame.index, dtype=object)
    if cards is not None:
        result[cards] = pd.Series(found.cards, index=frame.index, dtype=object)
    return result
