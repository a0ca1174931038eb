import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

from cleaner.deduplication.ages import is_age, when
from cleaner.errors import ConfigError

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "meant"),
    [
        ("2 hours ago", "2026-03-10T10:00"),
        ("an hour ago", "2026-03-10T11:00"),
        ("2h", "2026-03-10T10:00"),
        ("vor 3 Stunden", "2026-03-10T09:00"),
        ("vor einer Stunde", "2026-03-10T11:00"),
        ("il y a 3 jours", "2026-03-07T12:00"),
        ("hace 2 horas", "2026-03-10T10:00"),
        ("3 uur geleden", "2026-03-10T09:00"),
        ("2 часа назад", "2026-03-10T10:00"),
        ("3小时前", "2026-03-10T09:00"),
        ("2時間前", "2026-03-10T10:00"),
        ("gestern", "2026-03-09T12:00"),
        ("Yesterday at 10:15", "2026-03-09T10:15"),
        ("Updated 2 hours ago", "2026-03-10T10:00"),
        ("Published: 5 March 2026", "2026-03-05T00:00"),
        ("Mar 9, 2026", "2026-03-09T00:00"),
        ("9.3.2026", "2026-03-09T00:00"),
        ("13/02/2026", "2026-02-13T00:00"),
        ("2/13/2026", "2026-02-13T00:00"),
        ("2026-03-09", "2026-03-09T00:00"),
        ("2026-03-09T10:00:00Z", "2026-03-09T10:00"),
        ("2026年3月9日", "2026-03-09T00:00"),
        ("Dec 24", "2025-12-24T00:00"),
        ("12 Aug", "2025-08-12T00:00"),
    ],
)
def test_ages(age: str, meant: str) -> None:
    assert is_age(age)
    assert when(age, NOW) == datetime.fromisoformat(meant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "age", ["", "recently", "5", "2", "03/04/2026", "sometime soon", "x" * 80, "2026-13-45", "\x00"]
)
def test_what_cannot_be_told(age: str) -> None:
    assert when(age, NOW) is None


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Two engineers explained how the arches moved",
        "12 people",
        "Valley Times",
        "In 3 hours the ferry sails",
        "May",
        "2 hours ago the bridge fell down",
    ],
)
def test_what_is_no_age(line: str) -> None:
    assert not is_age(line)


def test_without_dateparser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dateparser", None)
    assert when("2026-03-09", NOW) == datetime(2026, 3, 9, tzinfo=UTC)
    with pytest.raises(ConfigError) as caught:
        when("77 hours ago", NOW)
    assert "[dates]" in caught.value.remedy


def test_zones() -> None:
    east = NOW.astimezone(timezone(timedelta(hours=9)))
    assert when("2 hours ago", east) == NOW - timedelta(hours=2)
    assert str(when("2 hours ago", east)).endswith("+09:00")
    assert str(when("2 hours ago", NOW)).endswith("+00:00")
    assert when("2 hours ago", NOW.replace(tzinfo=None)) == NOW - timedelta(hours=2)
    assert when("2026-03-09T10:00+09:00", NOW) == datetime(2026, 3, 9, 1, tzinfo=UTC)
