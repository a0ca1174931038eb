"""What stops a run is told, whatever a library makes of it."""

from __future__ import annotations

import signal

import pytest

from cleaner.cli.stopping import Terminated, exit_code, heed_sigterm, word


def test_sigterm_is_known_behind_a_plain_interrupt() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        heed_sigterm()
        assert (exit_code(KeyboardInterrupt()), word(None)) == (130, "interrupted")
        with pytest.raises(Terminated):
            signal.raise_signal(signal.SIGTERM)
        assert (exit_code(KeyboardInterrupt()), word(None)) == (143, "terminated")
        heed_sigterm()
        assert exit_code(KeyboardInterrupt()) == 130
    finally:
        signal.signal(signal.SIGTERM, before)
        Terminated.told = False
