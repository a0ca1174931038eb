"""The formats of ``check``: one module each, found by its presence.

A module has a class ``Reporter``; see ``base``.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from cleaner.report.formats.base import Report


def names() -> tuple[str, ...]:
    """The formats there are."""
    return tuple(module.name for module in iter_modules(__path__) if module.name != "base")


def reporter(name: str) -> type[Report]:
    """The class of a format by its name."""
    found: type[Report] = import_module(f"{__name__}.{name}").Reporter
    return found
