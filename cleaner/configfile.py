"""Configuration files: ``[tool.cleaner]`` in the nearest pyproject.toml, or a cleaner.toml."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.config import FIELDS, KEYS, Config, FileIgnores, Patterns, absolute
from cleaner.errors import ConfigError, RuleError
from cleaner.remote import is_remote
from cleaner.rules import hint, nearest

DEFAULT, COMMAND_LINE = "default", "command line"
_FILES = ("cleaner.toml", "pyproject.toml")
_HINTS = {
    "tool": "the keys of a cleaner.toml stand without [tool.cleaner]",
    "min-quality": "not there yet; cleaner eval compares with gold texts",
}
"""What to do about keys that people have good reason to try."""
_NAMES = re.compile(r"[a-z0-9-]+(/[a-z0-9-]*)?")


class Loaded(NamedTuple):
    """A configuration, where each value came from (by field), and the files that were read."""

    config: Config
    origins: Mapping[str, str]
    files: tuple[Path, ...]

    def placed(self, error: ConfigError | RuleError) -> ConfigError | RuleError:
        """The error about a name or a path with the place of it, if one of the files has it."""
        config = self.config
        subject = getattr(error, "name", "") or error.path
        said = {"select": config.select, "ignore": config.ignore, "rules": config.rules,
                "per_file_ignores": config.ignorable, "baseline": (config.baseline,)}  # fmt: skip
        place = next((self.origins[key] for key, values in said.items() if subject in values), "")
        path, _, line = place.rpartition(":")
        if not line.isdecimal():  # the command line
            return error
        message = error.message if subject != error.path else f"{shown(subject)}: {error.message}"
        return ConfigError(message, path=path, line=int(line), remedy=error.remedy)


def load(
    sources: Sequence[str],
    given: Mapping[str, Any],
    *,
    file: str | None = None,
    isolated: bool = False,
) -> Loaded:
    """The configuration for ``sources``.

    The nearest file is looked for from the folder that holds all sources upwards; ``file`` names
    one instead, and with ``isolated`` none is read. ``given`` are the values of the command line
    by field (None: not given), which win. Raises ConfigError.
    """
    path = Path(file) if file is not None else None if isolated else find(_common(sources))
    values: dict[str, Any] = {}
    origins = dict.fromkeys((f.name for f in fields(Config)), DEFAULT)
    files: list[Path] = []
    if path is not None:
        _read_chain(path, values, origins, files)
    for name, value in given.items():
        if value is not None:
            key = name.replace("_", "-")
            values[name] = _Reader(COMMAND_LINE, "", Path()).value(key, value)
            origins[name] = COMMAND_LINE
    return Loaded(Config(**values), origins, tuple(files))


def find(folder: Path) -> Path | None:
    """The configuration file for a folder: its own, or that of the nearest folder above it."""
    for place in (folder, *folder.parents):
        for name in _FILES:
            path = place / name
            if _is(Path.is_file, path) and (name == "cleaner.toml" or _table(path) is not None):
                return path
    return None


def _is(kind: Callable[[Path], bool], path: Path) -> bool:
    """Whether a path is a file or a folder; no where nobody may look, which its reader will say."""
    try:
        return kind(path)
    except PermissionError:
        return False


def shown(path: str | Path) -> str:
    """A path as people write it: relative to the current folder if it lies below."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _common(sources: Sequence[str]) -> Path:
    """The folder that holds every source."""
    named = [source for source in sources if source != "-" and not is_remote(source)]
    paths = [Path(absolute(source)) for source in named]
    folders = {path if _is(Path.is_dir, path) else path.parent for path in paths}
    try:
        return Path(os.path.commonpath(folders)) if folders else Path.cwd()
    except ValueError:  # on two drives
        return Path.cwd()


def _read_chain(
    path: Path, values: dict[str, Any], origins: dict[str, str], files: list[Path]
) -> None:
    """Read a file and those that it extends; the nearer one wins."""
    source, problem = "", ""
    while True:
        if path.resolve() in [read.resolve() for read in files]:
            raise ConfigError(
                f"extend leads in a circle, back to {shown(path)}",
                path=problem,
                remedy="take it out",
            )
        files.append(path)
        table, text = _table(path), _text(path, problem, source)
        if table is None:
            raise ConfigError("has no [tool.cleaner]", path=shown(path), remedy="name another file")
        reader = _Reader(shown(path), text, path.absolute().parent)
        extended = reader.read(table, values, origins)
        if extended is None:
            return
        source, problem = extended, reader.place("extend")
        path = Path(extended)


def _text(path: Path, place: str = "", named: str = "") -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # some editors begin with a mark
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        remedy = f"named by extend in {place}" if named else "check the path"
        raise ConfigError(f"cannot be read: {reason}", path=shown(path), remedy=remedy) from error


def _table(path: Path) -> dict[str, Any] | None:
    """The keys of a file; None for a pyproject.toml that does not speak of this program."""
    if not path.is_file():
        return {}  # the reading that follows says why
    text = _text(path)
    own = path.name != "pyproject.toml"
    if not own and "cleaner" not in text:
        return None
    import tomllib

    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 0
        raise ConfigError(f"not valid TOML: {error}", path=shown(path), line=line) from error
    if own:
        return data
    tools = data.get("tool", {})
    table = tools.get("cleaner") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(
            "cleaner must be a table", path=shown(path), remedy="write [tool.cleaner]"
        )
    return table


class _Reader:
    """Checks the values of one file, or of the command line (whose ``text`` is empty)."""

    def __init__(self, origin: str, text: str, base: Path) -> None:
        self.origin = origin
        self.text = text
        self.base = base

    def read(
        self, table: Mapping[str, Any], values: dict[str, Any], origins: dict[str, str]
    ) -> str | None:
        """Put what is not set yet into ``values``; returns the file that this one extends."""
        extended = None
        for key, value in table.items():
            if key not in KEYS:
                remedy = _HINTS.get(key) or nearest(key, KEYS) or f"known: {', '.join(KEYS)}"
                raise self.error(f"unknown key {key!r}", key, remedy)
            if key == "extend":
                extended = self._path(key, value)
                continue
            checked = self.value(key, value)
            name = FIELDS[key].name
            if name not in values:
                values[name], origins[name] = checked, self.place(key)
        return extended

    def value(self, key: str, value: Any) -> Any:
        """The value of a key as ``Config`` has it; raises ConfigError."""
        f = FIELDS[key]
        kind = f.metadata["kind"]
        if kind == "choice":
            return self._choice(key, value, f.metadata["choices"])
        readers = {"flag": self._flag, "count": self._count, "share": self._share,
                   "path": self._path, "paths": self._paths, "names": self._names,
                   "patterns": self._patterns, "table": self._file_ignores}  # fmt: skip
        return readers.get(kind, self._one_text)(key, value)

    def _one_text(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or not value:
            raise self.error(f"{key} must be a string", key)
        return value

    def _choice(self, key: str, value: Any, choices: Sequence[str]) -> str:
        if value not in choices:
            raise self.error(f"{key} is {value!r}", key, hint(str(value), choices))
        return str(value)

    def _flag(self, key: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self.error(f"{key} must be true or false", key)
        return value

    def _count(self, key: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.error(f"{key} must be a whole number from 0", key)
        return value

    def _share(self, key: str, value: Any) -> float:
        found = -1.0
        if isinstance(value, str) and re.fullmatch(r"[0-9]+(\.[0-9]+)?%?", value):
            found = float(value.removesuffix("%")) / (100 if value.endswith("%") else 1)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found = float(value)
        if 0 <= found <= 1:
            return found
        raise self.error(f"{key} is {value!r}", key, 'a share from 0 to 1, or a string like "20%"')

    def _texts(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or not all(
            isinstance(text, str) and text for text in value
        ):
            raise self.error(f"{key} must be a list of strings", key)
        return tuple(value)

    def _names(self, key: str, value: Any) -> tuple[str, ...]:
        names = self._texts(key, value)
        for name in names:
            if not _NAMES.fullmatch(name):
                raise self.error(f"{key} has {name!r}", key, "a rule or a pack, such as news")
        return names

    def _path(self, key: str, value: Any) -> str:
        return self._based(self._one_text(key, value))

    def _paths(self, key: str, value: Any) -> tuple[str, ...]:
        return tuple(map(self._based, self._texts(key, value)))

    def _based(self, path: str) -> str:
        """A path of a file is relative to it; one of the command line stays as it was said."""
        return absolute(self.base / path) if self.text else path

    def _patterns(self, key: str, value: Any) -> Patterns:
        return Patterns(absolute(self.base), self._usable(key, self._texts(key, value)))

    def _usable(self, key: str, patterns: tuple[str, ...]) -> tuple[str, ...]:
        if patterns:
            try:
                Patterns("", patterns).spec()
            except ValueError as error:
                raise self.error(f"{key} has a pattern that is none: {error}", key) from error
        return patterns

    def _file_ignores(self, key: str, value: Any) -> tuple[FileIgnores, ...]:
        if not isinstance(value, dict):
            raise self.error(f"{key} must be a table of patterns", key)
        base = absolute(self.base)
        return tuple(
            FileIgnores(
                Patterns(base, self._usable(key, (pattern,))),
                self._names(f"{key}.{pattern!r}", rules),
            )
            for pattern, rules in value.items()
        )

    def place(self, key: str) -> str:
        """Where a key is set, as ``path[:line]``."""
        line = self._line(key)
        return f"{self.origin}:{line}" if line else self.origin

    def error(self, message: str, key: str, remedy: str = "") -> ConfigError:
        if not self.text:
            return ConfigError(message, remedy=remedy)
        return ConfigError(message, path=self.origin, line=self._line(key), remedy=remedy)

    def _line(self, key: str) -> int:
        """The 1-based line that sets ``key``, 0 when it cannot be told."""
        start = self.text.find("tool.cleaner") if "pyproject" in self.origin else 0
        name = re.escape(key.split(".")[0])
        found = re.compile(
            rf"(?m)^\s*(?:\[+(?:[\w.]+\.)?{name}[\].]|(?:[\w.]+\.)?\"?{name}\"?\s*[=.])"
        ).search(self.text, max(start, 0))
        return self.text.count("\n", 0, found.end()) + 1 if found else 0
