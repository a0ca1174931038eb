"""Words in running text that belong to no sentence."""

from pathlib import Path

import pytest

from cleaner import Cleaner, restore
from tests.support import PROSE, check_cleaned, check_noop, page

HINT = "(opens in a new window)"


def test_a_pattern_takes_its_first_group_alone() -> None:
    text = page(f"The plans {HINT} of the bridge lie in the town hall, with every objection.")
    check_cleaned(text, text.replace(f" {HINT}", ""), "web/link-hint")


@pytest.mark.parametrize("line", [HINT, f"  {HINT} "])
def test_a_line_of_nothing_else_goes_with_its_end(line: str) -> None:
    check_cleaned(page(line, PROSE[4]), page(PROSE[4]))
    check_cleaned(page(PROSE[4], line), page(PROSE[4]))


def test_a_sentence_is_joined_where_such_a_line_stood() -> None:
    left, right = f"{PROSE[4]} Of the plans the council", "says nothing."
    check_cleaned(page(left, HINT, right), page(f"{left} {right}"), "core/broken-sentence")


@pytest.mark.parametrize(
    "line",
    [
        "Write (it opens in a new window) behind a link of that kind, or write nothing at all.",
        "- Opens in a new window",
        "The shop (external) and the mill (new window frames) are open on Mondays in the summer.",
    ],
)
def test_text_about_windows_stays(line: str) -> None:
    check_noop(page(line))


def test_phrases_go_between_two_sentences_in_their_case(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "tune-in.toml").write_text(
        'message = "call to tune in"\nkind = "inline"\nsafety = "safe"\n'
        'case = ["upper"]\n[phrases]\nen = ["Tune in tonight"]\n'
        '[[tests]]\nname = "fires"\ninput = "It rained. TUNE IN TONIGHT It snowed."\n'
        'want = "It rained. It snowed."\n'
        '[[tests]]\nname = "stays"\ninput = "Tune in tonight."\nwant = "Tune in tonight."\n'
    )
    mine = Cleaner(rules=[tmp_path], select=["mine"])
    for text, want in [
        ("It rained. TUNE IN TONIGHT It snowed.", "It rained. It snowed."),
        ("It rained. TUNE IN TONIGHT", "It rained."),
        ("It rained and TUNE IN TONIGHT is what she said.", None),
        ("It rained. Tune in tonight It snowed.", None),
        ("TUNE IN TONIGHT", None),
    ]:
        cleaned = mine.clean(text)
        assert cleaned.text == (text if want is None else want)
        assert restore(cleaned.text, cleaned.edits) == text


def test_many_matches_in_one_line_go_round_by_round(tmp_path: Path) -> None:
    """Each search of this pattern goes to the end of the line."""
    rule = tmp_path / "mill" / "q.toml"
    rule.parent.mkdir()
    head = 'message = "m"\nkind = "inline"\nsafety = "safe"\nboundary = "none"\n'
    rule.write_text(head + "patterns = ['q.*z|q ']\n")
    result = Cleaner(rules=tmp_path, select="mill").clean("q " * 1_000 + "end")
    assert result.text == "end"


def test_a_pair_of_surrogates_shifts_nothing() -> None:
    said = "This article originally appeared in The Example Times . 2025 The Example Times Company"
    for sign in ("\ud83d\ude00", "\ud83d"):
        want = f"{sign * 4} It ended."
        assert Cleaner().clean(f"{want} {said}").text == want
