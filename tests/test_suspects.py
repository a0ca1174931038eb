"""The compiled sieve holds back nothing that a rule knows."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.lexicon import Lexicon
from cleaner.packs import load_rules
from cleaner.rules import Rule, Trigger
from cleaner.suspects import MOST_NEEDLES, suspects

pytest.importorskip("cleaner.native.sieve", reason="no C compiler was at hand")

ROOT = Path(__file__).parent.parent
RULES = load_rules().rules
WITH, WITHOUT = Lexicon(RULES), Lexicon(RULES)
WITHOUT._suspects = None
PAGES = sorted([*ROOT.glob("fixtures/**/*.txt"), *ROOT.glob("seeds/*.txt")])


def triggers_of(rule: Rule) -> list[str]:
    return [
        text
        for trigger in rule.triggers.values()
        for words in (trigger.phrases, trigger.prefixes, trigger.contains)
        for texts in words.values()
        for text in texts
    ]


TEXTS = sorted({text for rule in RULES for text in triggers_of(rule)})
EXAMPLES = sorted(
    {line for rule in RULES for case in rule.tests for line in case.input.split("\n")}
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages(path: Path) -> None:
    lines = path.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    assert WITH.classify(lines) == WITHOUT.classify(lines)


def test_texts_and_examples_of_all_rules() -> None:
    for lines in (TEXTS, EXAMPLES, [line.upper() for line in [*TEXTS, *EXAMPLES]]):
        assert WITH.classify(lines) == WITHOUT.classify(lines)


EDGES = st.text(
    alphabet=" \t\u00a0\u200b\u00ad»«“”’…–-*|•·.,:;!?()[]`_#😀\u0301½ªıß\x00", max_size=4
)
WORDS = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(EXAMPLES),
    st.text(max_size=12),
    st.text(alphabet="0123456789/.-: k#agodhm年月日", max_size=12),
    st.text(alphabet="aeioué ÄÖÜßẞİıſﬁﬃ가각\u11a8\u1100\u1161ｶﾞがか\u3099 ․‥…㍿ﷺΣσςǅ", max_size=12),
)
LINES = st.lists(st.one_of(EDGES, WORDS), max_size=6).map("".join)


@given(st.lists(st.one_of(LINES, LINES.map(lambda line: line * 9)), max_size=6), st.booleans())
def test_any_lines(lines: list[str], upper: bool) -> None:
    lines = [line.replace("\n", " ") for line in lines]
    lines = [line.upper() for line in lines] if upper else lines
    assert WITH.classify(lines) == WITHOUT.classify(lines)


def rule(kind: str = "line", options: Mapping[str, Any] | None = None, **trigger: Any) -> Rule:
    return Rule(
        id="test/own",
        message="m",
        kind=kind,
        safety="safe",
        path="",
        triggers={"line": Trigger(**trigger)},
        max_chars=200,
        options=options or {},
    )


@pytest.mark.parametrize(
    "own",
    [
        rule(patterns=(r"[aeiou]{3}",)),
        rule(patterns=(r"^(?:x|[1-3])\pL+$",)),
        rule(patterns=(r"^é?\d",)),
        rule(patterns=(r"^$", r"^\s")),
        rule(contains={"en": ("ab",)}),
        rule(kind="inline", options={"case": ["exact"]}, phrases={"en": ("b", "xo")}),
        rule(prefixes={"en": ("q", "é")}),
        rule(phrases={"en": ("a", "***", "x" * 150)}),
    ],
)
@given(st.lists(st.text(alphabet="aeioxqé 1*b"), max_size=5))
def test_any_rule(own: Rule, lines: list[str]) -> None:
    one, other = Lexicon([own]), Lexicon([own])
    other._suspects = None
    assert one.classify(lines) == other.classify(lines)


def test_too_short_or_too_many_texts_leave_nothing_to_sieve() -> None:
    settings = {"phrases": (), "patterns": (), "fronts": (), "short": 9, "longest": 9}
    assert suspects(words=["abc"], signs=["ab"], **settings) is not None  # type: ignore[arg-type]
    assert suspects(words=["ab"], signs=["ab"], **settings) is None  # type: ignore[arg-type]
    assert suspects(words=["abc"], signs=["a"], **settings) is None  # type: ignore[arg-type]
    many = [f"word {number}" for number in range(MOST_NEEDLES)]
    assert suspects(words=many, signs=["ab"], **settings) is None  # type: ignore[arg-type]
    assert suspects(words=many, signs=[], **settings) is not None  # type: ignore[arg-type]


def test_without_the_sieve_every_line_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cleaner.native.sieve", None)
    one = Lexicon(RULES)
    assert one._suspects is None
    assert one.classify(EXAMPLES) == WITH.classify(EXAMPLES)


def test_prose_is_held_back() -> None:
    """A rule of which " at " or "i" is the rarest part would have most lines looked at."""
    texts = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in PAGES
        if "negative" in path.parts or path.name.endswith(".want.txt")
    ]
    lines = [line for text in texts for line in text.split("\n") if len(line) >= 60]
    assert len(lines) > 400
    assert WITH._suspects is not None
    assert len(WITH._suspects(lines)) <= 0.25 * len(lines)
