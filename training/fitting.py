"""Samples to models: word weights, and trees over lines and over pages."""

from __future__ import annotations

import json
import math
import re
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from samples import Sample

from cleaner.shape.context import NAMES
from cleaner.shape.model import PAGE_NAMES, page_row

_WORD = re.compile(r"[^\W\d_]+")
_LINE_CHARS = 400
_LEAST_HOSTS = 10
_LEAST_WEIGHT = 0.35
_MOST_WEIGHT = 3.0
_WORDS = 4000
_PRIOR = 2.0
_TOKENS = 80
_EVEN = 0.8

Tree = dict[str, Any]


class WordCounts:
    """How often words stand in the main text and beside it; each page speaks once for a word."""

    def __init__(self) -> None:
        self.main: Counter[str] = Counter()
        self.other: Counter[str] = Counter()
        self.hosts: dict[str, set[str]] = {}

    def add(self, sample: Sample) -> None:
        """Count the lines of a naive page."""
        main: Counter[str] = Counter()
        other: Counter[str] = Counter()
        for line, tokens, inside in zip(sample.page.lines, sample.tokens, sample.main, strict=True):
            words = set(_WORD.findall(line[:_LINE_CHARS].lower()))
            (main if inside * 2 > tokens else other).update(words)
        for counts, total in ((main, self.main), (other, self.other)):
            for word, count in counts.items():
                total[word] += math.log1p(count)  # type: ignore[assignment]
        for word in main.keys() | other.keys():
            self.hosts.setdefault(word, set()).add(sample.host)

    def weights(self) -> dict[str, float]:
        """Log odds of the words that say most, the strongest first."""
        main, other = sum(self.main.values()), sum(self.other.values())
        odds = {
            word: math.log((self.main[word] + _PRIOR) / main * other / (self.other[word] + _PRIOR))
            for word, hosts in self.hosts.items()
            if len(hosts) >= _LEAST_HOSTS and 1 < len(word) <= 24
        }
        ranked = sorted(
            (word for word in odds if abs(odds[word]) >= _LEAST_WEIGHT),
            key=lambda word: (-abs(odds[word]) * math.sqrt(len(self.hosts[word])), word),
        )
        return {
            word: round(max(-_MOST_WEIGHT, min(_MOST_WEIGHT, odds[word])), 1)
            for word in ranked[:_WORDS]
        }


def fit_lines(samples: Sequence[Sample], trees: int) -> dict[str, Any]:
    """Trees that give the log odds of main text of a line."""
    features, targets, weights = [], [], []
    for sample in samples:
        tokens = sample.tokens[sample.numbers]
        weight = np.minimum(tokens, _TOKENS) + 0.5
        weight *= sample.weight / weight.sum()
        features.append(sample.features.T)
        targets.append(sample.main[sample.numbers] / np.maximum(tokens, 1))
        weights.append(weight * ~sample.removed[sample.numbers])
    x, y, w = np.concatenate(features), np.concatenate(targets), np.concatenate(weights)
    w *= len(w) / w.sum()
    # Lines of little weight are drawn, so that all have about the same.
    share = np.minimum(1, w / _EVEN)
    drawn = np.random.default_rng(0).random(len(w)) < share
    w = w / np.maximum(share, 1e-9)
    return _fit(x[drawn], y[drawn], w[drawn], NAMES, trees, depth=6, rate=0.12)


def fit_pages(samples: Sequence[Sample], trees: int) -> dict[str, Any]:
    """Trees that give the log odds that a page is an article; samples have their scores."""
    known = [sample for sample in samples if sample.article is not None]
    x = np.array([page_row(sample.features, sample.score) for sample in known], np.float32)
    y = np.array([sample.article for sample in known], float)
    return _fit(x, y, np.array([s.weight for s in known]), PAGE_NAMES, trees, depth=4, rate=0.07)


def _fit(
    x: Any, y: Any, w: Any, names: Sequence[str], trees: int, depth: int, rate: float
) -> dict[str, Any]:
    from catboost import CatBoostClassifier

    model = CatBoostClassifier(
        loss_function="CrossEntropy",
        iterations=trees,
        depth=depth,
        learning_rate=rate,
        random_seed=1,
        thread_count=2,
        border_count=64,
        l2_leaf_reg=10,
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
