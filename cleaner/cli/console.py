"""Words to people: stderr, colour only where it is wanted; to programs that ask, JSON lines."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, TextIO

from cleaner.errors import CleanerError
from cleaner.report.summary import TOLD
from cleaner.report.telling import tell

_asked = "auto"
_json = False


def speak_json(wanted: bool) -> None:
    """Have every line be a JSON object, from the first error on (``--json-progress``)."""
    global _json
    _json = wanted


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
    if _json:
        event("error", message=str(problem))
        return
    if isinstance(problem, CleanerError):
        place = problem.where()
        message = f"{place}: {problem.message}" if place else problem.message
        remedy = problem.remedy
    else:
        message, remedy = problem, ""
    label = "\x1b[1;31merror:\x1b[0m" if wants_colour(sys.stderr) else "error:"
    tell(f"{label} {message}", sys.stderr)
    if remedy:
        tell(f"  {remedy}", sys.stderr)


def errors(problems: Sequence[CleanerError | str]) -> None:
    """Print errors, of very many the first ones."""
    failures = Failures()
    failures.tell(problems)
    failures.close()


class Failures:
    """Errors that are printed as they come: of very many the first ones, then how many more."""

    def __init__(self) -> None:
        self.count = 0

    def tell(self, problems: Sequence[CleanerError | str]) -> None:
        """Print errors, if there were not too many."""
        for problem in problems[: max(0, TOLD - self.count)]:
            error(problem)
        self.count += len(problems)

    def close(self) -> None:
        """Say how many errors were not printed, if any."""
        if self.count > TOLD:
            note(f"... and {self.count - TOLD:,} more errors")


def put_diff(diff: str) -> None:
    """Print a diff; if nobody reads on, that there is one is all that is left to say."""
    with suppress(BrokenPipeError):
        sys.stdout.write(diff.encode("utf-8", "replace").decode())
        return
    raise SystemExit(1)


def event(name: str, **fields: Any) -> None:
    """Print a line for programs."""
    tell(json.dumps({"event": name, **fields}, ensure_ascii=False), sys.stderr)


def note(line: str) -> None:
    """Print a line for people; for programs it is an event."""
    if _json:
        event("note", message=line)
    else:
        tell(line, sys.stderr)
