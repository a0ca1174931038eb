"""Compiled cleaners for sources that do not all go by the same rules."""

from __future__ import annotations

from typing import Any

from cleaner.packs import load_rules
from cleaner.pipeline import Cleaner
from cleaner.settings import choose


class Cleaners:
    """One compiled ``Cleaner`` for each set of rules that a source can ignore.

    ``ignorable``: all that any source may. Raises ConfigError for a name that is none.
    """

    def __init__(self, settings: dict[str, Any], ignorable: tuple[str, ...] = ()) -> None:
        self._settings = settings
        choose(load_rules(settings.get("rules", ())), (), ignorable)
        self._made: dict[tuple[str, ...], Cleaner] = {(): Cleaner(**settings)}

    def ignoring(self, rules: tuple[str, ...]) -> Cleaner:
        """The cleaner without ``rules``; raises ConfigError for one that is not there."""
        if rules not in self._made:
            ignore = (*self._settings.get("ignore", ()), *rules)
            self._made[rules] = Cleaner(**(self._settings | {"ignore": ignore}))
        return self._made[rules]
