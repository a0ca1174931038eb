"""Which lines look like which rules: all triggers of all rules in one pass of C-speed scans.

A line is compared in two ways: a dictionary of whole folded lines, and a ``LineScan`` of prefixes,
contained words and patterns, all with linear time whatever the pattern. New lines of a document
are classified together, because a call per line would cost ten times the scan; short lines seen
before come from a memo.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from cleaner.atoms import atoms
from cleaner.fold import bare, bare_all, encodable, fold
from cleaner.linescan import LineScan, automaton
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


class MarkTable(dict[int, Marks]):
    """Marks by line number, in order; a line that no rule knows has ``NONE``."""

    def __missing__(self, number: int) -> Marks:
        return NONE


class Seen(NamedTuple):
    """What the lexicon says of some lines.

    ``glued``: numbers of the lines in which words of an inline rule may stand.
    """

    marks: MarkTable
    glued: list[int]


_Entry = tuple[Marks, bool]
_NOTHING = (NONE, False)


class Lexicon:
    """The compiled triggers of ``rules``; safe to share between threads.

    Raises ConfigError when a pattern is too large for RE2.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._phrases: dict[str, list[Mark]] = defaultdict(list)
        words: list[tuple[Mark | str, str, int]] = []
        patterns: list[tuple[Mark | str, str, int]] = []
        for rule in rules:
            for role, trigger in rule.triggers.items():
                for text in _texts(trigger.phrases):
                    folded = bare(fold(text)) or fold(text).strip()
                    mark = Mark(rule, role, f"the line is {text!r}")
                    if all(known.rule is not rule for known in self._phrases[folded]):
                        self._phrases[folded].append(mark)
                for text in _texts(trigger.prefixes):
                    mark = Mark(rule, role, f"the line starts with {text!r}")
                    words.append((mark, "\n" + fold(text).strip(), rule.max_chars))
                for text in _texts(trigger.contains):
                    mark = Mark(rule, role, f"the line contains {text!r}")
                    words.append((mark, fold(text).strip(), rule.max_chars))
                for pattern in trigger.patterns:
                    mark = Mark(rule, role, f"the line matches {pattern!r}")
                    patterns.append((mark, pattern, rule.max_chars))
        glue = _glue(rules)
        self._all_glued = glue is None
        parts = [(text, fold(text).strip()) for text in glue or ()]
        self._scan = LineScan[Mark | str](patterns, words, parts)
        self._long_scan = LineScan[Mark | str](
            [pattern for pattern in patterns if pattern[2] > SHORT],
            [word for word in words if word[2] > SHORT],
        )
        probe = _probe(rules, [pattern for _, pattern, limit in patterns if limit > SHORT])
        self._all_probed = probe is None
        self._needles = [(word, "") for word in sorted(probe or ())]
        self._needles += [(text.lower().strip(), text) for text in glue or ()]
        self._probe = automaton([needle for needle, _ in self._needles])
        self._memo: dict[str, _Entry] = {}
        self._size = 0

    def classify(self, lines: Sequence[str]) -> Seen:
        """Say which of the lines (raw text, without line ends) look like which rules."""
        known = list(map(self._memo.get, lines))
        told = [i for i, entry in enumerate(known) if entry is not _NOTHING]
        new = {lines[i] for i in told if known[i] is None}
        found = self._classify_new(new) if new else {}
        marks = MarkTable()
        glued = []
        for i in told:
            entry = known[i] or found.get(lines[i])
            if entry:
                if entry[0]:
                    marks[i] = entry[0]
                if entry[1]:
                    glued.append(i)
        return Seen(marks, list(range(len(lines))) if self._all_glued else glued)

    def _classify_new(self, lines: Collection[str]) -> dict[str, _Entry]:
        """Marks of those of the lines that have any; short lines are remembered."""
        short = [line for line in lines if len(line) <= SHORT]
        found = self._group(short, self._scan)
        self._remember(short, found)
        if len(short) < len(lines):
            probed, glued = self._probed([line for line in lines if len(line) > SHORT])
            found |= dict.fromkeys(glued, (NONE, True))
            for line, (marks, _) in self._group(probed, self._long_scan).items():
                found[line] = (marks, line in glued)
        return found

    def _remember(self, lines: Sequence[str], found: dict[str, _Entry]) -> None:
        self._size += sum(map(len, lines))
        if self._size > MEMO_CHARS:
            # A new dictionary, because another thread may be reading the old one.
            self._memo = {}
            self._size = 0
        self._memo.update(dict.fromkeys(lines, _NOTHING))
        self._memo.update(found)

    def _probed(self, lines: list[str]) -> tuple[list[str], set[str]]:
        """Those of the long lines that hold a word which a rule for long lines needs.

        Also those in which words of an inline rule may stand. Long lines are most of a text and
        hardly ever boilerplate; this is all they meet.
        """
        probed = {} if not self._all_probed else dict.fromkeys(lines)
        glued: set[str] = set()
        if self._probe is not None:
            text = encodable("\n".join(lines).lower()).encode()
            number = at = 0
            for which, start, _ in self._probe.find_matches_as_indexes(text):
                number += text.count(b"\n", at, start)
                at = start
                line, glue = lines[number], self._needles[which][1]
                if not glue:
                    probed[line] = None
                elif glue in line:
                    glued.add(line)
        return list(probed), glued

    def _group(self, lines: Sequence[str], scan: LineScan[Mark | str]) -> dict[str, _Entry]:
        # ASCII lines apart from the others: folding those takes longer.
        order = [line for line in lines if line.isascii()]
        folded = _fold_lines(order)
        bared = bare_all(folded)
        if len(order) < len(lines):
            other = [line for line in lines if not line.isascii()]
            folded_other = _fold_lines(other)
            order += other
            folded += folded_other
            bared += bare_all(folded_other)
        found: dict[int, list[Mark]] = {}
        for i, marks in enumerate(map(self._phrases.get, bared)):
            if marks:
                found[i] = list(marks)
        glued = set()
        for i, tag in scan.search(folded) if folded else ():
            if isinstance(tag, Mark):
                found.setdefault(i, []).append(tag)
            elif tag in order[i]:
                glued.add(i)
        entries = {order[i]: (NONE, True) for i in glued}
        entries |= {order[i]: (_unique(marks), i in glued) for i, marks in found.items()}
        return entries

    def __getstate__(self) -> dict[str, Any]:
        raise TypeError("a Lexicon is compiled again from its rules, not pickled")


def _fold_lines(lines: Sequence[str]) -> list[str]:
    return list(map(str.strip, encodable(fold("\n".join(lines))).split("\n"))) if lines else []


def _texts(words: Words) -> list[str]:
    return [text for texts in words.values() for text in texts]


def _unique(marks: list[Mark]) -> Marks:
    if len(marks) == 1:
        return (marks[0],)
    seen: dict[tuple[str, str], Mark] = {}
    for mark in marks:
        seen.setdefault((mark.rule.id, mark.role), mark)
    return tuple(seen.values())


def _probe(rules: Sequence[Rule], patterns: Sequence[str]) -> set[str] | None:
    """Words of which a long line must hold one to match; None if unknown.

    Single words, because white space and quotes are not folded yet where they are looked for.
    """
    words: set[str] = set()
    for rule in rules:
        for trigger in rule.triggers.values():
            for group in (trigger.phrases, trigger.prefixes, trigger.contains):
                long = group is not trigger.phrases and rule.max_chars > SHORT
                for text in _texts(group):
                    if long or len(text) + _ROOM > SHORT:
                        words.add(_longest_word(fold(text)))
    found = [atoms(pattern) for pattern in patterns]
    if any(one is None for one in found):
        return None
    words.update(_longest_word(atom) for one in found for atom in one or ())
    return None if "" in words else words


def _longest_word(text: str) -> str:
    return max(_WORD.findall(text), key=len, default="") or text.strip()


def _glue(rules: Iterable[Rule]) -> list[str] | None:
    """Texts of which a line holds one, in just this case, for an inline rule; None if unknown."""
    glue: dict[str, None] = {}
    for rule in rules:
        if rule.kind == "inline":
            glue.update(dict.fromkeys(forms(rule)))
            for pattern in rule.triggers["line"].patterns if "line" in rule.triggers else ():
                found = atoms(pattern)
                if found is None:
                    return None
                glue.update(dict.fromkeys(sorted(text.strip("\n") for text in found)))
    return list(glue) if all(map(str.strip, glue)) else None


def forms(rule: Rule) -> list[str]:
    """The phrases of an inline rule in the cases that it takes."""
    found: dict[str, None] = {}
    for text in _texts(rule.triggers["line"].phrases) if "line" in rule.triggers else ():
        for case in rule.options["case"]:
            if case == "exact":
                found[text] = None
            elif case == "upper":
                found[text.upper()] = None
            else:
                found[text[:1].upper() + text[1:]] = None
                found[text.title()] = None
    return list(found)
