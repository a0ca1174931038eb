"""What the adapters for tables share; needs none of their libraries."""

from __future__ import annotations

import pytest

from cleaner.errors import ConfigError
from cleaner.integrations.columns import check_columns, clean_column, cleaner_of, document_name
from tests.integrations import CLEAN, DIRTY
from tests.support import PROSE, tool


def test_what_is_no_string_stays_as_it_is() -> None:
    given = [DIRTY, None, 5, b"READ MORE", ["READ MORE"], PROSE[0]]
    found = clean_column(tool(), given)
    assert found.texts == [CLEAN, *given[1:]]
    assert found.statuses == ["cleaned", None, None, None, None, "unchanged"]
    assert [cards if cards is None else len(cards) for cards in found.cards] == [1, *[None] * 4, 0]


def test_a_document_without_an_id_has_no_name() -> None:
    assert [document_name(value) for value in (None, float("nan"), 0, "a")] == ["", "", "0", "a"]
    found = clean_column(tool(), [DIRTY, DIRTY], [None, 7])
    assert [cards and cards[0]["document"] for cards in found.cards] == ["", "7"]


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    check_columns(["text", "url"], "text", "url", ("status", None))
    with pytest.raises(ConfigError, match="no column is called 'txt'") as error:
        check_columns(["text", 3], "txt")
    assert error.value.remedy == "did you mean 'text'? the columns are: text, 3"
    with pytest.raises(ConfigError, match="'url'"):
        check_columns(["text"], "text", "url")
    with pytest.raises(ConfigError) as error:
        check_columns(range(500), "text")
    assert error.value.remedy.endswith("18, 19, …")
    with pytest.raises(ConfigError, match="several columns are called 'text'"):
        check_columns(["text", "text"], "text")


@pytest.mark.parametrize("new", [("text", None), ("a", "a")])
def test_no_result_takes_the_place_of_another(new: tuple[str | None, ...]) -> None:
    with pytest.raises(ConfigError, match="two results for one column"):
        check_columns(["text"], "text", None, new)


def test_settings_beside_a_tool_are_not_passed_over() -> None:
    assert cleaner_of(tool(), {}) is tool()
    with pytest.raises(ConfigError, match="a tool and settings of one: level"):
        cleaner_of(tool(), {"level": "safe"})
