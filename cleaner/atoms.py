"""Atoms: literals of which a text must hold one for a pattern to match.

With the atoms of all patterns in one Aho-Corasick automaton, only lines in which an atom stands
meet a pattern at all (the idea of RE2's FilteredRE2). A pattern whose atoms cannot be told gets
none and is tried by other means; too few atoms would be an error, too many only cost time.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any, NamedTuple

sre: Any
parser: Any
try:
    sre, parser = import_module("re._constants"), import_module("re._parser")
except ImportError:  # a Python without these modules: every pattern is tried by other means
    sre = parser = None

MOST = 64
FEW = 24
"""Bound on the texts that a run of parts can be."""
LEAST_CHARS = 3
ENOUGH = 8
"""Weight above which a longer literal is hardly rarer, and fewer literals are better."""
_CLASS = re.compile(r"\\[pP](?:\{\^?\w+\}|\w)")


def atoms(pattern: str) -> frozenset[str] | None:
    """Literals of which every match of ``pattern`` (RE2 syntax) holds at least one, or None.

    ``^`` and ``$`` are a line feed in them: the text must have one before and behind each line.
    """
    if parser is None or "(?i" in pattern or "\\C" in pattern or "\\Q" in pattern:
        return None
    try:
        tree = parser.parse(_CLASS.sub(r"\\w", pattern))
    except (re.error, OverflowError, RecursionError):
        return None
    found = _sequence(list(tree)).needed
    return _shortest(found) if found is not None and _usable(found) else None


class _Part(NamedTuple):
    """What is known of a part of a pattern.

    ``exact``: all texts it can be, if they are few. ``needed``: texts of which a match holds one.
    """

    exact: frozenset[str] | None
    needed: frozenset[str] | None


_UNKNOWN = _Part(None, None)
_EMPTY = frozenset([""])


def _usable(found: frozenset[str]) -> bool:
    return 0 < len(found) <= MOST and all(_weight(text) >= LEAST_CHARS for text in found)


def _shortest(found: frozenset[str]) -> frozenset[str]:
    """Without the literals that hold another one."""
    return frozenset(
        text for text in found if not any(other in text for other in found if other != text)
    )


def _weight(text: str) -> int:
    """Rare signs, line ends and the characters of scripts without spaces say more than letters."""
    return sum(
        3
        if char >= "\u2e80" or not (char.isascii() or char.isalpha())
        else 2
        if char == "\n"
        else 1
        for char in text
    )


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The set that fewer texts will hold: the one whose shortest literal is longer."""
    if one is None or other is None:
        return other if one is None else one
    return max(one, other, key=_selectivity)


def _selectivity(found: frozenset[str]) -> tuple[bool, int, int]:
    return len(found) <= MOST, min(ENOUGH, *map(_weight, found)), -len(found)


def _sequence(items: list[Any]) -> _Part:
    needed: frozenset[str] | None = None
    run = _EMPTY
    whole = True
    for op, value in items:
        part = _item(op, value)
        needed = _better(needed, part.needed)
        if part.exact is not None and len(run) * len(part.exact) <= FEW:
            run = frozenset(left + right for left in run for right in part.exact)
            continue
        needed = _better(needed, run)
        run = part.exact or _EMPTY
        whole = False
    return _Part(run if whole else None, _better(needed, run))


def _item(op: Any, value: Any) -> _Part:
    if op is sre.LITERAL:
        return _Part(frozenset([chr(value)]), None)
    if op is sre.AT:
        edge = value in (sre.AT_BEGINNING, sre.AT_END)
        return _Part(frozenset(["\n"]) if edge else _EMPTY, None)
    if op is sre.IN and all(kind is sre.LITERAL for kind, _ in value):
        return _Part(frozenset(chr(code) for _, code in value), None)
    if op is sre.SUBPATTERN:
        return _sequence(list(value[-1]))
    if op is sre.BRANCH:
        return _branch([_sequence(list(branch)) for branch in value[1]])
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _repeated(_sequence(list(value[2])), value[0], value[1])
    return _UNKNOWN


def _branch(parts: list[_Part]) -> _Part:
    exact = [part.exact for part in parts if part.exact is not None]
    if len(exact) == len(parts) and sum(map(len, exact)) <= MOST:
        return _Part(frozenset().union(*exact), None)
    best = [_better(part.exact, part.needed) for part in parts]
    needed = [found for found in best if found is not None]
    return _Part(None, frozenset().union(*needed) if len(needed) == len(parts) else None)


def _repeated(part: _Part, least: int, most: int) -> _Part:
    if least == 0:
        return _Part(part.exact | _EMPTY, None) if part.exact and most == 1 else _UNKNOWN
    if least == most == 1:
        return part
    return _Part(None, _better(part.exact, part.needed))
