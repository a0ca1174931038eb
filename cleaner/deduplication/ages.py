"""When a snippet appeared, from what its page says: "2 hours ago", "gestern", a date, ISO time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from cleaner.errors import ConfigError

_UNIT = (
    r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mo|mos|months?"
    r"|y|yrs?|years?)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?"
_CLOCK = r"(?:\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s?uhr)?)"
_AGE = re.compile(
    rf"""
    (?:(?:updated|published|posted):?\s(?:on\s|at\s)?)?
    (?: (?:an?|one|a\sfew|\d{{1,3}})\s?{_UNIT}(?:\s(?:ago|old))?
      | just\snow | (?:yesterday|today|gestern|heute|hier|aujourd'hui|ayer|hoy|ieri|oggi|ontem|hoje
          |вчера|сегодня|昨日|今日|昨天|今天|gisteren|vandaag|wczoraj|dzisiaj)(?:,?\s.{{0,6}}{_CLOCK})?
      | (?:vor|il\sy\sa|hace|há)\s\w{{1,5}}\s?\w{{1,10}}
      | \w{{1,5}}\s\w{{1,12}}\s(?:fa|назад|geleden|temu)
      | \d{{1,3}}\s?(?:秒|分|分钟|分鐘|時間|小时|小時|日|天|週間|周|か月|ヶ月|个月|個月|年)之?前
      | {_MONTH}\s\d{{1,2}}(?:,?\s\d{{4}})?(?:,?\s(?:at\s)?{_CLOCK})?
      | \d{{1,2}}\.?\s{_MONTH}
      | \d{{1,2}}\.?\s(?:de\s)?\w{{3,10}}\.?,?\s(?:de\s)?\d{{4}}(?:,?\s{_CLOCK})?
      | \d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}(?:,?\s{_CLOCK})?
      | \d{{4}}[-/.年]\s?\d{{1,2}}[-/.月]\s?\d{{1,2}}日?(?:[t\s]\d{{2}}:\d{{2}}\S{{0,14}})?
      | {_CLOCK}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_PREFIX = re.compile(r"(?:updated|published|posted):?\s+(?:on\s+|at\s+)?", re.IGNORECASE)
_EITHER_ORDER = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}\b")
_DAY_FIRST = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}\b")


def is_age(text: str) -> bool:
    """Whether the whole of ``text`` is an age or a date as cards show them."""
    return len(text) <= 40 and _AGE.fullmatch(text.strip()) is not None


def when(age: str, now: datetime) -> datetime | None:
    """The time that ``age`` means to a reader at ``now``; None if it cannot be told.

    Raises ConfigError if dateparser is needed and not installed.

    "03/04/2026" cannot: it is March in one country and April in another. Times without a zone
    are in the zone of ``now`` (UTC if it has none).
    """
    now = now if now.tzinfo else now.replace(tzinfo=UTC)
    return _when(_PREFIX.sub("", age.strip()), now, now.utcoffset())


@lru_cache(maxsize=65536)
def _when(age: str, now: datetime, offset: timedelta | None) -> datetime | None:
    # The same moment in two zones is equal, but yesterday is not the same day there: for the cache.
    # A number alone is no age, though a day of the month to who wants to read one. To find out that
    # a text is none in any of two hundred languages takes longest of all.
    if not age or len(age) > 60 or (age.isdigit() and len(age) < 8):
        return None
    if not any(map(str.isdigit, age)) and not is_age(age):
        return None
    ambiguous = _EITHER_ORDER.match(age)
    if ambiguous and max(map(int, ambiguous.groups())) <= 12:
        return None
    found = _iso(age) or _parsed(age, now)
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=now.tzinfo)


def _iso(age: str) -> datetime | None:
    try:
        return datetime.fromisoformat(age)
    except ValueError:
        return None


def _parsed(age: str, now: datetime) -> datetime | None:
    try:
        # Reads two hundred languages, and takes a tenth of a second to import.
        import dateparser
    except ImportError as error:
        raise ConfigError(
            "dateparser is not installed, which reads ages", remedy="pip install '.[dates]'"
        ) from error
    return dateparser.parse(
        age,
        settings={
            "RELATIVE_BASE": now.replace(tzinfo=None),
            "PREFER_DATES_FROM": "past",
            "DATE_ORDER": "DMY" if _DAY_FIRST.match(age) else "MDY",
        },
    )
