from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from cleaner.deduplication.clusters import dedup
from cleaner.deduplication.snippets import Snippet, read
from cleaner.deduplication.survivors import choose, contest, decide, union
from tests.deduplication.stories import FERRY, LIBRARY, PLUMS, cut

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def chosen(items: list[Any], keep: Any, now: datetime | None = NOW) -> tuple[int, str]:
    given: list[Snippet] = [read(item) for item in items]
    return choose(given, range(len(given)), keep, now)


def test_first() -> None:
    assert chosen([cut(PLUMS, 0.5), PLUMS], "first") == (0, "the first of 2")


def test_longest() -> None:
    assert chosen([cut(PLUMS, 0.5), PLUMS, cut(PLUMS, 0.9)], "longest") == (1, "the longest of 3")


@pytest.mark.parametrize("noise", ["\u00ad", "\u200b", "   \n ", "&shy;"])
def test_what_nobody_reads_makes_no_text_longer(noise: str) -> None:
    noisy = PLUMS.replace(" ", f" {noise}")
    assert chosen([noisy, f"{PLUMS} So it was."], "longest")[0] == 1


@pytest.mark.parametrize("keep", ["earliest", "latest"])
def test_by_age(keep: str) -> None:
    items = [{"text": "a", "age": age} for age in ("2 hours ago", "vor 3 Stunden", "soon", "")]
    at, time = {"earliest": (1, "09"), "latest": (0, "10")}[keep]
    why = f"the {keep} of 4: 2026-03-10T{time}:00+00:00; 2 without an age that could be read"
    assert chosen(items, keep) == (at, why)


def test_a_time_of_its_own_comes_before_now() -> None:
    items = [
        {"text": "a", "age": "2 hours ago"},
        {"text": "b", "age": "1 hour ago", "time": NOW - timedelta(days=1)},
    ]
    assert chosen(items, "latest")[0] == 0
    assert chosen(items, "earliest")[0] == 1


def test_of_equal_age_the_longest() -> None:
    items = [{"text": "a", "age": "2h"}, {"text": "abc", "age": "2 hours ago"}]
    assert chosen(items, "latest")[0] == 1


def test_without_ages_the_times_of_the_pages() -> None:
    items = [{"text": "abc", "time": NOW}, {"text": "a", "time": NOW - timedelta(days=1)}]
    index, why = chosen(items, "earliest", None)
    assert index == 1
    assert (
        why
        == "the earliest of 2: 2026-03-09T12:00+00:00, the time of its page: no age could be read"
    )


def test_without_any_time_the_longest() -> None:
    items = [{"text": "a", "age": "soon"}, {"text": "abc", "age": "03/04/2026"}]
    assert chosen(items, "latest") == (1, "the longest of 2: no age could be read")


def test_without_now_only_dates_can_be_read() -> None:
    items = [{"text": "abc", "age": "2 hours ago"}, {"text": "a", "age": "5 March 2026"}]
    index, why = chosen(items, "latest", None)
    assert index == 1
    assert why.endswith("1 without an age that could be read")


def test_a_button_inside_makes_no_text_longer() -> None:
    half = PLUMS.index("the air")
    polluted = f"{PLUMS[:half]}READ MORE {PLUMS[half:]}"
    assert chosen([polluted, PLUMS], "longest")[0] == 1
    assert chosen([polluted, cut(PLUMS, 0.6)], "longest")[0] == 0


def test_entities_make_no_text_longer() -> None:
    assert chosen(["Plums &amp; pears", "Plums & pears."], "longest")[0] == 1


def test_noise_does_not_win() -> None:
    noisy = LIBRARY.replace("m", "rn", 2)
    assert len(noisy) > len(LIBRARY)
    for texts in ([noisy, LIBRARY, LIBRARY], [LIBRARY, noisy, LIBRARY.replace("th", "tn", 3)]):
        (cluster,) = dedup(texts)
        assert cluster.text == LIBRARY
        assert cluster.why == "of the longest of 3 the one most like the others"
    (cluster,) = dedup([noisy, LIBRARY])
    assert cluster.text == noisy  # nothing tells which of the two is right
    assert cluster.why == "the longest of 2"


def test_the_longest_wins_over_many_that_are_cut() -> None:
    (cluster,) = dedup([FERRY, *[cut(FERRY, 0.9)] * 9])
    assert cluster.text == FERRY


def test_another_text_of_the_same_length_bears_nothing_out() -> None:
    found = contest([read("a" * 50), read("b" * 49), read("b" * 49)], range(3))
    assert found.open
    assert decide(found, np.eye(2, dtype=np.float32))[0] == 0


def test_ties_are_broken_by_content() -> None:
    one, other = "abc", "abd"
    assert chosen([one, other], "longest")[0] == 0
    assert chosen([other, one], "longest")[0] == 1
    assert chosen([one, one], "longest")[0] == 0


def test_union() -> None:
    assert union(["b", "", "a", "b"]) == ("b", "a")
