"""A URL that behaves like a path."""

from __future__ import annotations

import errno
import io
import posixpath
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import unquote

from cleaner.remote.connection import WEB, file_system, told
from cleaner.remote.streams import by_ranges, from_begin


class Status(NamedTuple):
    """What is known of a remote file, in the words of ``os.stat``.

    ``st_mtime``: seconds, 0 if the server does not say. ``st_mtime_ns`` differs between any two
    versions of a file that the server tells apart.
    """

    st_size: int
    st_mtime: float
    st_mtime_ns: int


# For the type checker a path like any other. While running it is none, so that whatever is not
# meant for remote files fails at once and does not touch a local file of that name.
if TYPE_CHECKING:
    from pathlib import Path as _Base
else:
    _Base = object


class RemotePath(_Base):
    """A URL that behaves like a ``Path``, as far as a remote file can.

    Can be pickled; every process makes its own connection. Methods raise OSError.
    """

    __slots__ = ("_ranges", "url")

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/") if not url.endswith("://") else url
        self._ranges: bool | None = None

    def __str__(self) -> str:
        return self.url

    def __repr__(self) -> str:
        return f"RemotePath({self.url!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RemotePath) and other.url == self.url

    def __lt__(self, other: Any) -> bool:
        return self.url < str(other)

    def __hash__(self) -> int:
        return hash(self.url)

    def __truediv__(self, name: Any) -> RemotePath:
        return RemotePath(f"{self.url}/{name}")

    def __reduce__(self) -> Any:
        return RemotePath, (self.url,)

    @property
    def scheme(self) -> str:
        """``s3``, ``https`` and the like."""
        return self.url.partition("://")[0].lower()

    @property
    def place(self) -> str:
        """The URL without its scheme and, on the web, without its query."""
        rest = self.url.partition("://")[2]
        return unquote(re.split("[?#]", rest)[0]) if self.scheme in WEB else rest

    @property
    def name(self) -> str:
        """The last part of the place."""
        return posixpath.basename(self.place)

    @property
    def suffix(self) -> str:
        """The ending of the name, with its dot."""
        return PurePosixPath(self.name).suffix

    @property
    def parent(self) -> RemotePath:
        """The folder or prefix; a bucket is its own."""
        head, slash, _ = self.url.rpartition("/")
        return RemotePath(head) if slash and not head.endswith("/") else self

    def with_name(self, name: str) -> RemotePath:
        """Another file of the same folder."""
        return self.parent / name

    def resolve(self, strict: bool = False) -> RemotePath:
        """Itself: there are no links."""
        return self

    def is_relative_to(self, other: Any, *_: Any) -> bool:
        """Whether it lies below ``other``, or is it."""
        return f"{self.url}/".startswith(f"{other}/")

    def stat(self, *, follow_symlinks: bool = True) -> Any:
        """Size and time, as the server says them now."""
        return _status(self.info())

    def info(self) -> dict[str, Any]:
        """All that the file system says of the file."""
        fs, path = self._fs()

        def ask() -> dict[str, Any]:
            fs.invalidate_cache()
            return cast(dict[str, Any], fs.info(path))

        return told(ask, self.url)

    def exists(self, *, follow_symlinks: bool = True) -> bool:
        """Whether there is such a file or prefix."""
        try:
            self.info()
        except FileNotFoundError:
            return False
        return True

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a prefix of other files; on the web nothing is."""
        try:
            return bool(self.info()["type"] == "directory")
        except OSError:
            return False

    def iterdir(self) -> Any:
        """The files right below it."""
        fs, path = self._fs()
        found = told(lambda: (fs.invalidate_cache(), fs.ls(path, detail=False))[1], self.url)
        return iter([self / posixpath.basename(name.rstrip("/")) for name in sorted(found)])

    def find(self) -> Iterator[tuple[str, RemotePath]]:
        """All files below it, with their names relative to it, in the order of these."""
        fs, path = self._fs()
        found = told(lambda: (fs.invalidate_cache(), fs.find(path))[1], self.url)
        for name in sorted(found):
            relative = name.removeprefix(path.rstrip("/")).lstrip("/")
            yield relative, self / relative

    def matching(self) -> list[RemotePath] | None:
        """The file itself, or the files that its name stands for as a pattern; None: a prefix.

        On the web a name is never a pattern. Raises OSError when there is nothing.
        """
        try:
            return None if self.info()["type"] == "directory" else [self]
        except FileNotFoundError:
            if self.scheme in WEB or not re.search(r"[*?\[]", self.place):
                raise
        fs, path = self._fs()
        head = f"{self.scheme}://"
        found = told(lambda: fs.glob(path, detail=True), self.url)
        files = sorted(name for name, info in found.items() if info["type"] == "file")
        if not files:
            raise FileNotFoundError(errno.ENOENT, "no such file", self.url)
        return [RemotePath(head + name) for name in files]

    def served_kind(self) -> str:
        """What a file without a telling ending is: HTML if a web server says so, else text."""
        served = self.info().get("mimetype", "") if self.scheme in WEB else ""
        return "html" if served in ("text/html", "application/xhtml+xml") else "text"

    def mkdir(self, *_: Any, **__: Any) -> None:
        """Nothing: a prefix is there as soon as there is a file below it."""

    def unlink(self, missing_ok: bool = False) -> None:
        """Remove the file."""
        if missing_ok and not self.exists():
            return  # each store has its own words for this, and on a hub it would be a commit
        fs, path = self._fs()
        try:
            told(lambda: fs.rm_file(path), self.url)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def read_bytes(self) -> bytes:
        """The whole content."""
        with self.open() as file:
            return cast(bytes, file.read())

    def write_bytes(self, data: Any) -> int:
        """Put the whole content in one step."""
        fs, path = self._fs()
        told(lambda: fs.pipe_file(path, bytes(data)), self.url)
        return len(data)

    def put(self, file: Path) -> None:
        """Upload a local file: object stores show the new content when all of it is there."""
        fs, path = self._fs()
        told(lambda: fs.put_file(str(file), path), self.url)

    def open(self, *_: Any, **__: Any) -> Any:
        """A stream of bytes that reads ahead; it can be moved if the server gives ranges."""
        if self.ranges:
            return io.BufferedReader(by_ranges(self, ahead=True), 256 << 10)
        fs, path = self._fs()
        file = told(lambda: fs.open(path, "rb", block_size=0), self.url)
        return io.BufferedReader(from_begin(file, self.url), 256 << 10)

    @property
    def ranges(self) -> bool:
        """Whether the file can be read from any place."""
        if self._ranges is None:
            self._ranges = self.scheme not in WEB or self._gives_ranges()
        return self._ranges

    def _gives_ranges(self) -> bool:
        """Servers do not always say it, so one is asked for a byte."""
        fs, path = self._fs()
        info = self.info()
        if not info.get("size") or not info.get("partial", True):
            return False
        with fs.open(path, "rb", block_size=1, cache_type="none") as file:
            try:
                file.seek(1)
                file.read(1)
            except ValueError:
                return False
        return True

    def fetch(self, start: int, end: int) -> bytes:
        """The bytes ``start:end``."""
        fs, path = self._fs()
        return told(lambda: cast(bytes, fs.cat_file(path, start=start, end=end)), self.url)

    def _fs(self) -> tuple[Any, str]:
        fs = file_system(self.scheme)
        return fs, cast(str, fs._strip_protocol(self.url))


def _status(info: dict[str, Any]) -> Status:
    when: Any = info.get("LastModified") or info.get("mtime") or info.get("last_modified")
    if isinstance(info.get("Last-Modified"), str):
        from email.utils import parsedate_to_datetime

        when = parsedate_to_datetime(info["Last-Modified"])
    seconds = when.timestamp() if hasattr(when, "timestamp") else 0.0
    version = [info.get(key) for key in ("ETag", "etag", "md5Hash", "Digest", "blob_id")]
    mark = sha256(repr([version, seconds]).encode()).digest()
    return Status(int(info.get("size") or 0), seconds, int.from_bytes(mark[:7]))
