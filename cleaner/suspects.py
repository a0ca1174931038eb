"""Which lines need a look, where the compiled sieve is at hand to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cleaner.atoms import firsts
from cleaner.fold import encoded, fold_character

Suspects = Callable[[Sequence[str]], list[int]]
_LEAST_WORD, _LEAST_SIGN = 3, 2
"""Bytes of which the sieve makes its grams."""
MOST_NEEDLES = 20_000
"""Words and signs of which it can hold the beginnings in a few dozen megabytes."""


def suspects(
    *,
    phrases: Iterable[str],
    words: Sequence[str],
    patterns: Iterable[tuple[str, int]],
    signs: Sequence[str],
    fronts: Sequence[str] | None,
    short: int,
    longest: int,
) -> Suspects | None:
    """A function that numbers the lines of which there may be something to say; None without it.

    ``phrases`` are bare, ``words`` stand in lines of at most ``short`` code points between line
    feeds, all folded; ``patterns`` that no word tells of come with the longest line each takes.
    ``signs`` stand in any line as they are. ``fronts``: how lines of at most ``longest`` begin,
    behind a line feed; None when that cannot be told.
    """
    try:
        from cleaner.native.sieve import Sieve
    except ImportError:
        return None
    needles, marks = [word.encode() for word in words], [sign.encode() for sign in signs]
    if min(map(len, needles), default=_LEAST_WORD) < _LEAST_WORD:
        return None
    if min(map(len, marks), default=_LEAST_SIGN) < _LEAST_SIGN:
        return None
    if len(needles) + len(marks) + len(fronts or ()) > MOST_NEEDLES:
        return None
    sieve = Sieve(
        phrases=[phrase.encode() for phrase in phrases],
        words=needles,
        signs=marks,
        fronts=None if fronts is None else [front.encode() for front in fronts],
        firsts=_limits(patterns),
        short=short,
        longest=longest,
        fold_character=fold_character,
    )
    return lambda lines: sieve.suspects(encoded("\n".join(lines))) if lines else []


def _limits(patterns: Iterable[tuple[str, int]]) -> dict[int, int]:
    """The longest line in code points that a pattern takes, by its first byte."""
    limits: dict[int, int] = {}
    for pattern, limit in patterns:
        found = firsts(pattern)
        begins = range(256) if found is None else {first.encode()[0] for first in found}
        for byte in begins:
            limits[byte] = max(limit, limits.get(byte, 0))
    return limits
