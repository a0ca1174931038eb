import numpy as np

from cleaner.deduplication.distinct import distinguish
from cleaner.deduplication.grouping import Group, laid
from cleaner.deduplication.snippets import Snippet, read
from cleaner.deduplication.titles import attach
from tests.deduplication.stories import BRIDGE, PLUMS, cut

TITLE = "Council approves the new bridge at last"


def attached(items: list[dict[str, str]], groups: list[tuple[int, ...]] = []) -> list[list[int]]:  # noqa: B006
    """The groups by index of the item, grown by titles."""
    given: list[Snippet] = [read(item) for item in items]
    distinct = distinguish([snippet.body for snippet in given])
    rows = [int(row) for row in distinct.row]
    start = [Group(tuple(sorted(rows[i] for i in g)), (rows[g[0]],)) for g in groups]
    groups_ = laid(start, np.arange(len(distinct.table)))
    found = attach(groups_, given, distinct.row, distinct.table).members
    members = [found[number].tolist() for number in range(len(found))]
    return sorted([i for i, row in enumerate(rows) if row in some] for some in members)


def test_a_title_joins_its_story() -> None:
    assert attached([{"text": BRIDGE, "title": TITLE}, {"title": TITLE}]) == [[0, 1]]
    assert attached([{"text": f"{TITLE}\n{BRIDGE}"}, {"title": TITLE.upper()}]) == [[0, 1]]


def test_a_title_joins_the_group_of_its_story() -> None:
    items = [{"text": BRIDGE, "title": TITLE}, {"text": cut(BRIDGE, 0.8)}, {"title": TITLE}]
    assert attached(items, [(0, 1)]) == [[0, 1, 2]]


def test_a_title_of_several_stories_joins_none() -> None:
    items = [{"text": BRIDGE, "title": TITLE}, {"text": PLUMS, "title": TITLE}, {"title": TITLE}]
    assert attached(items) == []


def test_names_of_sections_are_no_titles() -> None:
    assert attached([{"text": BRIDGE, "title": "Local News"}, {"title": "Local News"}]) == []


def test_texts_of_several_lines_are_no_titles() -> None:
    broken = TITLE.replace(" the", "\nthe")
    assert attached([{"text": BRIDGE, "title": TITLE}, {"text": broken}]) == []
