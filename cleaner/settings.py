"""The settings of a cleaner, checked, and the rules that they choose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Unpack, cast, get_args

from cleaner.errors import ConfigError, need
from cleaner.model import LEVELS, CleanerSettings, Level, Related
from cleaner.rules import Ruleset, nearest, one_of


class Settings(NamedTuple):
    """The keyword arguments of ``Cleaner``; see there."""

    level: Level = "contextual"
    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    related: Related = "extract"
    mojibake: bool = False
    max_removed: float | None = None

    def placed(self) -> Settings:
        """The same where the working directory is another one: rules by their absolute paths."""
        return self._replace(rules=tuple(str(Path(path).absolute()) for path in self.rules))

    def __str__(self) -> str:
        """What differs from the defaults, as arguments."""
        known = zip(self._fields, self, self._field_defaults.values(), strict=True)
        return ", ".join(f"{name}={own!r}" for name, own, usual in known if own != usual)


def checked(**given: Unpack[CleanerSettings]) -> Settings:
    """The settings that the arguments say; raises ConfigError for one that cannot be used."""
    for name in given:
        if name not in Settings._fields:
            known = ", ".join(Settings._fields)
            raise TypeError(f"got an unexpected keyword argument {name!r} (settings: {known})")
    found: Any = Settings(**cast(Any, given))
    if not isinstance(found.mojibake, bool):
        raise ConfigError(f"mojibake is {found.mojibake!r}", remedy="True or False")
    if found.mojibake:
        need("ftfy", "mojibake")
    if found.max_removed is not None and not _is_share(found.max_removed):
        raise ConfigError(f"max_removed is {found.max_removed!r}", remedy="a share from 0 to 1")
    return Settings(
        one_of("level", found.level, LEVELS),
        _several("rules", found.rules, (str, Path)),
        _several("select", found.select, (str,)),
        _several("ignore", found.ignore, (str,)),
        one_of("related", found.related, get_args(Related)),
        found.mojibake,
        found.max_removed,
    )


def choose(ruleset: Ruleset, select: Sequence[str], ignore: Sequence[str]) -> Ruleset:
    """``Ruleset.choose``, with an error for people: raises ConfigError that names the nearest."""
    try:
        return ruleset.choose(select, ignore)
    except KeyError as error:
        name = str(error.args[0])
        ids = [rule.id for rule in ruleset.rules]
        remedy = nearest(name, [*ids, *{rule.pack for rule in ruleset.rules}])
        raise ConfigError(
            f"no rule or pack is called {name!r}",
            name=name,
            remedy=remedy or "see: cleaner rules list",
        ) from None


def _is_share(given: Any) -> bool:
    return not isinstance(given, bool) and isinstance(given, int | float) and 0 <= given <= 1


def _several(name: str, given: Any, kinds: tuple[type, ...]) -> tuple[str, ...]:
    """One or several names or paths, each once, in their order; those of a set sorted."""
    if isinstance(given, kinds) and given != "":
        return (str(given),)
    several = isinstance(given, Iterable) and not isinstance(given, str | bytes | bytearray | dict)
    found = list(given) if several else [given]
    for one in found:
        if not isinstance(one, kinds) or one == "":
            what = "paths of rule files and folders" if Path in kinds else "rule ids and packs"
            raise ConfigError(f"{name} is {given!r}", remedy=f"one or several {what}")
    texts = map(str, found)
    return tuple(dict.fromkeys(sorted(texts) if isinstance(given, set | frozenset) else texts))
