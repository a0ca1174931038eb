"""RE2 as every rule uses it: quiet, over UTF-8, without groups, in a bounded memory."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_MEMORY = 64 << 20
_TEXT_ENDS = re.compile(r"(?<!\\)(?:\\\\)*(?:\\[Az]|\(\?[a-zA-Z]*-[a-zA-Z]*m[a-zA-Z]*[:)])")
"""What holds at the ends of a text, and not of each line in it."""
_REMEMBERED = 2048
"""Automata that are kept; the library keeps 128, fewer than there are rules."""


def options(*, groups: bool = False) -> Any:
    """What patterns are compiled with; ``groups``: whether theirs are wanted."""
    import re2

    chosen = re2.Options()
    chosen.log_errors = False
    chosen.max_mem = _MEMORY
    chosen.never_capture = not groups
    return chosen


@lru_cache(_REMEMBERED)
def compiled(pattern: str) -> Any:
    """The automaton of a pattern, the same one for everybody. Raises re2.error."""
    import re2

    return re2.compile(pattern.encode(), options())


def fault(pattern: str) -> tuple[str, str] | None:
    """What is wrong with a pattern of a rule, and the remedy; None for nothing."""
    import re2

    try:
        automaton = compiled(pattern)
    except re2.error as error:
        message = f"pattern {pattern!r} is not RE2 syntax: {reason(error)}"
        return message, "RE2 has no lookaround and no backreferences"
    if automaton.search(b"") is not None:
        return f"pattern {pattern!r} matches the empty line", "anchor it"
    if _TEXT_ENDS.search(pattern):
        return f"pattern {pattern!r} asks for the ends of the text", "use ^ and $: it meets a line"
    return None


def reason(error: Exception) -> str:
    """What the library says of a pattern that is none."""
    said = error.args[0] if error.args else error
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
