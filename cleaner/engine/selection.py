"""What a configuration says about files: which are passed over, and which rules count for them."""

from __future__ import annotations

from cleaner.config import Config, absolute
from cleaner.exclusion import Exclusion, Matcher


def exclusion_of(config: Config) -> Exclusion:
    """What a configuration passes over; raises ConfigError for a pattern that is none."""
    return Exclusion(
        [config.exclude], gitignore=config.respect_gitignore, force=config.force_exclude
    )


class FileRules:
    """Which rules do not count for a file, by the patterns of ``per-file-ignores``."""

    def __init__(self, config: Config) -> None:
        self._ignores = [(Matcher(one.patterns), one.rules) for one in config.per_file_ignores]

    def of(self, path: str) -> tuple[str, ...]:
        """The rules and packs to leave out for a file."""
        if not self._ignores:
            return ()
        place = absolute(path)
        found = [rules for matcher, rules in self._ignores if matcher.matches(place)]
        return tuple(sorted({rule for rules in found for rule in rules}))
