"""Which files are passed over: patterns of the configuration, and .gitignore files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from cleaner.config import Patterns, absolute, as_text
from cleaner.errors import ConfigError
from cleaner.remote import is_remote


class Matcher:
    """Patterns in the syntax of .gitignore, against paths below one folder."""

    def __init__(self, patterns: Patterns) -> None:
        self.base = patterns.base
        try:
            self._spec = patterns.spec()
        except ValueError as error:
            raise ConfigError(f"a pattern cannot be used: {error}") from error

    def verdict(self, path: str, *, folder: bool = False) -> bool | None:
        """Whether an absolute path is meant; None if no pattern speaks of it."""
        if is_remote(path):  # patterns with a slash in front mean nothing there
            return self._spec.check_file(path.partition("://")[2]).include
        if not path.startswith(self.base.rstrip(os.sep) + os.sep):
            return None
        name = as_text(os.path.relpath(path, self.base).replace(os.sep, "/"))
        return self._spec.check_file(name + "/" if folder else name).include

    def matches(self, path: str, *, folder: bool = False) -> bool:
        """Whether an absolute path is meant."""
        return bool(self.verdict(path, folder=folder))


class Exclusion:
    """What a walk passes over.

    What is named on the command line is always taken, unless ``force`` says otherwise: patterns
    that name the folder where a walk begins, or one above it, do not count for that walk.
    ``skipped`` counts the files and folders that were passed over.
    """

    def __init__(
        self, patterns: Sequence[Patterns] = (), *, gitignore: bool = False, force: bool = False
    ) -> None:
        self._own = [Matcher(found) for found in patterns if found.lines]
        self._gitignore = gitignore
        self._force = force
        self.skipped = 0

    def forbids(self, path: str) -> bool:
        """Whether a file that is named directly is passed over all the same."""
        if self._force and any(matcher.matches(absolute(path)) for matcher in self._own):
            self.skipped += 1
            return True
        return False

    def passes_over(self, path: str) -> bool:
        """Whether a remote file below a prefix is passed over, by patterns that are relative."""
        found = any(matcher.matches(absolute(path)) for matcher in self._own)
        self.skipped += found
        return found

    def scope(self, root: str) -> Scope:
        """What holds in the folder where a walk begins."""
        folder = absolute(root)
        chain = _above(folder) if self._gitignore else []
        chosen = self._own if self._force else [m for m in self._own if not _names(m, folder)]
        return Scope(self, chosen, [m for m in chain if not _names(m, folder)], self._gitignore)


class Scope:
    """The patterns that hold in one folder of a walk, the nearest .gitignore last."""

    def __init__(
        self, owner: Exclusion, own: list[Matcher], ignored: list[Matcher], gitignore: bool
    ) -> None:
        self._owner = owner
        self._own = own
        self._ignored = ignored
        self._gitignore = gitignore

    def inside(self, folder: str, *, has_gitignore: bool) -> Scope:
        """What holds below ``folder``, whose own .gitignore is read."""
        if not (self._gitignore and has_gitignore):
            return self
        found = _gitignore(Path(folder, ".gitignore"), absolute(folder))
        return Scope(self._owner, self._own, self._ignored + found, True) if found else self

    def excludes(self, path: str, *, folder: bool) -> bool:
        """Whether an entry of the folder is passed over."""
        if not (self._own or self._ignored):
            return False
        path = absolute(path)
        if any(m.matches(path, folder=folder) for m in self._own) or self._is_ignored(path, folder):
            self._owner.skipped += 1
            return True
        return False

    def _is_ignored(self, path: str, folder: bool) -> bool:
        for matcher in reversed(self._ignored):
            verdict = matcher.verdict(path, folder=folder)
            if verdict is not None:
                return verdict
        return False


def _names(matcher: Matcher, folder: str) -> bool:
    """Whether patterns name a folder or one above it."""
    places = [Path(folder), *Path(folder).parents]
    return any(matcher.matches(str(place), folder=True) for place in places)


def _above(folder: str) -> list[Matcher]:
    """The .gitignore files above a folder, down from the root of its repository."""
    places = [Path(folder), *Path(folder).parents]
    # Unlike Path.exists, this is no error where nobody may look; the walk says so, and goes on.
    top = next((i for i, place in enumerate(places) if os.access(place / ".git", os.F_OK)), None)
    if top is None:
        return []
    root = places[top]
    found = _gitignore(root / ".git" / "info" / "exclude", str(root))
    for place in reversed(places[1 : top + 1]):
        found += _gitignore(place / ".gitignore", str(place))
    return found


def _gitignore(path: Path, base: str) -> list[Matcher]:
    try:
        text = path.read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return []  # git does not stop for it either
    # A line ends with a line feed and with nothing else, a form feed or U+2028, say.
    lines = tuple(line.removesuffix("\r") for line in text.split("\n"))
    try:
        return [Matcher(Patterns(base, lines))]
    except ConfigError:  # nor for a line that is no pattern
        usable = (line for line in lines if _is_usable(line))
        return [Matcher(Patterns(base, tuple(usable)))]


def _is_usable(line: str) -> bool:
    try:
        Patterns("", (line,)).spec()
    except ValueError:
        return False
    return True
