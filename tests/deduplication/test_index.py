import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.deduplication.clusters import limits_for
from cleaner.deduplication.index import Index, Seen
from cleaner.deduplication.snippets import read
from cleaner.deduplication.verify import Thresholds
from cleaner.errors import ConfigError
from cleaner.model import Cluster
from tests.deduplication.stories import (
    BRIDGE,
    CHESS,
    FERRY,
    LANGUAGES,
    PLUMS,
    STORIES,
    cut,
    groups,
    snippets,
)


def run(path: Path, texts: list[Any], document: str = "") -> tuple[list[Cluster], dict[int, Seen]]:
    items = [t if isinstance(t, dict) else {"text": t, "document": document} for t in texts]
    with Index(path, Thresholds(), "snippet") as index:
        result = index.merge([read(item) for item in items], keep="longest", now=None)
        index.commit()
    return result


def content(path: Path) -> list[list[Any]]:
    db = sqlite3.connect(path)
    tables = ("meta", "clusters", "texts", "shingles")
    found = [sorted(db.execute(f"SELECT * FROM {table}")) for table in tables]
    db.close()
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seen.sqlite"


def test_a_first_run_clusters_as_without_an_index(path: Path) -> None:
    from cleaner.deduplication.clusters import dedup

    texts = [*STORIES, *(cut(text, 0.7) for text in STORIES)]
    clusters, seen = run(path, texts)
    assert clusters == dedup(texts)
    assert seen == {}


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_cut_copies_are_found_both_ways(path: Path, share: float) -> None:
    run(path, [BRIDGE, cut(PLUMS, share), CHESS], "old.txt")
    clusters, seen = run(path, [cut(BRIDGE, share), PLUMS, FERRY], "new.txt")
    assert sorted(seen) == [0, 1]
    assert {found.document for found in seen.values()} == {"old.txt"}
    assert all(found.score > 0.9 and not found.itself for found in seen.values())
    assert groups(clusters) == [[0], [1], [2]]
    assert [cluster.why for cluster in clusters] == ["seen in an earlier run"] * 2 + [
        "the only one"
    ]


def test_copies_of_one_earlier_text_are_one_cluster(path: Path) -> None:
    first, _ = run(path, [BRIDGE])
    clusters, seen = run(path, [cut(BRIDGE, 0.8), FERRY, BRIDGE])
    assert groups(clusters) == [[0, 2], [1]]
    assert clusters[0].id == first[0].id
    assert [seen[i].cluster for i in (0, 2)] == [first[0].id] * 2


def test_the_representative_met_again_is_itself_once(path: Path) -> None:
    run(path, [BRIDGE, BRIDGE], "a.txt")
    _, seen = run(path, [BRIDGE, BRIDGE], "a.txt")
    assert [seen[i].itself for i in (0, 1)] == [True, False]
    _, seen = run(path, [BRIDGE], "b.txt")
    assert not seen[0].itself


def test_a_third_run_knows_both(path: Path) -> None:
    run(path, [BRIDGE])
    run(path, [PLUMS, cut(BRIDGE, 0.5)])
    _, seen = run(path, [cut(PLUMS, 0.6), cut(BRIDGE, 0.4), CHESS])
    assert sorted(seen) == [0, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages(path: Path, language: str) -> None:
    one, other = LANGUAGES[language]
    run(path, [one])
    assert sorted(run(path, [other, cut(one, 0.7)])[1]) == [1]


def test_templates(path: Path) -> None:
    line = "Final score: Rovers {} United {} after extra time on Saturday evening at the Riverside."
    run(path, [line.format(2, 1)])
    assert run(path, [line.format(4, 3)])[1] == {}


def test_boilerplate_leads_nowhere(path: Path) -> None:
    notice = "all rights are reserved by the valley times and its partners"
    run(path, [f"{notice} {chr(0x4E00 + i)} n{i}" for i in range(60)])
    assert run(path, [f"{notice} {BRIDGE}"])[1] == {}


@given(first=snippets, second=snippets)
@settings(max_examples=25)
def test_the_same_input_twice_adds_nothing(
    tmp_path_factory: pytest.TempPathFactory, first: list[str], second: list[str]
) -> None:
    path = tmp_path_factory.mktemp("index") / "seen.sqlite"
    run(path, first, "a")
    run(path, second, "b")
    before = content(path)
    for texts, document in ((first, "a"), (second, "b")):
        clusters, seen = run(path, texts, document)
        assert sorted(seen) == list(range(len(texts)))
        assert sorted(i for group in groups(clusters) for i in group) == list(range(len(texts)))
    assert content(path) == before


@given(texts=snippets, random=st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_order_of_a_run_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], random: Any
) -> None:
    folder = tmp_path_factory.mktemp("index")
    mixed = list(texts)
    random.shuffle(mixed)
    found = []
    for name, given_ in (("one", texts), ("two", mixed)):
        run(folder / name, [BRIDGE, cut(PLUMS, 0.5), "Hello"], "old")
        _, seen = run(folder / name, given_, "new")
        found.append(sorted((given_[i], seen[i]) for i in seen))
    assert found[0] == found[1]


def test_of_another_threshold_only_what_was_given_is_told(path: Path) -> None:
    run(path, [BRIDGE])
    with pytest.raises(ConfigError) as caught, Index(path, limits_for(0.6), "snippet"):
        pass
    assert caught.value.message.endswith("with other settings: threshold 0.57, not 0.6")


def test_nothing(path: Path) -> None:
    assert run(path, []) == ([], {})
    assert run(path, ["", "?"])[1] == {}
    assert sorted(run(path, ["", "?", "!"])[1]) == [0, 1]
