"""Synthetic sites for the tests, the same that the benchmark uses."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.learn.composing import propose
from cleaner.learn.leaves import Leaf
from cleaner.learn.proposals import Proposal
from cleaner.learn.sheets import Digester, digest, numbered
from cleaner.learn.study import Study, study

_PATH = Path(__file__).parent.parent.parent / "benchmarks/learn_sites.py"


@cache
def sites() -> Any:
    spec = importlib.util.spec_from_file_location("learn_sites", _PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["learn_sites"] = module
    spec.loader.exec_module(module)
    return module


@cache
def texts(site: str, count: int = 30, seed: int = 0) -> tuple[str, ...]:
    return tuple(sites().text(page) for page in sites().pages(site, count, seed))


def examine(
    documents: list[str] | tuple[str, ...], *, look: bool = True
) -> tuple[Study, list[Proposal]]:
    """What is learned of documents that are one site; without ``look`` by counts alone."""
    ordered = sorted(set(documents), key=digest)

    def read(number: int) -> Leaf:
        return Leaf(f"page-{number}", numbered(ordered[number]), ordered[number])

    found = study([Digester().sheet(text) for text in ordered], read if look else None)
    return found, propose("site", found, read)


def matches(proposals: list[Proposal], prefix: str = "") -> set[str]:
    """The phrases and patterns of the rules whose names begin with ``prefix``."""
    return {e.match for one in proposals if one.name.startswith(prefix) for e in one.entries}


def sure(proposals: list[Proposal]) -> set[str]:
    """The phrases and patterns of what is not only doubtful, and goes without twelve others."""
    certain = (one for one in proposals if one.safety != "aggressive" and not one.is_guest)
    return {e.match for one in certain for e in one.entries}
