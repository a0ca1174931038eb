from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.deduplication.clusters import dedup
from cleaner.deduplication.records import Clusters, Records, Snippets
from cleaner.deduplication.snippets import Snippet, read
from cleaner.deduplication.spool import MEMORY, Room
from tests.deduplication.stories import BRIDGE, CHESS, cut

ROOMS = [MEMORY, Room(held=0), Room(held=50)]
TIMES = [
    None,
    datetime(2026, 3, 1, 12, tzinfo=UTC),
    datetime(2026, 3, 1, 12, 0, 0, 7, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
]
texts = st.text(st.characters(exclude_categories=[]), max_size=9)
snippets = st.builds(
    Snippet, texts, texts, texts, texts, texts, texts, texts, st.sampled_from(TIMES)
)


@pytest.mark.parametrize("room", ROOMS)
@given(values=st.lists(snippets, max_size=9), cut=st.integers(0, 9))
def test_snippets_come_back(room: Room, values: list[Snippet], cut: int) -> None:
    found = Snippets(room)
    for value in values:
        found.append(value)
    assert list(found) == values
    assert [found[i] for i in reversed(range(len(found)))] == values[::-1]
    found.truncate(cut)
    for value in values:
        found.append(value)
    assert list(found) == found[:] == values[:cut] + values
    assert all(a.time is None or a.time.tzinfo for a in found)


@pytest.mark.parametrize("room", ROOMS)
def test_clusters_come_back(room: Room) -> None:
    clusters = dedup([read({"text": BRIDGE, "source": "A"})._asdict() | {"text": BRIDGE}, CHESS])
    clusters += dedup([BRIDGE, cut(BRIDGE, 0.7), "\ud800 odd"])
    found = Clusters(room)
    for cluster in clusters:
        found.append(cluster)
    assert list(found) == clusters


def test_no_such_number() -> None:
    found: Records[str] = Records()
    found.append("a")
    for number in (-1, 1):
        with pytest.raises(IndexError):
            found[number]
