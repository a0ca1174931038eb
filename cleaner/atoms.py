"""Atoms: literals of which a text must hold one for a pattern to match.

With the atoms of all patterns in one Aho-Corasick automaton, only lines in which an atom stands
meet a pattern at all (the idea of RE2's FilteredRE2). A pattern whose atoms cannot be told gets
none and is tried by other means; too few atoms would be an error, too many only cost time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

sre: Any
parser: Any
try:
    sre, parser = import_module("re._constants"), import_module("re._parser")
except ImportError:  # a Python without these modules: every pattern is tried by other means
    sre = parser = None
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT) if sre else ()

MOST = 64
"""Bound on the texts that a run of parts can be, and on the atoms of a pattern."""
FEW = 24
"""Bound on the beginnings of the lines of a pattern."""
LEAST_CHARS = 3
ENOUGH = 12
"""Weight above which a longer literal is hardly rarer, and fewer literals are better."""
_OTHER = re.compile(r"\[:\^?\w+:\]|\(\?[a-zA-Z-]+[:)]|\\[CQ]|\\\\[pP]")
"""What RE2 and Python read in different ways: classes and flags, bytes, quotes, "\\\\p"."""
_CLASS = re.compile(r"\\[pP](?:\{\^?\w+\}|\w)")


class Known(NamedTuple):
    """``atoms``, ``heads`` and ``firsts`` of a pattern."""

    atoms: frozenset[str] | None
    heads: frozenset[str] | None
    firsts: frozenset[str] | None


known: dict[str, Known] = {}
"""What need not be worked out again, by pattern."""


def atoms(pattern: str) -> frozenset[str] | None:
    """Literals of which every match of ``pattern`` (RE2 syntax) holds at least one, or None.

    ``^`` and ``$`` are a line feed in them: the text must have one before and behind each line.
    """
    if pattern in known:
        return known[pattern].atoms
    part = _parsed(pattern)
    found = part.exact or part.needed
    return _shortest(found) if found is not None and _usable(found) else None


def heads(pattern: str) -> frozenset[str] | None:
    """Beginnings of lines of which every line that matches ``pattern`` has one, or None."""
    if pattern in known:
        return known[pattern].heads
    part = _parsed(pattern)
    found = part.exact or part.head or _EMPTY
    if not all(text[:1] == "\n" and text[1:] for text in found):
        return None
    return frozenset(text[1:] for text in found)


def firsts(pattern: str) -> frozenset[str] | None:
    """Characters of which every line that matches ``pattern`` begins with one, or None."""
    if pattern in known:
        return known[pattern].firsts
    items = _items(pattern) or [(None, None)]
    return _first_of(items[1:]) if items[0] == (sre.AT, sre.AT_BEGINNING) else None


@lru_cache(256)
def _parsed(pattern: str) -> _Part:
    items = _items(pattern)
    try:
        return _UNKNOWN if items is None else _sequence(items)
    except RecursionError:
        return _UNKNOWN


def _items(pattern: str) -> list[Any] | None:
    """The parts of a pattern; None for one that is not understood."""
    if parser is None or _OTHER.search(pattern):
        return None
    try:
        return list(parser.parse(_CLASS.sub(r"\\w", pattern)))
    except (re.error, OverflowError, RecursionError):
        return None


class _Part(NamedTuple):
    """What is known of a part of a pattern.

    ``exact``: all texts it can be, if they are few. ``head``: texts of which it begins with one.
    ``needed``: texts of which a match holds one.
    """

    exact: frozenset[str] | None = None
    head: frozenset[str] | None = None
    needed: frozenset[str] | None = None


_UNKNOWN = _Part()
_EMPTY = frozenset([""])
_DIGITS = frozenset("0123456789")


def _usable(found: frozenset[str]) -> bool:
    return 0 < len(found) <= MOST and all(_weight(text) >= LEAST_CHARS for text in found)


def _shortest(found: frozenset[str]) -> frozenset[str]:
    """Without the literals that hold another one."""
    return frozenset(
        text for text in found if not any(other in text for other in found if other != text)
    )


@lru_cache(4096)
def _weight(text: str) -> int:
    """Rare signs, capitals and scripts without spaces say more than letters, digits nothing."""
    return sum(map(_character_weight, text))


def _character_weight(char: str) -> int:
    if char >= "\u2e80" or not (char.isascii() or char.isalpha()):
        return 3
    return 0 if char.isdigit() else 1 + char.isupper()


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The set that fewer texts will hold: the one whose shortest literal is longer."""
    if one is None or other is None:
        return other if one is None else one
    return max(one, other, key=_selectivity)


def _selectivity(found: frozenset[str]) -> tuple[bool, int, int]:
    return len(found) <= MOST, min(ENOUGH, *map(_weight, found)), -len(found)


def _sequence(items: list[Any]) -> _Part:
    plain = _plain_sequence(items)
    optional = [i for i, item in enumerate(items) if _is_optional(*item)]
    if len(optional) != 1:
        return plain
    # With the optional part or without it: two shorter patterns may say more than one with a gap.
    i = optional[0]
    both = _branch(
        [
            _plain_sequence([*items[:i], *items[i][1][2], *items[i + 1 :]]),
            _plain_sequence([*items[:i], *items[i + 1 :]]),
        ]
    )
    return plain._replace(
        head=plain.head or both.head, needed=_better(plain.needed, both.needed or both.exact)
    )


def _is_optional(op: Any, value: Any) -> bool:
    return op in _REPEATS and value[:2] == (0, 1) and _item(op, value).exact is None


def _plain_sequence(items: list[Any]) -> _Part:
    needed = head = None
    run = _EMPTY
    whole = True
    for op, value in items:
        part = _item(op, value)
        needed = _better(needed, part.needed)
        longer = _joined(run, part.exact)
        if longer is None:
            begun = _joined(run, part.head) or run
            needed = _better(needed, begun)
            head = begun if whole else head
            longer = part.exact or _EMPTY
            whole = False
        run = longer
    needed = _better(needed, run)
    return _Part(run, run, None) if whole else _Part(None, head, needed)


def _joined(left: frozenset[str], right: frozenset[str] | None) -> frozenset[str] | None:
    """Each of the texts with each of the others behind it, if there are few."""
    if right is None or len(left) * len(right) > MOST:
        return None
    # Two edges at one place are one line feed: "^(?:^a$)$".
    return frozenset(
        one + (other.lstrip("\n") if one[-1:] == "\n" else other) for one in left for other in right
    )


def _item(op: Any, value: Any) -> _Part:
    if op is sre.LITERAL:
        return _exactly(frozenset([chr(value)]))
    if op is sre.AT:
        edge = value in (sre.AT_BEGINNING, sre.AT_END)
        return _exactly(frozenset(["\n"]) if edge else _EMPTY)
    if op is sre.IN and all(kind is sre.LITERAL for kind, _ in value):
        return _exactly(frozenset(chr(code) for _, code in value))
    if op is sre.SUBPATTERN:
        return _sequence(list(value[-1]))
    if op is sre.BRANCH:
        return _branch([_sequence(list(branch)) for branch in value[1]])
    if op in _REPEATS:
        return _repeated(_sequence(list(value[2])), value[0], value[1])
    return _UNKNOWN


def _exactly(texts: frozenset[str]) -> _Part:
    return _Part(texts, texts)


def _branch(parts: list[_Part]) -> _Part:
    exact = _union([part.exact for part in parts])
    if exact is not None:
        return _exactly(exact)
    best = [_better(part.exact, part.needed) for part in parts]
    return _Part(None, _cut([part.head for part in parts]), _union(best))


def _union(sets: list[frozenset[str] | None]) -> frozenset[str] | None:
    known = [found for found in sets if found is not None]
    union = frozenset[str]().union(*known)
    return union if len(known) == len(sets) and len(union) <= MOST else None


def _cut(heads: list[frozenset[str] | None]) -> frozenset[str] | None:
    """The beginnings of all, short enough to be few."""
    known = [head for head in heads if head is not None]
    for size in (32, 16, 8, 4, 2):
        cut = frozenset(text[:size] for head in known for text in head)
        if len(cut) <= FEW:
            return cut if len(known) == len(heads) else None
    return None


def _repeated(part: _Part, least: int, most: int) -> _Part:
    if least == 0:
        return _exactly(part.exact | _EMPTY) if part.exact and most == 1 else _UNKNOWN
    if least == most == 1:
        return part
    return _Part(None, part.head, _better(part.exact, part.needed))


def _first_of(items: list[Any]) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for op, value in items:
        own = _first(op, value)
        if own is None:
            return None
        found |= own
        if op not in _REPEATS or value[0] > 0:
            return found
    return None


def _first(op: Any, value: Any) -> frozenset[str] | None:
    if op is sre.LITERAL:
        return frozenset([chr(value)])
    if op is sre.IN:
        return _union([_members(kind, member) for kind, member in value])
    if op is sre.SUBPATTERN:
        return _first_of(list(value[-1]))
    if op is sre.BRANCH:
        return _union([_first_of(list(branch)) for branch in value[1]])
    return _first_of(list(value[2])) if op in _REPEATS else None


def _members(kind: Any, member: Any) -> frozenset[str] | None:
    """The characters of a part of a class, if they are few."""
    if kind is sre.LITERAL:
        return frozenset([chr(member)])
    if kind is sre.RANGE and member[1] - member[0] < MOST:
        return frozenset(map(chr, range(member[0], member[1] + 1)))
    return _DIGITS if (kind, member) == (sre.CATEGORY, sre.CATEGORY_DIGIT) else None
