"""Zip archives of text and HTML files."""

from __future__ import annotations

import os
import stat
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner.errors import ReadError
from cleaner.formats.base import Member
from cleaner.reading import unreadable
from cleaner.remote import random_access

ENDINGS = {"zip": (".zip",)}


def members(path: Path, name: str) -> Iterator[Member]:
    """The members in order, one at a time in memory.

    Raises ReadError for a damaged or encrypted archive.
    """
    return _members(path, contents=True)


def names(path: Path) -> Iterator[Member]:
    """The members without their contents; raises ReadError for a damaged archive."""
    return _members(path, contents=False)


def _members(path: Path, *, contents: bool) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(random_access(path)) as archive:
            for info in archive.infolist():
                if stat.S_ISLNK(info.external_attr >> 16):  # its content is where it leads
                    link = os.fsdecode(archive.read(info))
                    yield Member(info.filename, info, None, is_file=False, link=link)
                    continue
                data = archive.read(info) if contents and not info.is_dir() else None
                yield Member(info.filename, info, data, not info.is_dir())
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise _damaged(path, error) from error
    except RuntimeError as error:
        raise ReadError(
            "the archive is encrypted", path=str(path), remedy="decrypt it first"
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _damaged(path: Path, error: Exception) -> ReadError:
    return ReadError(f"the archive is damaged: {error}", path=str(path), remedy="fetch it again")


class _Packer:
    def __init__(self, file: Any, comment: bytes) -> None:
        self.archive = zipfile.ZipFile(file, "w")
        self.archive.comment = comment

    def add(self, member: Member, name: str, data: bytes | None) -> None:
        info = zipfile.ZipInfo(name, member.info.date_time)
        for key in ("compress_type", "comment", "create_system", "external_attr"):
            setattr(info, key, getattr(member.info, key))
        with warnings.catch_warnings():
            # Two members may have one name, and then the source has them, too.
            warnings.filterwarnings("ignore", "Duplicate name", UserWarning)
            link = b"" if member.link is None else os.fsencode(member.link)
            self.archive.writestr(info, data or link)

    def close(self) -> None:
        self.archive.close()


def packer(file: Any, name: str, like: Path) -> _Packer:
    """Writes members with their times, modes and compression."""
    try:
        with zipfile.ZipFile(random_access(like)) as archive:
            return _Packer(file, archive.comment)
    except zipfile.BadZipFile as error:
        raise _damaged(like, error) from error
