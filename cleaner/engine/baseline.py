"""Findings that are known: they stay quiet until they are gone.

A JSON file, ``findings`` by path (relative to the folder of the file), rule and hash of the
normalised line, with how often each occurs; where in the file the line stands does not matter.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from cleaner.config import absolute
from cleaner.engine.checked import STDIN, Checked, CheckSettings, Found
from cleaner.errors import ConfigError
from cleaner.packs import SHIPPED, Pack
from cleaner.reading import unreadable
from cleaner.remote import is_remote
from cleaner.writing import write_atomic

VERSION = 1
Known = Counter[tuple[str, str]]
"""How often a rule is known on a line, by rule and hash."""


class Baseline:
    """The known findings of a file.

    ``settings`` says with which rules it is used: only findings that the same rules no longer
    find are gone.
    """

    def __init__(self, path: Path, settings: str, *, fresh: bool = False) -> None:
        self.path = path
        self.settings = settings
        self.base = absolute(path.parent)
        self.known: dict[str, Known] = {}
        self.comparable = True
        self.pruned = 0
        self._seen: dict[str, Known] = {}
        if not fresh or path.exists():
            self._read()

    def _read(self) -> None:
        try:
            data = json.loads(self.path.read_text(encoding="utf-8"))
            if data["version"] != VERSION:
                raise ConfigError(
                    f"baseline version {data['version']!r}, this program reads {VERSION}",
                    path=str(self.path),
                    remedy="write it again: --write-baseline",
                )
            self.comparable = data["settings"] == self.settings
            for path, rules in data["findings"].items():
                self.known[path] = Counter(
                    {(rule, key): int(n) for rule, keys in rules.items() for key, n in keys.items()}
                )
        except FileNotFoundError:
            raise ConfigError(
                "there is no such baseline", path=str(self.path), remedy="--write-baseline makes it"
            ) from None
        except OSError as error:
            raise unreadable(self.path, error) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ConfigError(
                "not a baseline", path=str(self.path), remedy="write it again: --write-baseline"
            ) from error

    def name(self, source: str) -> str:
        """What the baseline calls a file."""
        if is_remote(source):
            return source
        try:
            name = os.path.relpath(absolute(source), self.base)
        except ValueError:  # on another drive
            name = absolute(source)
        return name.replace(os.sep, "/")

    def new(self, checked: Checked) -> list[Found]:
        """The findings of a source that are not known; the others are noted as still there.

        Of a source that could not be read to its end nothing is forgotten.
        """
        name = self.name(checked.name)
        left = Counter(self.known.get(name, {}))
        seen: Known = Counter()
        fresh = []
        for one in checked.found:
            key = (one.rule, one.key)
            if left[key] > 0:
                left[key] -= 1
                seen[key] += 1
            else:
                fresh.append(one)
        self._seen[name] = seen + left if checked.failures else seen
        return fresh

    def add(self, checked: Checked) -> None:
        """Take all findings of a source for known, and no others."""
        known = Counter((one.rule, one.key) for one in checked.found)
        self.known[self.name(checked.name)] = known

    def prune(self) -> bool:
        """Forget what is gone from the files that were looked at, and files that are gone.

        Returns whether there was anything. ``pruned`` is the number of findings.
        """
        if not self.comparable:
            return False
        before = _total(self.known)
        self._settle()
        self.pruned = before - _total(self.known)
        return self.pruned > 0

    def take(self) -> None:
        """Make what was added the known findings; files that were not looked at stay."""
        self._settle()

    def _settle(self) -> None:
        kept = {
            name: known
            for name, known in self.known.items()
            if name not in self._seen and self._is_there(name)
        }
        self.known = kept | {name: seen for name, seen in self._seen.items() if seen.total()}

    def _is_there(self, name: str) -> bool:
        """Whether a file may still have findings; nobody knows that of standard input."""
        place = Path(self.base, name)
        return is_remote(name) or place.name == STDIN or place.exists()

    def write(self) -> None:
        """Put the file in its place in one step; raises WriteError."""
        findings = {name: _table(self.known[name]) for name in sorted(self.known)}
        data = {"version": VERSION, "settings": self.settings, "findings": findings}
        text = json.dumps(data, indent=1, ensure_ascii=True)
        write_atomic(self.path, text.encode() + b"\n")


def _table(known: Known) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for (rule, key), count in sorted(known.items()):
        if count:
            table.setdefault(rule, {})[key] = count
    return table


def _total(known: Mapping[str, Known]) -> int:
    return sum(found.total() for found in known.values())


def settings_text(settings: CheckSettings, packs: Sequence[Pack]) -> str:
    """What a baseline says of the rules it was made with, and of what they were held against.

    Settings that are the usual ones and the shipped packs go without saying: a new version finds
    what it finds.
    """
    usual = CheckSettings()
    said = {key: value for key, value in settings.cleaner.items() if key != "rules"}
    for name in ("html_mode", "text_field", "ignorable"):
        if (value := getattr(settings, name)) != getattr(usual, name):
            said[name] = value
    # A folder of rules may be named as the program is, but has no version.
    own = [one for one in packs if one.origin != SHIPPED or not one.version]
    if own:
        said["packs"] = [[one.name, one.hash[:16]] for one in own]
    return json.dumps(said, sort_keys=True)
