"""What can be told of the texts of rules before any line is seen."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.atoms import atoms, heads
from cleaner.fold import bare, fold, fold_all
from cleaner.rules import Rule, Words

SHORT = 160
"""Lines up to this many characters meet every rule, longer ones those that take long lines."""
ROOM = 12
"""Code points of punctuation and icons that may stand around a phrase."""
FRONT = 64
"""Code points of the beginning of a long line that are looked at."""
LEAST = 2
"""Code points that the beginning of a rule for long lines must have."""


def folds_of(rules: Iterable[Rule]) -> dict[str, str]:
    """The folded form of each text of the rules; a call for each would take ten times as long."""
    found = [
        text
        for rule in rules
        for trigger in rule.triggers.values()
        for words in (trigger.phrases, trigger.prefixes, trigger.contains)
        for text in texts_of(words)
    ]
    return dict(zip(found, fold_all(found), strict=True))


def texts_of(words: Words) -> list[str]:
    """The texts of all languages."""
    return [text for texts in words.values() for text in texts]


def fronts_of(rules: Iterable[Rule]) -> set[str] | None:
    """Beginnings of which a line longer than SHORT must have one to match; None if unknown."""
    fronts: set[str] = set()
    for rule in rules:
        for trigger in rule.triggers.values():
            texts = [text for text in texts_of(trigger.phrases) if len(text) + ROOM > SHORT]
            if rule.max_chars > SHORT:
                texts += texts_of(trigger.prefixes)
                found = [heads(pattern) for pattern in trigger.patterns]
                if trigger.contains or None in found:
                    return None
                texts += [head for one in found for head in one or ()]
            # Not the last character: it may be part of something that folds as a whole.
            fronts.update(bare(fold(text)[: FRONT // 2]) for text in texts)
    return None if any(len(front) < LEAST for front in fronts) else fronts


def glue_of(rules: Iterable[Rule]) -> list[str] | None:
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
    return list(glue) if all(glue) else None


def forms(rule: Rule) -> list[str]:
    """The phrases of an inline rule in the cases that it takes."""
    found: dict[str, None] = {}
    for text in texts_of(rule.triggers["line"].phrases) if "line" in rule.triggers else ():
        for case in rule.options["case"]:
            if case == "exact":
                found[text] = None
            elif case == "upper":
                found[text.upper()] = None
            else:
                found[text[:1].upper() + text[1:]] = None
                found[text.title()] = None
    return list(found)
