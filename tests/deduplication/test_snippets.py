from datetime import UTC, datetime

import numpy as np
import pytest

from cleaner.deduplication.snippets import Snippet, read, read_time
from cleaner.errors import ConfigError
from tests.deduplication.stories import BRIDGE

TIME = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_text_with_a_header() -> None:
    assert read(f"CNN\n3 hours ago\n{BRIDGE} READ MORE") == Snippet(
        BRIDGE, source="CNN", age="3 hours ago"
    )


def test_mapping() -> None:
    item = {
        "text": f"CNN\n3 hours ago\n{BRIDGE}",
        "id": 7,
        "source": "Valley Times",
        "title": "New bridge",
        "url": "https://example.com",
        "document": "a.txt",
        "time": TIME.isoformat(),
        "other": [1, 2],
    }
    assert read(item) == Snippet(
        BRIDGE,
        "7",
        "Valley Times",
        "3 hours ago",
        "New bridge",
        "https://example.com",
        "a.txt",
        TIME,
    )


@pytest.mark.parametrize(
    ("item", "body"),
    [
        ({"text": None}, ""),
        ({"text": None, "title": "New bridge"}, "New bridge"),
        ({"text": "…", "title": "New bridge"}, "New bridge"),
        ({"text": "READ MORE"}, "READ MORE"),
        ("…", "…"),
        (" \n", ""),
    ],
)
def test_texts_that_say_nothing(item: object, body: str) -> None:
    assert read(item).body == body  # type: ignore[arg-type]


@pytest.mark.parametrize("missing", [None, float("nan"), np.float32("nan")])
def test_missing_values_are_empty(missing: object) -> None:
    fields = dict.fromkeys(("id", "source", "age", "title", "url", "document", "time"), missing)
    assert read({"text": "The mill turns.", **fields}) == Snippet("The mill turns.")
    assert read({"text": missing, "title": "Mill"}).body == "Mill"
    assert read({"text": missing}).body == ""


def test_an_id_that_is_no_text_and_cannot_be_made_one() -> None:
    assert read({"text": "a", "id": 17}).id == "17"
    with pytest.raises(ConfigError, match="the id of a snippet"):
        read({"text": "a", "id": 10**5000})


@pytest.mark.parametrize("item", [None, 3, b"bytes", ["a"]])
def test_other_types(item: object) -> None:
    with pytest.raises(ConfigError, match="mapping") as caught:
        read(item)  # type: ignore[arg-type]
    assert caught.value.remedy


@pytest.mark.parametrize(
    "value",
    [
        TIME,
        TIME.replace(tzinfo=None),
        TIME.timestamp(),
        int(TIME.timestamp()),
        "2026-03-10T12:00",
        "2026-03-10T13:00+01:00",
    ],
)
def test_times(value: object) -> None:
    assert read_time(value) == TIME


@pytest.mark.parametrize("value", [None, True, "", "soon", 1e30, float("nan"), [], {}])
def test_times_that_are_none(value: object) -> None:
    assert read_time(value) is None
