import numpy as np

from cleaner.deduplication.arrays import edges
from cleaner.learn.copies import originals
from cleaner.learn.measures import Pages
from cleaner.learn.sheets import Digester
from tests.learn.corpus import texts


def kept(documents: list[str]) -> list[bool]:
    sheets = [Digester().sheet(text) for text in documents]
    pages = Pages(
        np.concatenate([sheet.keys for sheet in sheets]),
        np.concatenate([sheet.flags for sheet in sheets]),
        np.concatenate([sheet.sizes for sheet in sheets]),
        edges(np.array([len(sheet.keys) for sheet in sheets])),
    )
    return [bool(flag) for flag in originals(pages)]


def test_pages_of_one_template_are_no_copies() -> None:
    for site in ("news", "shop", "recipe", "songs", "chinese-news"):
        assert all(kept(list(texts(site, 12)))), site


def test_a_copy_with_other_cards_and_dates_counts_once() -> None:
    pages = list(texts("news", 12))
    head, _, _ = pages[3].partition("More from the Courier")
    _, more, tail = pages[5].partition("More from the Courier")
    copy = (head + more + tail).replace("min read", "minutes to read").replace("Log in\n", "")
    assert kept([*pages, copy]) == [True] * 12 + [False]


def test_products_that_share_a_paragraph_of_the_shop_are_no_copies() -> None:
    notice = texts("news", 12)[0].split("\n")[22:26]
    assert min(map(len, notice)) > 80
    pages = []
    for number in range(3):
        items = [f"{word} lamp of the {number} kind, number {chr(97 + number)}" for word in
                 ("Bright", "Dim", "Low", "Tall", "Small", "Wide", "Old", "New", "Red", "Blue",
                  "Green", "Grey")]  # fmt: skip
        pages.append("\n".join([*items, *(notice if number < 2 else [])]).replace("lamp of the",
                     f"lamp of the {'abc'[number]}{number}"))  # fmt: skip
    assert kept(pages) == [True] * 3
