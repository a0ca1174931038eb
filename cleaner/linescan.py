"""Patterns against every line of a text in one linear scan.

All patterns are joined to one RE2 automaton that runs over the whole text; only lines in which it
stops are tested pattern by pattern. A match of the joined automaton may run over a line end, but
the line it *starts* in is the first line that can match at all, so testing that line and going on
behind it loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

from cleaner.errors import ConfigError

Tag = TypeVar("Tag")

_MEMORY = 256 << 20


class LineScan(Generic[Tag]):
    """Compiled ``(tag, pattern)`` pairs; raises ConfigError when they are too large for RE2."""

    def __init__(self, patterns: Sequence[tuple[Tag, str]]) -> None:
        self._tags = [tag for tag, _ in patterns]
        self._joined: Any = None
        self._set: Any = None
        if not patterns:
            return
        import re2

        options = re2.Options()
        options.log_errors = False
        options.max_mem = _MEMORY
        self._set = re2.Set.SearchSet(options)
        for _, pattern in patterns:
            self._set.Add(pattern)
        try:
            self._set.Compile()
            joined = "|".join(f"(?m:{pattern})" for _, pattern in patterns)
            self._joined = re2.compile(joined.encode(), options)
        except re2.error as error:
            raise ConfigError(
                f"the {len(patterns)} patterns of the chosen rules are too large together",
                remedy="use fewer or simpler patterns",
            ) from error

    def search(self, text: str) -> Iterator[tuple[int, Tag]]:
        """Yield (line number, tag) for each line and pattern that match, in order of lines.

        ``text`` must be encodable; lines end with a line feed.
        """
        if self._joined is None:
            return
        encoded = text.encode()
        at = number = counted = 0
        while at <= len(encoded) and (match := self._joined.search(encoded, at)) is not None:
            start = match.start()
            number += encoded.count(b"\n", counted, start)
            counted = start
            first = encoded.rfind(b"\n", 0, start) + 1
            end = encoded.find(b"\n", start)
            end = len(encoded) if end < 0 else end
            for which in sorted(self._set.Match(encoded[first:end])):
                yield number, self._tags[which]
            at = end + 1
