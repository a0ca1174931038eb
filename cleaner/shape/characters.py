"""Characters by class, for whole texts at once."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

CLASSES = (
    "pad", "lower", "upper", "uncased", "spaceless", "digit", "space", "terminal", "comma",
    "colon", "open", "close", "quote", "dash", "pipe", "arrow", "bullet", "slash", "at", "hash",
    "copyright", "money", "code", "emoji", "other",
)  # fmt: skip
"""Names of the classes; the first four after ``pad`` are letters.

No character is ``pad``, but models know the classes by their numbers.
"""
CLASS = {name: number for number, name in enumerate(CLASSES)}
WORD_CLASSES = CLASS["lower"], CLASS["uncased"]
"""The first and the last class of the characters that make words."""

_SPECIAL = {
    "terminal": ".!?…。！？؟।｡",
    "comma": ",;，、；،؛",
    "colon": ":：",
    "open": '"“„«([（「『【《‘',
    "close": "”»)]）」』】》’",
    "quote": "'`´",
    "dash": "-–—―",
    "pipe": "|¦│",
    "arrow": "→←↑↓<>›‹▸▶►◀▼▲⟩",
    "bullet": "•·●▪*◦‣■□○◆★☆✓✔✦",
    "slash": "/\\",
    "at": "@",
    "hash": "#",
    "copyright": "©®™",
    "money": "$€£¥₹%",
    "code": "{}=_~^+&",
}
_SPACELESS = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
)
_PLANE = 0x10000
_CASED = 0x2000


@cache
def class_table() -> NDArray[np.uint8]:
    """Class of each code point of the basic plane; the last stands for all beyond it."""
    table = np.array([_class(chr(code)) for code in range(_PLANE)], np.uint8)
    for first, last in _SPACELESS:
        letters = table[first : last + 1]
        letters[letters == CLASS["uncased"]] = CLASS["spaceless"]
    for name, characters in _SPECIAL.items():
        for character in characters:
            table[ord(character)] = CLASS[name]
    return table


@cache
def lower_table() -> NDArray[np.uint64]:
    """Lower case of each code point of the basic plane, where that is one code point of it."""
    table = np.arange(_PLANE, dtype=np.uint64)
    for code in range(_CASED):
        lower = chr(code).lower()
        if len(lower) == 1 and ord(lower) < _PLANE:
            table[code] = ord(lower)
    return table


def codes(text: str) -> NDArray[np.uint32]:
    """Code points of ``text``."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def classes_of(text: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Class of each code point; those beyond the basic plane count as pictures."""
    return class_table().take(text, mode="clip")


def lowered(text: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Each code point in lower case; those beyond the basic plane as its last one."""
    return lower_table().take(text, mode="clip")


def _class(character: str) -> int:
    category = unicodedata.category(character)
    if category == "Ll":
        return CLASS["lower"]
    if category in ("Lu", "Lt"):
        return CLASS["upper"]
    if category[0] in "LM":
        return CLASS["uncased"]
    if category[0] == "N":
        return CLASS["digit"]
    if category[0] == "Z" or character in "\t\n\x0b\x0c\r":
        return CLASS["space"]
    return CLASS["emoji"] if category == "So" or character == "\uffff" else CLASS["other"]
