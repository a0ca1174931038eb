"""What the members of an archive are called in its result: pages become text, names stay apart."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from pathlib import PurePosixPath

from cleaner.formats.base import Member

HTML = (".html", ".htm")


def is_page(member: Member) -> bool:
    """Whether a member is a file of HTML."""
    return member.is_file and PurePosixPath(member.name).suffix.lower() in HTML


class MemberNames:
    """New names for the pages of an archive, and where links lead then.

    ``a.html`` becomes ``a.txt``, or ``a.html.txt`` if a member has that name. Names are compared as
    they are when they are unpacked: ``./a.txt`` is ``a.txt``.
    """

    def __init__(self, members: Iterable[Member]) -> None:
        taken: set[str] = set()
        pages: dict[str, None] = {}
        for member in members:
            name = posixpath.normpath(member.name)
            if is_page(member):
                pages[name] = None
            else:
                taken.add(name)
        self._names: dict[str, str] = {}
        for page in pages:
            new = _free(page, taken)
            taken.add(new)
            self._names[page] = posixpath.basename(new)

    def of_page(self, name: str) -> str:
        """The name of the text of a page."""
        return _beside(name, self._names[posixpath.normpath(name)])

    def keep(self, name: str) -> None:
        """Let a page that could not be read have its own name; links behind it lead there."""
        self._names[posixpath.normpath(name)] = posixpath.basename(name)

    def of_link(self, member: Member) -> str:
        """Where a link leads; a hard link names a member, a symbolic one a path from its folder."""
        assert member.link is not None
        start = "" if member.is_hard else posixpath.dirname(member.name)
        goal = self._names.get(posixpath.normpath(posixpath.join(start, member.link)))
        return member.link if goal is None else _beside(member.link, goal)


def _free(page: str, taken: set[str]) -> str:
    stem = posixpath.splitext(page)[0]
    tries = (f"{page}{'' if at == 1 else f'-{at}'}.txt" for at in range(1, len(taken) + 2))
    return next(name for name in (f"{stem}.txt", *tries) if name not in taken)


def _beside(path: str, name: str) -> str:
    """The path with another last part."""
    return path[: path.rfind("/") + 1] + name
