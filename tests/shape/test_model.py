"""Trees, choice and reasons."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import ConfigError
from cleaner.segment import Page
from cleaner.shape.choice import Care, Verdict, judge, kind_of, smoothed
from cleaner.shape.context import NAMES, page_features
from cleaner.shape.model import PAGE_NAMES, SHIPPED, Model, Trees, load, mean_of
from cleaner.shape.scoring import filled, read
from tests.support import tool

TREES = {
    "bias": 0.5,
    "trees": [
        {"splits": [["a", 1.0], ["b", 2.0]], "leaves": [0.0, 1.0, 10.0, 11.0]},
        {"splits": [["b", 0.0]], "leaves": [100.0, 200.0]},
    ],
}
EMPTY = {"bias": 0.0, "trees": []}
TREE = {"bias": 1.0, "trees": [{"splits": [["units", 9.0]], "leaves": [0.0, 1.0]}]}


def test_trees_of_different_depth_add_up() -> None:
    found = Trees(TREES, ["a", "b"])(np.array([[0, 2, 0, 2], [-1, 0, 3, 3]], np.float32))
    assert found.tolist() == [100.5, 101.5, 210.5, 211.5]


@given(st.integers(0, 9), st.integers(0, 40), st.integers(0, 6), st.randoms(use_true_random=False))
def test_compiled_trees_say_the_same(columns: int, trees: int, depth: int, random: Random) -> None:
    names = [*"abcde"]
    data = [
        {
            "splits": [
                [random.choice(names), random.choice((0.5, random.random()))] for _ in range(depth)
            ],
            "leaves": [random.uniform(-1, 1) for _ in range(1 << depth)],
        }
        for _ in range(trees)
    ]
    found = Trees({"bias": random.random(), "trees": data}, names)
    rows = np.array(
        [[random.choice((0.5, random.random())) for _ in range(columns)] for _ in names]
    )
    features = rows.reshape(len(names), columns).astype(np.float32)
    assert np.array_equal(found(features), found.summed(features))


def test_the_mean_of_two_sets_of_trees() -> None:
    other = {"bias": 1.5, "trees": [{"splits": [["a", 1.0]], "leaves": [4.0, 8.0]}]}
    rows = np.array([[0, 2], [3, 3]], np.float32)
    both = Trees(mean_of(TREES, other), ["a", "b"])(rows)
    one, two = Trees(TREES, ["a", "b"])(rows), Trees(other, ["a", "b"])(rows)
    assert both.tolist() == ((one + two) / 2).tolist()
    assert TREES["trees"][0]["leaves"] == [0.0, 1.0, 10.0, 11.0]  # type: ignore[index]


def test_contributions_add_up_and_belong_to_the_features_that_are_asked() -> None:
    rows = np.array([[0, 2, 0, 2], [-1, 0, 3, 3], [7, 8, 9, 9]], np.float32)
    trees = Trees(TREES, ["a", "b", "never"])
    base, values = trees.contributions(rows)
    assert base == 0.5 + 5.5 + 150
    assert (base + values.sum(0)).tolist() == trees(rows).tolist()
    assert values[0].tolist() == [-0.5, 0.5, -0.5, 0.5]
    assert values[1].tolist() == [-55.0, -55.0, 55.0, 55.0]
    assert not values[2].any()


def test_pages_of_different_kinds_have_trees_of_their_own() -> None:
    row = np.zeros((len(NAMES), 1), np.float32)
    assert len({float(trees(row)[0]) for trees in load().lines.values()}) == 3
    plain = Model({"words": {}, "functions": "", "lines": TREE, "pages": EMPTY})
    assert {float(trees(row)[0]) for trees in plain.lines.values()} == {1.0}


def test_many_known_lines_make_a_raw_scrape() -> None:
    assert [kind_of(known, False) for known in (0, 11, 12)] == ["any", "any", "raw"]
    assert kind_of(99, True) == "extracted"


def test_a_model_that_asks_for_unknown_features_is_none(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text(json.dumps({"words": {}, "functions": "", "lines": TREES, "pages": TREES}))
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert "not a shape model" in caught.value.message
    with pytest.raises(ConfigError):
        load(tmp_path / "missing.json")
    model = {"words": {}, "functions": [], "lines": TREES, "pages": TREES}
    for number, text in enumerate((json.dumps(model), "[]", "[" * 100_000)):
        (tmp_path / f"{number}.json").write_text(text)
        with pytest.raises(ConfigError):
            load(tmp_path / f"{number}.json")


def test_the_shipped_model_is_small_and_names_its_features() -> None:
    data = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert SHIPPED.stat().st_size < 1_000_000
    for part in ("lines", "raw", "extracted", "pages"):
        names = PAGE_NAMES if part == "pages" else NAMES
        asked = {split[0] for tree in data[part]["trees"] for split in tree["splits"]}
        assert asked <= set(names)
        for tree in data[part]["trees"] if part != "pages" else ():
            assert len(tree["weights"]) == len(tree["leaves"]) == 2 ** len(tree["splits"])
    load()


def verdict(score: list[float], size: list[float], article: float, known: int = 99) -> Verdict:
    no = np.zeros((2, len(score)), bool)
    sizes = np.array(size, float)
    return Verdict(np.array(score), sizes, sizes, article, known, *no)


@pytest.mark.parametrize(
    ("count", "end", "whole"),
    [
        (11, ".", False),
        (12, ".", True),
        (12, ":", True),
        (12, "", False),
        (17, "", False),
        (18, "", True),
    ],
)
def test_twelve_words_make_a_sentence_and_more_a_broken_one(
    count: int, end: str, whole: bool
) -> None:
    page = Page(" ".join(["word"] * count) + end, tool()._lexicon)
    lines = read(page, filled(page), load().table)
    assert judge(load(), page_features(lines), lines.marks).sentence.tolist() == [whole]


def test_a_doubtful_line_goes_among_many_and_stays_in_a_text() -> None:
    care = Care(article=1.0, other=3.0)
    alone = verdict([4.0] * 9 + [0.0], [10] * 10, 1.0)
    assert alone.doomed(care).tolist() == [False] * 10
    many = verdict([4.0] * 2 + [-2.0] * 8, [10] * 10, 1.0)
    assert many.doomed(care).tolist() == [False] * 2 + [True] * 8


def test_care_keeps_more_and_is_greater_on_other_and_on_clean_pages() -> None:
    score, size = [4.0, 4.0, 0.2, -1.0, -1.5, -4.0, -4.0], [10.0] * 7
    kept = [
        int((~verdict(score, size, article, known).doomed(Care(1.0, 3.0))).sum())
        for article, known in ((1.0, 99), (0.0, 99), (0.0, 6))
    ]
    assert kept == sorted(kept)
    assert kept[0] < kept[1]
    assert verdict(score, size, 1.0).doomed(Care(9.0, 9.0)).sum() < 4


def test_a_sentence_beside_one_that_stays_has_to_be_more_unlikely() -> None:
    score = [4.0, 4.0, -0.8, -0.8, -4.0, -0.8, -2.0, -0.8]
    sentence = np.array([True, True, True, True, True, True, False, True])
    page = replace(verdict(score, [20.0] * 8, 1.0), sentence=sentence)
    assert page.doomed(Care(0.5, 0.5)).tolist() == [False] * 2 + [True] * 6
    # Two go on with the text; behind what is surely none, and behind a label, they do not.
    beside = page.doomed(Care(0.5, 0.5, beside=0.2)).tolist()
    assert beside == [False] * 4 + [True] * 4


def test_a_sentence_near_one_that_stays_has_to_be_more_unlikely() -> None:
    score = [4.0, 4.0, *[-4.0] * 20, -0.8, -0.8, *[-4.0] * 20, -0.8]
    sentence = np.zeros(len(score), bool)
    sentence[[0, 1, 22, 44]] = True
    page = replace(verdict(score, [20.0] * len(score), 1.0), sentence=sentence)
    gone = [False] * 2 + [True] * 43
    assert page.doomed(Care(0.5, 0.5)).tolist() == gone
    # The one within thirty lines stays, neither the label beside it nor the one further away.
    gone[22] = False
    border = 0.8 * (4.0 + 0.8)
    assert page.doomed(Care(0.5, 0.5, near=border + 0.01)).tolist() == gone
    assert page.doomed(Care(0.5, 0.5, near=border - 0.01))[22]
    known = np.zeros(len(score), bool)
    known[22] = True
    assert replace(page, marked=known).doomed(Care(0.5, 0.5, near=border + 0.01))[22]


def test_the_figures_of_a_table_do_not_go_alone() -> None:
    score = [4.0, 2.0, -3.0, -3.0, 2.0, 4.0, -3.0, 2.0, -3.0]
    page = verdict(score, [5.0] * 9, 1.0)
    gone = [value < 0 for value in score]
    assert page.doomed(Care(0.5, 0.5)).tolist() == gone
    assert page.doomed(Care(0.5, 0.5, hole=1)).tolist() == [*gone[:6], False, False, True]
    assert page.doomed(Care(0.5, 0.5, hole=2)).tolist() == [False] * 8 + [True]
    known, sentence = np.zeros((2, 9), bool)
    known[3] = sentence[5] = True
    besides = replace(page, marked=known, sentence=sentence)
    assert besides.doomed(Care(0.5, 0.5, hole=2)).tolist() == gone


def test_lines_that_other_rules_take_count_for_nothing() -> None:
    found = verdict([4.0, -1.0, -4.0], [10.0] * 3, 1.0)
    same = Verdict(
        found.score, found.size, found.size * [1, 1, 0], *(1.0, 99), *np.zeros((2, 3), bool)
    )
    assert same.doomed(Care(1.0, 1.0)).tolist()[:2] == found.doomed(Care(1.0, 1.0)).tolist()[:2]


def test_smoothing_draws_a_line_towards_its_neighbours() -> None:
    score, size = np.full(20, -4.0), np.full(20, 5.0)
    score[10] = 4.0
    found = smoothed(score, size)
    assert -4.0 < found[10] < 4.0
    assert found[0] == pytest.approx(-4.0)
    assert smoothed(score[:5], size[:5]).tolist() == score[:5].tolist()
