"""Features in human words: what a line, its place and its page look like to the model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np

from cleaner.shape.characters import CLASSES
from cleaner.shape.context import NAMES
from cleaner.shape.lines import FEATURES, Rows

Values = Callable[[str], float]

_OWN_GROUPS = {
    "size": ("chars", "words", "units", "word_length"),
    "closing": ("end", "last", "inner_ends", "sentences", "commas"),
    "opening": ("start", "capitalised", "lower_words", "upper_share"),
    "figures": ("number_words", "digits", "money"),
    "functions": ("function_share", "functions"),
    "words": ("weight", "weight_sum", "weight_low", "weight_first"),
    "rules": ("mark_safe", "mark_doubtful", "mark_heading"),
    "running": ("prose",),
    "repeats": ("repeats",),
    "title": ("title",),
    "layout": ("gap", "indent"),
    "main": ("from_main", "into_main", "to_end_of_main"),
}
_OF = {name: group for group, names in _OWN_GROUPS.items() for name in names}
_OF |= {name: "symbols" for name in FEATURES if name not in _OF}
_AROUND = re.compile(r"\w+[<>]\d+")
_BESIDE = re.compile(r"\w+[-+]\d")
_EVENT = re.compile(r"(?:to_)?(prose|safe|marked|heading|title)s?_(?:before|behind)")
_TEXT_PLACES = ("prose_before", "prose_behind", "units_before", "units_behind")

_ENDS = {
    "terminal": "ends like a sentence",
    "comma": "ends in a comma",
    "colon": "ends in a colon",
    "digit": "ends in a figure",
}
_STARTS = {
    "lower": "starts in lower case",
    "upper": "starts with a capital",
    "digit": "starts with a figure",
}
_SYMBOLS = (
    ("colons", "colon"), ("pipes", "bar"), ("arrows", "arrow"), ("bullets", "bullet"),
    ("slashes", "slash"), ("ats", "at sign"), ("hashes", "hash"), ("copyrights", "copyright sign"),
    ("code", "sign of code"), ("emoji", "picture sign"), ("dashes", "dash"), ("quotes", "quote"),
)  # fmt: skip
_FAR = 200
_SHARE = 0.3
_CAPITALS = 0.9
_NEAR = 8


def group(name: str) -> str:
    """The family of a feature; the features of a family say one thing in several ways."""
    if name in _OF:
        return _OF[name]
    if name.startswith("page_"):
        return "page"
    if name.startswith("run_"):
        return "run"
    if _AROUND.fullmatch(name):
        return "before" if "<" in name else "behind"
    if _BESIDE.fullmatch(name):
        return "beside"
    if (event := _EVENT.fullmatch(name)) and name not in _TEXT_PLACES:
        return {"title": "headline", "heading": "headings", "prose": "distance"}.get(
            event[1], "known"
        )
    return "place"


GROUPS: tuple[str, ...] = tuple(map(group, NAMES))
"""The family of each row of ``page_features``."""


def phrases(features: Rows, line: int, words: list[str]) -> Iterator[tuple[str, str]]:
    """Each family, and what a line's values in it say in words.

    ``features``: see ``page_features``; ``words``: those of the line that the model weighs most.
    """

    def value(name: str) -> float:
        return float(features[NAMES.index(name), line])

    for name in dict.fromkeys(GROUPS):
        yield name, _PHRASES[name](value) if name != "words" else _words(words)


def _words(words: list[str]) -> str:
    return f"words: {', '.join(words)}" if words else "no words that say anything"


def _count(number: float, what: str) -> str:
    whole = round(number)
    return f"{whole or 'no'} {what}{'' if whole == 1 else 's'}"


def _size(value: Values) -> str:
    return _count(np.expm1(value("units")), "word")


def _closing(value: Values) -> str:
    end = CLASSES[int(value("end"))]
    return _ENDS.get(end, "no closing punctuation")


def _opening(value: Values) -> str:
    if value("upper_share") >= _CAPITALS:
        return "all in capitals"
    start = CLASSES[int(value("start"))]
    if start in ("uncased", "spaceless"):
        return "starts with a letter"
    shown = _STARTS.get(start, "starts with a sign")
    if value("capitalised") >= 1 - _SHARE and value("words") > np.log1p(1.5):
        return f"{shown}, most words do"
    return shown


def _figures(value: Values) -> str:
    share = value("number_words")
    return "mostly figures" if share > _SHARE else "some figures" if share else "no figures"


def _functions(value: Values) -> str:
    return _count(value("functions"), "function word")


def _symbols(value: Values) -> str:
    found = [what for name, what in _SYMBOLS if value(name)]
    return f"signs: {', '.join(found)}" if found else "no signs"


def _rules(value: Values) -> str:
    if value("mark_safe"):
        return "a rule knows it surely"
    if value("mark_heading"):
        return "a heading of boilerplate"
    return "a rule knows it" if value("mark_doubtful") else "no rule knows it"


def _running(value: Values) -> str:
    prose = value("prose")
    return "running text" if prose >= 1 - _SHARE else "hardly text" if prose else "no running text"


def _repeats(value: Values) -> str:
    times = round(value("repeats"))
    return "once in the page" if times <= 1 else f"{times} times in the page"


def _title(value: Values) -> str:
    return "says what the first line says" if value("title") else "not the first line again"


def _layout(value: Values) -> str:
    gaps, indent = round(value("gap")), round(value("indent"))
    shown = _count(gaps, "blank line") + " before it"
    return f"{shown}, indented" if indent else shown


def _main(value: Values) -> str:
    off = round(value("from_main"))
    if off > 0:
        return f"in the tail, {_count(off, 'line')} behind the main text"
    if off < 0:
        return f"in the head, {_count(-off, 'line')} before the main text"
    return "inside the main text"


def _around(sign: str, where: str) -> Callable[[Values], str]:
    def phrase(value: Values) -> str:
        prose = np.expm1(value(f"prose_units{sign}{_NEAR}"))
        short, known = (value(f"{name}{sign}{_NEAR}") * _NEAR for name in ("short", "marked"))
        text = _count(prose, "word")
        return f"{where}: {text} of running text, {_count(short, 'short line')}, {known:.0f} known"

    return phrase


def _beside(value: Values) -> str:
    sizes = [value("units-1"), value("units+1")]
    shown = ["no line" if size < 0 else _count(np.expm1(size), "word") for size in sizes]
    return f"between {shown[0]} and {shown[1]}"


def _distance(value: Values) -> str:
    return f"running text: {_nearest(value, 'prose')}"


def _headline(value: Values) -> str:
    return f"headline: {_nearest(value, 'title')}"


def _headings(value: Values) -> str:
    return f"headings of boilerplate: {_nearest(value, 'heading')}"


def _known(value: Values) -> str:
    return f"known lines: {_nearest(value, 'marked')}"


def _nearest(value: Values, event: str) -> str:
    found = [
        f"{_count(lines, 'line')} {where}"
        for what, where in (("before", "above"), ("behind", "below"))
        if (lines := value(f"to_{event}_{what}")) < _FAR
    ]
    return " and ".join(found) or "none"


def _run(value: Values) -> str:
    lines = round(value("run_lines"))
    return f"in a run of {_count(lines, 'line')} without text" if lines else "in no run of labels"


def _place(value: Values) -> str:
    behind = value("prose_before")
    return f"{behind:.0%} of the running text above it"


def _page(value: Values) -> str:
    lines, text = np.expm1(value("page_lines")), value("page_prose_share")
    return f"a page of {_count(lines, 'line')}, {text:.0%} running text"


_PHRASES: dict[str, Callable[[Values], str]] = {
    "size": _size,
    "closing": _closing,
    "opening": _opening,
    "figures": _figures,
    "functions": _functions,
    "symbols": _symbols,
    "rules": _rules,
    "running": _running,
    "repeats": _repeats,
    "title": _title,
    "layout": _layout,
    "main": _main,
    "before": _around("<", f"{_NEAR} lines above"),
    "behind": _around(">", f"{_NEAR} lines below"),
    "beside": _beside,
    "distance": _distance,
    "headline": _headline,
    "headings": _headings,
    "known": _known,
    "run": _run,
    "place": _place,
    "page": _page,
}
