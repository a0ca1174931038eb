"""Why lines go or stay, as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Any
from unicodedata import combining, east_asian_width

from cleaner.explanation import Explained
from cleaner.shape.explaining import LineScore

_WHY = 34
"""Width of the column of reasons."""
_TEXT = 24
"""What is left of a text on a narrow terminal."""


def overview(one: Explained, width: int = 0) -> str:
    """One line: number, fate, chance, rule or strongest part, text.

    At most ``width`` wide, but for the first characters of the text.
    """
    chance = f"{one.score.chance:4.0%}" if one.score else "    "
    fate = "-" if one.removed else "~" if one.edits else " "
    why = one.edits[0].rule if one.edits else _strongest(one.score)
    head = f"{one.place:>5} {fate} {chance}  {why}{' ' * (_WHY - _cells(why))} "
    text = one.text.strip()
    shown = _cut(text, max(width - _cells(head), _TEXT)) if width else text
    return f"{head}{shown}".rstrip()


def details(one: Explained, name: str, top: int) -> Iterator[str]:
    """Everything about a line, ``top`` of the parts of its score."""
    fate = "goes" if one.removed else "is changed" if one.edits else "stays"
    yield f"{name}:{one.place}: {fate}: {one.text.strip()}"
    for edit in one.edits:
        yield f"  {edit.rule}: {edit.why}" if edit.why else f"  {edit.rule}"
    if one.score is None:
        yield "  no score by the shape of the page: a rule came first, or too few lines are known"
        return
    score = one.score
    yield (
        f"  by the shape of the page {score.score:+.2f}, main text with a chance of "
        f"{score.chance:.0%} (an article with {score.article:.0%})"
    )
    yield f"    {score.base:+.2f}  any line"
    for part in score.parts[:top]:
        yield f"    {part.value:+.2f}  {part.shown}"
    rest = sum(part.value for part in score.parts[top:])
    if score.parts[top:]:
        yield f"    {rest:+.2f}  the rest"


def as_json(one: Explained) -> dict[str, Any]:
    """A line for programs; numbers of lines and columns from 1."""
    return {
        "line": one.line + 1,
        "column": one.column + 1,
        "text": one.text,
        "removed": one.removed,
        "edits": [{"rule": edit.rule, "why": edit.why} for edit in one.edits],
        "score": _score(one.score) if one.score else None,
    }


def _score(score: LineScore) -> dict[str, Any]:
    return {
        "log_odds": round(score.score, 4),
        "chance": round(score.chance, 4),
        "article": round(score.article, 4),
        "base": round(score.base, 4),
        "parts": [
            {
                "family": part.family,
                "shown": part.shown,
                "log_odds": round(part.value, 4),
                "features": {name: round(value, 4) for name, value in part.features.items()},
            }
            for part in score.parts
        ],
    }


def _strongest(score: LineScore | None) -> str:
    """What speaks most for the side on which the line is."""
    if score is None:
        return ""
    side = [part for part in score.parts if part.value * score.score > 0 and part.family != "page"]
    return _cut(side[0].shown, _WHY) if side else ""


def _cut(text: str, width: int) -> str:
    """A text of at most ``width`` cells of a terminal, with "…" for what is left out."""
    if _cells(text) <= width:
        return text
    ends = accumulate(map(_cells, text))
    return f"{''.join(char for char, end in zip(text, ends, strict=True) if end < width)}…"


def _cells(text: str) -> int:
    """How many cells of a terminal a text takes: two for each ideograph, as they are wide."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 1 + (east_asian_width(char) in "WF") for char in text)
