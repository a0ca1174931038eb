"""Tar archives of text and HTML files, plain or packed."""

from __future__ import annotations

import io
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner.errors import ReadError
from cleaner.formats.base import Member
from cleaner.reading import unreadable

_KEPT = ("mtime", "atime", "ctime", "uname", "gname", "uid", "gid", "comment")
"""Headers that are as true of a result as of its source."""

ENDINGS = {"tar": (".tar", ".tar.gz", ".tgz")}


def members(path: Path, name: str) -> Iterator[Member]:
    """The members in order, one at a time in memory; raises ReadError for a damaged archive."""
    return _members(path, contents=True)


def names(path: Path) -> Iterator[Member]:
    """The members without their contents; raises ReadError for a damaged archive."""
    return _members(path, contents=False)


def _members(path: Path, *, contents: bool) -> Iterator[Member]:
    done = 0
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r|*") as archive:
            while (info := archive.next()) is not None:
                held = archive.extractfile(info) if contents and info.isreg() else None
                data = None if held is None else held.read()
                link = info.linkname if info.issym() or info.islnk() else None
                yield Member(info.name, info, data, info.isreg(), link, info.islnk())
                done += 1
                _forget(archive)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise ReadError(
            f"the archive is damaged or cut off after member {done}: {error}",
            path=str(path),
            remedy="fetch it again",
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _forget(archive: Any) -> None:
    """The library keeps the header of every member, without bound."""
    archive.members.clear()


class _Packer:
    def __init__(self, file: Any) -> None:
        self.archive = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)

    def add(self, member: Member, name: str, data: bytes | None) -> None:
        info = member.info
        info.name = name
        info.pax_headers = {k: v for k, v in info.pax_headers.items() if k in _KEPT}
        if member.link is not None:
            info.linkname = member.link
        if data is None:
            self.archive.addfile(info)
        else:
            info.size, info.type = len(data), tarfile.REGTYPE
            self.archive.addfile(info, io.BytesIO(data))
        _forget(self.archive)

    def close(self) -> None:
        self.archive.close()


def packer(file: Any, name: str, like: Path) -> _Packer:
    """Writes members with their times, modes and owners."""
    return _Packer(file)
