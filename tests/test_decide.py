from cleaner.decide import removals, repairs, sparing
from cleaner.model import Card, Finding
from cleaner.segment import Page
from tests.support import tool


def found(
    page: Page, line: int, end: int, safety: str = "contextual", rule: str = "a/b"
) -> Finding:
    start, stop = page.span(line, end)
    return Finding(start, stop, rule, safety, "why", line, end)  # type: ignore[arg-type]


def lines_of(page: Page, findings: list[Finding]) -> list[tuple[int, int]]:
    return [(f.line, f.end_line) for f in findings]


TEXT = "one\ntwo\n\nthree\nfour\nfive"
PAGE = Page(TEXT, tool()._lexicon)


def test_safe_fires_alone_and_contextual_does_not() -> None:
    assert lines_of(PAGE, removals(PAGE, [found(PAGE, 1, 2, "safe")], "contextual")) == [(1, 2)]
    assert removals(PAGE, [found(PAGE, 1, 2)], "contextual") == []
    assert lines_of(PAGE, removals(PAGE, [found(PAGE, 1, 2)], "aggressive")) == [(1, 2)]


def test_contextual_fires_beside_another_over_blank_lines() -> None:
    chosen = removals(
        PAGE, [found(PAGE, 1, 2, "safe"), found(PAGE, 3, 4, rule="c/d")], "contextual"
    )
    assert [f.rule for f in chosen] == ["a/b", "c/d"]


def test_the_longer_finding_owns_the_line() -> None:
    chosen = removals(
        PAGE, [found(PAGE, 3, 4, "safe", "x/short"), found(PAGE, 3, 5, "safe", "x/long")], "safe"
    )
    assert [(f.rule, f.line, f.end_line) for f in chosen] == [("x/long", 3, 5)]


def test_last_line_takes_the_line_end_before_it() -> None:
    chosen = removals(PAGE, [found(PAGE, 5, 6, "safe")], "safe")
    assert TEXT[: chosen[0].start] == "one\ntwo\n\nthree\nfour"


def test_blank_lines_are_not_doubled() -> None:
    page = Page("one\n\nREAD\n\ntwo", tool()._lexicon)
    chosen = removals(page, [found(page, 2, 3, "safe")], "safe")
    assert page.text[: chosen[0].start] + page.text[chosen[0].end :] == "one\n\ntwo"


def test_repairs_do_not_overlap() -> None:
    chosen = repairs([found(PAGE, 0, 2), found(PAGE, 1, 3), found(PAGE, 3, 4)])
    assert lines_of(PAGE, chosen) == [(0, 2), (3, 4)]


def test_a_copy_stays_where_the_first_of_the_two_goes() -> None:
    copy = found(PAGE, 3, 4, "safe", "x/copy")._replace(twin=1)
    other = found(PAGE, 4, 5, "safe", "x/other")
    chosen = removals(PAGE, [copy, other], "safe")
    assert [f.rule for f in chosen] == ["x/copy", "x/other"]
    chosen = removals(PAGE, [copy, other, found(PAGE, 0, 2, "safe", "x/menu")], "safe")
    assert [(f.rule, f.line, f.end_line) for f in chosen] == [("x/menu", 0, 3), ("x/other", 4, 5)]


def test_cards_are_spared_and_the_lines_around_them_are_not() -> None:
    card = found(PAGE, 1, 4)._replace(cards=(Card("", "", "", "two", "", 0, 0),))
    whole = found(PAGE, 0, 6, rule="x/whole")
    part = found(PAGE, 3, 4, rule="x/part")._replace(end=PAGE.starts[3] + 2)
    beside = found(PAGE, 5, 6, rule="x/beside")
    spared = sparing(PAGE, [card, whole, part, beside])
    assert [(f.rule, f.line, f.end_line) for f in spared] == [
        ("x/whole", 0, 1),
        ("x/whole", 4, 6),
        ("x/beside", 5, 6),
    ]
    assert [TEXT[f.start : f.end] for f in spared] == ["one\n", "four\nfive", "five"]
    assert sparing(PAGE, [whole]) == [whole]
    assert sparing(PAGE, [card, whole, beside], {"x/whole"}) == [beside]


def test_a_line_end_of_two_characters_goes_once() -> None:
    text = "one READ MORE\r\ntwo"
    page = Page(text, tool()._lexicon)
    part = found(page, 0, 1, "safe", "x/part")._replace(start=3, end=14)
    chosen = removals(page, [part, found(page, 1, 2, "safe")], "safe")
    assert [text[f.start : f.end] for f in chosen] == [" READ MORE", "\r\ntwo"]


def test_a_separator_goes_with_what_it_parted() -> None:
    page = Page("A\nRead more\n|\nB\n|\nC\n·\nRead more\n•\nD", tool()._lexicon)
    chosen = removals(page, [found(page, 1, 2, "safe"), found(page, 7, 8, "safe")], "contextual")
    assert lines_of(page, chosen) == [(1, 3), (6, 8)]
    fenced = Page("```\nRead more\n|\n```\nB", tool()._lexicon)
    assert lines_of(fenced, removals(fenced, [found(fenced, 1, 2, "safe")], "contextual")) == [
        (1, 2)
    ]
