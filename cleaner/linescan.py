"""Words and patterns against every line of a text in linear time.

All words, and the atoms of all patterns, are one Aho-Corasick automaton (Aho & Corasick 1975) over
the bytes of the joined lines; only a line in which an atom of a pattern stands meets the pattern.
Patterns without atoms are joined to one RE2 automaton that runs over the whole text; an RE2 set
says which of them it was. A match of the automaton may run over a line end, but the line it
*starts* in is the first line that can match at all, so testing that line and going on behind it
loses nothing.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from cleaner.atoms import atoms
from cleaner.errors import ConfigError
from cleaner.fold import encoded
from cleaner.patterns import compiled, options

Tag = TypeVar("Tag")

_FEW_BYTES = 1 << 21
"""A few pages."""


class _Needle(NamedTuple, Generic[Tag]):
    """A text to look for: the words that it is, and the patterns of which it is an atom."""

    text: str
    words: list[tuple[Tag, int]]
    patterns: list[int]


class LineScan(Generic[Tag]):
    r"""Compiled ``(tag, pattern, max_chars)`` and ``(tag, word, max_chars)`` triples.

    ``max_chars`` is the longest line in code points that a pattern or word may take. A word that
    begins with ``\n`` stands at the beginning of a line. Raises ConfigError when the patterns are
    too large for RE2.
    """

    def __init__(
        self,
        patterns: Sequence[tuple[Tag, str, int]],
        words: Sequence[tuple[Tag, str, int]] = (),
    ) -> None:
        self._tags = [tag for tag, _, _ in patterns]
        self._patterns = [pattern for _, pattern, _ in patterns]
        self._compiled: list[Any] = [None] * len(patterns)
        self._limits = [limit for _, _, limit in patterns]
        needles: dict[str, _Needle[Tag]] = {}
        for tag, word, limit in words:
            needles.setdefault(word, _Needle(word, [], [])).words.append((tag, limit))
        self._rest: list[int] = []
        for i, (_, pattern, _) in enumerate(patterns):
            found = atoms(pattern)
            for text in sorted(found or ()):
                needles.setdefault(text, _Needle(text, [], [])).patterns.append(i)
            if found is None:
                self._rest.append(i)
        self._needles = list(needles.values())
        self._automaton = automaton(list(needles))
        self._joined = _compile_joined([patterns[i][1] for i in self._rest])
        self._which = _compile_set([patterns[i][1] for i in self._rest])

    @property
    def needles(self) -> list[str]:
        """The words, and the atoms of patterns, between line feeds."""
        return [needle.text for needle in self._needles]

    @property
    def others(self) -> list[tuple[str, int]]:
        """The patterns without atoms, each with the longest line it takes."""
        return [(self._patterns[i], self._limits[i]) for i in self._rest]

    def search(self, lines: Sequence[str]) -> list[tuple[int, Tag]]:
        """Return (line number, tag) for each line and word, then for each line and pattern.

        ``lines`` hold no line feeds.
        """
        text = encoded("\n{}\n".format("\n".join(lines)))
        found: list[tuple[int, Tag]] = []
        candidates = set(self._by_joined(text, len(lines)))
        for which, number, start, end in self._needles_in(text):
            needle, words, owners = self._needles[which]
            for owner in owners:
                candidates.add((number, owner))
            if words and _is_word(text, start, end, needle):
                size = len(lines[number])
                found += [(number, tag) for tag, limit in words if size <= limit]
        for number, which in sorted(candidates):
            line = lines[number]
            if len(line) <= self._limits[which] and self._matches(which, line):
                found.append((number, self._tags[which]))
        return found

    def _matches(self, which: int, line: str) -> bool:
        """Whether a pattern is in a line; most are never met, so each is compiled when it is."""
        found = self._compiled[which]
        if found is None:
            found = self._compiled[which] = _compile(self._patterns[which])
        return found.search(encoded(line)) is not None

    def _needles_in(self, text: bytes) -> Iterator[tuple[int, int, int, int]]:
        """Yield (which, line number, start, end) in bytes of each needle, by their ends."""
        if self._automaton is None:
            return
        number = at = 0
        for which, start, end in self._automaton.find(text):
            # The line feed before the first line is the text's; matches may begin before the last.
            if start >= at:
                number += text.count(b"\n", at, start)
            else:
                number -= text.count(b"\n", start, at)
            at = start
            yield which, number - (text[start] != 10), start, end

    def _by_joined(self, text: bytes, lines: int) -> Iterator[tuple[int, int]]:
        """Yield (line number, pattern) for the lines in which a pattern without atoms may match."""
        if self._joined is None:
            return
        at = counted = 1
        number = 0
        while at < len(text) and (match := self._joined.search(text, at)) is not None:
            start = match.start()
            number += text.count(b"\n", counted, start)
            counted = start
            if number >= lines:
                return
            at = text.find(b"\n", start) + 1
            # A set that runs out of memory says that nothing matches: then each is tried.
            found = self._which.Match(text[text.rfind(b"\n", 0, start) + 1 : at - 1])
            for which in found or range(len(self._rest)):
                yield number, self._rest[which]


class PhraseScan(Generic[Tag]):
    """Whole phrases (in lower case) in a text without lines, where they begin in no lower case."""

    def __init__(self, phrases: Mapping[str, Sequence[Tag]]) -> None:
        self._phrases = [(text, tags) for text, tags in phrases.items() if len(text) > 1]
        # Few texts are read by it, and a table of all transitions would take 100 MB.
        self._automaton = automaton([text for text, _ in self._phrases], sparing=math.inf)

    def find(
        self, text: str, cuts: Collection[int] = ()
    ) -> Iterator[tuple[int, int, Sequence[Tag]]]:
        """Yield (start, end, tags) in code points of each phrase, by their ends, overlapping.

        ``cuts``: where words may begin and end though no space stands there.
        """
        low = text.lower()
        if len(low) != len(text):
            low = "".join(map(_lower, text))
        data = encoded(low)
        found = self._automaton.find(data) if self._automaton else []
        if len(data) != len(low):
            found = list(self._in_code_points(data, found))
        for which, start, end in found:
            if text[start].islower():
                continue  # most of them
            phrase, tags = self._phrases[which]
            begins = start in cuts or not _joins(text[start - 1 : start], phrase[0])
            if begins and (end in cuts or not _joins(phrase[-1], text[end : end + 1])):
                yield start, end, tags

    def _in_code_points(
        self, data: bytes, found: Sequence[tuple[int, int, int]]
    ) -> Iterator[tuple[int, int, int]]:
        """The finds in UTF-8, in the order of their ends, with their places in the text."""
        at = end = 0
        for which, _, stop in found:
            end += len(data[at:stop].decode())
            at = stop
            yield which, end - len(self._phrases[which][0]), end


def _lower(character: str) -> str:
    """The character in lower case, if that is one."""
    low = character.lower()
    return low if len(low) == 1 else character


def _is_word(text: bytes, start: int, end: int, word: str) -> bool:
    """Whether no spaced-script word runs across ``start`` or ``end``."""
    before = text[max(0, start - 4) : start].decode(errors="ignore")[-1:]
    behind = text[end : end + 4].decode(errors="ignore")[:1]
    return not (_joins(before, word[0]) or _joins(word[-1], behind))


def _joins(left: str, right: str) -> bool:
    return left.isalnum() and right.isalnum() and left < "\u0e00" and right < "\u0e00"


class Automaton:
    """Finds words in texts in linear time, over UTF-8 (Aho & Corasick 1975).

    A table of all its transitions makes it twice as fast, but takes 20 MB for the words of all
    rules, and time to build: it is built when there is more to read than ``sparing`` bytes.
    """

    def __init__(self, words: Sequence[str], sparing: float = _FEW_BYTES) -> None:
        from ahocorasick_rs import Implementation

        self._words = [word.encode() for word in words]
        self._left = sparing
        self._built = self._build(Implementation.ContiguousNFA)

    def find(self, text: bytes) -> list[tuple[int, int, int]]:
        """The finds as (which, start, end) in bytes, overlapping, in the order of their ends."""
        if self._left > 0:
            self._left -= len(text)
            if self._left <= 0:
                from ahocorasick_rs import Implementation

                self._built = self._build(Implementation.DFA)
        found: list[tuple[int, int, int]] = self._built.find_matches_as_indexes(
            text, overlapping=True
        )
        return found

    def _build(self, implementation: Any) -> Any:
        from ahocorasick_rs import BytesAhoCorasick

        return BytesAhoCorasick(self._words, implementation=implementation)


def automaton(words: Sequence[str], sparing: float = _FEW_BYTES) -> Automaton | None:
    """An automaton for words; None without words."""
    return Automaton(words, sparing) if words else None


def _compile(pattern: str) -> Any:
    import re2

    try:
        return compiled(pattern)
    except re2.error as error:
        raise ConfigError(
            f"the pattern {pattern[:60]!r} is too large", remedy="use a simpler pattern"
        ) from error


def _compile_joined(patterns: list[str]) -> Any:
    if not patterns:
        return None
    import re2

    try:
        return compiled("|".join(f"(?m:{pattern})" for pattern in patterns))
    except re2.error as error:
        raise ConfigError(
            f"the {len(patterns)} patterns of the chosen rules are too large together",
            remedy="use fewer or simpler patterns",
        ) from error


def _compile_set(patterns: list[str]) -> Any:
    if not patterns:
        return None
    import re2

    found = re2.Set.SearchSet(options())
    for pattern in patterns:
        found.Add(pattern.encode())
    found.Compile()
    return found
