"""pandas."""

from __future__ import annotations

from typing import Any

import pytest

from cleaner.errors import ConfigError
from tests.integrations import CLEAN, DIRTY, HOW
from tests.support import PROSE

pd: Any = pytest.importorskip("pandas", reason=HOW)

from cleaner.integrations.pandas import clean  # noqa: E402


def test_texts_go_clean_and_all_else_stays() -> None:
    frame = pd.DataFrame(
        {"text": [DIRTY, None, PROSE[0]], "n": [1, 2, 3], "url": ["a", "b", "c"]}, index=[7, 8, 9]
    )
    found = clean(frame, id="url", status="status", cards="cards", level="contextual")
    assert found["text"].tolist()[::2] == [CLEAN, PROSE[0]]
    assert pd.isna(found["text"][8])
    assert found["status"].tolist() == ["cleaned", None, "unchanged"]
    assert found["cards"][7][0]["title"] == "A title"
    assert found["cards"][7][0]["document"] == "a"
    assert frame["text"][7] == DIRTY
    pd.testing.assert_frame_equal(found[["n", "url"]], frame[["n", "url"]])


@pytest.mark.parametrize("name", ["object", "string", "str", "large_string", "string_view"])
def test_the_type_of_the_column_stays(name: str) -> None:
    dtype: Any = name
    if name in ("large_string", "string_view"):
        pa = pytest.importorskip("pyarrow", reason=HOW)
        dtype = pd.ArrowDtype(getattr(pa, name)())
    frame = pd.DataFrame({"text": pd.Series([DIRTY, None], dtype=dtype)})
    found = clean(frame)
    assert found["text"].dtype == frame["text"].dtype
    assert found["text"][0] == CLEAN
    assert pd.isna(found["text"][1])


def test_a_categorical_keeps_its_texts() -> None:
    """A clean text that was no category yet became NaN."""
    frame = pd.DataFrame({"text": pd.Series([DIRTY, None, DIRTY, PROSE[0]], dtype="category")})
    found = clean(frame)["text"]
    assert isinstance(found.dtype, pd.CategoricalDtype)
    assert found.tolist()[::2] == [CLEAN, CLEAN]
    assert pd.isna(found[1])
    assert found[3] == PROSE[0]


def test_related_is_the_setting_and_not_a_column() -> None:
    frame = pd.DataFrame({"text": [DIRTY]})
    assert clean(frame, related="keep").columns.tolist() == ["text"]
    assert PROSE[4] in clean(frame, related="keep")["text"][0]
    assert clean(frame, related="drop", cards="c")["c"].tolist() == [[]]


def test_names_of_columns_need_not_be_strings() -> None:
    frame = pd.DataFrame({0: [DIRTY], ("a", "b"): [1]})
    assert clean(frame, 0, status=1)[0].tolist() == [CLEAN]


def test_missing_ids_name_nothing() -> None:
    frame = pd.DataFrame({"text": [DIRTY] * 3, "id": pd.array([None, 3, 4], dtype="Int64")})
    found = clean(frame, id="id", cards="cards")["cards"]
    assert [cards[0]["document"] for cards in found] == ["", "3", "4"]


def test_an_unknown_column_is_an_error_with_its_remedy() -> None:
    with pytest.raises(ConfigError, match="did you mean 'text'"):
        clean(pd.DataFrame({"text": [DIRTY]}), "texts")
