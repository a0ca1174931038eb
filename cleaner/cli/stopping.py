"""How a run is stopped from outside: Ctrl-C, and the SIGTERM of schedulers and containers.

A signal that comes while Python looks after its own (a lock of an import, an object that goes) is
raised where nobody can catch it, and lost. So it is remembered, and a run asks now and then.
"""

from __future__ import annotations

import signal
from typing import Any

INTERRUPTED, TERMINATED = 130, 143


class Terminated(KeyboardInterrupt):
    """SIGTERM: whatever is begun ends as cleanly as with Ctrl-C."""


_told: set[type[KeyboardInterrupt]] = set()
"""What there was. Ray makes a plain KeyboardInterrupt of what is raised while it waits."""


def heed_signals() -> None:
    """Have SIGTERM raise Terminated as Ctrl-C raises KeyboardInterrupt; for the main thread."""
    _told.clear()
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminate)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)


def expect_none() -> None:
    """Raise again what was raised where it was lost; behind a stop nothing asks any more."""
    for stop in _told:
        raise stop


def _terminate(*_: Any) -> None:
    _told.add(Terminated)
    raise Terminated


def _interrupt(*_: Any) -> None:
    _told.add(KeyboardInterrupt)
    raise KeyboardInterrupt


def exit_code(stop: BaseException | None) -> int:
    """The exit code for what stopped a run."""
    return TERMINATED if _is_term(stop) else INTERRUPTED


def word(stop: BaseException | None) -> str:
    """What to call it."""
    return "terminated" if _is_term(stop) else "interrupted"


def _is_term(stop: BaseException | None) -> bool:
    return isinstance(stop, Terminated) or Terminated in _told
