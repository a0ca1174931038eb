"""Characters that scraping left, and texts that speak of them."""

from tests.support import PROSE, check_cleaned, check_noop, page


def test_an_entity_that_was_left_over() -> None:
    text = page("The miller&rsquo;s wife keeps bees &amp; hens by the weir.")
    check_cleaned(text, page("The miller’s wife keeps bees & hens by the weir."))


def test_a_lesson_on_entities_keeps_them() -> None:
    check_noop("Entities of HTML\nWrite caf&eacute; for café, and 12&nbsp;pounds on one line.")


def test_an_empty_value_is_glued_to_a_sentence_only() -> None:
    check_cleaned(f"{PROSE[0]}none", PROSE[0], "core/glued-none")
    check_noop("if gauge.isEmpty {\n    return MarkStyle.none\nreturn Number.NaN\n}")
