"""Files that are whole: either the old content or the new, never a part.

Everything is written to a temporary file beside its target, forced to the disk and then renamed.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from cleaner.devices import is_device
from cleaner.errors import WriteError
from cleaner.packed import packer
from cleaner.reading import unreadable
from cleaner.remote import RemotePath, remote_remedy, scratch

# A name of 255 bytes is allowed everywhere; the temporary name must fit, too.
_LONGEST_STEM = 255 - len(".") - len(".ledger") - len(".0123456789abcdef.tmp")
_TEMPORARY = re.compile(r"\.(?P<name>.+?)(\.(ledger|cards))?\.[0-9a-f]{16}\.tmp", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Staged:
    """A complete file that waits under a temporary name for its place at ``target``.

    For a remote target it waits on this machine; putting it in its place is one upload, and a
    store shows the new content when it has all of it.
    """

    target: Path
    temporary: Path

    def commit(self) -> None:
        """Put the file in its place; raises ``WriteError`` and removes it if that fails."""
        try:
            if isinstance(self.target, RemotePath):
                self.target.put(self.temporary)
                self.discard()
                return
            self.temporary.replace(self.target)
            _sync_folder(self.target.parent)
        except OSError as error:
            self.discard()
            raise unwritable(self.target, error) from error

    def discard(self) -> None:
        """Remove the temporary file; does nothing if it is gone already."""
        with suppress(OSError):
            self.temporary.unlink()


class StagedStream:
    """A file written piece by piece, with the promises of ``stage``.

    A target that ends in ``.gz`` or ``.zst`` is packed, unless ``compress`` is False; the same
    pieces give the same bytes at any time. ``force`` is False for what can be made again; the mode
    has no more bits than ``at_most``. As a context manager it discards what was neither finished
    nor committed. Every method may raise ``WriteError``; the temporary file is gone then.
    """

    def __init__(
        self,
        target: Path,
        *,
        mode_of: Path | None = None,
        compress: bool | None = None,
        force: bool = True,
        at_most: int = 0o7777,
    ) -> None:
        self._force = force
        self.target = target
        self.size = 0
        self._packer = packer(target) if compress is not False else None
        try:
            self._staged = _place(target)
            self._file = os.fdopen(_create(self._staged, mode_of, at_most), "wb")
        except OSError as error:
            raise unwritable(target, error) from error

    @property
    def closed(self) -> bool:
        """Whether it was finished, or thrown away."""
        return self._file.closed

    def write(self, data: bytes) -> None:
        """Append ``data``; ``size`` counts what was given."""
        self.size += len(data)
        try:
            self._file.write(self._packer.compress(data) if self._packer else data)
        except OSError as error:
            self._fail(error)

    def finish(self) -> Staged:
        """Complete the file, without putting it in its place yet."""
        try:
            if self._packer:
                self._file.write(self._packer.flush())
            self._file.flush()
            if self._force:
                os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            self._fail(error)
        return self._staged

    def commit(self) -> None:
        """Complete the file and put it in its place."""
        self.finish().commit()

    def discard(self) -> None:
        """Remove what was written; does nothing after ``finish`` or ``commit``."""
        if self._file.closed:
            return
        with suppress(OSError):  # closing writes what is buffered, for which there may be no room
            self._file.close()
        self._staged.discard()

    def _fail(self, error: OSError) -> NoReturn:
        self.discard()
        # Closing failed, too, if the file counts as closed but is still there.
        self._staged.discard()
        raise unwritable(self.target, error) from error

    def __enter__(self) -> StagedStream:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()


def stage(target: Path, data: bytes | Iterable[bytes], *, mode_of: Path | None = None) -> Staged:
    """Write ``data``, as it is, to a temporary file beside ``target``, forced to the disk.

    Missing folders are made. Mode and, if that is allowed, owner are those of the existing target;
    else the mode is that of ``mode_of``, or what the umask gives. A target that is a symbolic link
    is written through: the file it points to is the one replaced. Raises ``WriteError``, and
    whatever iterating ``data`` raises; the temporary file is gone then.
    """
    with StagedStream(target, mode_of=mode_of, compress=False) as stream:
        for piece in (data,) if isinstance(data, bytes) else data:
            stream.write(piece)
        return stream.finish()


def write_atomic(target: Path, data: bytes | Iterable[bytes], mode_of: Path | None = None) -> None:
    """Replace the content of ``target`` with ``data`` in one step; see ``stage``."""
    stage(target, data, mode_of=mode_of).commit()


def unwritable(target: Path, error: OSError) -> WriteError:
    """The ``WriteError`` that tells in plain words why ``target`` cannot be written."""
    message, remedy = _PROBLEMS.get(
        error.errno or 0, (f"cannot be written: {error.strerror or error}", remote_remedy(target))
    )
    return WriteError(message, path=str(target), remedy=remedy)


def trouble(source: Path, target: Path, error: OSError) -> str:
    """What is said of an error of the system on the way from one to the other.

    It is that of the source, unless it names another file or there is no room for what is written.
    """
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if full or error.filename not in (None, str(source), source):
        return str(unwritable(target, error))
    return str(unreadable(source, error))


_NO_PERMISSION = ("no permission to write here", "change the permissions or choose another folder")
_NO_FOLDER = ("a file stands where a folder is needed", "move that file or choose another folder")
_PROBLEMS = {
    errno.EBADF: ("is closed", "give it a place: > FILE"),
    errno.ENOSPC: ("the disk is full", "free some space and run again; finished files stay"),
    errno.EDQUOT: ("your disk quota is used up", "free some space and run again"),
    errno.EFBIG: ("the file would be larger than allowed here", "raise the limit (ulimit -f)"),
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EROFS: ("the file system is read-only", "choose another folder"),
    errno.ENAMETOOLONG: ("the name is too long for this file system", "shorten the name"),
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,
    errno.EISDIR: ("a folder stands where the file is to go", "move it or choose another folder"),
    errno.ELOOP: ("its symbolic links lead in a circle", "repair or remove the link"),
    errno.EMFILE: ("too many files are open", "raise the limit (ulimit -n) or use fewer jobs"),
    errno.EIO: ("the disk or the network failed", "check the disk and run again"),
    errno.ENODEV: ("is a device or a pipe, not a file", "choose another target"),
}


def _place(target: Path) -> Staged:
    """Where the file goes, links followed, and a temporary name beside it."""
    place = real(target)
    if not isinstance(target, RemotePath) and is_device(target):
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
    return Staged(place, scratch(place).with_name(temporary_name(place.name)))


def real(path: Path) -> Path:
    """The absolute path to which a path leads, links followed; a remote one as it is."""
    return path if isinstance(path, RemotePath) else Path(os.path.realpath(path))


def temporary_name(name: str, kind: str = "") -> str:
    """A new name for a temporary file beside the target of that ``name``."""
    return f".{shortened(name)}{kind}.{secrets.token_hex(8)}.tmp"


def target_of(name: str) -> str:
    """The name, ``shortened``, of the target of a temporary file, "" if it is none."""
    match = _TEMPORARY.fullmatch(name)
    return match["name"] if match else ""


def shortened(name: str) -> str:
    """As much of the name of a target as its temporary files have in theirs."""
    return os.fsencode(name)[:_LONGEST_STEM].decode("utf-8", "ignore")


def private(folder: Path) -> None:
    """Make a folder that only its owner can look into; one of ours that is there becomes one.

    What stands in it are copies, of sources that may not be for everybody. Raises OSError.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if folder.name == ".cleaner":
            with suppress(PermissionError):  # of another user
                folder.chmod(0o700)


def _create(staged: Staged, mode_of: Path | None, at_most: int) -> int:
    """Open the temporary file, exclusively and never more readable than it is to be."""
    staged.temporary.parent.mkdir(parents=True, exist_ok=True)
    mode = _mode(staged.target, mode_of)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # Without a model the kernel applies the umask, which cannot be read without changing it.
    usual = 0o666 & at_most if mode is None else 0o600
    descriptor = os.open(staged.temporary, flags, usual)
    if mode is not None:
        try:
            _keep_owner(descriptor, staged.target)
            os.fchmod(descriptor, mode & at_most)
        except OSError:
            os.close(descriptor)
            staged.discard()
            raise
    return descriptor


def _keep_owner(descriptor: int, target: Path) -> None:
    """Give a file owner and group of the one that it replaces, as far as that is allowed."""
    with suppress(OSError, AttributeError):  # there is none; Windows knows no owners
        status = target.stat()
        own = os.fstat(descriptor)
        for user, group in ((status.st_uid, -1), (-1, status.st_gid)):
            if user not in (-1, own.st_uid) or group not in (-1, own.st_gid):
                with suppress(PermissionError):
                    os.fchown(descriptor, user, group)


def _mode(target: Path, mode_of: Path | None) -> int | None:
    if isinstance(target, RemotePath):
        return None
    if isinstance(mode_of, RemotePath):
        mode_of = None
    try:
        status = target.stat()
    except FileNotFoundError:
        status = None
    if status is None:
        with suppress(OSError):  # a source that is gone by now
            return stat.S_IMODE(mode_of.stat().st_mode) & 0o777 if mode_of else None
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        # Renaming would put a file in the place of /dev/null.
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
    return stat.S_IMODE(status.st_mode)


def _sync_folder(folder: Path) -> None:
    """Force the rename to the disk, where folders can be opened and synchronised."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(descriptor)
