from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings

from cleaner.deduplication import candidates as module
from cleaner.deduplication.arrays import I64
from cleaner.deduplication.candidates import candidates, common_shares, postings
from cleaner.deduplication.spool import MEMORY, Room
from cleaner.deduplication.tokens import tabulate
from tests.deduplication.stories import CHESS, STORIES, cut, snippets


def found(texts: list[str], room: Room = MEMORY) -> set[tuple[int, int]]:
    table = tabulate(texts)
    some = candidates(postings(table.shingles, room=room), table.words.astype(np.int64))
    pairs = [int(pair) for part in some for pair in part]
    assert pairs == sorted(set(pairs))
    return {(pair >> 32, pair & 0xFFFFFFFF) for pair in pairs}


def test_none() -> None:
    assert found(["a", "b"]) == set()
    assert found(list(STORIES)) == set()


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9])
def test_a_cut_copy_finds_the_whole_text(share: float) -> None:
    assert found([*STORIES, cut(CHESS, share)]) == {(4, 5)}


def test_short_texts() -> None:
    assert found(["New bridge", "new bridge!", "Old bridge"]) == {(0, 1)}


def test_a_shingle_of_very_many_pairs_with_the_longest_only() -> None:
    texts = [f"all rights are reserved by n{i}" for i in range(200)]
    texts.append("all rights are reserved by nobody at all in this world")
    pairs = found(texts)
    assert pairs <= {(i, 200) for i in range(200)}


@given(texts=snippets.filter(len))
@settings(max_examples=60)
def test_partitions_change_nothing(texts: list[str]) -> None:
    whole = found(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_PARTITION", 7)
        patch.setattr(module, "_BLOCK", 2)
        patch.setattr(module, "_RANGE", 1)
        assert found(texts) == whole
        assert found(texts, Room(held=64)) == whole


@given(texts=snippets.filter(len))
@settings(max_examples=60)
def test_every_candidate_shares_shingles(texts: list[str]) -> None:
    shingles = tabulate(texts).shingles
    sets = [set(shingles[i].tolist()) for i in range(len(texts))]
    shared = {(i, j) for i, j in combinations(range(len(texts)), 2) if sets[i] & sets[j]}
    assert found(texts) <= shared


def test_common_shares() -> None:
    table = tabulate([f"all rights are reserved {STORIES[i % 5]} v{i}" for i in range(5)] * 2)
    rows: I64 = np.arange(10)
    shares = common_shares(postings(table.shingles), table.take(rows).shingles)
    assert ((shares > 0) & (shares < 0.3)).all()
