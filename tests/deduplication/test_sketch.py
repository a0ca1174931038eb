import numpy as np

from cleaner.deduplication import sketch, verify
from cleaner.deduplication.tokens import tabulate
from tests.deduplication.stories import STORIES, cut


def test_gram_values() -> None:
    values, counts = sketch.gram_values(tabulate(["", "ab", "abcd", "abcde"]).characters)
    assert counts.tolist() == [0, 1, 2, 3]  # each word with the space behind it
    assert values.tolist()[1] == int.from_bytes(b"abcd", "little")


def test_estimates_are_near_the_truth() -> None:
    texts = [cut(text, share) for text in STORIES for share in (0.4, 0.6, 0.8, 1)]
    table = tabulate(texts)
    left, right = (side.ravel() for side in np.meshgrid(range(20), range(20)))
    exact = verify.contained(table.characters, left, right)
    estimate = sketch.containment(sketch.bitmaps(table.characters), left, right)
    off = np.abs(exact - estimate)
    assert (off < sketch.ERROR).mean() > 0.98
    assert (estimate[left == right] > 0.99).all()


def test_rows_beyond_one_block() -> None:
    texts = [f"story number {i} of the valley" for i in range(5000)]
    rows = tabulate(texts).characters
    maps = sketch.bitmaps(rows)
    assert maps.shape == (5000, sketch.BITS // 64)
    assert (maps[4999] == sketch.bitmaps(rows.take(np.array([4999])))[0]).all()
