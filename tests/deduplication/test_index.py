import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.deduplication.clusters import limits_for
from cleaner.deduplication.index import Index
from cleaner.deduplication.seen import Seen
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
        index.remember()
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
    assert [seen[i].more for i in (0, 1)] == [False, share < 0.9]
    assert groups(clusters) == [[0], [1], [2]]
    assert [cluster.why for cluster in clusters] == [
        "seen in an earlier run",
        "the only one" if share < 0.9 else "seen in an earlier run",
        "the only one",
    ]


def test_what_says_more_takes_the_place_of_what_was_seen(path: Path) -> None:
    first, _ = run(path, [cut(BRIDGE, 0.5)], "old.txt")
    full = f"{BRIDGE} {PLUMS}"
    clusters, seen = run(path, [cut(full, 0.9), full, cut(BRIDGE, 0.4)], "new.txt")
    assert groups(clusters) == [[0, 1, 2]]
    assert (clusters[0].representative, clusters[0].id) == (1, first[0].id)
    assert {i: (s.more, s.document) for i, s in seen.items()} == {
        1: (True, "old.txt"),
        2: (False, "old.txt"),
    }
    _, seen = run(path, [PLUMS, full], "third.txt")
    assert {i: (s.more, s.document) for i, s in seen.items()} == {
        0: (False, "new.txt"),
        1: (False, "new.txt"),
    }


def test_of_two_that_say_more_one_takes_the_place(path: Path) -> None:
    notice = "Sign up for the morning letter of the valley and never miss a story again."
    first, _ = run(path, [notice], "old.txt")
    texts = [f"{notice} {BRIDGE}", f"{notice} {PLUMS}"]
    clusters, seen = run(path, texts, "new.txt")
    assert groups(clusters) == [[0], [1]]
    assert all(found.more for found in seen.values())
    assert [cluster.id for cluster in clusters].count(first[0].id) == 1
    clusters, seen = run(path, [notice, *texts], "third.txt")
    assert sorted(seen) == [0, 1, 2]
    assert len({found.cluster for found in seen.values()}) == 2


def test_what_was_not_kept_is_not_remembered(path: Path) -> None:
    given_ = [read({"text": text}) for text in (BRIDGE, cut(BRIDGE, 0.9), PLUMS)]
    with Index(path, Thresholds(), "snippet") as index:
        index.merge(given_, keep="longest", now=None)
        index.remember({0})
        index.commit()
    assert sorted(run(path, [BRIDGE, cut(BRIDGE, 0.9), PLUMS])[1]) == [2]


def test_any_number_of_variants_goes_on_being_seen(path: Path) -> None:
    words = BRIDGE.split()
    for day in range(5):
        variants = [
            " ".join([*words[:at], f"variant{chr(97 + day)}", *words[at + 1 :]])
            for at in range(2, 42, 2)
        ]
        _, seen = run(path, variants, f"{day}.txt")
        assert len(seen) == (len(variants) if day else 0)


def test_a_series_over_several_runs_is_none_of_copies(path: Path) -> None:
    line = (
        "The river stood at {} centimetres this morning at the bridge of the old mill, said the "
        "office for waterways of the upper valley in Marlen, and it goes on falling."
    )
    levels = [112, 98, 131, 87, 140]
    found = [sorted(run(path, [line.format(level)])[1]) for level in levels]
    assert found == [[], [0], [0], [], []]
    # Among themselves new ones are of the series, too.
    clusters, seen = run(path, [line.format(level) for level in (76, 79)])
    assert (seen, groups(clusters)) == ({}, [[0], [1]])
    assert sorted(run(path, [cut(line.format(140), 0.8)])[1]) == [0]


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
    assert all(found.more for found in run(path, [f"{notice} {BRIDGE}"])[1].values())
    assert not any(cluster.copies > 1 for cluster in run(path, [f"{notice} {FERRY}"])[0])


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
