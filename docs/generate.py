"""Write what the docs take from the program; `--check` only says whether it is up to date.

docs/rules.md from the rule files, docs/api.md from the sources, and in docs/rule-format.md the
options of each kind of rule.
"""

from __future__ import annotations

import difflib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import api_reference

from cleaner.matchers import kinds
from cleaner.packs import load_rules
from cleaner.rules import Case, Choice, Rule, Ruleset

DOCS = Path(__file__).parent

OPTIONS_BEGIN = "<!-- options: made by docs/generate.py, do not edit -->\n"
OPTIONS_END = "<!-- options end -->\n"

PHRASES = 3
"""Texts shown for each language; the rule file has them all."""
PHRASE_CHARS = 50
LINE_CHARS = 160


def render(ruleset: Ruleset) -> str:
    """The page: for each pack a table of its rules, then a part for each rule."""
    phrases = sum(rule.count() for rule in ruleset.rules)
    parts = [
        "# The rules\n",
        f"{len(ruleset.rules)} rules with {phrases:,} phrases. Made from the rule files by "
        "`docs/generate.py`; do not edit.\n",
    ]
    for pack, found in groupby(ruleset.rules, key=lambda rule: rule.pack):
        rules = list(found)
        parts.append(f"## {pack}\n")
        parts += ["| rule | kind | safety | phrases | takes |", "| --- | --- | --- | --: | --- |"]
        parts += [_row(rule) for rule in rules]
        parts.append("")
        for rule in rules:
            parts += _part(rule)
    return "\n".join(parts)


def _row(rule: Rule) -> str:
    name = rule.id.split("/", 1)[1]
    # The anchor that a Markdown reader makes of the heading: the slash goes.
    link = f"[{name}](#{rule.id.replace('/', '')})"
    message = rule.message.replace("|", "\\|")
    return f"| {link} | {rule.kind} | {rule.safety} | {rule.count() or ''} | {message} |"


def _part(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id}\n"
    message = rule.message[:1].upper() + rule.message[1:]
    yield f"{message}. Kind `{rule.kind}`, safety `{rule.safety}`.\n"
    yield from _texts(rule)
    case = next((case for case in rule.tests if case.fires), None)
    if case is not None:
        yield from _example(case)


def _texts(rule: Rule) -> Iterator[str]:
    """One line a language: how many texts the rule knows, and the first of them."""
    texts: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for trigger in rule.triggers.values():
        for group in (trigger.phrases, trigger.prefixes, trigger.contains):
            for language, words in group.items():
                counts[language] += len(words)
                texts.setdefault(language, []).extend(words)
    for language, words_of in sorted(texts.items()):
        shown = ", ".join(_code(text) for text in islice(words_of, PHRASES))
        more = ", …" if counts[language] > PHRASES else ""
        yield f"- {language} ({counts[language]}): {shown}{more}"
    if texts:
        yield ""


def _code(text: str) -> str:
    """A text as code in a line of Markdown."""
    short = text if len(text) <= PHRASE_CHARS else f"{text[:PHRASE_CHARS]}…"
    return f"`` {short} ``" if "`" in short else f"`{short}`"


def _example(case: Case) -> Iterator[str]:
    if case.input == case.want:
        yield f"A page like this has the status `{case.status}`:\n"
        yield from _fenced("text", case.input.strip("\n").split("\n"))
        return
    lines = difflib.ndiff(case.input.split("\n"), case.want.split("\n"))
    yield from _fenced("diff", (line for line in lines if not line.startswith("?")))


def _fenced(language: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"~~~{language}"
    for line in lines:
        yield line if len(line) <= LINE_CHARS else f"{line[:LINE_CHARS]}…"
    yield "~~~\n"


def with_options(page: str) -> str:
    """The page with the table of options made anew between its two marks."""
    before, begin, rest = page.partition(OPTIONS_BEGIN)
    _, end, after = rest.partition(OPTIONS_END)
    if not begin or not end:
        sys.exit(f"docs/rule-format.md lacks the lines {OPTIONS_BEGIN}and {OPTIONS_END}")
    return "".join((before, begin, "\n", "\n".join(_options()), "\n\n", end, after))


def _options() -> Iterator[str]:
    yield "| kind | option | value | default |"
    yield "| --- | --- | --- | --- |"
    for kind, module in sorted(kinds().items()):
        for name, default in module.OPTIONS.items():
            value, shown = _value(default)
            yield f"| `{kind}` | `{name}` | {value} | {shown} |"


def _value(default: Any) -> tuple[str, str]:
    """What an option may be, and what it is where a rule does not say."""
    if isinstance(default, Choice):
        words = ", ".join(f'`"{word}"`' for word in default.values)
        many = isinstance(default.default, list)
        return f"list of {words}" if many else words, f"`{json.dumps(default.default)}`"
    empty = "empty" if isinstance(default, str | list | dict) and not default else ""
    # A whole number is no float in TOML, and the rule file is as strict.
    return _VALUES[type(default)], empty or f"`{json.dumps(default)}`"


_VALUES = {
    bool: "true or false",
    int: "whole number",
    float: "number with a point",
    str: "text",
    list: "list of texts",
    dict: "table of lists of texts, by language code",
}


def main() -> None:
    """Write or check the pages."""
    rule_format = DOCS / "rule-format.md"
    pages = {
        DOCS / "rules.md": render(load_rules()),
        DOCS / "api.md": api_reference.render(),
        rule_format: with_options(rule_format.read_text(encoding="utf-8")),
    }
    old = [
        path
        for path, text in pages.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        if old:
            names = ", ".join(f"docs/{path.name}" for path in old)
            sys.exit(f"out of date: {names}; run: make docs")
        return
    for path in old:
        path.write_text(pages[path], encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
