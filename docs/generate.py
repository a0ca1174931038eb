"""Write docs/rules.md from the rule files; `--check` only says whether it is up to date."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from cleaner.packs import load_rules
from cleaner.rules import Rule, Ruleset

TARGET = Path(__file__).with_name("rules.md")


def render(ruleset: Ruleset) -> str:
    """The page: a section for each pack, a part for each rule."""
    phrases = sum(rule.count() for rule in ruleset.rules)
    parts = [
        "# The rules\n",
        f"{len(ruleset.rules)} rules with {phrases:,} phrases. Made from the rule files by "
        "`docs/generate.py`; do not edit.\n",
    ]
    for pack, rules in groupby(ruleset.rules, key=lambda rule: rule.pack):
        parts.append(f"\n## {pack}\n")
        parts += [_rule(rule) for rule in rules]
    return "\n".join(parts)


def _rule(rule: Rule) -> str:
    lines = [
        f"### {rule.id}\n",
        f"{rule.message[:1].upper()}{rule.message[1:]}. Kind `{rule.kind}`, safety "
        f"`{rule.safety}`{_languages(rule)}.\n",
    ]
    example = next((case for case in rule.tests if case.fires), None)
    if example is not None:
        lines.append("```diff")
        kept = example.want.split("\n")
        for line in example.input.strip("\n").split("\n"):
            same = line in kept or example.input == example.want
            lines.append(f"{' ' if same else '-'} {line}"[:140])
        lines.append("```\n")
    return "\n".join(lines)


def _languages(rule: Rule) -> str:
    counts: dict[str, int] = {}
    for trigger in rule.triggers.values():
        for group in (trigger.phrases, trigger.prefixes, trigger.contains):
            for language, texts in group.items():
                counts[language] = counts.get(language, 0) + len(texts)
    if not counts:
        return ""
    return ", phrases: " + ", ".join(f"{lang} {n}" for lang, n in sorted(counts.items()))


def main() -> None:
    """Write or check the page."""
    text = render(load_rules())
    if "--check" in sys.argv:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            sys.exit("docs/rules.md is out of date; run: make docs")
        return
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
