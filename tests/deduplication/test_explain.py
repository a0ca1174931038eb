import pytest

from cleaner.deduplication.explain import explain
from cleaner.deduplication.snippets import read
from cleaner.deduplication.verify import Thresholds
from tests.deduplication.stories import BRIDGE, CHESS, FERRY, cut


def steps(one: str, other: str, limits: Thresholds | None = None) -> dict[str, tuple[str, str]]:
    return {s.question: (s.answer, s.measured) for s in explain(read(one), read(other), limits)}


def test_copies() -> None:
    found = steps(f"CNN\n3 hours ago\n{BRIDGE}", cut(BRIDGE, 0.6))
    assert found["header of A"] == ("CNN, 3 hours ago", f"body: {BRIDGE[:67]}...")
    assert found["header of B"][0] == "none"
    assert found["candidates"][0] == "yes"
    assert found["4-grams of the shorter text in the longer one"][0] in ("99%", "100%")
    assert found["alike enough"] == ("yes", found["alike enough"][1])
    assert {q for q in found if q.startswith("guard")} == {
        "guard: numbers",
        "guard: boilerplate",
        "guard: mention",
        "guard: headline",
    }
    assert found["verdict"] == ("copies", "")


def test_the_same_words() -> None:
    assert steps(BRIDGE, BRIDGE.upper())["verdict"] == ("copies", "the same words")


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (BRIDGE, FERRY, "no candidates, not alike enough"),
        ("The chess club meets again", CHESS, "guard: mention"),
        (
            "Rovers 2 United 1 after extra time",
            "Rovers 2 United 3 after extra time",
            "guard: numbers",
        ),
        ("", "", "no candidates"),
        ("😀", "🎉", "no candidates"),
    ],
)
def test_different(one: str, other: str, reason: str) -> None:
    answer, why = steps(one, other)["verdict"]
    assert answer == "different"
    assert reason in why


def test_pages_are_held_against_each_other_by_shingles() -> None:
    page = " ".join(f"word{i}" for i in range(500))
    assert steps(page, page[:2000])["shingles in common"] == ("100%", "decides: one text is a page")


def test_the_threshold_counts() -> None:
    texts = BRIDGE, BRIDGE[:90] + CHESS[:150]
    assert steps(*texts)["verdict"][0] == "different"
    assert steps(*texts, Thresholds(long=0.4, short=0.6))["verdict"][0] == "copies"
