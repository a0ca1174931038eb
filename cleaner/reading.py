"""Bytes to text and back, exactly.

What ``decode`` returns, ``encode`` turns into the very bytes it came from; bytes for which that
cannot be promised are a ``ReadError``, so that they can be copied through untouched. Line ends
and NULs are text like any other and are never translated.
"""

from __future__ import annotations

import codecs
import errno
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cleaner.charset import guess
from cleaner.errors import ReadError, WriteError
from cleaner.remote import remote_remedy

_ESCAPED = "utf-8-surrogateescape"
# UTF-32 first: its little-endian mark starts with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    b"\x89PNG\r\n", b"\xff\xd8\xff", b"PK\x03\x04", b"PK\x05\x06",
    b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"\x28\xb5\x2f\xfd",
    b"%PDF-", b"\x7fELF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"SQLite format 3\x00",
    b"OggS\x00", b"fLaC\x00", b"wOFF\x00", b"wOF2\x00", b"\x00asm", b"\xca\xfe\xba\xbe",
)  # fmt: skip
# Everything below the space but the white space, backspace and escape (ISO 2022, terminals).
_CONTROLS = bytes({*range(0x01, 0x08), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F})
_BROKEN = re.compile("[\udc80-\udcff]")
_WIDE = re.compile("[^\x00-\x7f]")

# High bytes of UTF-16: Latin to Arabic; with punctuation, kana, ideographs, Hangul, full width.
_ALPHABETIC_ROWS = bytes(range(0x07))
_ALL_ROWS = bytes({*range(0x07), 0x20, 0x30, *range(0x4E, 0xA0), *range(0xAC, 0xD8), 0xFF})

_WINDOW = 16 * 1024
_SAMPLE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and what it takes to get its bytes back.

    ``encoding`` is a name for ``encode`` and ``decode_as`` (``utf-8-surrogateescape``: UTF-8 in
    which each invalid byte became one code point U+DC80 to U+DCFF). ``bom`` is the byte order
    mark that stood in front, or empty; it is not part of ``text``.
    """

    text: str
    encoding: str
    bom: bytes


class _Codec(NamedTuple):
    name: str
    errors: str


def read_bytes(path: Path) -> bytes:
    """Return the content of the file; raises ``ReadError`` with the path and a remedy."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def standard_input() -> bytes:
    """Return what is read from standard input; raises ``ReadError`` if there is none."""
    return standard_stream().read()


def standard_stream() -> BinaryIO:
    """Return standard input as bytes; raises ``ReadError`` if there is none."""
    if sys.stdin is None:  # Python found it closed
        remedy = "give a file, or something to read: < FILE"
        raise ReadError("is closed", path="standard input", remedy=remedy)
    return sys.stdin.buffer


def unreadable(path: Path, error: OSError) -> ReadError:
    """The ``ReadError`` that tells in plain words why ``path`` cannot be read."""
    if error.errno == errno.ENOENT and isinstance(path, Path) and path.is_symlink():
        remedy = "repair or remove the link"
        return ReadError("links to what is not there", path=str(path), remedy=remedy)
    message, remedy = _READ_PROBLEMS.get(
        error.errno or 0, (f"cannot be read: {error.strerror or error}", remote_remedy(path))
    )
    return ReadError(message, path=str(path), remedy=remedy)


_READ_PROBLEMS = {
    errno.ENOENT: ("no such file or folder", "check the spelling of the path"),
    errno.ENOTDIR: ("a part of the path is not a folder", "check the spelling of the path"),
    errno.EACCES: ("no permission to read it", "change its permissions or run as its owner"),
    errno.EPERM: ("no permission to read it", "change its permissions or run as its owner"),
    errno.EISDIR: ("is a folder, not a file", "name a file"),
    errno.ELOOP: ("its symbolic links lead in a circle", "repair or remove the link"),
    errno.ENAMETOOLONG: ("the path is too long", "shorten the names in it"),
    errno.EMFILE: ("too many files are open", "raise the limit (ulimit -n) or use fewer jobs"),
    errno.EIO: ("the disk or the network failed", "try again; check the disk"),
}


def decode(data: bytes, *, path: str = "") -> Decoded:
    """Decode ``data`` so that ``encode`` gives back exactly the same bytes.

    Byte order marks, then UTF-8, UTF-16 without a mark, UTF-8 with a few invalid bytes, and
    legacy code pages are tried in this order. Raises ``ReadError`` (with ``path``) for images,
    archives and other bytes that are not text, and for text in no known encoding.
    """
    for bom, encoding in _MARKS:
        if data.startswith(bom) and (decoded := _exact(data, encoding, bom)):
            return decoded
    # Only UTF-8 may be broken behind its mark: three bytes are proof enough of what is meant.
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    if data.startswith(_SIGNATURES):
        raise _not_text(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_other(data, bom, error.start, path)
    return _checked_utf8(data, text, path)


def encode(text: str, encoding: str, bom: bytes) -> bytes:
    """Return the bytes of ``text`` in ``encoding`` (a name from ``Decoded``) behind ``bom``.

    Raises ``WriteError`` if the text has a character that the encoding lacks.
    """
    codec = _codec(encoding)
    try:
        return bom + text.encode(codec.name, codec.errors)
    except UnicodeEncodeError as error:
        char = text[error.start]
        raise WriteError(
            f"the character U+{ord(char):04X} does not exist in {encoding}, the encoding of the"
            " source",
            path="",
            remedy="convert the source to UTF-8 first",
        ) from error


def decode_as(data: bytes, encoding: str, bom: bytes) -> str:
    """Return the text of ``data`` in a known encoding: the inverse of ``encode``.

    For outputs, whose encoding is recorded and must not be guessed again. Raises ``ReadError``
    if the data does not start with ``bom`` or is not in that encoding.
    """
    codec = _codec(encoding)
    try:
        if data.startswith(bom):
            return data[len(bom) :].decode(codec.name, codec.errors)
    except (UnicodeError, LookupError):
        pass
    raise ReadError(f"is not in the recorded encoding {encoding}", path="")


def _codec(encoding: str) -> _Codec:
    if encoding == _ESCAPED:
        return _Codec("utf-8", "surrogateescape")
    return _Codec(encoding, "strict")


def _not_text(path: str) -> ReadError:
    return ReadError("not text", path=path, remedy="leave it out, or extract its text first")


def _exact(data: bytes, encoding: str, bom: bytes = b"") -> Decoded | None:
    """Decode, and encode again to prove that nothing was lost; None if it cannot be done."""
    codec = _codec(encoding)
    try:
        text = data[len(bom) :].decode(codec.name, codec.errors)
        if bom + text.encode(codec.name, codec.errors) == data:
            return Decoded(text, encoding, bom)
    except (UnicodeError, LookupError):
        pass
    return None


def _checked_utf8(data: bytes, text: str, path: str) -> Decoded:
    """Valid UTF-8 may still be UTF-16 (ASCII and NULs are valid UTF-8) or no text at all.

    Needs no proof by encoding: strict UTF-8 has one form for each text, and Python's decoder
    takes no other.
    """
    sample = _sample(data)
    if b"\x00" in sample and (decoded := _unmarked_utf16(data, sample, _ALPHABETIC_ROWS)):
        return decoded
    nuls = sample.count(0)
    if nuls * 2 > len(sample) or _controls(sample) > max(2, len(sample) // 10):
        raise _not_text(path)
    return Decoded(text, "utf-8", b"")


def _decode_other(data: bytes, bom: bytes, position: int, path: str) -> Decoded:
    """Decode what is not valid UTF-8; ``position`` is the first byte that breaks it."""
    sample = _sample(data, position)
    if not bom and b"\x00" in sample and (found := _unmarked_utf16(data, sample, _ALL_ROWS)):
        return found
    strange = _controls(sample) + sample.count(0)
    if strange > max(len(sample) // 50, min(2, len(sample) // 4)):
        raise _not_text(path)
    valid, broken = _utf8_balance(sample)
    decoded = None
    if not bom and valid < 2 * broken:
        decoded = _legacy(data, position)
    if decoded is None and (bom or valid >= 2 * broken or broken * 20 <= len(sample)):
        decoded = _exact(data, _ESCAPED, bom)
    if decoded is None:
        raise ReadError(
            "its encoding cannot be told", path=path, remedy="convert it to UTF-8 first"
        )
    return decoded


def _sample(data: bytes, position: int = 0) -> bytes:
    """All of a small file; of a big one its start, middle and end and the place in question.

    Windows start at even offsets and have even lengths, so that the columns of UTF-16 stay apart.
    """
    if len(data) <= _SAMPLE:
        return data
    last = len(data) - _WINDOW
    starts = {min(start, last) & ~1 for start in (0, position, len(data) // 2, last)}
    return b"".join(data[start : start + _WINDOW] for start in sorted(starts))


def _controls(sample: bytes) -> int:
    return len(sample) - len(sample.translate(None, _CONTROLS))


def _utf8_balance(sample: bytes) -> tuple[int, int]:
    """Count the multi-byte characters and the bytes that belong to none."""
    text = sample.decode("utf-8", "surrogateescape")
    broken = len(_BROKEN.findall(text))
    return len(_WIDE.findall(text)) - broken, broken


def _unmarked_utf16(data: bytes, sample: bytes, rows: bytes) -> Decoded | None:
    """UTF-16 betrays itself by a column of high bytes that are mostly NUL or one of few rows."""
    if len(data) % 2:
        return None
    even, odd = sample[0::2], sample[1::2]
    for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        nuls = high.count(0)
        in_rows = len(high) - len(high.translate(None, rows))
        if nuls and low.count(0) * 10 <= nuls and in_rows * 10 >= len(high) * 9:
            text = sample.decode(encoding, "ignore")
            if _is_text(text) and _counts(text, "\n\r ") * 2 >= _counts(low, b"\n\r "):
                return _exact(data, encoding)
    return None


def _counts(text: str | bytes, parts: str | bytes) -> int:
    """How often the characters (or bytes) of ``parts`` occur.

    White space tells UTF-16 from a code page with a stray NUL: there it stands as often in the
    low column without being white space of the text.
    """
    wanted = set(parts)
    return sum(item in wanted for item in text)


def _is_text(text: str) -> bool:
    ascii_only = text.encode("ascii", "ignore")
    return (_controls(ascii_only) + ascii_only.count(0)) * 20 <= len(text)


def _legacy(data: bytes, position: int) -> Decoded | None:
    for encoding in _code_pages(data, position):
        if decoded := _exact(data, encoding):
            return decoded
    return None


def _code_pages(data: bytes, position: int) -> list[str]:
    """Guess by the text around ``position``, cut where characters surely end."""
    if len(data) <= _SAMPLE:
        return guess(data)
    start = max(data.rfind(b"\n", 0, position), data.rfind(b" ", 0, position)) + 1
    # A line that goes back further says less about the code page than the bytes that follow.
    start = start if position - start < _WINDOW else position
    sample = data[start : start + 2 * _WINDOW]
    end = max(sample.rfind(b"\n"), sample.rfind(b" "))
    if end > _WINDOW:
        return guess(sample[:end])
    # No white space: a code page of several bytes a character fails if the last one is torn.
    return next((found for cut in range(4) if (found := guess(sample[: len(sample) - cut]))), [])
