"""Files that are not on this machine: ``s3://``, ``gs://``, ``hf://``, ``http(s)://`` and more.

fsspec is imported when a URL is used. Where credentials and endpoints come from is the business
of fsspec and of the libraries behind it.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cleaner.errors import ConfigError
from cleaner.places import cache_folder
from cleaner.remote.path import RemotePath
from cleaner.remote.streams import BLOCK, by_ranges

_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://", re.IGNORECASE)


def is_remote(path: object) -> bool:
    """Whether a path or an argument is a URL."""
    if isinstance(path, str):
        found = _URL.match(path)
        return found is not None and found["scheme"].lower() != "file"
    return isinstance(path, RemotePath)


def located(argument: str) -> Path:
    """The path for an argument: a ``RemotePath`` for a URL; raises ConfigError for an empty one."""
    if is_remote(argument):
        return RemotePath(argument)
    found = _URL.match(argument)
    place = unquote(urlsplit(argument).path) if found else argument
    if not place:
        raise ConfigError(f"{argument!r} names no file and no folder", remedy="name one; . is here")
    return Path(place)


def remote_remedy(path: Path) -> str:
    """What to do about a server that gives no file, or takes none; nothing for a local path."""
    if not is_remote(path):
        return ""
    return "check the address, the network and your credentials, then run again"


def scratch(path: Path) -> Path:
    """Where there is room for what is temporary beside ``path``: for a local path itself.

    For a remote one it is a place in the user's cache folder, the same for every run.
    """
    if not isinstance(path, RemotePath):
        return path
    parts = (part.replace("..", "%2e%2e") for part in path.place.split("/"))
    return Path(cache_folder(), "remote", path.scheme, *parts)


def random_access(path: Path) -> Any:
    """The path, or for a remote one a file that can be read from any place.

    Only a server without ranges makes it a copy on the disk, which is gone when it is closed.
    """
    if not isinstance(path, RemotePath):
        return path
    if path.ranges:
        return io.BufferedReader(by_ranges(path, ahead=False), 64 << 10)
    import shutil
    import tempfile

    copy = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked closes it
    with path.open() as file:
        shutil.copyfileobj(file, copy, BLOCK)
    copy.seek(0)
    return copy


__all__ = ["RemotePath", "is_remote", "located", "random_access", "remote_remedy", "scratch"]
