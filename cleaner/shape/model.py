"""The trained model: trees over the features of lines, and over those of pages.

Oblivious trees (Kohavi & Li 1995, as gradient boosting uses them in CatBoost) ask one question a
level, whatever the branch. A tree of six questions is a table of 64 values, and all trees meet
all lines in a few numpy operations.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cleaner.errors import ConfigError
from cleaner.shape.context import NAMES
from cleaner.shape.gaps import GAP_NAMES
from cleaner.shape.lines import Rows, units_of
from cleaner.shape.shapley import expected, leaf_tables
from cleaner.shape.words import WordTable

try:
    from cleaner.native.trees import add_up
except ImportError:
    add_up = None  # type: ignore[assignment]

SHIPPED = Path(__file__).with_name("model.json")

_FIRST_OF_PAGE = next(i for i, name in enumerate(NAMES) if name.startswith("page_"))
_SUMMARY = ("main_share", "doubt", "main_words", "low_share", "sure", "surely_not", "changes")
PAGE_NAMES: tuple[str, ...] = (*NAMES[_FIRST_OF_PAGE:], *_SUMMARY)
"""Names of the values of ``page_row``."""

Floats = NDArray[np.float64]
Kind = Literal["any", "raw", "extracted"]
"""What a page is: a raw scrape, the lines that an extractor chose, or neither for sure."""


class Trees:
    """A sum of oblivious trees over named features."""

    def __init__(self, data: Mapping[str, Any], names: Sequence[str]) -> None:
        row = {name: number for number, name in enumerate(names)}
        self._trees: Sequence[Mapping[str, Any]] = data["trees"]
        trees = self._trees
        self._bias = float(data["bias"])
        self._depth = max((len(tree["splits"]) for tree in trees), default=0)
        width = 1 << self._depth
        features = np.zeros((self._depth, len(trees)), np.intp)
        borders = np.full((self._depth, len(trees)), np.inf, np.float32)
        leaves = np.zeros((len(trees), width), np.float32)
        for number, tree in enumerate(trees):
            for level, (name, border) in enumerate(tree["splits"]):
                features[level, number] = row[name]
                borders[level, number] = border
            leaves[number, : len(tree["leaves"])] = tree["leaves"]
        self._features, self._borders, self._leaves = features, borders, leaves
        self._offsets = (np.arange(len(trees), dtype=np.int32) * width)[:, None]

    def __call__(self, features: Rows) -> Floats:
        """Log odds of each column of ``features``, shape (features, lines)."""
        if add_up is None or not features.flags.c_contiguous:
            return self.summed(features)
        sums = np.zeros(features.shape[1])
        add_up(features, self._features, self._borders, self._leaves, sums)
        return sums + self._bias

    def summed(self, features: Rows) -> Floats:
        """The same by numpy."""
        leaves = self._leaves.ravel().take(self.places(features) + self._offsets)
        if leaves.shape[1] != 1:
            sums = leaves.sum(0, dtype=np.float64)
        else:
            # One tree after the other, where numpy would add up halves.
            sums = np.array([sum(leaves[:, 0].tolist())])
        found: Floats = sums + self._bias
        return found

    def contributions(self, features: Rows) -> tuple[float, Floats]:
        """What is expected of any line, and what each feature adds to it: shape of ``features``.

        Of each column both together are its log odds.
        """
        expectation, values = self._shapley
        place = self.places(features)
        found = np.zeros(features.shape)
        number = np.arange(len(values))[:, None]
        for level in range(self._depth):
            np.add.at(found, self._features[level], values[number, level, place])
        return self._bias + float(expectation.sum()), found

    @cached_property
    def _shapley(self) -> tuple[Floats, Floats]:
        return expected(*leaf_tables(self._trees, self._depth))

    def places(self, features: Rows) -> NDArray[np.uint8]:
        """The number of the leaf in which each line is: shape (trees, lines)."""
        # Sums of bytes are vectorised by numpy, shifts are not; the last question counts most.
        place = np.zeros((len(self._offsets), features.shape[1]), np.uint8)
        for rows, borders in zip(self._features[::-1], self._borders[::-1], strict=True):
            np.add(place, place, out=place)
            np.add(place, (features.take(rows, 0) > borders[:, None]).view(np.uint8), out=place)
        return place


def mean_of(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Trees whose score is the mean of the scores of two sets of trees."""
    halves = [
        {**tree, "leaves": [value / 2 for value in tree["leaves"]]}
        for tree in (*one["trees"], *other["trees"])
    ]
    return {"bias": (one["bias"] + other["bias"]) / 2, "trees": halves}


class Model:
    """Everything that was learned: word weights, trees over lines, over pages and over gaps.

    There are three sets of trees over lines: for any page, for raw scrapes, and for what an
    extractor left, where the score is the mean of this one and of that for any page. A model need
    not have the last two, nor ``gaps``, which tell whether a line ended between two words.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.table = WordTable(data["words"], data["functions"].split())
        lines, extracted = data["lines"], data.get("extracted")
        self.lines: Mapping[Kind, Trees] = {
            "any": Trees(lines, NAMES),
            "raw": Trees(data.get("raw", lines), NAMES),
            "extracted": Trees(mean_of(lines, extracted) if extracted else lines, NAMES),
        }
        self.pages = Trees(data["pages"], PAGE_NAMES)
        self.gaps = Trees(data["gaps"], GAP_NAMES) if "gaps" in data else None


_NO_MODEL = (TypeError, AttributeError, RecursionError)


@cache
def load(path: Path = SHIPPED) -> Model:
    """Read a model file; raises ConfigError when it is none."""
    try:
        return Model(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, *_NO_MODEL) as error:
        raise ConfigError(
            f"{path} is not a shape model: {error!r}",
            remedy="write one with training/train_shape.py",
        ) from error


def page_row(features: Rows, score: Floats) -> NDArray[np.float32]:
    """What the page model sees: the features of the page, and a summary of its lines' scores."""
    size = units_of(features)
    chance = 1 / (1 + np.exp(-score))
    likely = chance > 0.5
    total = float(size.sum()) + 1
    words = chance * size
    main = float(words.sum())
    summary = [
        main / total,
        float((np.minimum(chance, 1 - chance) * size).sum()) / total,
        np.log1p(main),
        float(words[chance < 0.3].sum()) / (main + 1),
        float(size[chance > 0.8].sum()) / total,
        float(size[chance < 0.1].sum()) / total,
        np.count_nonzero(likely[1:] != likely[:-1]),
    ]
    return np.array([*features[_FIRST_OF_PAGE:, 0], *summary], np.float32)
