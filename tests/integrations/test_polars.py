"""polars."""

from __future__ import annotations

from typing import Any

import pytest

from cleaner import Cleaned, Cleaner
from cleaner.errors import ConfigError
from tests.integrations import CLEAN, DIRTY, HOW
from tests.support import PROSE

pl: Any = pytest.importorskip("polars", reason=HOW)

from cleaner.integrations.polars import CleanSeries, clean  # noqa: E402


def test_texts_go_clean_and_all_else_stays() -> None:
    frame = pl.DataFrame({"text": [DIRTY, None, PROSE[0]], "n": [1, 2, 3], "id": [None, "b", "c"]})
    found = clean(frame, id="id", status="status", cards="cards")
    assert found.columns == ["text", "n", "id", "status", "cards"]
    assert found["text"].to_list() == [CLEAN, None, PROSE[0]]
    assert found["status"].to_list() == ["cleaned", None, "unchanged"]
    assert found["cards"].to_list()[0][0]["source"] == "Valley Times"
    assert found["cards"].to_list()[0][0]["document"] == ""
    assert found["cards"].to_list()[1:] == [None, []]
    assert found["n"].to_list() == [1, 2, 3]
    assert frame["text"][0] == DIRTY


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_a_lazy_frame_stays_lazy(engine: str) -> None:
    frame = pl.DataFrame({"text": [DIRTY, None, PROSE[0]], "n": [1, 2, 3]})
    lazy = clean(frame.lazy(), status="status")
    assert isinstance(lazy, pl.LazyFrame)
    asked = lazy.filter(pl.col("text") == CLEAN).select("n", "status")
    assert asked.collect(engine=engine).rows() == [(1, "cleaned")]


def test_every_text_is_cleaned_once() -> None:
    class Counting(Cleaner):
        calls = 0

        def clean(self, text: str, **how: Any) -> Cleaned:
            self.calls += 1
            return super().clean(text, **how)

    tool = Counting()
    lazy = clean(pl.LazyFrame({"text": [DIRTY, PROSE[0]]}), tool=tool, status="s", cards="c")
    assert lazy.collect().columns == ["text", "s", "c"]
    assert tool.calls == 2


def test_no_rows() -> None:
    found = clean(pl.DataFrame({"text": []}, schema={"text": pl.String}), cards="cards")
    assert found.schema["cards"].inner.fields[0].name == "source"
    assert clean(pl.DataFrame({"text": [None]}))["text"].to_list() == [None]


@pytest.mark.parametrize("dtype", ["Categorical", "String"])
def test_an_expression(dtype: str) -> None:
    frame = pl.DataFrame({"text": pl.Series([DIRTY, None, PROSE[0]], dtype=getattr(pl, dtype))})
    lazy = frame.lazy().with_columns(
        pl.col("text").map_batches(CleanSeries(), return_dtype=pl.String)
    )
    assert lazy.collect()["text"].to_list() == [CLEAN, None, PROSE[0]]
    assert clean(frame)["text"].to_list() == [CLEAN, None, PROSE[0]]


@pytest.mark.parametrize("values", [[1], [["READ MORE"]], [b"READ MORE"]])
def test_a_column_that_holds_no_text_is_not_lost(values: list[Any]) -> None:
    """Its values became nulls."""
    frame = pl.DataFrame({"text": values})
    with pytest.raises(ConfigError, match="the column 'text' holds"):
        clean(frame)
    with pytest.raises(ConfigError, match="no text"):
        CleanSeries()(frame["text"])


def test_an_unknown_column_is_an_error_with_its_remedy() -> None:
    with pytest.raises(ConfigError, match="the columns are: text"):
        clean(pl.DataFrame({"text": [DIRTY]}), "body")


@pytest.mark.parametrize("name", ["cleaner: results", "cleaner: results_"])
def test_a_column_of_whatever_name_stays(name: str) -> None:
    """The name of the column between was taken, and that column was lost."""
    frame = pl.DataFrame({"text": [DIRTY], "cleaner: results": [1]}).with_columns(x=2)
    found = clean(frame.rename({"x": name}) if name.endswith("_") else frame, status="s")
    assert found["cleaner: results"].to_list() == [1]
    assert found["text"].to_list() == [CLEAN]
    assert found[name].to_list() == ([2] if name.endswith("_") else [1])
