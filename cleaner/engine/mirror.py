"""What a run writes down on this machine while its output is remote, kept in the output, too.

Object stores cannot append to a file. So what was added to the journal, the cards and the new
part of the ledger since the last time goes up as one more object, ``OUT/.cleaner/run/<name>/<offset
of its first byte>``, before the results that it tells of. A machine that is lost takes nothing
with it but what it had begun, and the run can be resumed on another one.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from cleaner import ledger
from cleaner.engine.jobs import RUN
from cleaner.remote import RemotePath, scratch

NAMES = (ledger.PART, "cards.jsonl", "journal.jsonl")
"""In the order in which they go up: the journal tells what the others hold."""
_PIECE = 4 << 20


class Mirror:
    """The files of one output folder. For a local output every method does nothing.

    Methods raise OSError.
    """

    def __init__(self, base: Path) -> None:
        self._base = base if isinstance(base, RemotePath) else None
        self._room = scratch(base)
        self._sent = dict.fromkeys(NAMES, 0)

    def local(self, name: str) -> Path:
        """Where a file is written on this machine."""
        return self._room / name if name == ledger.PART else self._room / RUN / name

    def push(self, *names: str) -> None:
        """Send what the files hold more than at the last time."""
        if self._base is None:
            return
        for name in names:
            path = self.local(name)
            if not path.exists():
                continue
            with path.open("rb") as file:
                file.seek(self._sent[name])
                while data := file.read(_PIECE):
                    self._folder(name, f"{self._sent[name]:015d}").write_bytes(data)
                    self._sent[name] += len(data)

    def pull(self, *names: str) -> None:
        """Take the files from the output, unless this machine has them, and more, already.

        The last of ``names`` tells what the others hold. Where it stays as it is here, a file of
        which nothing went up yet stays, too; otherwise it is of another run, and goes.
        """
        if self._base is None:
            return
        pieces = {name: self._pieces(name) for name in names}
        sizes = {name: _same(self.local(name), found) for name, found in pieces.items()}
        own = bool(pieces[names[-1]]) and sizes[names[-1]] is not None
        for name, found in pieces.items():
            path, size = self.local(name), sizes[name]
            if not found and not own:
                path.unlink(missing_ok=True)
            elif size is None:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as file:
                    for piece in found:
                        file.write(piece.read_bytes())
                    size = file.tell()
            self._sent[name] = size or 0

    def clear(self, *names: str) -> None:
        """Forget the files in the output; the next ``push`` sends them from their begin."""
        if self._base is None:
            return
        for name in names:
            for piece in self._pieces(name):
                piece.unlink(missing_ok=True)
            self._sent[name] = 0

    def remove(self) -> None:
        """The run is over: nothing of it stays on this machine."""
        if self._base is None:
            return
        # The ledger's part goes when it is folded in, and only then.
        self.clear("cards.jsonl", "journal.jsonl")
        for folder, _, _ in os.walk(self._room, topdown=False):
            with suppress(OSError):  # something of another run is in it
                Path(folder).rmdir()

    def _folder(self, name: str, piece: str = "") -> RemotePath:
        assert self._base is not None
        folder = self._base / RUN / name
        return folder / piece if piece else folder

    def _pieces(self, name: str) -> list[RemotePath]:
        try:
            return [path for relative, path in self._folder(name).find() if relative.isdecimal()]
        except FileNotFoundError:
            return []


def _same(path: Path, pieces: list[RemotePath]) -> int | None:
    """How many bytes the pieces have if the file begins with them, else None."""
    if not path.exists():
        return None
    size = 0
    with path.open("rb") as file:
        for piece in pieces:
            data = piece.read_bytes()
            if file.read(len(data)) != data:
                return None
            size += len(data)
    return size
