"""Which lines look like which rules: all triggers of all rules in one pass of C-speed scans.

A line is compared in four ways: a dictionary of whole folded lines, prefixes and contained words
in one Aho-Corasick automaton (Aho & Corasick 1975), and patterns in RE2 (linear time whatever the
pattern). New lines of a document are classified together, joined by line feeds, because a call
per line and scan would cost ten times the scan; lines seen before come from a memo.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, repeat
from typing import Any, NamedTuple

from cleaner.atoms import atoms
from cleaner.fold import bare, bare_all, encodable, fold
from cleaner.linescan import LineScan
from cleaner.rules import Rule, Words

SHORT = 160
"""Lines up to this many characters meet every rule, longer ones those that take long lines."""
_ROOM = 12
"""Code points of punctuation and icons that may stand around a phrase."""
_WORD = re.compile(r"[^\W\d_]+")
MEMO_CHARS = 20_000_000
"""Bound on the text of the lines that are remembered, so that memory stays flat."""


class Mark(NamedTuple):
    """A rule recognises a line: in which ``role`` (line, start, end), and by what (``why``)."""

    rule: Rule
    role: str
    why: str


Marks = tuple[Mark, ...]
NONE: Marks = ()


class Lexicon:
    """The compiled triggers of ``rules``; safe to share between threads.

    Raises ConfigError when a pattern is too large for RE2.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._phrases: dict[str, list[Mark]] = defaultdict(list)
        literals: dict[str, list[Mark]] = defaultdict(list)
        patterns: list[tuple[Mark, str]] = []
        self.longest = 0
        for rule in rules:
            for role, trigger in rule.triggers.items():
                for text in _texts(trigger.phrases):
                    folded = bare(fold(text)) or fold(text).strip()
                    mark = Mark(rule, role, f"the line is {text!r}")
                    if all(known.rule is not rule for known in self._phrases[folded]):
                        self._phrases[folded].append(mark)
                    self.longest = max(self.longest, len(folded) + _ROOM)
                for text in _texts(trigger.prefixes):
                    mark = Mark(rule, role, f"the line starts with {text!r}")
                    literals["\n" + fold(text).strip()].append(mark)
                for text in _texts(trigger.contains):
                    mark = Mark(rule, role, f"the line contains {text!r}")
                    literals[fold(text).strip()].append(mark)
                for pattern in trigger.patterns:
                    mark = Mark(rule, role, f"the line matches {pattern!r}")
                    patterns.append((mark, pattern))
                if trigger.prefixes or trigger.contains or trigger.patterns:
                    self.longest = max(self.longest, rule.max_chars)
        self._literals = list(literals.items())
        self._automaton = _automaton([text for text, _ in self._literals])
        self._scan = LineScan([(m, p, m.rule.max_chars) for m, p in patterns])
        long = [(mark, pattern) for mark, pattern in patterns if mark.rule.max_chars > SHORT]
        self._long_scan = LineScan([(m, p, m.rule.max_chars) for m, p in long])
        self._probe = _probe(rules, [pattern for _, pattern in long])
        self._memo: dict[str, Marks] = {}
        self._size = 0

    def classify(self, lines: list[str]) -> list[Marks]:
        """Return the marks of each line (raw text, without line ends), in their order."""
        memo = self._memo
        new = set(lines).difference(memo)
        if new:
            short = [line for line in new if len(line) <= self.longest]
            self._size += sum(map(len, short))
            if self._size > MEMO_CHARS:
                # A new dictionary, because another thread may be reading the old one.
                memo = self._memo = {}
                self._size = 0
                short = [line for line in set(lines) if len(line) <= self.longest]
            found = self._classify_new(short)
            memo.update(dict.fromkeys(short, NONE))
            memo.update(found)
        return list(map(memo.get, lines, repeat(NONE)))

    def _classify_new(self, lines: list[str]) -> dict[str, Marks]:
        """Marks of those of the lines (none too long) that have any."""
        found = self._classify_group([line for line in lines if len(line) <= SHORT], self._scan)
        long = self._probed([line for line in lines if len(line) > SHORT])
        if long:
            found |= self._classify_group(long, self._long_scan)
        return found

    def _probed(self, lines: list[str]) -> list[str]:
        """Those of the long lines that hold a word which a rule for long lines needs.

        Long lines are most of a text and hardly ever boilerplate; this is all they meet.
        """
        if self._probe is None or not lines:
            return lines
        text = encodable("\n".join(lines).lower())
        hits = {start for _, start, _ in self._probe.find_matches_as_indexes(text)}
        if not hits:
            return []
        ends = list(accumulate(map((1).__add__, map(len, text.split("\n")))))
        return [lines[i] for i in sorted({bisect_right(ends, start) for start in hits})]

    def _classify_group(self, lines: list[str], scan: LineScan[Mark]) -> dict[str, Marks]:
        # ASCII lines apart from the others: folding those takes longer.
        short = [line for line in lines if line.isascii()]
        folded = _fold_lines(short)
        if len(short) < len(lines):
            other = [line for line in lines if not line.isascii()]
            short += other
            folded += _fold_lines(other)
        found: dict[int, list[Mark]] = {}
        get = self._phrases.get
        for i, marks in enumerate(map(get, bare_all(folded))):
            if marks:
                found[i] = list(marks)
        joined = "\n".join(folded)
        starts = list(accumulate(map((1).__add__, map(len, folded)), initial=0))
        self._scan_literals(joined, folded, starts, found)
        self._scan_patterns(scan, joined, folded, found)
        return {short[i]: _unique(marks) for i, marks in found.items()}

    def _scan_literals(
        self, joined: str, folded: list[str], starts: list[int], found: dict[int, list[Mark]]
    ) -> None:
        if self._automaton is None:
            return
        text = "\n" + encodable(joined)
        for which, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            literal, marks = self._literals[which]
            anchored = literal[0] == "\n"
            if _inside_word(text, end) or (not anchored and _inside_word(text, start)):
                continue
            i = bisect_right(starts, start if anchored else start - 1) - 1
            length = len(folded[i])
            for mark in marks:
                if length <= mark.rule.max_chars:
                    found.setdefault(i, []).append(mark)

    def _scan_patterns(
        self,
        scan: LineScan[Mark],
        joined: str,
        folded: list[str],
        found: dict[int, list[Mark]],
    ) -> None:
        for i, mark in scan.search(encodable(joined)):
            found.setdefault(i, []).append(mark)

    def __getstate__(self) -> dict[str, Any]:
        raise TypeError("a Lexicon is compiled again from its rules, not pickled")


def _fold_lines(lines: list[str]) -> list[str]:
    return [line.strip() for line in fold("\n".join(lines)).split("\n")] if lines else []


def _texts(words: Words) -> list[str]:
    return [text for texts in words.values() for text in texts]


def _unique(marks: list[Mark]) -> Marks:
    seen: dict[tuple[str, str], Mark] = {}
    for mark in marks:
        seen.setdefault((mark.rule.id, mark.role), mark)
    return tuple(seen.values())


def _inside_word(text: str, at: int) -> bool:
    """Whether a spaced-script word runs across ``at``."""
    if at <= 0 or at >= len(text):
        return False
    left, right = text[at - 1], text[at]
    return left.isalnum() and right.isalnum() and left < "\u0e00" and right < "\u0e00"


def _probe(rules: Sequence[Rule], patterns: Sequence[str]) -> Any:
    """An automaton of words of which a long line must hold one to match; None if unknown."""
    words: set[str] = set()
    for rule in rules:
        for trigger in rule.triggers.values():
            for group in (trigger.phrases, trigger.prefixes, trigger.contains):
                long = group is not trigger.phrases and rule.max_chars > SHORT
                for text in _texts(group):
                    if long or len(text) + _ROOM > SHORT:
                        words.add(max(_WORD.findall(fold(text)), key=len, default=""))
    found = [atoms(pattern) for pattern in patterns]
    if any(one is None for one in found):
        return None
    words.update(word for one in found for word in one or ())
    return None if "" in words else _automaton(sorted(words))


def _automaton(literals: list[str]) -> Any:
    if not literals:
        return None
    from ahocorasick_rs import AhoCorasick, Implementation

    return AhoCorasick(literals, implementation=Implementation.DFA)
