"""The configuration as people see it: TOML, with the origin of each value behind it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from cleaner.config import Config, schema
from cleaner.configfile import Loaded, shown


def schema_text() -> str:
    """The JSON schema of the keys, as a file."""
    return json.dumps(schema(), indent=2) + "\n"


def in_force(loaded: Loaded) -> Iterator[str]:
    """Lines of TOML; what is not set is a comment."""
    names = [shown(path) for path in loaded.files]
    yield f"# read: {', '.join(names) or 'no configuration file'}"
    rows = []
    for field in fields(Config):
        key = field.name.replace("_", "-")
        text = _toml(getattr(loaded.config, field.name), field.metadata["kind"])
        rows.append((f"{key} = {text}" if text else f"# {key} =", loaded.origins[field.name]))
    width = min(max(len(row[0]) for row in rows), 60)
    for text, origin in rows:
        yield f"{text:<{width}}  # {origin}"


def _toml(value: Any, kind: str) -> str:
    """A value as TOML, empty for None; paths are relative to the current folder."""
    if value is None:
        return ""
    if kind in ("path", "paths"):
        return _text(shown(value)) if kind == "path" else _list(map(shown, value))
    if kind == "table":
        pairs = (f"{_text(one.patterns.lines[0])} = {_list(one.rules)}" for one in value)
        return f"{{ {', '.join(pairs)} }}" if value else "{}"
    if kind == "patterns":
        return _list(value.lines)
    if kind == "names":
        return _list(value)
    if kind == "flag":
        return "true" if value else "false"
    return _text(value) if isinstance(value, str) else str(value)


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _text(value: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False)
