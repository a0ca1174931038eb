"""Templates: what is left of a line when its numbers, dates and ages are abstracted.

"3 hours ago" and "1 hour ago", "Posted on 12 March" and "Posted on 7 May" are one template each.
A template is a folded line in which a digit stands for any number and three private characters
stand for the names of months, of weekdays and of units of time.
"""

from __future__ import annotations

import re

from cleaner.fold import bare_all, fold

NUMBER, MONTH, WEEKDAY, UNIT = "0", "\ue000", "\ue001", "\ue002"
CALENDAR_CHARS = 160
"""Longest line in which names of months, weekdays and units are looked for."""

_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "januar jänner februar märz mai juni juli oktober dezember mär okt dez "
    "janvier février mars avril juin juillet août septembre octobre novembre décembre "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro "
    "januari februari maart mei augustus "
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada "
    "grudnia января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat "
    "sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "lunes martes miércoles jueves viernes sábado domingo"
)
_UNITS = (
    "second seconds sec secs minute minutes min mins hour hours hr hrs day days week weeks month "
    "months year years sekunde sekunden minuten stunde stunden tag tage tagen woche wochen "
    "monat monate monaten jahr jahre jahren heure heures jour jours semaine semaines mois an ans "
    "minuto minutos hora horas día días semana semanas mes meses año años "
    "минуту минуты минут час часа часов день дня дней"
)
_NAMES = (
    dict.fromkeys(_MONTHS.split(), MONTH)
    | dict.fromkeys(_WEEKDAYS.split(), WEEKDAY)
    | dict.fromkeys(_UNITS.split(), UNIT)
)
_WORD = re.compile(r"[^\W\d_]+")
_CJK_UNIT = re.compile(
    "0 ?(?:秒|分钟|分鐘|分|小时|小時|時間|天|日|周|週間|个月|個月|か月|ヶ月)(?=前|之前)"
)
_PATTERNS = {
    NUMBER: r"\pN[\pN.,:/-]*",
    MONTH: r"\pL+\.?",
    WEEKDAY: r"\pL+\.?",
    UNIT: r"\pL+",
}
_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$]")


def templates(text: str) -> list[str]:
    """The template of every line of ``text`` (lines end with a line feed), "" for blank ones."""
    return [
        _named(line) if "0" in line and len(line) <= CALENDAR_CHARS else line
        for line in bare_all([line.strip() for line in _abstract(text).split("\n")])
    ]


def template(line: str) -> str:
    """The template of one line."""
    return templates(line)[0]


def edged(line: str) -> str:
    """The template of one line with the punctuation at its edges, as patterns see it."""
    folded = _abstract(line).strip()
    return _named(folded) if "0" in folded and len(folded) <= CALENDAR_CHARS else folded


def _abstract(text: str) -> str:
    return _NUMBER.sub(NUMBER, fold(text))


def _named(line: str) -> str:
    line = _WORD.sub(lambda match: _NAMES.get(match[0], match[0]), line)
    if not line.isascii():
        line = _CJK_UNIT.sub(f"0{UNIT}", line)
    return line


def is_abstract(form: str) -> bool:
    """Whether a template stands for lines that differ from each other."""
    return any(sign in form for sign in (NUMBER, MONTH, WEEKDAY, UNIT))


def words(form: str) -> int:
    """How many words of its own a template has; each sign of a spaceless script counts half."""
    found: list[str] = _WORD.findall(form)
    spaceless = sum(char >= "\u2e80" and char < "\ue000" for word in found for char in word)
    plain = sum(1 for word in found if word[0] < "\u2e80")
    return plain + (spaceless + 1) // 2


def pattern(edged_form: str) -> str:
    r"""The RE2 pattern for whole folded lines of this template: ``^\pN+ comments$``."""
    body = "".join(_PATTERNS.get(char) or _SPECIAL.sub(r"\\\g<0>", char) for char in edged_form)
    return f"^{body}$"


def literal(text: str) -> str:
    """``text`` as a part of an RE2 pattern."""
    return _SPECIAL.sub(r"\\\g<0>", text)
