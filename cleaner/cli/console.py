"""Words to people: stderr, colour only where it is wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TextIO

from cleaner.errors import CleanerError

_MOST = 20
_asked = "auto"


def ask_colour(when: str) -> None:
    """Have colours ``always``, ``never``, or when the terminal takes them (``auto``)."""
    global _asked
    _asked = when


def wants_colour(stream: TextIO) -> bool:
    """Whether a stream is a terminal that may be coloured (NO_COLOR, FORCE_COLOR, TERM).

    What ``--color`` says wins over the environment.
    """
    if _asked != "auto":
        return _asked == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def error(problem: CleanerError | str) -> None:
    """Print an error, and its remedy on a line of its own."""
    if isinstance(problem, CleanerError):
        place = problem.where()
        message = f"{place}: {problem.message}" if place else problem.message
        remedy = problem.remedy
    else:
        message, remedy = problem, ""
    label = "\x1b[1;31merror:\x1b[0m" if wants_colour(sys.stderr) else "error:"
    print(_printable(f"{label} {message}"), file=sys.stderr)
    if remedy:
        print(_printable(f"  {remedy}"), file=sys.stderr)


def errors(problems: Sequence[CleanerError | str]) -> None:
    """Print errors, of very many the first ones: a wrong field fails a million records."""
    for problem in problems[:_MOST]:
        error(problem)
    if len(problems) > _MOST:
        note(f"... and {len(problems) - _MOST:,} more errors")


def note(line: str) -> None:
    """Print a line for people."""
    print(_printable(line), file=sys.stderr)


def _printable(line: str) -> str:
    """File names can hold bytes that no terminal can show."""
    return line.encode("utf-8", "backslashreplace").decode()
