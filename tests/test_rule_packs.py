"""The shipped rules: each proves itself, and together they are what the README says."""

from collections import Counter

import pytest

from cleaner.atoms import heads
from cleaner.fold import bare, fold
from cleaner.packs import load_rules
from cleaner.proving import prove
from cleaner.rules import Rule
from cleaner.triggers import SHORT, fronts_of

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "ru", "ja", "zh", "nl", "pl")
RULES = load_rules().rules
REPORT = prove()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule(rule: Rule) -> None:
    own = [o for o in REPORT.outcomes if o.rule.id == rule.id]
    assert [
        (o.case.name, o.reason, o.diff) for o in own if o.verdict not in ("passed", "todo")
    ] == []
    assert any(o.case.fires for o in own), "no test fires it"
    assert any(not o.case.fires for o in own), "no test shows what it must leave"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rules_for_long_lines_say_how_these_begin(rule: Rule) -> None:
    """Of one that does not, all long lines would be read in full, a tenth of the time."""
    for trigger in rule.triggers.values() if rule.max_chars > SHORT else ():
        assert not trigger.contains
        assert [pattern for pattern in trigger.patterns if heads(pattern) is None] == []
    assert fronts_of([rule]) is not None, "a sign or one letter is no beginning"


def test_enough_rules_and_phrases_in_all_languages() -> None:
    counts: Counter[str] = Counter()
    for rule in RULES:
        for trigger in rule.triggers.values():
            for group in (trigger.phrases, trigger.prefixes, trigger.contains):
                for language, texts in group.items():
                    counts[language] += len(set(texts))
    assert len(RULES) >= 120
    assert sum(counts[language] for language in LANGUAGES) >= 5_000
    assert all(counts[language] >= 100 for language in LANGUAGES), counts


def test_no_phrase_in_two_rules() -> None:
    owners: dict[str, str] = {}
    for rule in RULES:
        if rule.kind in ("inline", "document") or rule.options.get("takes") in (
            "contents",
            "names",
        ):
            continue  # these look at more than the line
        for role, trigger in rule.triggers.items():
            if role == "end":
                continue
            for texts in trigger.phrases.values():
                for text in texts:
                    key = bare(fold(text)) or fold(text).strip()
                    assert owners.setdefault(key, rule.id) == rule.id, text
