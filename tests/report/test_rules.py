"""Rules as text for people."""

from cleaner import packs
from cleaner.proving import prove
from cleaner.report.rules import details, outcome

RULES = packs.load_rules(())


def test_values_stand_in_a_column_as_toml_has_them() -> None:
    shown = list(details(RULES.get("news/read-also")))
    assert shown[0].startswith("news/read-also: link to another article")
    assert "  kind          block" in shown
    assert "  between_text  true" in shown
    assert "  fires: takes the label and the title, not the paragraph behind" in shown


def test_words_by_language_are_no_dictionary() -> None:
    shown = list(details(RULES.get("core/broken-sentence")))
    assert any(line.startswith("  open_ends en: the | a | an | ") for line in shown)
    assert not any("{" in line for line in shown)


def test_one_rule_is_no_rules() -> None:
    shown = list(outcome(prove([RULES.get("news/read-also").path])))
    assert shown == ["2 tests of 1 rule: 2 passed, 0 failed, 0 todo"]
