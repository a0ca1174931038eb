"""What the lines of a few pages look like: how surely each is main text by the shape of its page.

The model of ``cleaner.shape`` judges a line on one page. A line that every page has is judged as
often as it is seen, and where one look is a guess, the mean of several is evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from cleaner.learn.facts import Facts
from cleaner.learn.leaves import Read
from cleaner.learn.sheets import Sheet
from cleaner.lexicon import Lexicon
from cleaner.packs import load_rules
from cleaner.segment import Page
from cleaner.shape.choice import judge
from cleaner.shape.context import page_features
from cleaner.shape.model import SHIPPED, load
from cleaner.shape.scoring import filled
from cleaner.shape.scoring import read as read_lines

PAGES = 12
"""Documents of a site that are looked at."""


def looked(facts: list[Facts], sheets: Sequence[Sheet], read: Read, model: str) -> list[Facts]:
    """The facts with ``look`` and ``textual``, of the first documents of ``sheets``.

    They are the mean score of a line, and how often it is above 0.
    """
    keys, scores = [], []
    for number, sheet in enumerate(sheets[:PAGES]):
        leaf = read(number)
        if leaf is None or len(leaf.rows) != len(sheet.keys):
            continue
        found = _scores(leaf.text, model)
        keys.append(sheet.keys)
        scores.append(np.array([found.get(line - 1, 0.0) for line, _ in leaf.rows]))
    if not keys:
        return facts
    kinds, ids = np.unique(np.concatenate(keys), return_inverse=True)
    flat = np.concatenate(scores)
    times = np.bincount(ids)
    look, textual = (np.bincount(ids, weights=column) / times for column in (flat, flat > 0))
    rows = zip(kinds.tolist(), look.tolist(), textual.tolist(), strict=True)
    known = {key: {"look": mean, "textual": share} for key, mean, share in rows}
    return [one._replace(**known.get(one.key, {})) for one in facts]


def _scores(text: str, model: str) -> dict[int, float]:
    """The log odds of main text of the lines of a page that are not blank, by their number."""
    page = Page(text, _lexicon())
    numbers = filled(page)
    if not len(numbers):
        return {}
    trained = load(Path(model) if model else SHIPPED)
    lines = read_lines(page, numbers, trained.table)
    score = judge(trained, page_features(lines), lines.marks).score
    return dict(zip(numbers.tolist(), score.tolist(), strict=True))


@lru_cache(1)
def _lexicon() -> Lexicon:
    return Lexicon([rule for rule in load_rules().rules if rule.safety != "aggressive"])
