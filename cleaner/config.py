"""The model of the configuration.

The fields of ``Config`` are the keys (with dashes for underscores), and their metadata says what a
value must be. The checks in ``configfile`` and the JSON schema are both made from it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from cleaner.model import LEVELS
from cleaner.remote import is_remote

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

HtmlMode = Literal["precision", "balanced", "recall"]
HTML_MODES = ("precision", "balanced", "recall")
RELATED = ("extract", "drop", "keep")
_NO_TEXT = re.compile("[\ud800-\udfff]")


class Patterns(NamedTuple):
    """Patterns in the syntax of .gitignore, and the folder that they are relative to."""

    base: str
    lines: tuple[str, ...]

    def spec(self) -> GitIgnoreSpec:
        """What compares paths with them; raises ValueError for a line that is no pattern."""
        # An import that runs without patterns should not pay for.
        from pathspec import GitIgnoreSpec

        lines = [*map(as_text, self.lines)]
        try:
            return GitIgnoreSpec.from_lines(lines)
        except ValueError:
            raise
        except re.error as error:
            raise ValueError(str(error)) from error
        except Exception:  # RE2 takes less than Python, and not so many
            return GitIgnoreSpec.from_lines(lines, backend="simple")


def as_text(name: str) -> str:
    """A name or pattern with a mark for every byte that is no text, which RE2 would refuse."""
    return name if name.isascii() else _NO_TEXT.sub("\ufffd", name)


class FileIgnores(NamedTuple):
    """Rules or packs that do not count for the files of some patterns."""

    patterns: Patterns
    rules: tuple[str, ...]


_NO_PATTERNS = Patterns("", ())


def _about(kind: str, doc: str, choices: Sequence[str] = ()) -> dict[str, Any]:
    return {"kind": kind, "doc": doc, "choices": tuple(choices)}


def _key(kind: str, default: Any, doc: str, choices: Sequence[str] = ()) -> Any:
    return field(default=default, metadata=_about(kind, doc, choices))


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a run. Paths and patterns of a file are relative to that file."""

    level: str = _key("choice", "contextual", "How much support a removal needs.", LEVELS)
    rules: tuple[str, ...] = _key("paths", (), "Rule files or folders beside the packs.")
    select: tuple[str, ...] = _key("names", (), "Only these rules or packs; all if empty.")
    ignore: tuple[str, ...] = _key("names", (), "Rules or packs to leave out.")
    per_file_ignores: tuple[FileIgnores, ...] = _key(
        "table", (), "Rules or packs to leave out in the files of a pattern."
    )
    exclude: Patterns = field(
        default=_NO_PATTERNS, metadata=_about("patterns", "Files and folders that are passed over.")
    )
    force_exclude: bool = _key("flag", False, "Pass over excluded files even if named directly.")
    respect_gitignore: bool = _key("flag", True, "Pass over what .gitignore files name.")
    html_mode: HtmlMode = field(
        default="balanced", metadata=_about("choice", "What counts as text in HTML.", HTML_MODES)
    )
    text_field: str = _key("text", "text", "Field of a JSONL record with the text.")
    id_field: str | None = _key("text", None, "Field of a JSONL record that names it.")
    related: str = _key("choice", "extract", "What becomes of related-article cards.", RELATED)
    mojibake: bool = _key("flag", False, "Also mend text decoded twice (needs ftfy).")
    max_findings: int = _key("count", 0, "How many findings `check` lets pass.")
    max_removed: float | None = _key(
        "share", None, 'Leave alone a document that would lose more ("20%").'
    )
    baseline: str | None = _key("path", None, "File of the findings that are known.")
    cache_dir: str | None = _key("path", None, "Folder of the cache of `check`.")

    @property
    def ignorable(self) -> tuple[str, ...]:
        """The rules and packs that are left out in some files."""
        return tuple(sorted({rule for one in self.per_file_ignores for rule in one.rules}))


FIELDS: dict[str, Field[Any]] = {f.name.replace("_", "-"): f for f in fields(Config)}
"""The fields of ``Config`` by key."""
KEYS = (*FIELDS, "extend")


def schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of the keys."""
    properties = {key: _schema(f) for key, f in FIELDS.items()}
    properties["extend"] = {"type": "string", "description": "File whose values hold unless set."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cleaner.toml, or [tool.cleaner] in pyproject.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


def _schema(f: Field[Any]) -> dict[str, Any]:
    texts = {"type": "array", "items": {"type": "string"}}
    kinds: dict[str, dict[str, Any]] = {
        "choice": {"enum": list(f.metadata["choices"])},
        "text": {"type": "string"},
        "path": {"type": "string"},
        "flag": {"type": "boolean"},
        "count": {"type": "integer", "minimum": 0},
        "share": {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%$"},
            ]
        },
        "table": {"type": "object", "additionalProperties": texts},
    }
    default = f.default
    found = {"description": f.metadata["doc"]} | kinds.get(f.metadata["kind"], texts)
    return found | ({"default": default} if isinstance(default, str | bool) else {})


def absolute(path: str | Path) -> str:
    """An absolute path without dots, in which links stay links."""
    if is_remote(path):
        return str(path)
    return os.path.abspath(path)  # noqa: PTH100 - Path.resolve follows links
