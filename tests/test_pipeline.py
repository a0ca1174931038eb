import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner import Cleaner, ConfigError, RestoreError, RuleError, pipeline
from tests.support import PROSE, check_noop, page, tool

DIRTY = page("READ MORE", "Related Articles", "A title", "Another title")


def test_levels() -> None:
    text = f"{PROSE[0]}\nREAD MORE\nContact us\n{PROSE[1]}"
    assert Cleaner(level="safe").clean(text).text == f"{PROSE[0]}\nContact us\n{PROSE[1]}"
    assert tool().clean(text).text == f"{PROSE[0]}\n{PROSE[1]}"


def test_select_and_ignore() -> None:
    assert Cleaner(select=["consent"]).clean(DIRTY).text == DIRTY
    assert "READ MORE" in Cleaner(ignore=["news/read-more"]).clean(DIRTY).text
    with pytest.raises(ConfigError, match="news/read-mor") as error:
        Cleaner(select=["news/read-mor"])
    assert "news/read-more" in error.value.remedy


@pytest.mark.parametrize(
    "setting",
    [{"level": "saf"}, {"related": "take"}, {"rules": ""}, {"rules": [""]}, {"select": ""}],
)
def test_settings_that_cannot_be_used(setting: dict[str, Any]) -> None:
    with pytest.raises(ConfigError) as error:
        Cleaner(**setting)
    assert error.value.remedy


def test_never_empties_a_document() -> None:
    result = tool().clean("READ MORE\nShare on Facebook")
    assert (result.status, result.text) == ("refused", "READ MORE\nShare on Facebook")
    assert result.edits == ()
    assert result.findings[0].rule == "core/nothing-left"


def test_picklable_and_usable_from_threads() -> None:
    want = tool().clean(DIRTY).text
    assert pickle.loads(pickle.dumps(tool())).clean(DIRTY).text == want
    with ThreadPoolExecutor(4) as pool:
        found = set(
            pool.map(lambda i: tool().clean(DIRTY + "\n" * (i % 2)).text.strip(), range(64))
        )
    assert found == {want.strip()}


def test_findings_tell_lines() -> None:
    found = tool().check(f"{PROSE[0]}\nREAD MORE\n{PROSE[1]}\nShare on Facebook")
    assert [(f.rule, f.line, f.end_line, f.applied) for f in found] == [
        ("news/read-more", 1, 2, True),
        ("social/share-button", 3, 4, True),
    ]


def test_clean_texts() -> None:
    check_noop("")
    check_noop("\n")
    check_noop("one")
    check_noop("\n".join(PROSE))


def test_user_rules(tmp_path: Path) -> None:
    rule = tmp_path / "mysite" / "promo.toml"
    rule.parent.mkdir()
    rule.write_text(
        'message = "promotion"\nkind = "line"\nsafety = "safe"\npatterns = ["^(a+)+promo$"]\n'
    )
    tool_ = Cleaner(rules=[tmp_path])
    assert tool_.clean(f"aaapromo\n{PROSE[0]}").text == PROSE[0]
    tool_.clean("a" * 100 + "b\n" + "a" * 100_000)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "read-more.toml").write_text(rule.read_text())
    with pytest.raises(RuleError, match="already taken"):
        Cleaner(rules=[tmp_path])


def test_a_document_that_would_lose_too_much_is_left_alone() -> None:
    text = f"{PROSE[0]}\nREAD MORE\nShare on Facebook"
    lost = 1 - len(PROSE[0]) / len(text)
    over = Cleaner(max_removed=lost - 0.01).clean(text)
    assert (over.text, over.edits, over.status) == (text, (), "refused")
    assert over.findings[0].rule == "core/over-budget"
    assert f"{lost:.1%}" in over.findings[0].why
    within = Cleaner(max_removed=lost).clean(text)
    assert (within.text, within.status) == (PROSE[0], "cleaned")


def test_a_card_says_where_it_stood_in_the_original() -> None:
    card = "Example Herald\n2 hours ago\n- Example Herald\nFerrymen ask for more\n" + PROSE[4]
    broken = "Said\nAnna Kovacs\n, who left at noon when the bell of the landing stage had rung."
    for text in (
        page(broken, "Related Articles", card),
        page(f"[{broken}](/a)", "**Related Articles**", card.replace("Ferrymen", "[Ferrymen](/b)")),
    ):
        result = tool().clean(text)
        (found,) = result.related
        assert found.title == "Ferrymen ask for more"
        assert text[found.start : found.end].startswith("Example Herald\n2 hours ago")
        assert text[found.start : found.end].endswith(PROSE[4])


def test_text_with_links_or_wrapped_is_not_joined() -> None:
    text = f"{PROSE[0]}\nA bridge, said\nMarta Oyelaran\n, was promised to the towns. {PROSE[1]}"
    assert tool().clean(text).text != text
    linked = text.replace("Marta Oyelaran", "[Marta Oyelaran](/marta)")
    assert tool().clean(linked).text == linked


def test_a_heading_underlined_twice_takes_no_text_with_it() -> None:
    heading = "[Home](/)\n\nThe bridge\n----------\n----------"
    text = f"{heading}\n\n{PROSE[0]}\n\n[READ MORE](/x)\n\n{PROSE[1]}\n\nShare on Facebook\n"
    result = tool().clean(text)
    assert PROSE[1] in result.text
    assert cleaner.restore(result.text, result.edits) == text


def test_edits_that_lose_the_original_are_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "numbered", lambda text, edits, rules: edits[1:])
    with pytest.raises(RestoreError, match="would not give the original back"):
        tool().clean(page("READ MORE"))


def test_whether_an_extractor_chose_the_lines_is_asked_once() -> None:
    """Too many lines are known, and once they are gone too few."""
    menu = ("Mills and weirs", "Ferry times")
    known = ("Share on Facebook", "Read more", "Log in"), ("Subscribe", "Sign in")
    debate = f"{PROSE[0][:-10]} well past midnight and left nobody content."
    arches = (
        "Two engineers explained how the old arches had moved in the flood of last spring, and why "
        "the river would not wait for another vote."
    )
    prose = debate, arches, debate.replace("bridge", "mill"), arches.replace("old", "new")
    text = "\n".join((*known[0], *menu, *prose, *menu, *known[1], "Share on Twitter"))
    want = "\n".join((*menu, *prose, *menu))
    assert tool().clean(text, extracted=True).text == want
    # Without its link the text is read again from the beginning.
    assert tool().clean(f"[Home](/)\n{text}", extracted=True).text == want
    assert tool().clean(want).text == want


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_verdict_counts_the_lines_whatever_they_end_in(end: str) -> None:
    texts = ("READ MORE", "Share on Facebook", "READ MORE"), (*PROSE[:2], "READ MORE")
    tools = tool(), Cleaner(max_removed=0.0)
    verdicts = [one.clean(end.join(lines)).verdict for one, lines in zip(tools, texts, strict=True)]
    captcha = end.join(("Just a moment...", "Checking your browser", ""))
    verdicts.append(tool().clean(captcha).verdict)
    assert [verdict and verdict.end_line for verdict in verdicts] == [3, 3, 3]
