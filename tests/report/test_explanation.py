"""Why lines go or stay, as text."""

from cleaner import Cleaner
from cleaner.explanation import explain
from cleaner.report.explanation import overview


def test_a_narrow_terminal_shows_the_beginning_of_each_text() -> None:
    text = "The council approved the new bridge on Tuesday, after a debate.\nRead more\n"
    first, second = explain(Cleaner(), text)
    assert overview(first, 20).endswith("The council approved th…")
    assert overview(second, 20).endswith("news/read-more                     Read more")
    assert overview(first).endswith("after a debate.")
