"""Lines to whoever reads along, who may leave: the work goes on."""

from __future__ import annotations

import os
from typing import TextIO

_CONTROLS = {
    code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"
}


def tame(text: str) -> str:
    """A text of a page as a terminal may have it: what would command the terminal is escaped."""
    return text.translate(_CONTROLS)


def tell(line: str, stream: TextIO) -> None:
    """Write a line at once; names of files can hold bytes that no terminal can show."""
    try:
        stream.write(line.encode("utf-8", "backslashreplace").decode() + "\n")
        stream.flush()
    except BrokenPipeError:
        drop(stream.fileno())


def drop(descriptor: int) -> None:
    """Lose what still waits to be written, of which Python would complain at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
