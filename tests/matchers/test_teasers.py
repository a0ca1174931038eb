"""Rows of teasers with the names of their authors."""

from cleaner import Cleaner
from cleaner.matchers.teasers import TeasersMatcher
from tests.support import PROSE, check_noop, lines_found

TEXT = "\n".join(PROSE)
TEASERS = [
    ("What the ferry will cost when nobody needs it", "10/16/2025", "By", "Marta Oyelaran"),
    ("The chairs of the lower town, and who made them", "10/12/2025", "By", "Anna Kovacs"),
    ("Cane or rush: what to sit on this winter", "10/11/2025", "By", "Marta Oyelaran"),
]
ROW = "\n".join("\n".join(teaser) for teaser in TEASERS)


def spans(text: str) -> list[tuple[int, int]]:
    return lines_found(TeasersMatcher, text)


def test_a_row_behind_the_text() -> None:
    lines = TEXT.count("\n") + 1
    assert spans(f"{TEXT}\n{ROW}") == [(lines, lines + 12)]
    assert spans(f"{TEXT}\nMore news\n{ROW}\nImprint") == [(lines + 1, lines + 13)]
    assert Cleaner().clean(f"{TEXT}\n{ROW}").text == TEXT


def test_author_and_word_in_one_line_and_the_date_behind_them() -> None:
    row = "\n".join(f"{title}\n{by} {name}\n{date}" for title, date, by, name in TEASERS)
    lines = TEXT.count("\n") + 1
    assert spans(f"{TEXT}\n{row}") == [(lines, lines + 9)]


def test_two_authors_make_no_row() -> None:
    row = "\n".join("\n".join(teaser) for teaser in TEASERS[:2])
    assert spans(f"{TEXT}\n{row}") == []


def test_a_row_before_the_text_or_instead_of_it_stays() -> None:
    check_noop(f"{ROW}\n{TEXT}")
    check_noop(ROW)


def test_books_and_their_authors_stay() -> None:
    books = "\n".join(f"{title}\nby {name}" for title, _, _, name in TEASERS)
    check_noop(f"{TEXT}\n{books}")


def test_posts_with_their_authors_stay() -> None:
    posts = "\n".join(f"{title}\n{date}\nBy\n{name}\n{TEXT}" for title, date, _, name in TEASERS)
    assert spans(f"{TEXT}\n{posts}") == []


def test_what_is_no_name_is_none() -> None:
    row = ROW.replace("Marta Oyelaran", "the end of the year 2025.")
    assert spans(f"{TEXT}\n{row}") == []


def test_the_text_above_a_row_stays() -> None:
    """Where there is no title above the first author, the text comes next."""
    lines = TEXT.count("\n") + 1
    row = ROW.split("\n", 1)[1]
    assert spans(f"{TEXT}\n{row}") == [(lines, lines + 11)]
    posts = [f"{title}\n{PROSE[4]}\n{date}\nBy\n{name}" for title, date, _, name in TEASERS]
    assert spans("\n".join((TEXT, *posts))) == [(lines, lines + 15)]


def test_cards_that_are_kept_cost_the_text_above_them_nothing() -> None:
    text = "\n".join(f"In the year {i} {PROSE[i % 5]}" for i in range(1900, 1924))
    row = (
        "Les plus lus\n18 février 2020\nPar\nAnna Kovacs\nDes arches et des bacs\n#a #b #c\n"
        "21 février 2020\nPar\nSigue leyendo\n18 février 2020\nPar\ndéric Keck : « Il y a un "
        "décalage entre les arches et la rivière qui ne les attend pas »\nDu même auteur\n"
        "26 février 2020\nPar\nAnna Kovacs"
    )
    assert Cleaner(related="keep").clean(f"{text}\n{row}\n").text.startswith(f"{text}\n")
    assert Cleaner().clean(f"{text}\n{row}\n").text.startswith(f"{text}\n")
