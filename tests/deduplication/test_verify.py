import numpy as np
import pytest
from hypothesis import given, settings

from cleaner.deduplication import overlap, sketch, verify
from cleaner.deduplication.tokens import tabulate
from cleaner.deduplication.verify import TEMPLATE, Evidence, Thresholds, Verifier
from tests.deduplication.stories import BRIDGE, CHESS, FERRY, LIBRARY, PLUMS, cut, snippets


def compared(*texts: str, common: float = 0) -> Evidence:
    table = tabulate(texts)
    verifier = Verifier(table, np.full(len(texts), common, np.float32), Thresholds())
    return verifier.compare(np.array([0]), np.array([1]))


def copies(*texts: str, common: float = 0) -> bool:
    return bool(compared(*texts, common=common).copies(Thresholds())[0])


@pytest.mark.parametrize(
    "other",
    [
        cut(BRIDGE, 0.3),
        BRIDGE[60:],
        BRIDGE.replace("th", "tn"),
        f"Nobody was surprised by that. {BRIDGE}",
        " ".join(reversed(BRIDGE.split(", "))),
        BRIDGE.upper(),
    ],
)
def test_copies(other: str) -> None:
    assert copies(BRIDGE, other)
    assert copies(other, BRIDGE)


@pytest.mark.parametrize("other", [PLUMS, FERRY, "The council", "", "😀", cut(BRIDGE, 0.06)])
def test_no_copies(other: str) -> None:
    assert not copies(BRIDGE, other)
    assert not copies(other, BRIDGE)


def guards(*texts: str, common: float = 0) -> set[str]:
    found = compared(*texts, common=common).guards(Thresholds())
    return {name for name, rejected in found.items() if rejected[0]}


LINE = (
    "Weather for {}: sunny with a high of {} degrees and a low of {}, wind from the west at {} km"
)


def test_guard_numbers() -> None:
    assert guards(LINE.format("Ulm", 10, 3, 20), LINE.format("Ulm", 25, 14, 5)) == {"numbers"}
    assert guards(LINE.format("Ulm", 10, 3, 20), LINE.format("Ulm", 10, 3, 21)) == set()
    glued = LINE.format("Ulm", "10C", "3C", "20k"), LINE.format("Ulm", "25C", "14C", "5k")
    assert guards(*glued) == {"numbers"}
    assert guards(f"{BRIDGE} It cost 40.", f"{BRIDGE} It cost 45.") == set()
    assert guards("Rovers 2 United 1", "Rovers 2 United 3") == {"numbers"}


def test_guard_numbers_in_a_series() -> None:
    lines = [LINE.format("Ulm", 10, 3, wind) for wind in range(TEMPLATE)]
    assert guards(*lines) == {"numbers"}
    assert guards(*lines[: TEMPLATE - 1]) == set()
    assert guards(*(f"{BRIDGE} {PLUMS} Read by {n} people." for n in range(9))) == set()


def test_guard_boilerplate() -> None:
    one, other = f"{CHESS} {BRIDGE[:150]}", f"{CHESS} {FERRY[:150]}"
    assert guards(one, other) == set()
    assert guards(one, other, common=0.5) == {"boilerplate"}


def test_guard_mention() -> None:
    assert guards("The chess club meets again", CHESS) == {"mention"}


def test_guard_headline() -> None:
    text = "The story of the day is told below in our own words for everybody who was not there."
    one = f"Thieves break into the town library again\n{text}"
    assert guards(one, f"Ferry for walkers will cross the estuary\n{text}") == {"headline"}
    assert guards(one, one.replace("again", "once more")) == set()


def test_threshold_falls_with_length() -> None:
    limits = Thresholds()
    words = np.array([3, 18, 24, 30, 90, 110])
    needed = limits.needed(words, np.array([90, 90, 90, 90, 90, 500]))
    assert needed.tolist() == pytest.approx([0.77, 0.77, 0.67, 0.57, 0.57, 0.5])


def test_a_short_text_needs_more_of_its_shingles_in_a_page() -> None:
    words = np.array([3, 12, 50, 75, 100, 300, 500])
    needed = Thresholds().needed(words, np.full(7, 500))
    assert needed.tolist() == pytest.approx([0.8, 0.8, 0.8, 0.65, 0.5, 0.5, 0.5])
    page = " ".join(f"word{i} {BRIDGE.split()[i % 40]}" for i in range(300))
    said = page.split()
    # What a page of the same language says, in bits: six shingles of ten.
    mixed = " ".join([*said[10:14], *said[100:104], *said[200:204]])
    assert 0.5 < compared(page, mixed).containment[0] < 0.7
    assert not copies(page, mixed)
    assert copies(page, " ".join(said[100:112]))
    assert copies(page, " ".join([*said[10:74], *said[200:264]]))


def test_texts_of_pages_are_compared_by_shingles() -> None:
    page = " ".join(f"word{i}" for i in range(900))
    table = tabulate([page, " ".join(reversed(page.split())), page[: len(page) // 2]])
    verifier = Verifier(table, np.zeros(3, np.float32), Thresholds())
    found = verifier.compare(np.array([0, 0]), np.array([1, 2]))
    assert found.containment[0] < 0.1
    assert found.containment[1] > 0.99


def test_scores_are_zero_where_a_guard_rejects() -> None:
    found = compared(LINE.format("Ulm", 10, 3, 20), LINE.format("Ulm", 25, 14, 5))
    assert found.containment[0] > 0.8
    assert found.scores(Thresholds())[0] == 0


@given(texts=snippets.filter(lambda texts: len(texts) > 1))
@settings(max_examples=50)
def test_order_and_blocks_change_nothing(texts: list[str]) -> None:
    table = tabulate(texts)
    verifier = Verifier(table, np.zeros(len(texts), np.float32), Thresholds())
    left, right = (side.ravel() for side in np.meshgrid(range(len(texts)), range(len(texts))))
    scores = verifier.scores(left, right)
    assert ((scores >= 0) & (scores <= 1)).all()
    # One side has fewer numbers or neither; else both directions ask for the same text's numbers.
    assert np.array_equal(
        verifier.compare(left, right).containment, verifier.compare(right, left).containment
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "_BLOCK", 3)
        patch.setattr(verify, "_EXACT", 2)
        assert np.array_equal(verifier.scores(left, right), scores)


def test_exact_where_the_estimate_is_too_close() -> None:
    table = tabulate([LIBRARY, LIBRARY[:150] + CHESS[:105]])
    verifier = Verifier(table, np.zeros(2, np.float32), Thresholds())
    a, b = np.array([0]), np.array([1])
    exact = overlap.contained(table.characters, a, b)
    estimate = sketch.containment(sketch.bitmaps(table.characters), a, b)
    limits = Thresholds(long=float(estimate[0]) + 0.01)
    close = Verifier(table, np.zeros(2, np.float32), limits)
    assert close.compare(a, b).containment[0] == exact[0]
    assert verifier.alike(a, b)[0] == estimate[0]
