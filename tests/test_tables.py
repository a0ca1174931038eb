"""Rows of tables that scraping took apart."""

from cleaner.segment import Page
from cleaner.tables import in_tables, is_sign, row_of_table
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
