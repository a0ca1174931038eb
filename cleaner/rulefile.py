"""Rule files: TOML to ``Rule``, with errors that name file, line, key and remedy.

A file is one rule (docs/rule-format.md). What a *kind* of rule may say beyond the common keys is
declared by its matcher module and handed in, so that a new kind touches one module only.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from cleaner.errors import RuleError
from cleaner.fold import says
from cleaner.model import LEVELS, STATUSES, Safety
from cleaner.patterns import fault
from cleaner.rules import (
    NAME,
    POSITIONS,
    Case,
    Choice,
    Rule,
    Ruleset,
    Trigger,
    Words,
    hint,
    nearest,
)

_TRIGGER_KEYS = ("phrases", "prefixes", "contains", "patterns")
MOST_CHARS = 1_000_000
_COMMON_KEYS = ("message", "kind", "safety", "position", "max_chars", "tests", "start", "end")
_EVIDENCE_KEYS: Mapping[str, type] = {
    "site": str,
    "documents": int,
    "pages": int,
    "share": float,
    "positions": str,
    "examples": list,
    "confidence": float,
    "reason": str,
}
_TEST_KEYS = ("name", "input", "want", "level", "status", "todo")

Table = dict[str, Any]
"""A rule file as TOML says it."""
Kinds = Mapping[str, Mapping[str, Any]]
"""Kind of rule to the options it knows, each with its default (which also fixes the type)."""


def load(paths: Sequence[Path], kinds: Kinds) -> Ruleset:
    """Read every rule below ``paths`` (files, packs or folders of packs).

    Raises RuleError for a file that cannot be used and for two files with one id; a later path
    cannot silently replace a rule of an earlier one.
    """
    return ruleset(load_file(file, kinds) for path in paths for file in rule_files(path))


def ruleset(rules: Iterable[Rule]) -> Ruleset:
    """The rules as a set; raises RuleError for two files with one id."""
    known: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in known:
            taken = f"rule id {rule.id!r} is already taken by {known[rule.id].path}"
            raise RuleError(taken, path=rule.path, remedy="rename the file or its folder")
        known[rule.id] = rule
    return Ruleset(tuple(known[key] for key in sorted(known)))


def rule_files(path: Path) -> list[Path]:
    """The rule files that ``path`` stands for, sorted; raises RuleError when there are none."""
    if path.is_file():
        return [path]
    files = sorted(
        file for file in path.rglob("*.toml") if not file.relative_to(path).name.startswith(".")
    )
    if not files:
        missing = "no rule files here" if path.is_dir() else "no such file or folder"
        raise RuleError(missing, path=str(path), remedy="give a .toml file or a folder of them")
    return files


def load_file(path: Path, kinds: Kinds) -> Rule:
    """Read one rule file; raises RuleError naming file, line, key and remedy."""
    source = read_source(path)
    return rule_of(path, source, table_of(path, source), kinds)


def read_source(path: Path) -> str:
    """The text of a rule file, without a byte order mark; raises RuleError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise RuleError(
            "cannot be read: not UTF-8", path=str(path), remedy="save the file as UTF-8"
        ) from error


def table_of(path: Path, source: str) -> Table:
    """What the text of the rule file ``path`` says, unchecked; raises RuleError."""
    import tomllib

    try:
        return tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else source.rstrip().count("\n") + 1
        raise RuleError(f"not valid TOML: {error}", path=str(path), line=line) from error


def rule_of(
    path: Path, source: str, table: Table, kinds: Kinds, proven: Container[str] = ()
) -> Rule:
    """Check what a rule file says, and make its rule; raises RuleError.

    ``proven``: patterns that were compiled before.
    """
    return _Parser(path, source, kinds, proven).rule(table)


class _Parser:
    """Checks one parsed file and builds its rule."""

    def __init__(self, path: Path, source: str, kinds: Kinds, proven: Container[str]) -> None:
        self.path = path
        self.source = source
        self.kinds = kinds
        self.proven = proven
        self.begin = 0
        """Where the part of the file begins that is being checked."""

    def rule(self, data: dict[str, Any]) -> Rule:
        pack = self.path.absolute().parent.name
        for what, name in (("the folder's", pack), ("the file's", self.path.stem)):
            if not NAME.fullmatch(name):
                remedy = "a rule has the id folder/file: rename it"
                raise self.error(f"{what} name {name!r} is not kebab-case", remedy=remedy)
        kind = data.get("kind")
        options = self.kinds.get(kind, {}) if isinstance(kind, str) else {}
        self.known(data, (*_COMMON_KEYS, "evidence", *_TRIGGER_KEYS, *options))
        kind = self.one_of(data, "kind", tuple(self.kinds))
        message = self.typed(data, "message", str, None)
        if not message.strip() or message.rstrip().endswith("."):
            raise self.error("message must be a sentence without a full stop", "message")
        safety: Any = self.one_of(data, "safety", LEVELS)
        triggers = {"line": self.trigger(data, "")}
        for role in ("start", "end"):
            if role in data:
                table = self.typed(data, role, dict, {})
                self.known(table, _TRIGGER_KEYS, f"{role}.")
                triggers[role] = self.trigger(table, f"{role}.")
        return Rule(
            id=f"{pack}/{self.path.stem}",
            message=message,
            kind=kind,
            safety=safety,
            path=str(self.path),
            triggers={role: t for role, t in triggers.items() if t.count() or t.patterns},
            position=self.position(data),
            max_chars=min(self.typed(data, "max_chars", int, 120), MOST_CHARS),
            options={key: self.option(data, key, value) for key, value in options.items()},
            evidence=self.evidence(data),
            tests=self.cases(self.typed(data, "tests", list, []), safety),
        )

    def evidence(self, data: dict[str, Any]) -> Mapping[str, Any]:
        table = self.typed(data, "evidence", dict, {})
        self.known(table, tuple(_EVIDENCE_KEYS), "evidence.")
        return {key: self.typed(table, key, _EVIDENCE_KEYS[key], None) for key in table}

    def position(self, data: dict[str, Any]) -> tuple[str, ...]:
        places = self.typed(data, "position", list, list(POSITIONS))
        for place in places:
            if place not in POSITIONS:
                raise self.error(f"unknown position {place!r}", "position", "use 'head' and 'tail'")
        return tuple(places)

    def trigger(self, data: dict[str, Any], prefix: str) -> Trigger:
        words = {key: self.words(data, key, prefix) for key in _TRIGGER_KEYS[:3]}
        patterns = self.typed(data, "patterns", list, [])
        for pattern in patterns:
            self.pattern(pattern, f"{prefix}patterns")
        return Trigger(**words, patterns=tuple(patterns))

    def words(self, data: Mapping[str, Any], key: str, prefix: str) -> Words:
        table = self.typed(data, key, dict, {})
        for language, texts in table.items():
            if not re.fullmatch(r"[a-z]{2,3}", language):
                remedy = "two or three small letters, such as en; mul for any language"
                raise self.error(f"{language!r} is not a language code", language, remedy)
            if not _are_texts(texts):
                name = f"{prefix}{key}.{language}"
                remedy = f'for example {language} = ["read more"]'
                raise self.error(f"{name} must be a list of texts that are not empty", name, remedy)
        return {language: tuple(texts) for language, texts in table.items()}

    def pattern(self, pattern: object, key: str) -> None:
        if pattern in self.proven:
            return
        if not isinstance(pattern, str) or not pattern:
            raise self.error("a pattern must be a text that is not empty", key)
        if found := fault(pattern):
            raise self.error(found[0], key, found[1])

    def cases(self, tests: Sequence[object], safety: Safety) -> tuple[Case, ...]:
        found = []
        heads = re.finditer(r"(?m)^\s*\[\[tests\]\]", self.source)
        for case in tests:
            head = next(heads, None)
            self.begin = head.end() if head else 0
            found.append(self.case(case, safety))
        return tuple(found)

    def case(self, data: object, safety: Safety) -> Case:
        if not isinstance(data, dict):
            raise self.error("tests must be tables", "tests", "write [[tests]]")
        self.known(data, _TEST_KEYS, "tests.")
        level: Any = self.one_of(data, "level", LEVELS) if "level" in data else safety
        return Case(
            name=self.typed(data, "name", str, None),
            input=self.typed(data, "input", str, None),
            want=self.typed(data, "want", str, None),
            level=level,
            status=self.one_of(data, "status", STATUSES) if "status" in data else "",
            todo=self.typed(data, "todo", bool, False),
        )

    def known(self, data: Mapping[str, Any], keys: Sequence[str], prefix: str = "") -> None:
        for key in data:
            if key not in keys:
                known = f"known here: {', '.join(sorted(keys))}"
                remedy = _MEANT.get(prefix + key) or nearest(key, keys) or known
                raise self.error(f"unknown key {prefix + key!r}", key, remedy)

    def one_of(self, data: Mapping[str, Any], key: str, values: Sequence[str]) -> str:
        if key not in data:
            raise self.error(f"key {key!r} is missing", key, f"add one of: {', '.join(values)}")
        return self.known_value(key, self.typed(data, key, str, None), values)

    def known_value(self, key: str, value: Any, values: Sequence[str]) -> str:
        if value not in values:
            raise self.error(f"{key} is {value!r}", key, hint(str(value), values))
        return str(value)

    def option(self, data: Mapping[str, Any], key: str, default: Any) -> Any:
        if not isinstance(default, Choice):
            value = self.typed(data, key, type(default), default)
            if isinstance(value, dict):
                return self.words(data, key, "")
            if isinstance(value, list) and not _are_texts(value):
                remedy = f'write {key} = ["…"]'
                raise self.error(f"{key} must be a list of texts that are not empty", key, remedy)
            return value
        value = self.typed(data, key, type(default.default), default.default)
        for one in value if isinstance(value, list) else [value]:
            self.known_value(key, one, default.values)
        return value

    def typed(self, data: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:
        if key not in data:
            if default is None:
                raise self.error(f"key {key!r} is missing", key, f"add {key} = …")
            return default
        value = data[key]
        if not _fits(value, kind):
            name, remedy = _TYPES[kind]
            raise self.error(f"{key} must be {name}", key, remedy.format(key))
        return value

    def error(self, message: str, key: str = "", remedy: str = "") -> RuleError:
        line = self.line_of(key)
        return RuleError(message, path=str(self.path), key=key, line=line, remedy=remedy)

    def line_of(self, key: str) -> int:
        """The 1-based line where ``key`` is first set or opened as a table.

        Of a key that is nowhere that of the test which lacks it, or 0.
        """
        name = re.escape(key.split(".")[-1])
        pattern = rf"^\s*(?:\[+(?:[\w.]+\.)?{name}(?:\.[\w.-]+)?\]+|(?:[\w.]+\.)?\"?{name}\"?\s*=)"
        found = re.compile(pattern, re.MULTILINE).search(self.source, self.begin) if key else None
        end = found.end() if found else self.begin
        return self.source.count("\n", 0, end) + 1 if end else 0


_MEANT = dict.fromkeys(("id", "name"), "leave it out: a rule is called folder/file")
_MEANT |= {"description": "did you mean 'message'?", "level": "did you mean 'safety'?"}
_TYPES: Mapping[type, tuple[str, str]] = {
    str: ("a text", ""),
    int: ("a whole number, 0 or more", ""),
    float: ("a number with a point", ""),
    bool: ("true or false", ""),
    list: ("a list", 'write {} = ["…"]'),
    dict: ("a table", "write [{}]"),
}


def _fits(value: object, kind: type) -> bool:
    if kind is int:
        return type(value) is int and value >= 0
    return isinstance(value, kind) and (not isinstance(value, float) or isfinite(value))


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and says(text) for text in value)
