"""How a run is stopped from outside: Ctrl-C, and the SIGTERM of schedulers and containers."""

from __future__ import annotations

import signal
from typing import Any

INTERRUPTED, TERMINATED = 130, 143


class Terminated(KeyboardInterrupt):
    """SIGTERM: whatever is begun ends as cleanly as with Ctrl-C."""


def heed_sigterm() -> None:
    """Have SIGTERM raise Terminated; only the main thread may say so."""
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminate)


def _terminate(*_: Any) -> None:
    raise Terminated


def exit_code(stop: BaseException | None) -> int:
    """The exit code for what stopped a run."""
    return TERMINATED if isinstance(stop, Terminated) else INTERRUPTED


def word(stop: BaseException | None) -> str:
    """What to call it."""
    return "terminated" if isinstance(stop, Terminated) else "interrupted"
