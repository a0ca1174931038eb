"""The same paragraph again in one document."""

from tests.support import PROSE, check_cleaned, check_noop, page

RULE = "core/repeated-paragraph"


def test_twice_in_a_row_is_a_slip() -> None:
    check_cleaned("\n".join((PROSE[0], PROSE[0], *PROSE[1:])), "\n".join(PROSE), RULE)


def test_a_copy_beside_boilerplate_goes() -> None:
    text = page("Share on Facebook", PROSE[0], PROSE[4])
    check_cleaned(text, page(PROSE[4]), RULE)


def test_posts_quote_each_other() -> None:
    quoted = ("millstone said:", PROSE[0], PROSE[1], "Click to expand...", PROSE[4])
    kept = tuple(line for line in quoted if not line.startswith("Click"))
    check_cleaned(page(*quoted), page(*kept))


def test_far_from_boilerplate_a_copy_stays() -> None:
    check_noop(page(PROSE[4], PROSE[0]))
