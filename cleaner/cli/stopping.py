"""How a run is stopped from outside: Ctrl-C, and the SIGTERM of schedulers and containers."""

from __future__ import annotations

import signal
from typing import Any

INTERRUPTED, TERMINATED = 130, 143


class Terminated(KeyboardInterrupt):
    """SIGTERM: whatever is begun ends as cleanly as with Ctrl-C.

    ``told``: whether there was one. Ray makes a plain KeyboardInterrupt of what is raised while it
    waits.
    """

    told = False


def heed_sigterm() -> None:
    """Have SIGTERM raise Terminated; only the main thread may say so."""
    Terminated.told = False
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminate)


def _terminate(*_: Any) -> None:
    Terminated.told = True
    raise Terminated


def exit_code(stop: BaseException | None) -> int:
    """The exit code for what stopped a run."""
    return TERMINATED if _is_term(stop) else INTERRUPTED


def word(stop: BaseException | None) -> str:
    """What to call it."""
    return "terminated" if _is_term(stop) else "interrupted"


def _is_term(stop: BaseException | None) -> bool:
    return isinstance(stop, Terminated) or Terminated.told
