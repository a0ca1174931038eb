"""What the adapters for tables share; needs none of their libraries."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.errors import ConfigError
from cleaner.integrations.columns import Columns, cleaner_of, document_name
from tests.integrations import CLEAN, DIRTY
from tests.support import PROSE, tool


def test_what_is_no_string_stays_as_it_is() -> None:
    given = [DIRTY, None, 5, b"READ MORE", ["READ MORE"], PROSE[0]]
    found = Columns("t", status="s", cards="c").clean(tool(), given)
    assert found["t"] == [CLEAN, *given[1:]]
    assert found["s"] == ["cleaned", None, None, None, None, "unchanged"]
    assert [cards if cards is None else len(cards) for cards in found["c"]] == [1, *[None] * 4, 0]


def test_a_document_without_an_id_has_no_name() -> None:
    assert [document_name(value) for value in (None, float("nan"), 0, "a")] == ["", "", "0", "a"]
    found = Columns("t", "i", cards="c").clean(tool(), [DIRTY, DIRTY], [None, 7])
    assert [cards and cards[0]["document"] for cards in found["c"]] == ["", "7"]


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    Columns("text", "url", "status").check(["text", "url"])
    with pytest.raises(ConfigError, match="no column is called 'txt'") as error:
        Columns("txt").check(["text", 3])
    assert error.value.remedy == "did you mean 'text'? the columns are: text, 3"
    with pytest.raises(ConfigError, match="'url'"):
        Columns("text", "url").check(["text"])
    with pytest.raises(ConfigError) as error:
        Columns("text").check(range(500))
    assert error.value.remedy.endswith("18, 19, …")
    with pytest.raises(ConfigError, match="several columns are called 'text'"):
        Columns("text").check(["text", "text"])


@pytest.mark.parametrize("new", [("text", None), ("a", "a")])
def test_no_result_takes_the_place_of_another(new: tuple[str | None, ...]) -> None:
    with pytest.raises(ConfigError, match="two results for one column"):
        Columns("text", None, *new).check(["text"])


def test_a_column_to_add_is_new() -> None:
    with pytest.raises(ConfigError, match="there is a column 'status' already"):
        Columns("text", status="status").check(["text", "status"])
    Columns("text", status="status").check(["text", "status"], again=True)


def test_the_way_back_is_a_column() -> None:
    found = Columns("t", edits="e").clean(tool(), [DIRTY, None])
    assert cleaner.restore(found["t"][0], found["e"][0]) == DIRTY
    assert found["e"][1] is None


def test_a_column_may_be_what_an_extractor_left() -> None:
    page = "\n".join((*PROSE, "Home", "Sport", "Weather"))
    want = tool().clean(page, extracted=True).text
    assert Columns("t", extracted=True).clean(tool(), [page])["t"] == [want]


def test_settings_beside_a_tool_are_not_passed_over() -> None:
    assert cleaner_of(tool(), {}) is tool()
    with pytest.raises(ConfigError, match="a tool and settings of one: level"):
        cleaner_of(tool(), {"level": "safe"})
