"""Pages to samples: what the shape model sees of a page, and what it ought to say."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from cleaner import Cleaner, decide
from cleaner.evaluation.measure import align
from cleaner.model import Edit
from cleaner.segment import Page
from cleaner.shape.context import page_features
from cleaner.shape.scoring import filled, read
from cleaner.shape.words import WordTable

FOLDS = 5
MODES = ("precision", "balanced", "recall")


@dataclass(slots=True)
class Sample:
    """One input of one page.

    ``tokens``/``main``: tokens of each line, and how many of them are main text; ``removed``:
    whether another rule takes the line; ``article``: whether people called the page one, None
    where nobody said; ``features``: rows of the lines ``numbers``; ``score``: what the model says
    of them (log odds of main text).
    """

    key: tuple[str, str, str]
    host: str
    text: str
    page: Page
    tokens: NDArray[np.int64]
    main: NDArray[np.int64]
    removed: NDArray[np.bool_]
    article: bool | None
    weight: float
    numbers: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, int))
    features: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    score: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    @property
    def source(self) -> str:
        """What the text is: ``text`` (naive), ``gold`` or a mode of the extractor."""
        return self.key[2]

    @property
    def extracted(self) -> bool:
        """Whether an extractor has chosen the lines."""
        return self.source in MODES

    @property
    def fold(self) -> int:
        """Pages of one host stand in one fold."""
        return int(hashlib.md5(self.host.encode()).hexdigest(), 16) % FOLDS

    def featured(self, table: WordTable) -> None:
        """Compute the features with the word weights of ``table``."""
        self.numbers = filled(self.page)
        self.features = page_features(read(self.page, self.numbers, table))


class _ReadError(Exception):
    """No error: the first page was seen, and nothing more is wanted of the text."""


def prepare(tool: Cleaner, text: str) -> tuple[Page, NDArray[np.bool_]] | None:
    """The page after the repairs of the first round, and the lines that other rules remove.

    None for a text that is nobody's page, so that no line of it is judged.
    """

    def first(page: Page, _: Sequence[Edit]) -> None:
        raise _ReadError(page)

    try:
        tool.clean(text, watch=first)
    except _ReadError as seen:
        [page] = seen.args
    else:
        return None
    found = [finding for matcher in tool.matchers("remove") for finding in matcher.find(page)]
    removed = np.zeros(len(page.lines), bool)
    for finding in decide.removals(page, found, tool.settings.level):
        if (finding.start, finding.end) == page.span(finding.line, finding.end_line):
            removed[finding.line : finding.end_line] = True
    return page, removed


def label(lines: Sequence[str], gold: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Tokens of each line, and how many of them are main text."""
    tokens = align("\n".join(lines), gold)
    ends = np.cumsum([len(line) + 1 for line in lines])
    owner = np.searchsorted(ends, [token.start for token in tokens], side="right")
    common = np.array([token.common for token in tokens], bool)
    count = len(lines)
    return np.bincount(owner, minlength=count), np.bincount(owner[common], minlength=count)


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a JSONL file that have a gold text."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            if page.get("gold", "").strip():
                yield page


def host(page: dict[str, Any]) -> str:
    """The site of a page, by its address, or what its HTML says, or its own id."""
    address = page.get("url") or ""
    if not address:
        found = re.search(r'id="(http[^"]+)"', page.get("html", "")[:500])
        address = found[1] if found else ""
    return (urlsplit(address).hostname or str(page["id"])).removeprefix("www.")


def samples(
    tool: Cleaner, paths: Sequence[Path], extracted: dict[tuple[str, str], dict[str, str]]
) -> Iterator[Sample]:
    """Naive text, gold text and what an extractor leaves, of every page."""
    for path in paths:
        name = path.name.split(".")[0]
        for page in records(path):
            kind = page.get("page_type") or ("" if name == "htmltotext" else "article")
            inputs = {"text": page["text"], "gold": page["gold"]}
            inputs |= extracted.get((name, str(page["id"])), {})
            for field_, text in inputs.items():
                prepared = prepare(tool, text) if text.strip() else None
                if prepared is None:
                    continue
                shown, removed = prepared
                tokens, main = label(shown.lines, page["gold"])
                yield Sample(
                    (name, str(page["id"]), field_),
                    host(page),
                    text,
                    shown,
                    tokens,
                    main,
                    removed,
                    kind == "article" if kind else None,
                    0.5 if field_ in MODES else 1.0,
                )


def extract(paths: Sequence[Path]) -> dict[tuple[str, str], dict[str, str]]:
    """What trafilatura leaves of the pages with HTML, in three modes."""
    import trafilatura

    settings: dict[str, dict[str, Any]] = {
        "precision": {"favor_precision": True},
        "balanced": {},
        "recall": {"favor_recall": True},
    }
    return {
        (path.name.split(".")[0], str(page["id"])): {
            mode: trafilatura.extract(page["html"], **settings[mode]) or "" for mode in MODES
        }
        for path in paths
        for page in records(path)
        if page.get("html")
    }
