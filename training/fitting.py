"""Samples to models: word weights, and trees over lines and over pages."""

from __future__ import annotations

import json
import math
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from samples import Sample

from cleaner.shape.context import NAMES
from cleaner.shape.lines import ends_of
from cleaner.shape.model import PAGE_NAMES, Trees, page_row

_WORD = re.compile(r"[^\W\d_]+")
_LEAST_HOSTS = 8
_LONGEST_WORD = 24
_WORDS = 6000
_WORD_TOKENS = 40
_TOKENS = 80
_EVEN = 0.8

Tree = dict[str, Any]


class WordRows:
    """Which words the lines of naive pages hold, and whether the lines are main text.

    The weights are those of a logistic regression over all words of a line at once (Ng & Jordan
    2001 on why it beats counting each word alone): of words that stand together, such as those of
    a cookie notice, each gets its share, and the sum of a line is not the same evidence ten times.
    """

    def __init__(self) -> None:
        self._hosts: dict[str, set[str]] = {}
        self._lines: list[tuple[list[str], bool, float]] = []

    def add(self, sample: Sample) -> None:
        """Take the lines of a page that no other rule takes; each page weighs the same."""
        tokens = sample.tokens[sample.numbers]
        weight = np.minimum(tokens, _WORD_TOKENS) + 0.5
        weight = weight / weight.sum()
        for i, own in zip(sample.numbers.tolist(), weight.tolist(), strict=True):
            words = _WORD.findall(ends_of(sample.page.lines[i].strip()).lower())
            for word in words:
                self._hosts.setdefault(word, set()).add(sample.host)
            if words and not sample.removed[i]:
                self._lines.append((words, bool(sample.main[i] * 2 > sample.tokens[i]), own))

    def weights(self) -> dict[str, float]:
        """Log odds of the words that say most, the strongest first."""
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression

        known = sorted(
            word
            for word, hosts in self._hosts.items()
            if len(hosts) >= _LEAST_HOSTS and len(word) <= _LONGEST_WORD
        )
        column = {word: number for number, word in enumerate(known)}
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for words, _, _ in self._lines:
            found = [column[word] for word in words if word in column]
            columns += found
            values += [1 / math.sqrt(len(words))] * len(found)
            ends.append(len(columns))
        rows = csr_matrix((values, columns, ends), shape=(len(self._lines), len(known)))
        rows.sum_duplicates()
        weight = np.array([own for _, _, own in self._lines])
        model = LogisticRegression(C=1.0, solver="liblinear", max_iter=40, tol=1e-3)
        model.fit(rows, [main for _, main, _ in self._lines], sample_weight=weight / weight.mean())
        odds = dict(zip(known, model.coef_[0].tolist(), strict=True))
        ranked = sorted(
            odds, key=lambda word: (-abs(odds[word]) * math.sqrt(len(self._hosts[word])), word)
        )
        # In eighths, whose sums are the same in any order.
        weights = {word: round(odds[word] * 8) / 8 for word in ranked[:_WORDS]}
        return {word: weight for word, weight in weights.items() if weight}


def lines_of(part: str, samples: Sequence[Sample]) -> Sequence[Sample]:
    """The samples that trees over lines learn from: all; naive pages; what an extractor left."""
    if part == "raw":
        return [s for s in samples if s.source == "text"]
    return [s for s in samples if part == "lines" or s.extracted]


def fit_lines(part: str, samples: Sequence[Sample], trees: int) -> dict[str, Any]:
    """Trees that give the log odds of main text of a line; smaller ones for the extracted."""
    rows = _rows(lines_of(part, samples))
    if part == "extracted":
        return fit(*rows, NAMES, trees // 3, depth=4, rate=0.08, leaf=20)
    return fit(*rows, NAMES, trees, depth=6, rate=0.05)


def weigh(part: str, model: dict[str, Any], samples: Sequence[Sample]) -> None:
    """Tell of each leaf which thousandths of the lines, by their weights, are in it."""
    trees, sums = Trees(model, NAMES), np.zeros((len(model["trees"]), 64))
    for sample in lines_of(part, samples):
        weight = _weight(sample)
        for number, row in enumerate(trees.places(sample.features)):
            sums[number] += np.bincount(row, weight, 64)
    for tree, row in zip(model["trees"], sums, strict=True):
        share = 1000 * row[: len(tree["leaves"])] / max(row.sum(), 1e-9)
        tree["weights"] = np.rint(share).astype(int).tolist()


def _weight(sample: Sample) -> Any:
    """What each line of a page counts; long ones more, those that other rules take nothing."""
    weight = np.minimum(sample.tokens[sample.numbers], _TOKENS) + 0.5
    weight *= sample.weight / weight.sum()
    return weight * ~sample.removed[sample.numbers]


def _rows(samples: Sequence[Sample]) -> tuple[Any, Any, Any]:
    """Features, share of main text and weight of lines; pages weigh the same."""
    features, targets, weights = [], [], []
    for sample in samples:
        tokens = sample.tokens[sample.numbers]
        features.append(sample.features.T)
        targets.append(sample.main[sample.numbers] / np.maximum(tokens, 1))
        weights.append(_weight(sample))
    x, y, w = np.concatenate(features), np.concatenate(targets), np.concatenate(weights)
    w *= len(w) / w.sum()
    # Lines of little weight are drawn, so that all have about the same.
    share = np.minimum(1, w / _EVEN)
    drawn = np.random.default_rng(0).random(len(w)) < share
    w = w / np.maximum(share, 1e-9)
    return x[drawn], y[drawn], w[drawn]


def fit_pages(samples: Sequence[Sample], trees: int) -> dict[str, Any]:
    """Trees that give the log odds that a page is an article; samples have their scores."""
    known = [sample for sample in samples if sample.article is not None]
    x = np.array([page_row(sample.features, sample.score) for sample in known], np.float32)
    y = np.array([sample.article for sample in known], float)
    w = np.array([s.weight for s in known])
    return fit(x, y, w, PAGE_NAMES, trees // 3, depth=4, rate=0.07)


def fit(
    x: Any,
    y: Any,
    w: Any,
    names: Sequence[str],
    trees: int,
    depth: int,
    rate: float,
    leaf: float = 10,
) -> dict[str, Any]:
    """Trees over the features ``x`` (a row each) that give the log odds of ``y``."""
    from catboost import CatBoostClassifier

    model = CatBoostClassifier(
        loss_function="CrossEntropy",
        iterations=trees,
        depth=depth,
        learning_rate=rate,
        random_seed=1,
        thread_count=2,
        border_count=64,
        l2_leaf_reg=leaf,
        bootstrap_type="Bernoulli",
        subsample=0.5,
        rsm=0.3,
        verbose=0,
        allow_writing_files=False,
    )
    model.fit(x, y, sample_weight=w)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        saved = json.loads(path.read_text())
    scale, (bias,) = saved["scale_and_bias"]
    return {
        "bias": round(bias, 4),
        "trees": [_tree(tree, names, scale) for tree in saved["oblivious_trees"]],
    }


def _tree(tree: Mapping[str, Any], names: Sequence[str], scale: float) -> Tree:
    splits = [
        [names[split["float_feature_index"]], float(f"{split['border']:.5g}")]
        for split in tree["splits"]
    ]
    return {"splits": splits, "leaves": [round(value * scale, 3) for value in tree["leaf_values"]]}
