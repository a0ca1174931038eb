"""Errors of the package.

    CleanerError
    ├── ConfigError   a setting or option that cannot be used
    ├── RuleError     a rule file that cannot be used (path, key, line)
    ├── ReadError     a source that cannot be read or decoded
    ├── WriteError    a target that cannot be written
    └── RestoreError  a text and edits, or a ledger, that do not belong together

Errors carry fields; reporters decide how they look.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any


class CleanerError(Exception):
    """Base of every error the package raises on purpose.

    ``message`` says what is wrong, ``remedy`` what to do about it (may be empty).
    """

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        # Workers send them to their parent; what an exception pickles by itself are its arguments
        # by position, and ours have names.
        return _restored, (type(self), self.message), self.__dict__

    def where(self) -> str:
        """The place the error is about, as ``path[:line]``, or an empty string."""
        return ""

    def __str__(self) -> str:
        place = self.where()
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} ({self.remedy})" if self.remedy else text


class ConfigError(CleanerError):
    """A setting or an option that cannot be used.

    ``path`` and ``line`` (1-based, 0: unknown) tell where a configuration file says it; they are
    empty for what the command line or a caller said. ``name``: the rule or pack that is not there.
    """

    def __init__(
        self, message: str, *, path: str = "", line: int = 0, name: str = "", remedy: str = ""
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.path = path
        self.line = line
        self.name = name

    def where(self) -> str:
        """``path[:line]``, or nothing."""
        return f"{self.path}:{self.line}" if self.line else self.path


class RuleError(CleanerError):
    """A rule file that cannot be used.

    ``path`` names the file, ``key`` the offending key and ``line`` its 1-based line (0: unknown).
    """

    def __init__(
        self, message: str, *, path: str, key: str = "", line: int = 0, remedy: str = ""
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.path = path
        self.key = key
        self.line = line

    def where(self) -> str:
        """``path[:line]``."""
        return f"{self.path}:{self.line}" if self.line else self.path


class _PathError(CleanerError):
    def __init__(self, message: str, *, path: str = "", line: int = 0, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.path = path
        self.line = line

    def where(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class ReadError(_PathError):
    """A source that cannot be read or decoded; ``line`` is 1-based, 0 when unknown."""


class WriteError(_PathError):
    """A target that cannot be written."""


class RestoreError(_PathError):
    """A cleaned text and edits, or a ledger, that do not belong together."""


def _restored(kind: type[CleanerError], message: str) -> CleanerError:
    return kind.__new__(kind, message)


def need(module: str, extra: str) -> None:
    """Raise ConfigError if a module that an extra brings is not installed."""
    if find_spec(module) is None:
        raise ConfigError(f"{module} is not installed", remedy=f"pip install '.[{extra}]'")
