"""One module for each kind of rule; modules are discovered, not listed.

A module says ``KIND`` (the word in the rule file), ``OPTIONS`` (keys that only this kind knows,
with their defaults), ``STAGE`` (``judge`` the whole document, ``repair`` its characters, ``join``
the parts of broken sentences, ``remove`` what is not text) and ``build(rules)``, which returns a
``Matcher`` for all its rules.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, Protocol, cast, runtime_checkable

from cleaner.flat import Flat
from cleaner.model import Finding
from cleaner.rules import Rule
from cleaner.segment import Page

Stage = Literal["judge", "repair", "join", "remove"]


class Matcher(Protocol):
    """Finds the spans of one kind of defect in a page; offsets are those of ``page.text``."""

    def find(self, page: Page) -> Iterable[Finding]:
        """Yield findings in any order."""


@runtime_checkable
class Reader(Protocol):
    """A matcher that also tells where the lines of a text ended that lost its line ends."""

    def line_ends(self, page: Page, flat: Flat) -> Sequence[tuple[int, int]]:
        """Half-open spans of the gaps between words at which lines ended, in order."""


class Kind(Protocol):
    """What a matcher module offers."""

    KIND: str
    STAGE: Stage
    OPTIONS: Mapping[str, Any]

    def build(self, rules: Sequence[Rule]) -> Matcher:
        """Compile the rules of this kind."""


@cache
def kinds() -> Mapping[str, Kind]:
    """The matcher modules of this package by the kind of rule they serve."""
    modules = (
        cast("Kind", importlib.import_module(f"{__name__}.{module.name}"))
        for module in pkgutil.iter_modules(__path__)
    )
    return {module.KIND: module for module in modules}
