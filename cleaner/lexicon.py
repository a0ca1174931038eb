"""Which lines look like which rules: all triggers of all rules in few C-speed scans.

A line is compared in two ways: a dictionary of whole folded lines, and a ``LineScan`` of prefixes,
contained words and patterns, all with linear time whatever the pattern. New lines of a document
are classified together, because a call per line would cost ten times the scan; short lines seen
before come from a memo. Long lines are most of a text and hardly ever boilerplate: only those
that begin like a rule for long lines are compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import compress, repeat
from typing import Any, NamedTuple

from cleaner.fold import bare, bare_all, encoded, fold_all
from cleaner.linescan import Automaton, LineScan, PhraseScan, automaton
from cleaner.rules import Rule
from cleaner.suspects import suspects
from cleaner.triggers import FRONT, LEAST, ROOM, SHORT, folds_of, fronts_of, glue_of, texts_of

_REPEATED = 80
"""Lines up to this many characters are remembered; longer ones hardly ever come again."""
_START = 3
"""Code points by which most lines are told apart."""
_CODE = re.compile(r"[`{}]|\":|\*\.|^\s*[|│].*[|│]\s*$")
"""Signs of program text, data and tables, in which the words of a phrase are a name."""
MEMO_CHARS = 20_000_000
"""Bound on the text of the lines that are remembered, so that memory stays flat."""


class Mark(NamedTuple):
    """A rule recognises a line: in which ``role`` (line, start, end), and by what (``why``)."""

    rule: Rule
    role: str
    why: str

    @property
    def known(self) -> bool:
        """Whether it knows a line from other sites: what one site taught says nothing of others."""
        return self.role != "end" and not self.rule.evidence


Marks = tuple[Mark, ...]
NONE: Marks = ()


class MarkTable(dict[int, Marks]):
    """Marks by line number, in order; a line that no rule knows has ``NONE``."""

    def __missing__(self, number: int) -> Marks:
        return NONE


GLUED, SPACED = 1, 2
"""Signs: words of an inline rule may stand in the line; a space stands before punctuation."""


class Seen(NamedTuple):
    """What the lexicon says of some lines, by their numbers, in order."""

    marks: MarkTable
    signs: dict[int, int]


_Entry = tuple[Marks, int]
_NEW: Any = ()
"""Of a line that is not remembered; one of which there is nothing to say is None."""


class Lexicon:
    """The compiled triggers of ``rules``; safe to share between threads.

    Raises ConfigError when a pattern is too large for RE2.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._phrases: dict[str, list[Mark]] = defaultdict(list)
        words: list[tuple[Mark, str, int]] = []
        patterns: list[tuple[Mark, str, int]] = []
        folds = folds_of(rules)
        for rule in rules:
            for role, trigger in rule.triggers.items():
                for text in texts_of(trigger.phrases):
                    folded = bare(folds[text]) or folds[text].strip()
                    mark = Mark(rule, role, f"the line is {text!r}")
                    if all(known.rule is not rule for known in self._phrases[folded]):
                        self._phrases[folded].append(mark)
                for text in texts_of(trigger.prefixes):
                    mark = Mark(rule, role, f"the line starts with {text!r}")
                    words.append((mark, "\n" + folds[text].strip(), rule.max_chars))
                for text in texts_of(trigger.contains):
                    mark = Mark(rule, role, f"the line contains {text!r}")
                    words.append((mark, folds[text].strip(), rule.max_chars))
                for pattern in trigger.patterns:
                    mark = Mark(rule, role, f"the line matches {pattern!r}")
                    patterns.append((mark, pattern, rule.max_chars))
        self._scan = LineScan(patterns, words)
        self._long_scan = LineScan(
            [pattern for pattern in patterns if pattern[2] > SHORT],
            [word for word in words if word[2] > SHORT],
        )
        fronts = fronts_of(rules)
        self._every_front = fronts is None
        begun = [f"\n{front}" for front in sorted(fronts or ())]
        self._fronts = automaton(begun)
        self._starts = {front[:_START] for front in fronts or ()}
        self._longest = max(
            [rule.max_chars for rule in rules] + [*map(len, self._phrases)], default=0
        )
        self._longest += ROOM
        glue = glue_of(rules)
        self._all_glued = glue is None
        needles = dict.fromkeys(glue or (), GLUED) | dict.fromkeys((" ,", " ."), SPACED)
        self._sign_of = list(needles.values())
        self._signs = Automaton(list(needles))
        self._suspects = suspects(
            phrases=self._phrases,
            words=self._scan.needles,
            patterns=self._scan.others,
            signs=list(needles),
            fronts=None if fronts is None else begun,
            short=SHORT,
            longest=self._longest,
        )
        self._memo: dict[str, _Entry | None] = {}
        self._size = 0

    def classify(self, lines: Sequence[str]) -> Seen:
        """Say which of the lines (raw text, without line ends) look like which rules."""
        numbers: Sequence[int] = range(len(lines))
        if self._suspects is not None and not self._all_glued:
            numbers = self._suspects(lines)
            lines = [lines[i] for i in numbers]
        known = list(map(self._memo.get, lines, repeat(_NEW)))
        new = dict.fromkeys(
            [line for line, entry in zip(lines, known, strict=True) if entry is _NEW]
        )
        entries = list(map(self._classify_new(list(new)).get, lines, known)) if new else known
        seen = Seen(MarkTable(), {})
        told = compress(numbers, entries)
        for i, (marks, signs) in zip(told, filter(None, entries), strict=True):
            if marks:
                seen.marks[i] = marks
            if signs:
                seen.signs[i] = signs
        return seen

    def _classify_new(self, lines: list[str]) -> dict[str, _Entry]:
        """What there is to say of the lines (each once); short ones are remembered."""
        short = [line for line in lines if len(line) <= SHORT]
        marked = self._marked(short, self._scan)
        if len(short) < len(lines):
            marked |= self._marked(self._fronted(lines), self._long_scan)
        found = {line: (marks, 0) for line, marks in marked.items()}
        for line, signs in self._signed(lines).items():
            found[line] = (marked.get(line, NONE), signs)
        self._remember([line for line in short if len(line) <= _REPEATED], found)
        return found

    def _remember(self, lines: Sequence[str], found: dict[str, _Entry]) -> None:
        self._size += sum(map(len, lines))
        memo = self._memo
        if self._size > MEMO_CHARS:
            # A new dictionary, because another thread may be reading the old one.
            memo = self._memo = {}
            self._size = sum(map(len, lines))
        memo.update(zip(lines, map(found.get, lines), strict=True))

    def _fronted(self, lines: list[str]) -> list[str]:
        """Those of the long lines that begin like a rule for long lines."""
        long = [line for line in lines if SHORT < len(line) <= self._longest]
        if self._every_front or self._fronts is None:
            return long if self._every_front else []
        # The first letters of most lines say that they begin otherwise.
        likely = [
            line
            for line, start in zip(long, [line[:_START].lower() for line in long], strict=True)
            if start in self._starts
            or start[:LEAST] in self._starts
            or not (start.isascii() and start[0].isalnum())
        ]
        text = "\n".join(_fronts_of(likely))
        return [likely[i] for i, _ in _numbered(self._fronts, encoded(f"\n{text}"), 1)]

    def _signed(self, lines: list[str]) -> dict[str, int]:
        """The signs of those of the lines that have any."""
        signs = dict.fromkeys(lines, GLUED) if self._all_glued else {}
        for i, which in _numbered(self._signs, encoded("\n".join(lines)), 0):
            signs[lines[i]] = signs.get(lines[i], 0) | self._sign_of[which]
        return signs

    def _marked(self, lines: list[str], scan: LineScan[Mark]) -> dict[str, Marks]:
        """The marks of those of the lines that have any."""
        # ASCII lines apart from the others: folding those takes longer.
        order = [line for line in lines if line.isascii()]
        folded = _fold_lines(order)
        if len(order) < len(lines):
            other = [line for line in lines if not line.isascii()]
            order += other
            folded += _fold_lines(other)
        known = list(map(self._phrases.get, bare_all(folded)))
        found = {
            i: list(known[i] or ())
            for i in compress(range(len(known)), known)
            if not _CODE.search(order[i])
        }
        for i, mark in scan.search(folded) if folded else ():
            found.setdefault(i, []).append(mark)
        return {order[i]: _unique(marks) for i, marks in found.items()}

    @cached_property
    def phrases(self) -> PhraseScan[Mark]:
        """The whole phrases, to be found in a text that has no lines."""
        return PhraseScan(self._phrases)

    def __getstate__(self) -> dict[str, Any]:
        raise TypeError("a Lexicon is compiled again from its rules, not pickled")


def _numbered(automaton: Automaton, text: bytes, skipped: int) -> Iterator[tuple[int, int]]:
    """Yield (line number, which) for each find, whose first ``skipped`` bytes do not count."""
    number, at = 0, skipped
    for which, start, _ in automaton.find(text):
        start += skipped
        # Overlapping finds come in the order of their ends.
        if start >= at:
            number += text.count(b"\n", at, start)
        else:
            number -= text.count(b"\n", start, at)
        at = start
        yield number, which


def _fold_lines(lines: Sequence[str]) -> list[str]:
    return list(map(str.strip, fold_all(lines)))


def _fronts_of(lines: Sequence[str]) -> list[str]:
    """The beginnings of lines, folded, without punctuation before them."""
    folded = _fold_lines([line.lstrip()[:FRONT] for line in lines])
    return [front if front[:1].isalnum() else bare(front) for front in folded]


def _unique(marks: list[Mark]) -> Marks:
    if len(marks) == 1:
        return (marks[0],)
    seen: dict[tuple[str, str], Mark] = {}
    for mark in marks:
        seen.setdefault((mark.rule.id, mark.role), mark)
    return tuple(seen.values())
