"""Atoms: literals of which a text must hold one for a pattern to match.

With the atoms of all patterns in one Aho-Corasick automaton, only lines in which an atom stands
meet a pattern at all (the idea of RE2's FilteredRE2). A pattern whose atoms cannot be told gets
none and is tried by other means; too few atoms would be an error, too many only cost time.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

sre: Any
parser: Any
try:
    sre, parser = import_module("re._constants"), import_module("re._parser")
except ImportError:  # a Python without these modules: every pattern is tried by other means
    sre = parser = None

MOST = 64
LEAST_CHARS = 3
_CLASS = re.compile(r"\\[pP](?:\{\^?\w+\}|\w)")


def atoms(pattern: str) -> frozenset[str] | None:
    """Literals of which every match of ``pattern`` (RE2 syntax) holds at least one, or None."""
    if parser is None or "(?i" in pattern or "\\C" in pattern or "\\Q" in pattern:
        return None
    try:
        tree = parser.parse(_CLASS.sub(r"\\w", pattern))
    except (re.error, OverflowError, RecursionError):
        return None
    found = _sequence(list(tree))
    return found if found is not None and _usable(found) else None


def _usable(found: frozenset[str]) -> bool:
    return 0 < len(found) <= MOST and all(_weight(text) >= LEAST_CHARS for text in found)


def _weight(text: str) -> int:
    """Rare signs and the characters of scripts without spaces say more than letters."""
    return sum(
        3 if char >= "\u2e80" or not (char.isascii() or char.isalpha()) else 1 for char in text
    )


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The set that fewer texts will hold: the one whose shortest literal is longer."""
    if one is None or other is None:
        return other if one is None else one
    return max(one, other, key=lambda found: (min(map(_weight, found)), -len(found)))


def _sequence(items: list[Any]) -> frozenset[str] | None:
    best: frozenset[str] | None = None
    literal = ""
    for op, value in items:
        if op is sre.LITERAL:
            literal += chr(value)
            continue
        best = _better(best, frozenset([literal]) if literal else None)
        literal = ""
        best = _better(best, _item(op, value))
    return _better(best, frozenset([literal]) if literal else None)


def _item(op: Any, value: Any) -> frozenset[str] | None:
    if op is sre.SUBPATTERN:
        return _sequence(list(value[-1]))
    if op is sre.BRANCH:
        parts = [_sequence(list(branch)) for branch in value[1]]
        whole = [part for part in parts if part is not None]
        return frozenset().union(*whole) if len(whole) == len(parts) else None
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and value[0] > 0:
        return _sequence(list(value[2]))
    return None
