"""Unified diffs of documents."""

from __future__ import annotations

import difflib

_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}


def unified_diff(document: str, before: str, after: str) -> str:
    """The changes of one document as a unified diff that ends with a line feed."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    parts = []
    for line in difflib.unified_diff(old, new, f"a/{document}", f"b/{document}", n=2):
        parts.append(line)
        if not line.endswith("\n"):
            # Lines of a text may end in other ways, too: with a carriage return, or U+2028.
            parts.append("\n" if _has_end(line) else "\n\\ No newline at end of file\n")
    return "".join(parts)


def coloured(diff: str) -> str:
    """The diff with ANSI colours: additions green, removals red, places cyan."""
    return "".join(_coloured(f"{line}\n") for line in diff.split("\n")[:-1])


def _has_end(line: str) -> bool:
    return line.splitlines()[-1] != line.splitlines(keepends=True)[-1]


def _coloured(line: str) -> str:
    if line.startswith(("--- ", "+++ ")):
        return f"\x1b[1m{line.rstrip(chr(10))}\x1b[0m\n"
    colour = _COLOURS.get(line[:1])
    body = line.rstrip("\n")
    return f"{colour}{body}\x1b[0m\n" if colour else line
