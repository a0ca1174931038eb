"""Patterns against every line of a text in linear time.

Patterns that have atoms meet only the lines in which an atom stands; the others are joined to one
RE2 automaton that runs over the whole text. A match of the joined automaton may run over a line
end, but the line it *starts* in is the first line that can match at all, so testing that line and
going on behind it loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

from cleaner.atoms import atoms
from cleaner.errors import ConfigError

Tag = TypeVar("Tag")

_MEMORY = 64 << 20


class LineScan(Generic[Tag]):
    """Compiled ``(tag, pattern, max_chars)`` triples.

    ``max_chars`` is the longest line in code points that a pattern may take. Raises ConfigError
    when the patterns are too large for RE2.
    """

    def __init__(self, patterns: Sequence[tuple[Tag, str, int]]) -> None:
        self._tags = [tag for tag, _, _ in patterns]
        self._compiled = [_compile(pattern) for _, pattern, _ in patterns]
        self._limits = [limit for _, _, limit in patterns]
        owners: dict[str, list[int]] = {}
        rest: list[int] = []
        for i, (_, pattern, _) in enumerate(patterns):
            found = atoms(pattern)
            for text in sorted(found or ()):
                owners.setdefault(text, []).append(i)
            if found is None:
                rest.append(i)
        self._owners = list(owners.values())
        self._automaton = _automaton(list(owners))
        self._rest = rest
        self._joined = _compile_joined([patterns[i][1] for i in rest])

    def search(self, text: str) -> Iterator[tuple[int, Tag]]:
        """Yield (line number, tag) for each line and pattern that match, in order of lines.

        ``text`` must be encodable; lines end with a line feed.
        """
        candidates = set(self._by_atoms(text))
        candidates.update(self._by_joined(text))
        if not candidates:
            return
        lines = text.split("\n")
        for number, which in sorted(candidates):
            line = lines[number]
            if len(line) <= self._limits[which] and self._compiled[which].search(line) is not None:
                yield number, self._tags[which]

    def _by_atoms(self, text: str) -> Iterator[tuple[int, int]]:
        if self._automaton is None:
            return
        number = at = 0
        for atom, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            # Overlapping matches come in the order of their ends, so a start may lie before `at`.
            if start >= at:
                number += text.count("\n", at, start)
                at = start
                line = number
            else:
                line = number - text.count("\n", start, at)
            for which in self._owners[atom]:
                yield line, which

    def _by_joined(self, text: str) -> Iterator[tuple[int, int]]:
        if self._joined is None:
            return
        encoded = text.encode()
        at = number = counted = 0
        while at <= len(encoded) and (match := self._joined.search(encoded, at)) is not None:
            start = match.start()
            number += encoded.count(b"\n", counted, start)
            counted = start
            for which in self._rest:
                yield number, which
            end = encoded.find(b"\n", start)
            at = len(encoded) + 1 if end < 0 else end + 1


def _options() -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    return options


def _compile(pattern: str) -> Any:
    import re2

    try:
        return re2.compile(pattern, _options())
    except re2.error as error:
        raise ConfigError(
            f"the pattern {pattern[:60]!r} is too large", remedy="use a simpler pattern"
        ) from error


def _compile_joined(patterns: list[str]) -> Any:
    if not patterns:
        return None
    import re2

    try:
        return re2.compile("|".join(f"(?m:{pattern})" for pattern in patterns).encode(), _options())
    except re2.error as error:
        raise ConfigError(
            f"the {len(patterns)} patterns of the chosen rules are too large together",
            remedy="use fewer or simpler patterns",
        ) from error


def _automaton(literals: list[str]) -> Any:
    if not literals:
        return None
    from ahocorasick_rs import AhoCorasick, Implementation

    return AhoCorasick(literals, implementation=Implementation.DFA)
