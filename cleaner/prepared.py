"""Rule files as they were understood before, so that a start need not parse them all again.

A file of JSON in the user's cache folder holds what depends on nothing but the rule files, Python
and this program: the parsed tables, the patterns that RE2 takes, their atoms. Its name is a hash
over all of these, so what it says is never out of date, and programs of different versions do not
disturb each other. The rule files themselves are read each time.

A file that others could have written is not read. Whatever goes wrong with the cache, the rules
come from their files alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import stat
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cleaner import atoms
from cleaner.places import cache_folder
from cleaner.rulefile import (
    Kinds,
    Table,
    read_source,
    rule_files,
    rule_of,
    ruleset,
    table_of,
)
from cleaner.rules import Rule, Ruleset

_DAYS = 30
"""After which a file is removed when another one is written."""
_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_MAKERS = ("atoms", "fold", "patterns", "prepared", "rulefile", "rules")
"""Modules on which what is kept depends."""


def load(folder: Path, kinds: Kinds) -> Ruleset:
    """``rulefile.load`` of a folder of packs that seldom changes; raises RuleError."""
    files = rule_files(folder)
    sources = [read_source(file) for file in files]
    names = [file.relative_to(folder).as_posix() for file in files]
    place = cache_folder() / f"rules-{_key(names, sources)}.json"
    known = _read(place)
    if known is not None:
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            return _rebuilt(files, sources, known, kinds)
    tables = [table_of(file, source) for file, source in zip(files, sources, strict=True)]
    rules = ruleset(map(rule_of, files, sources, tables, [kinds] * len(files)))
    _write(place, {"tables": tables, "patterns": _understood(rules.rules)})
    return rules


def _rebuilt(
    files: Sequence[Path], sources: Sequence[str], known: Mapping[str, Any], kinds: Kinds
) -> Ruleset:
    tables: list[Table] = known["tables"]
    patterns = {
        pattern: atoms.Known(*(None if one is None else frozenset(one) for one in found))
        for pattern, found in known["patterns"].items()
    }
    rules = ruleset(
        rule_of(file, source, table, kinds, patterns)
        for file, source, table in zip(files, sources, tables, strict=True)
    )
    atoms.known.update(patterns)
    return rules


def _understood(rules: Sequence[Rule]) -> dict[str, Any]:
    """What is known of every pattern."""
    found = {}
    for rule in rules:
        for trigger in rule.triggers.values():
            for pattern in trigger.patterns:
                known = atoms.atoms(pattern), atoms.heads(pattern), atoms.firsts(pattern)
                found[pattern] = [None if one is None else sorted(one) for one in known]
    return found


def _key(names: Sequence[str], sources: Sequence[str]) -> str:
    """A hash of the rule files and of all that what is made of them depends on."""
    import re2

    folder = Path(__file__).parent
    makers = [*(folder / f"{name}.py" for name in _MAKERS), Path(re2.__file__)]
    stats = [path.stat() for path in makers if path.exists()]
    program = [sys.version, [[one.st_size, one.st_mtime_ns] for one in stats]]
    digest = hashlib.sha256(json.dumps([program, names, list(map(len, sources))]).encode())
    digest.update("".join(sources).encode())
    return digest.hexdigest()[:32]


def _read(place: Path) -> dict[str, Any] | None:
    with suppress(OSError, ValueError), place.open("rb") as file:
        if _is_own(os.fstat(file.fileno())):
            found = json.loads(file.read())
            return found if isinstance(found, dict) else None
    return None


def _is_own(status: os.stat_result) -> bool:
    """Whether nobody else can have written a file, as far as the system can tell."""
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS


def _write(place: Path, known: dict[str, Any]) -> None:
    if place.parts[0] == "~":
        return  # a user without a home: the folder would come to lie here
    temporary = place.with_name(f".{place.name}.{secrets.token_hex(8)}.tmp")
    # TypeError: a date, which no key of a rule takes.
    with suppress(OSError, TypeError):
        data = json.dumps(known).encode()
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(
                os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                file.write(data)
            temporary.replace(place)
        finally:
            temporary.unlink(missing_ok=True)
        _sweep(place)


def _sweep(place: Path) -> None:
    """Remove what older programs and rules left."""
    oldest = time.time() - _DAYS * 86_400
    for path in place.parent.glob("rules-*.json"):
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
