import pickle
from dataclasses import replace

import pytest

from cleaner.lexicon import GLUED, SPACED, Lexicon
from cleaner.rules import Rule, Trigger


def rule(name: str, max_chars: int = 120, **trigger: object) -> Rule:
    return Rule(
        id=f"test/{name}",
        message="m",
        kind="line",
        safety="safe",
        path="",
        triggers={"line": Trigger(**trigger)},  # type: ignore[arg-type]
        max_chars=max_chars,
    )


LEXICON = Lexicon(
    [
        rule("phrase", phrases={"en": ("Read more",), "ja": ("続きを読む",)}),
        rule("prefix", prefixes={"en": ("Photo:", "Also read")}, max_chars=40),
        rule("contains", contains={"en": ("all rights reserved",)}),
        rule("pattern", patterns=(r"^\d+ shares$",)),
        rule("long", patterns=(r"^we use cookies\b.{0,300}$",), max_chars=400),
    ]
)


def names(line: str) -> list[str]:
    return [mark.rule.id.removeprefix("test/") for mark in LEXICON.classify([line]).marks[0]]


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("READ MORE", ["phrase"]),
        ("» Read  more …", ["phrase"]),
        ("続きを読む", ["phrase"]),
        ("Read more books", []),
        ("Photo: Anna Kovacs", ["prefix"]),
        ("ALSO READ the rest", ["prefix"]),
        ("Also reading the rest", []),
        ("Photo: " + "a" * 40, []),
        ("(c) 2024. All rights reserved.", ["contains"]),
        ("Unreserved", []),
        ("12 shares", ["pattern"]),
        ("We use cookies " + "to improve things " * 12, ["long"]),
        ("They use cookies " + "to improve things " * 12, []),
        ("", []),
    ],
)
def test_classify(line: str, want: list[str]) -> None:
    assert names(line) == want
    assert names(line) == want, "the second time comes from the memo"


def test_lines_keep_their_order_and_lone_surrogates_do_no_harm() -> None:
    marks, _ = LEXICON.classify(["a", "READ MORE", "\udc80", "12 shares", "a"])
    assert {i: len(found) for i, found in marks.items()} == {1: 1, 3: 1}
    assert marks[0] == ()


GLUE = Rule(
    id="test/glue",
    message="m",
    kind="inline",
    safety="safe",
    path="",
    triggers={"line": Trigger(phrases={"en": ("Read more",)}, patterns=(r"\. (\(c\) 20\d\d)$",))},
    options={"case": ["upper"]},
)
FILLER = "and so the story went on for a while, as it has to where a long line is wanted. " * 2


@pytest.mark.parametrize("start", ["", FILLER])
def test_lines_that_may_hold_glued_words(start: str) -> None:
    lines = [
        start + "It ended. READ MORE The next day",
        start + "You can read more about it",
        start + "It ended. (c) 2024",
        start + "The end",
    ]
    assert Lexicon([GLUE]).classify(lines).signs == {0: GLUED, 2: GLUED}


def test_every_line_may_hold_a_pattern_of_which_nothing_is_known() -> None:
    pattern = Trigger(patterns=(r"\.(\d+)\.",))
    lexicon = Lexicon([replace(GLUE, triggers={"line": pattern})])
    assert lexicon.classify(["a", "b"]).signs == {0: GLUED, 1: GLUED}


def test_spaces_before_punctuation() -> None:
    lines = ["one , two", "one, two", FILLER + "End .", "Grüße ,"]
    assert LEXICON.classify(lines).signs == {0: SPACED, 2: SPACED, 3: SPACED}


LONG = "the sun is up and nobody is awake to look at the river which carries its water " * 3


@pytest.mark.parametrize(
    ("line", "want"),
    [
        (f"» {LONG}", ["phrase"]),
        (f"{LONG} it says", []),
        ("See also: " + LONG, ["prefix"]),
        ("  See  also: " + LONG, ["prefix"]),
        ("We see also: " + LONG, []),
        (LONG + "All rights reserved", ["contains"]),
    ],
)
def test_long_lines(line: str, want: list[str]) -> None:
    phrase = rule("phrase", phrases={"en": (LONG,)})
    prefix = rule("prefix", prefixes={"en": ("See also:",)}, max_chars=400)
    contains = rule("contains", contains={"en": ("all rights reserved",)}, max_chars=400)
    for rules in [phrase, prefix], [phrase, prefix, contains]:
        marks = Lexicon(rules).classify([line]).marks[0]
        found = [mark.rule.id.removeprefix("test/") for mark in marks]
        assert found == [name for name in want if name != "contains" or contains in rules]


def test_memo_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.lexicon.MEMO_CHARS", 100)
    lexicon = Lexicon([rule("phrase", phrases={"en": ("Read more",)})])
    for i in range(100):
        assert len(lexicon.classify([f"line {i}", "read more"]).marks[1]) == 1
    assert sum(map(len, lexicon._memo)) <= 200


def test_is_not_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(LEXICON)
