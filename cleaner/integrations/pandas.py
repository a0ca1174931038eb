"""pandas: clean a column of a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cleaner.errors import ConfigError
from cleaner.integrations.columns import Columns, cleaner_of
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
    edits: Hashable = None,
    extracted: bool = False,
    **settings: Unpack[CleanerSettings],
) -> pd.DataFrame:
    """Return the frame with a clean ``column``; the one given stays as it is.

    Index, other columns, the type of the column, and what is no string (None, NaN) stay; a
    categorical gets the clean texts for categories. ``id`` is the column that names the documents;
    ``status``, ``cards`` and ``edits`` are columns to add: how each text fared, the related-article
    cards that were taken out, and the way back (see ``Cleaned`` and ``restore``). ``extracted``:
    see ``Cleaner.clean``. ``tool`` is a Cleaner to use, else one is made of ``settings``. Raises
    ConfigError for what is no frame, a column that is not there and one to add that is, and as
    Cleaner does.
    """
    if not isinstance(frame, pd.DataFrame):
        raise ConfigError(
            f"a frame is wanted, not {type(frame).__name__}", remedy="series.to_frame()"
        )
    names = Columns(column, id, status, cards, edits, extracted)
    names.check(frame.columns)
    old = frame[column]
    ids = None if id is None else frame[id].astype(object).where(frame[id].notna(), None).tolist()
    found = names.clean(cleaner_of(tool, settings), old, ids)
    result = frame.copy()
    for name, values in found.items():
        dtype = _type(old.dtype) if name == column else object
        result[name] = pd.Series(values, index=frame.index, dtype=dtype)
    return result


def _type(old: Any) -> Any:
    """The type of the clean texts: they need not be among the categories that there are."""
    return "category" if isinstance(old, pd.CategoricalDtype) else old
