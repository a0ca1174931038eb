import re

import pytest

from cleaner.atoms import atoms, firsts, heads


@pytest.mark.parametrize(
    ("pattern", "want"),
    [
        (r"^share on (?:facebook|twitter)$", {"\nshare on facebook\n", "\nshare on twitter\n"}),
        (r"^\d{1,3} (?:comments?|replies)$", {" comment\n", " comments\n", " replies\n"}),
        (r"^updated:? \d+", {"\nupdated ", "\nupdated: "}),
        (r"^all rights? reserved\b.{0,9}$", {"\nall right reserved", "\nall rights reserved"}),
        (r"\d(?:article|articles) left", {"article left", "articles left"}),
        (r"[kmn]ore \d", {"kore ", "more ", "nore "}),
        (r"(?:ab)+c", None),
        (r"(?:abcd){2}", {"abcd"}),
        (r"^(?:foo)?\d+$", None),
        (r"^\pL+ed$", {"ed\n"}),
        (r"\b(?:abc|d)\b", None),
        (r"^(?:©|\(c\)) \d{4}$", {"\n© ", "\n(c) "}),
        (r"(?i)hello world", None),
        (r"(?si)hello world", None),
        (r"^(?mi:hello world)$", None),
        (r"^[[:digit:]] tomatoes$", None),
        (r"^order\\pLtomatoes$", None),
        (r"^(?:^order the tomatoes$)$", {"\norder the tomatoes\n"}),
        (r"^^order the (?:tomatoes$|pears)$", {"\norder the tomatoes\n", "\norder the pears\n"}),
        (r"^[:;] tomatoes", {"\n: tomatoes", "\n; tomatoes"}),
    ],
)
def test_atoms(pattern: str, want: set[str] | None) -> None:
    assert atoms(pattern) == (frozenset(want) if want is not None else None)


def test_every_match_of_a_shipped_pattern_holds_an_atom() -> None:
    from cleaner.packs import load_rules

    checked = 0
    for rule in load_rules().rules:
        for trigger in rule.triggers.values():
            for pattern in trigger.patterns:
                found = atoms(pattern)
                for case in rule.tests:
                    for line in case.input.lower().split("\n"):
                        python = re.sub(r"\\p\w", r"\\w", pattern)
                        if found and re.search(python, line):
                            assert any(atom in f"\n{line}\n" for atom in found), (pattern, line)
                            checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    ("pattern", "want"),
    [
        (r"^share on (?:facebook|twitter)\b.*$", {"share on facebook", "share on twitter"}),
        (
            r"^(?:we|they) (?:all )?use \pL+",
            {"we use ", "they use ", "we all use ", "they all use "},
        ),
        (r"^(?:a (?:b|c)+|d) e", {"a b", "a c", "d"}),
        (r"^by (?:\pL+ing) this", {"by "}),
        (r"^(?:^tell (?:us|me))", {"tell us", "tell me"}),
        (r"^\pL+ing", None),
        (r"share on", None),
        (r"(?:^share|tell) \d", None),
    ],
)
def test_heads(pattern: str, want: set[str] | None) -> None:
    assert heads(pattern) == (frozenset(want) if want is not None else None)


@pytest.mark.parametrize(
    ("pattern", "want"),
    [
        (r"^\d{1,3} ?(?:m|h)$", "0123456789"),
        (r"^#[1-9]", "#"),
        (r"^(?:a|b)?c", "abc"),
        (r"^(?:(?:x|[1-3])y)*z", "123xz"),
        (r"^[é·]+$", "é·"),
        (r"^a?$", None),
        (r"foo", None),
        (r"^foo|bar", None),
        (r"^\pL+", None),
        (r"^[^a]", None),
        (r"^.{2,40}a", None),
        (r"^[a-\x{ffff}]", None),
        (r"(?i)^a", None),
        (r"^[", None),
    ],
)
def test_firsts(pattern: str, want: str | None) -> None:
    assert firsts(pattern) == (frozenset(want) if want is not None else None)
