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


def test_wide_characters_take_two_cells() -> None:
    text = "岬の灯台で火曜日、七十年ぶりとなる大がかりな点検が始まった。\nCafe\u0301 by the river\n"
    first, second = explain(Cleaner(), text)
    assert overview(first, 80) == f"    1{' ' * 44}岬の灯台で火曜日、七十年ぶりと…"
    assert overview(first).endswith("始まった。")
    assert overview(second, 20).endswith("Cafe\u0301 by the river")
