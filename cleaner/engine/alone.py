"""One run at a time writes into a folder.

Two would sweep each other's temporary files away, and one would overwrite the ledger of the
other. The lock is one of the operating system: of a run that was killed nothing is left but an
empty file that means nothing. Runs into one store from two machines do not see each other.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from cleaner.errors import WriteError
from cleaner.remote import is_remote, scratch
from cleaner.writing import private, unwritable

try:
    import fcntl
except ImportError:  # Windows, where nobody keeps watch
    fcntl = None  # type: ignore[assignment]

LOCK = ".cleaner.lock"


@contextmanager
def alone(bases: Iterable[Path]) -> Iterator[None]:
    """Keep other runs out of output folders, which are made, for as long as the context lasts.

    Raises WriteError where another run is at work.
    """
    with ExitStack() as held:
        for base in dict.fromkeys(bases):
            held.enter_context(_locked(base))
        yield


@contextmanager
def _locked(base: Path) -> Iterator[None]:
    folder = scratch(base)
    try:
        (private if folder.name == ".cleaner" else _made)(folder)
        descriptor = _taken(folder / LOCK, base)
    except OSError as error:
        raise unwritable(base, error) from error
    try:
        yield
    finally:
        # Before it is closed, so that nobody takes a file that is about to go.
        (folder / LOCK).unlink(missing_ok=True)
        os.close(descriptor)
        if is_remote(base) or folder.name == ".cleaner":
            with suppress(OSError):  # something else is in it
                folder.rmdir()


def _made(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)


def _taken(path: Path, base: Path) -> int:
    """The descriptor of the file, locked if the file system can do that."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if fcntl is not None:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise WriteError(
                "another run is writing here",
                path=str(base),
                remedy="wait until it has ended, or choose another folder",
            ) from None
        except OSError:
            return descriptor  # file systems of some networks know no locks
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        os.close(descriptor)  # of a run that has just ended
