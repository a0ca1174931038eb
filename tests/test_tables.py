"""Rows of tables that scraping took apart."""

from cleaner.segment import Page
from cleaner.tables import comparisons, in_tables, is_sign, row_of_table
from tests.support import tool

LEXICON = tool()._lexicon


def test_labels_with_values_are_rows_of_a_table() -> None:
    lines = [
        "Tags",
        "Publisher:",
        "",
        "High Water Press",
        "Language:",
        "English",
        "Genre:",
        "Tags:",
    ]
    page = Page("\n".join([*lines, "Share:", "One", "Two"]), LEXICON)
    rows = {i: row_of_table(page, i) for i in range(len(page.lines))}
    assert {i: row for i, row in rows.items() if row} == {1: range(1, 5), 4: range(4, 7)}
    long = Page("Publisher:\n" + "A sentence that is no value. " * 4 + "\nGenre:", LEXICON)
    assert not row_of_table(long, 0)
    assert sorted(set(in_tables(page, 0, len(page.lines)))) == [*range(1, 7)]


def test_marks_of_grids_and_empty_lines_end_no_sentence() -> None:
    assert is_sign("7 . . 2 . 9", ". 4 . . 1 .")
    assert is_sign(" or later", " .")
    assert not is_sign("or later", " .")
    assert not is_sign(" or later", ".")
    assert not is_sign("it costs", ". 4")


def _compared(text: str) -> list[str]:
    page = Page(text.replace(" / ", "\n"), LEXICON)
    return [" / ".join(page.lines[i] for i in rows) for rows in comparisons(page)]


def test_rows_that_answer_with_yes_and_no_are_a_comparison() -> None:
    head = "Plan / Small / Large"
    rows = "Storage / Yes / Yes / Formats / PDF / PDF / Seats / 1 / 20 / Calls / - / Yes / Keys / - / ✓"
    text = f"Menu / Home / {head} / {rows} / Order now / About us / Contact"
    assert _compared(text) == [f"{head} / {rows}"]
    blank = text.replace(" / Seats", " /  / Seats")
    assert _compared(blank) == [f"{head} / {rows}".replace(" / Seats", " /  / Seats")]


def test_lists_menus_and_separators_are_no_comparison() -> None:
    for text in [
        "Home / - / - / News / - / - / Sport / - / - / Culture / - / -",  # separators
        "Did it help? / Yes / No / More / Did it help? / Yes / No / Thanks / Log in",  # two rows
        "Home / Yes / News / Yes / Sport / Yes / Culture / Yes / Video / Yes / Audio / Yes",
        "Yes / Yes / Yes / Yes / Yes / Yes / Yes / Yes / Yes",  # no names of rows
        "One / 1 / 2 / Two / 3 / 4 / Three / 5 / 6 / Four / 7 / 8",  # numbers: of a ticker, perhaps
    ]:
        assert _compared(text) == []
