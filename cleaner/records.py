"""JSONL by surgery: one string of a line is exchanged, every other character stays as it was.

Lines are text; bytes lines are to be decoded (and encoded again) as UTF-8 with
``surrogateescape``, so that invalid bytes anywhere in the line survive.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import ReadError
from cleaner.packed import open_packed
from cleaner.reading import unreadable

_SPACE = re.compile(r"[ \t\n\r]*")
_WHITE = " \t\n\r"
_PLAIN = bytes({*range(256)} - {*range(32)}) + b"\n\r\t"
_SHORT = ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n"), (b"\r", b"\\r"), (b"\t", b"\\t"))
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_decoder = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Record:
    """The text of one line and where it stands.

    ``start:end`` is the span of the raw JSON string literal, quotes included, in code points of
    the line. ``id`` is the value of the id field (a number as it is written), None if there is
    none.
    """

    text: str
    id: str | None
    start: int
    end: int

    def name(self, document: str, number: int) -> str:
        """What the record is called: its id, or its place in a document of many."""
        return self.id if self.id is not None else f"{document}:{number}"


class FieldError(ReadError):
    """A record has no text in the field that was named: which may not be the one that is meant."""


class NullTextError(ReadError):
    """The text of a record is null: there is nothing to clean, and nothing wrong with it."""


class _Value(NamedTuple):
    start: int
    end: int
    value: object


def parse(
    line: str, text_field: str, id_field: str | None = None, *, path: str = "", number: int = 0
) -> Record:
    """Find the text of a JSON line.

    Fields are names of the object or, with dots, of objects in it (``page.body``); a name that
    itself has dots is found first. Of duplicate names the last counts. Raises ``ReadError`` with
    ``path`` and the 1-based line ``number`` if the line is blank, is not a JSON object, or has no
    string in the text field; if it has null there, the error is a ``NullTextError``.
    """
    try:
        members = _line_members(line)
        found = _find(line, members, text_field)
        if found is None:
            raise _UnfitError(f"has no field {text_field!r}", _field_remedy(members), FieldError)
        if not isinstance(found.value, str):
            null = found.value is None
            kind = "null" if null else type(found.value).__name__
            raise _UnfitError(
                f"the field {text_field!r} is not a string but {kind}",
                _field_remedy(members),
                NullTextError if null else FieldError,
            )
    except _UnfitError as problem:
        raise problem.error(
            problem.message, path=path, line=number, remedy=problem.remedy
        ) from problem.__cause__
    record_id = _find(line, members, id_field) if id_field else None
    return Record(found.value, _identifier(line, record_id), found.start, found.end)


def replace(line: str, record: Record, text: str) -> str:
    """Return the line with ``text`` in the place of the record's text.

    The new literal is ASCII if the old one was by way of escapes. Lone surrogates are escaped,
    but for those that stand for invalid bytes which the old literal had, too. ``text`` must not
    have a high surrogate before a low one, which JSON takes for one character.
    """
    return line[: record.start] + _literal(literal(line, record), record, text) + line[record.end :]


def literal(line: str, record: Record) -> str:
    """Return the raw JSON string literal of the record's text, with its quotes."""
    return line[record.start : record.end]


def open_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file with their line feeds, unpacked if it ends in ``.gz`` or ``.zst``.

    Holds one line at a time. Raises ``ReadError`` if the file cannot be read or is damaged,
    possibly after some lines.
    """
    number = 0
    try:
        with open_packed(path) as file:
            for line in file:
                yield line
                number += 1
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ReadError(
            f"the packed data is damaged or cut off after line {number}: {error}",
            path=str(path),
            remedy="fetch or compress the file again",
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


_FIELD_REMEDY = "name the field that holds the text with --text-field"
_NAMED = 5
_JSON_REMEDY = "each line must be one JSON object"


def _field_remedy(members: Mapping[str, _Value]) -> str:
    """How to name the field of a text; those that hold one are told, the longest first."""
    texts = {name: one.value for name, one in members.items() if isinstance(one.value, str)}
    names = sorted(texts, key=lambda name: -len(texts[name]))[:_NAMED]
    here = f": {', '.join(map(repr, names))}" if names else ""
    return _FIELD_REMEDY + here


class _UnfitError(Exception):
    """What is wrong with a line, before it is known where the line stands."""

    def __init__(self, message: str, remedy: str, error: type[ReadError] = ReadError) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.error = error


def _line_members(line: str) -> dict[str, _Value]:
    start = _skip(line, 1 if line.startswith("\ufeff") else 0)
    if start == len(line):
        raise _UnfitError("the line is blank", "remove it")
    if line[start] != "{":
        raise _UnfitError("the line is not a JSON object", _JSON_REMEDY)
    try:
        members, end = _members(line, start)
    except json.JSONDecodeError as error:
        raise _UnfitError(_broken(line, error), _JSON_REMEDY) from error
    except RecursionError as error:
        raise _UnfitError("the JSON is nested too deeply", _JSON_REMEDY) from error
    except ValueError as error:  # a number of thousands of digits
        raise _UnfitError(f"broken JSON: {error}", _JSON_REMEDY) from error
    if end != len(line):
        raise _UnfitError(f"broken JSON at column {end + 1}: text after the object", _JSON_REMEDY)
    return members


def _broken(line: str, error: json.JSONDecodeError) -> str:
    """What is wrong with a line that is no JSON, and where."""
    if error.pos >= len(line.rstrip("\r\n")) or error.msg.startswith("Unterminated string"):
        return "broken JSON: the line ends within the object"
    return f"broken JSON at column {error.pos + 1}: {error.msg.removesuffix(' at').rstrip(': ')}"


def _members(line: str, start: int) -> tuple[dict[str, _Value], int]:
    """The members of the object that opens at ``start``, and where the next token begins."""
    members: dict[str, _Value] = {}
    position = _skip(line, start + 1)
    if line.startswith("}", position):
        return members, _skip(line, position + 1)
    while True:
        if not line.startswith('"', position):
            raise json.JSONDecodeError("a name in quotes is missing", line, position)
        name, position = _decoder.raw_decode(line, position)
        position = _skip(line, position)
        if not line.startswith(":", position):
            raise json.JSONDecodeError("a colon is missing", line, position)
        start = _skip(line, position + 1)
        value, position = _decoder.raw_decode(line, start)
        members[name] = _Value(start, position, value)
        position = _skip(line, position)
        if line.startswith("}", position):
            return members, _skip(line, position + 1)
        if not line.startswith(",", position):
            raise json.JSONDecodeError("a comma or brace is missing", line, position)
        position = _skip(line, position + 1)


def _skip(line: str, position: int) -> int:
    if line[position : position + 1] not in _WHITE:
        return position
    match = _SPACE.match(line, position)
    return match.end() if match else position


def _find(line: str, members: dict[str, _Value], field: str) -> _Value | None:
    if field in members:
        return members[field]
    head, dot, rest = field.partition(".")
    while dot:
        outer = members.get(head)
        if outer is not None and isinstance(outer.value, dict):
            found = _find(line, _members(line, outer.start)[0], rest)
            if found is not None:
                return found
        more, dot, rest = rest.partition(".")
        head = f"{head}.{more}"
    return None


def _identifier(line: str, found: _Value | None) -> str | None:
    if found is None:
        return None
    if isinstance(found.value, str):
        return found.value
    is_number = isinstance(found.value, int | float) and not isinstance(found.value, bool)
    return line[found.start : found.end] if is_number else None


def _literal(old: str, record: Record, text: str) -> str:
    if old.isascii() and (
        not record.text.isascii() or ("\x7f" in record.text and "\x7f" not in old)
    ):
        return json.dumps(text)
    try:
        return _quoted(text.encode())
    except UnicodeEncodeError:
        new = json.dumps(text, ensure_ascii=False)
    kept = set(_ESCAPED_BYTE.findall(old))
    escaped = _SURROGATE.sub(
        lambda match: match[0] if match[0] in kept else f"\\u{ord(match[0]):04x}", new
    )
    if kept and not _survives(escaped):
        return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", new)
    return escaped


def _quoted(text: bytes) -> str:
    """The literal of a text in UTF-8, as ``json`` has it, which takes ten times as long."""
    if text.translate(None, _PLAIN):  # other control characters
        return json.dumps(text.decode(), ensure_ascii=False)
    for character, escape in _SHORT:
        text = text.replace(character, escape)
    return f'"{text.decode()}"'


def _survives(text: str) -> bool:
    """Whether invalid bytes stay invalid: two halves that an edit brought together may not."""
    data = text.encode("utf-8", "surrogateescape")
    return data.decode("utf-8", "surrogateescape") == text
