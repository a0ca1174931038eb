"""The configuration as people see it: TOML, with the origin of each value behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from cleaner.config import Config, FileIgnores, Patterns, schema
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
        value = getattr(loaded.config, field.name)
        text = "{}" if field.name == "per_file_ignores" and not value else _toml(value)
        rows.append((f"{key} = {text}" if text else f"# {key} =", loaded.origins[field.name]))
    width = min(max(len(row[0]) for row in rows), 60)
    for text, origin in rows:
        yield f"{text:<{width}}  # {origin}"


def _toml(value: Any) -> str:
    if isinstance(value, Patterns):
        return _toml(value.lines)
    if isinstance(value, tuple) and value and isinstance(value[0], FileIgnores):
        pairs = (f"{_text(one.patterns.lines[0])} = {_toml(one.rules)}" for one in value)
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    return "" if value is None else str(value)


def _text(value: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False)
