"""What stops a run is told, whatever a library makes of it."""

from __future__ import annotations

import signal
import weakref
from collections.abc import Iterator

import pytest

from cleaner.cli import stopping
from cleaner.cli.stopping import Terminated, exit_code, expect_none, heed_signals, word


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = {
        signal.SIGTERM: signal.signal(signal.SIGTERM, signal.SIG_DFL),
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
    }
    heed_signals()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    stopping._told.clear()


def test_sigterm_is_known_behind_a_plain_interrupt() -> None:
    assert (exit_code(KeyboardInterrupt()), word(None)) == (130, "interrupted")
    with pytest.raises(Terminated):
        signal.raise_signal(signal.SIGTERM)
    assert (exit_code(KeyboardInterrupt()), word(None)) == (143, "terminated")
    heed_signals()
    assert exit_code(KeyboardInterrupt()) == 130


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("number", "stop"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, Terminated)]
)
def test_a_signal_that_was_lost_is_raised_again(
    number: signal.Signals, stop: type[KeyboardInterrupt]
) -> None:
    """It came within a callback of Python, which ignores what is raised, and the run went on."""
    expect_none()
    thing = type("Thing", (), {})()
    watch = weakref.ref(thing, lambda _: signal.raise_signal(number))
    del thing
    assert watch() is None
    with pytest.raises(stop):
        expect_none()
