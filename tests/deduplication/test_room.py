"""The same clusters whatever is held in memory, and however small the pieces are."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.deduplication import building, candidates, components, titles, tokens, verify
from cleaner.deduplication.clusters import find, merge
from cleaner.deduplication.records import Snippets
from cleaner.deduplication.snippets import Snippet, read
from cleaner.deduplication.spool import MEMORY, Room
from cleaner.model import KEEPS, Cluster
from tests.deduplication.stories import STORIES, cut

SIZES = [
    (building, "_BATCH", 2),
    (candidates, "_PARTITION", 16),
    (candidates, "_RANGE", 2),
    (candidates, "_BLOCK", 3),
    (components, "_CHUNK", 2),
    (titles, "_BATCH", 2),
    (tokens, "_BATCH_CHARS", 400),
    (verify, "_PART", 1200),
    (verify, "_PIECE", 3),
    (verify, "_BLOCK", 2),
]
HEADLINE = "Council approves the new bridge at last"
LINE = "Weather for {}: sunny with a high of {} degrees and a low of {}, wind from the west"


def spilled(given_: list[Snippet], room: Room, **options: Any) -> list[Cluster]:
    stored = Snippets(room)
    for snippet in given_:
        stored.append(snippet)
    return list(find(stored, room=room, **options).clusters())


def corpus(count: int, seed: int) -> list[Snippet]:
    """Cut, spoilt and repeated stories, templates, boilerplate, titles."""
    chance = random.Random(seed)
    words = [f"{a}{b}{c}" for a in "bdfgkl" for b in ("al", "em", "in", "or") for c in "aeiou"]
    items: list[dict[str, str]] = []
    while len(items) < count:
        text = chance.choice([*STORIES, " ".join(chance.choices(words, k=chance.randint(5, 60)))])
        title = chance.choice(["", HEADLINE, text[:40]])
        for _ in range(chance.randint(1, 5)):
            spoilt = cut(text, chance.uniform(0.3, 1)).replace(" ", chance.choice(" \n"), 1)
            end = chance.choice(["", " All rights reserved by the paper.", "… READ MORE"])
            age = chance.choice(["", "2 hours ago", "2026-03-01"])
            items.append({"text": spoilt + end, "title": title, "age": age, "id": str(len(items))})
        items.append({"text": LINE.format("Ulm", len(items), chance.randint(0, 9))})
        items.append({"title": title})
        if chance.random() < 0.2:
            items.append({"text": " ".join(chance.choices(words, k=450))})
            items.append({"text": items[-1]["text"][:1500]})
    chance.shuffle(items)
    return [read(item) for item in items]


@pytest.mark.parametrize("keep", KEEPS)
def test_a_corpus(keep: Any) -> None:
    given_ = corpus(400, 3)
    whole = merge(given_, keep=keep)
    assert 20 < sum(cluster.copies > 1 for cluster in whole) < len(whole) < len(given_)
    assert spilled(given_, Room(held=100), keep=keep) == whole
    with pytest.MonkeyPatch.context() as patch:
        for place, name, size in SIZES:
            patch.setattr(place, name, size)
        assert spilled(given_, MEMORY, keep=keep) == whole
        assert spilled(given_, Room(held=100), keep=keep) == whole


@given(seed=st.integers(0, 1 << 20), count=st.integers(1, 60), held=st.integers(0, 5000))
@settings(max_examples=30, deadline=None)
def test_any_corpus(seed: int, count: int, held: int) -> None:
    given_ = corpus(count, seed)
    whole = merge(given_)
    with pytest.MonkeyPatch.context() as patch:
        for place, name, size in SIZES:
            patch.setattr(place, name, size)
        assert spilled(given_, Room(held=held)) == whole


def test_clusters_of_several_only() -> None:
    given_ = corpus(200, 4)
    found = find(given_)
    every = list(found.clusters())
    several = [cluster for cluster in every if cluster.copies > 1]
    assert list(found.clusters(several=True)) == several
    assert (found.count, found.several) == (len(every), len(several))
    members = sorted(member.index for cluster in every for member in cluster.members)
    assert members == list(range(len(given_)))
