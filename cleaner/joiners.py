"""Characters without a width that spell words and pictures, and those that only lay out a page.

Persian, Sinhala and Malayalam write joiners and non-joiners within words, families and flags are
several emoji that hidden characters hold together, Khmer and Thai mark where a line may break. The
extractor drops them all with the soft hyphens, so others take their places before it reads a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

_NON_JOINER, _JOINER = "\u200c", "\u200d"
_BREAK = "\u200b"
_BREAKING = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""In these scripts words have no spaces between them, and U+200B may stand there."""
_TAGS = "\U000e0020-\U000e007f"
"""What follows the flag of a country's part."""
_SIGNS = "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Signs around a number, and the end of a verse: format by their class, but to be seen."""
_SPELT = f"{_BREAK}{_NON_JOINER}{_JOINER}{_TAGS}{_SIGNS}"
_SOURCE = re.compile(rf"[{_SPELT}]|&(?:zwn?j|#(?:\d{{3,8}}|[xX][0-9A-Fa-f]{{3,8}}));")
_IS_SPELT = re.compile(f"[{_SPELT}]")
_PLACES = [chr(code) for code in range(0xE01EF, 0xE00FF, -1)]
"""Selectors of variants: printable marks, which hardly any page has, and which stay as they are."""
_EDGES = "<>"
_LAYOUT = re.compile(
    "[\xad\u061c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
    rf"|{_NON_JOINER}(?!\S)|(?<!\S)[{_NON_JOINER}{_JOINER}{_TAGS}]"
    f"|(?<![{_BREAKING}]){_BREAK}(?![{_BREAKING}])"
)


def spelling(text: str) -> str:
    """``text`` without soft hyphens, direction marks and joiners that join nothing."""
    return text if text.isascii() else _LAYOUT.sub("", text)


def with_places(page: str) -> tuple[str, Mapping[int, str]]:
    """The source of a page with visible characters for those that spell, and the way back.

    No such character stands in the page, raw or by its number. Left alone is what stands with
    nothing else in an element.
    """
    if not ("&" in page or _IS_SPELT.search(page)):
        return page, {}
    places: dict[str, str] = {}
    free: Iterator[str] = iter(())

    def replaced(match: re.Match[str]) -> str:
        nonlocal free
        spelt = match[0] if len(match[0]) == 1 else unescape(match[0])
        if not _IS_SPELT.fullmatch(spelt) or _is_alone(page, *match.span()):
            return match[0]
        if spelt not in places:
            if not places:
                taken = {*unescape(page)}
                free = (place for place in _PLACES if place not in taken)
            places[spelt] = next(free, "")
        return places[spelt] or match[0]

    page = _SOURCE.sub(replaced, page)
    return page, {ord(place): spelt for spelt, place in places.items() if place}


def _is_alone(page: str, start: int, end: int) -> bool:
    """Whether tags or white space stand on both sides of a span."""
    left, right = page[max(0, start - 1) : start], page[end : end + 1]
    return not left.strip(_EDGES).strip() and not right.strip(_EDGES).strip()


def put_back(text: str, places: Mapping[int, str]) -> str:
    """``text`` with what ``with_places`` took away, where it spells; no line of nothing else."""
    if not places:
        return text
    lines = [(line, spelling(line.translate(places))) for line in text.split("\n")]
    return "\n".join(new for old, new in lines if new.strip() or not old.strip())
