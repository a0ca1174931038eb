"""To which site a document belongs, and what the site is called."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from unicodedata import combining, normalize
from urllib.parse import urlsplit

from cleaner.errors import ConfigError
from cleaner.fold import fold
from cleaner.patterns import reason
from cleaner.rules import one_of

GROUPINGS = ("auto", "url", "folder", "name", "lines", "one")

_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?=[_\-~+ ./]|$)", re.IGNORECASE)
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/\w+/(?=https?://)")
_ENDINGS = re.compile(r"\.(?:txt|md|html?|jsonl)(?:\.gz)?$", re.IGNORECASE)
_DATED = re.compile(r"[\d._-]+")


class Grouping:
    """Names the site of a document by its address, its folder or its file's name.

    ``by``: one of GROUPINGS; ``pattern``: a regular expression for file names whose first group
    (or match) is the site, for ``name``. Raises ConfigError for what cannot be used.
    """

    def __init__(self, by: str = "auto", pattern: str | None = None) -> None:
        one_of("group", by, GROUPINGS)
        self.by = "name" if pattern and by == "auto" else by
        self.pattern = None
        if pattern is not None:
            import re2

            quiet = re2.Options()
            quiet.log_errors = False
            try:
                self.pattern = re2.compile(pattern, quiet)
            except re2.error as error:
                raise ConfigError(
                    f"site-pattern {pattern!r} is not RE2 syntax: {reason(error)}",
                    remedy="RE2 has no lookaround and no backreferences",
                ) from error

    def __reduce__(self) -> tuple[type[Grouping], tuple[str, str | None]]:
        return Grouping, (self.by, self.pattern.pattern if self.pattern else None)

    def site(self, address: str, document: str) -> str:
        """The site's name; "" leaves it to the lines that documents share."""
        if self.by == "one":
            return "site"
        if self.by in ("auto", "url") and address and (name := host(address)):
            return name
        path = PurePosixPath(document)
        if self.by in ("auto", "folder") and len(path.parts) > 1:
            folder = path.parts[0]
            if not _DATED.fullmatch(folder):
                return folder
        if self.by in ("auto", "name"):
            return self._by_name(path.name)
        return ""

    def _by_name(self, name: str) -> str:
        if self.pattern is not None:
            found = self.pattern.search(name)
            return str(found.group(1 if self.pattern.groups else 0) or "") if found else ""
        match = _HOST.match(_ENDINGS.sub("", name))
        return _plain(match[0]) if match else ""


def host(address: str) -> str:
    """The host of a URL without ``www.``; a text that is no URL stands for itself."""
    address = _ARCHIVED.sub("", address)
    if "://" not in address:
        return address.strip().lower()[:80] if address.strip() else ""
    try:
        return _plain(urlsplit(address).hostname or "")
    except ValueError:
        return ""


def _plain(name: str) -> str:
    return name.lower().removeprefix("www.")


def slug(name: str, longest: int = 40) -> str:
    """A kebab-case name made of ``name``, or "" when nothing of it can be kept."""
    letters = "".join(c for c in normalize("NFKD", fold(name)) if not combining(c))
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if len(plain) > longest:
        plain = plain[: longest + 1].rpartition("-")[0] or plain[:longest]
    return plain
